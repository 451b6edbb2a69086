"""Initiatives to hang buddies on, and a home with a card for its residents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from buddies.views.welcome import opening
from initiatives.models import Initiative
from tests.factories.buddies import initiative
from tests.factories.people import Cast
from tests.factories.welcome import Things, enter


@pytest.fixture
def initiative_in() -> Callable[..., Initiative]:
    """Make a running initiative in a municipality, with an id where one is given."""
    return initiative


@pytest.fixture
def things(cast: Cast, initiative_in: Any, monkeypatch: pytest.MonkeyPatch) -> Things:
    monkeypatch.setattr(opening, "REFUSAL", 0)
    return Things(cast, initiative_in)


@pytest.fixture
def inside(things: Things) -> Client:
    """A browser that came in with the card and its digits."""
    client = Client(headers={"accept-language": "nl"})
    assert enter(client, things.code, things.pin).status_code == 302
    return client
