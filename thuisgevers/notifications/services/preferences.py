"""A person's own choice of reminders."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from thuisgevers.accounts.models import User
from thuisgevers.notifications.enums import Frequency, ReminderKind
from thuisgevers.notifications.models import NotificationPreference


@transaction.atomic
def save_preferences(*, user: User, choices: Mapping[ReminderKind, Frequency]) -> None:
    """Keep the choice. Messages that already wait are not changed."""
    kept = {row.kind: row for row in NotificationPreference.objects.select_for_update().filter(user=user)}
    for kind, frequency in choices.items():
        row = kept.get(kind)
        if row is None:
            NotificationPreference(user=user, kind=kind, frequency=frequency).save(force_insert=True)
        elif row.frequency != frequency:
            row.frequency = frequency
            row.save(update_fields=["frequency", "updated_at"])
