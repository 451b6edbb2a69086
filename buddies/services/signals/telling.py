"""Mail of the lane: that there is a message, and nothing else. The same words for everybody, without a place, and they cannot be
turned off. Nobody who watches how the mail fares sees that it went (migration 0021)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from thuisgevers.accounts.models import User
from thuisgevers.common.who import acting
from thuisgevers.notifications.services.messages import absolute_url, queue_message

from ...models import SafeguardingSignal, SignalAddressee, SignalWarning

MAILS, WARNINGS = "signal_mails", "signal_warnings"
TEMPLATE = "buddies/message_waiting"


def tell_addressee(row_id: UUID) -> bool:
    """Run as the job of an addressee who was not told yet."""
    return _tell(SignalAddressee, MAILS, row_id)


def tell_warned(row_id: UUID) -> bool:
    """Run as the job of a request to talk first."""
    return _tell(SignalWarning, WARNINGS, row_id)


def tell_raiser(signal: SafeguardingSignal) -> None:
    """Something changed in what they may see of it."""
    if signal.raised_by is not None and signal.raised_by.is_active:
        mail(signal.raised_by)


def mail(user: User) -> None:
    queue_message(
        template=TEMPLATE,
        to=user.email,
        to_user=user,
        context={"name": user.display_name, "url": absolute_url(reverse("buddies:message_waiting"))},
    )


def _tell(model: type[SignalAddressee | SignalWarning], queue: str, row_id: UUID) -> bool:
    with transaction.atomic(), acting(job=f"{queue}:{row_id}"):
        rows = model._default_manager.select_for_update(of=("self",), no_key=True, skip_locked=True)
        row = rows.select_related("user").filter(pk=row_id, mailed_at__isnull=True, ended_at__isnull=True).first()
        if row is None:
            return False
        if row.user.is_active:
            mail(row.user)
        row.mailed_at = timezone.now()
        row.save(update_fields=["mailed_at", "updated_at"])
        return True
