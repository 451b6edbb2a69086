"""One mail a day with everything a person wanted to hear of once a day."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from thuisgevers.common.who import acting
from thuisgevers.notifications.enums import MessageState
from thuisgevers.notifications.models import Digest, OutgoingMessage
from thuisgevers.notifications.services.messages import queue_message
from thuisgevers.notifications.services.wording import FOOTER_MARK, as_words

QUEUE = "digests"


def send_digest(digest_id: UUID) -> int:
    """Bundle what waits for this person today into one message. Returns how many were in it; once, also when called twice."""
    now = timezone.now()
    with transaction.atomic(), acting(job=f"{QUEUE}:{digest_id}"):
        digest = (
            Digest.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
            .select_related("user")
            .filter(pk=digest_id, sent_at__isnull=True, due_at__lte=now)
            .first()
        )
        if digest is None:
            return 0
        held = list(
            OutgoingMessage.objects.filter(digest=digest, state=MessageState.QUEUED, expires_at__gt=now).order_by(
                "created_at", "id"
            )
        )
        if held and digest.user.is_active:
            _queue(digest, held)
        OutgoingMessage.objects.filter(digest=digest, state=MessageState.QUEUED).update(
            state=MessageState.SENT, sent_at=now, body=None, updated_at=now
        )
        digest.sent_at = now
        digest.save(update_fields=["sent_at", "updated_at"])
        return len(held)


def _queue(digest: Digest, held: list[OutgoingMessage]) -> None:
    queue_message(
        template="notifications/digest",
        to=digest.user.email,
        to_user=digest.user,
        context={"count": len(held)},
        secret=any(message.is_secret for message in held),
        expires_at=max(message.expires_at for message in held),
        dedupe_key=f"digest:{digest.pk}",
        appendix="\n\n".join(_part(message) for message in held),
    )


def _part(message: OutgoingMessage) -> str:
    text = (message.body or "").partition(FOOTER_MARK)[0].strip()
    return f"## {as_words(message.subject)}\n\n{text}"
