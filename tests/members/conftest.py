"""Acting as a person in the database and in the code at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import transaction

from thuisgevers.accounts.models import User
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

AsPerson = Callable[[User], AbstractContextManager[Access]]


@contextmanager
def act(user: User) -> Iterator[Access]:
    with transaction.atomic(), acting(user_id=user.pk):
        yield Access.for_user(user, second_factor=True)


@pytest.fixture
def as_person() -> AsPerson:
    return act
