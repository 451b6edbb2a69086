"""Walking the safeguarding lane: as somebody, with a fresh row, and who was told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from buddies.models import SafeguardingSignal
from tests.seeding import as_committed, seed
from thuisgevers.accounts.models import User
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.notifications.models import OutgoingMessage


@contextmanager
def being(user: User) -> Iterator[Access]:
    as_committed()
    with transaction.atomic(), acting(user_id=user.pk):
        yield Access.for_user(user, second_factor=True)


def row(made: SafeguardingSignal) -> SafeguardingSignal:
    with seed():
        return SafeguardingSignal.objects.select_related("municipality").get(pk=made.pk)


def told() -> list[str]:
    """To whom the waiting and sent messages of the lane go."""
    with seed():
        found = OutgoingMessage.objects.filter(template="buddies/message_waiting").select_related("to_user")
        return sorted(one.to_user.display_name for one in found if one.to_user)
