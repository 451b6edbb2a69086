"""Initiatives to hang buddies on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from initiatives.models import Initiative
from tests.factories.buddies import initiative


@pytest.fixture
def initiative_in() -> Callable[..., Initiative]:
    """Make a running initiative in a municipality, with an id where one is given."""
    return initiative
