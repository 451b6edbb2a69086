"""Reads used by several views."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from thuisgevers.accounts.models import User
from thuisgevers.municipalities.access import Access

from .enums import Frequency, MessageState, ReminderKind
from .models import DemoMail, NotificationPreference, OutgoingMessage
from .permissions import viewable_messages

STUCK_AFTER = timedelta(minutes=30)


@dataclass(frozen=True)
class Delivery:
    """The figures above the list: what failed, and what should have gone by now."""

    failed: int
    stuck: int


def failed_messages(access: Access) -> QuerySet[OutgoingMessage]:
    """Newest first, with the municipality; the body is left in the database."""
    return (
        viewable_messages(access)
        .filter(state=MessageState.FAILED)
        .select_related("municipality")
        .order_by("-created_at", "-id")
    )


def delivery(access: Access) -> Delivery:
    messages = viewable_messages(access)
    return Delivery(
        failed=messages.filter(state=MessageState.FAILED).count(),
        stuck=messages.filter(
            state__in=[MessageState.QUEUED, MessageState.SENDING],
            digest__isnull=True,
            created_at__lt=timezone.now() - STUCK_AFTER,
        ).count(),
    )


def preferences_of(user: User) -> dict[ReminderKind, Frequency]:
    """Every kind with the person's choice; immediately where nothing was chosen."""
    chosen = dict(NotificationPreference.objects.filter(user=user).values_list("kind", "frequency"))
    return {kind: Frequency(chosen.get(kind, Frequency.IMMEDIATELY)) for kind in ReminderKind}


def demo_mails(*, to: str = "") -> QuerySet[DemoMail]:
    """What the demo's letter box holds, newest first."""
    mails = DemoMail.objects.order_by("-sent_at", "-id")
    return mails.filter(to=to) if to else mails
