"""Mail about buddies: to the person whose application it is (the row is the job), and to who looks after buddies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from thuisgevers.accounts.models import User
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import LinkPurpose, Role
from thuisgevers.municipalities.links import create_link
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.people import officials
from thuisgevers.notifications.services.messages import absolute_url, queue_message

from ..enums import BuddyState
from ..models import Buddy

QUEUE = "buddy_mails"
SWEEP_MAILS = "buddies.tasks.mails.sweep_buddy_mails"
LINK_DAYS = 60


def tell_buddy(buddy_id: UUID) -> str:
    """Send what is due to one person; the kind of mail, empty when there was nothing to say (any more)."""
    with transaction.atomic(), acting(job=f"{QUEUE}:{buddy_id}"):
        rows = Buddy.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        row = rows.select_related("municipality").filter(pk=buddy_id, email_index__isnull=False).first()
        if row is None:
            return ""
        kind = _due(row)
        if kind:
            _mail(row, kind)
        row.told_state, row.told_at = row.state, timezone.now()
        row.save(update_fields=["told_state", "told_at", "updated_at"])
        return kind


def _due(row: Buddy) -> str:
    asked_again = row.asked_again_at is not None and row.told_at is not None and row.asked_again_at > row.told_at
    if row.told_state == row.state and not asked_again:
        return ""
    match BuddyState(row.state):
        case BuddyState.REQUESTED:
            return "invited" if row.initiative_id is not None else "confirm"
        case BuddyState.APPLIED:
            return "again" if asked_again else "received"
        case BuddyState.READY:
            return "again" if asked_again else "welcome" if row.told_state != BuddyState.PAUSED else ""
        case BuddyState.DECLINED:
            return "" if asked_again else "declined"
        case BuddyState.LEFT:
            return "" if asked_again else "thanks"
        case _:
            return "again" if asked_again else ""


def _mail(row: Buddy, kind: str) -> None:
    """With a new link each time: only a hash of a token is kept."""
    url = ""
    if row.is_open:
        _link, token = create_link(
            purpose=LinkPurpose.BUDDY, object_id=row.pk, municipality=row.municipality, valid_days=LINK_DAYS
        )
        url = absolute_url(reverse("buddies:application", kwargs={"token": token}))
    queue_message(
        template=f"buddies/buddy_{kind}",
        to=row.email,
        context={
            "name": row.name,
            "place": row.municipality.name,
            "url": url,
            "has_account": row.user_id is not None,
            "apply_url": absolute_url(reverse("buddies:apply")),
        },
        municipality=row.municipality,
        about_id=row.pk,
        secret=bool(url),
        expires_at=timezone.now() + timedelta(days=7) if url else None,
    )


def in_charge(municipality: Municipality, initiative_id: UUID | None) -> list[User]:
    """The buddy coordinators of the initiative; where there are none the municipality's handlers and coordinators."""
    found: list[User] = []
    if initiative_id is not None:
        found = list(
            User.objects.raw(
                "SELECT * FROM accounts_user WHERE id IN (SELECT buddies_coordinators(%s)) ORDER BY display_name, id",
                [initiative_id],
            )
        )
    return found or officials(municipality, [Role.CASE_COORDINATOR]) or officials(municipality, [Role.CASE_HANDLER])


def tell_team(
    *,
    access: Access,
    buddy: Buddy,
    template: str,
    url_name: str = "buddies:buddy_detail",
    about_id: UUID | None = None,
    context: Mapping[str, Any] | None = None,
    dedupe: str = "",
) -> None:
    """To who looks after this buddy, not to who did it. Mail names nobody: the page behind it does. `dedupe` holds once per person."""
    for user in in_charge(buddy.municipality, buddy.initiative_id):
        if access.user is not None and user.pk == access.user.pk:
            continue
        queue_message(
            template=f"buddies/{template}",
            to=user.email,
            to_user=user,
            context={
                "name": user.display_name,
                "place": buddy.municipality.name,
                "url": absolute_url(reverse(url_name, args=[buddy.municipality.slug, about_id or buddy.pk])),
                **(context or {}),
            },
            municipality=buddy.municipality,
            about_id=about_id or buddy.pk,
            dedupe_key=f"{dedupe}:{user.pk}" if dedupe else None,
        )
