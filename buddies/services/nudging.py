"""Asking a buddy by mail how it goes, with a link that adds one contact moment and opens nothing else."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from thuisgevers.common.who import acting
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.links import create_link
from thuisgevers.notifications.enums import MessageState
from thuisgevers.notifications.services.messages import absolute_url, queue_message

from ..enums import MatchState
from ..models import BuddyMatch, ContactNudge
from ..models.nudge import QUIET

QUEUE = "buddy_nudges"
LINK_DAYS = 3


def nudge_buddy(*, match_id: UUID) -> bool:
    """Queue one friendly mail to the buddy of an active match: True when it was. At most one in seven days for a match, decided by
    the database; False too where the match is not active or the buddy turned these mails off (which counts as the one of this week).

    Acts as the job of this match, whoever calls: a worker, or the press of a coordinator whose rights were seen before. The mail
    names nobody; whoever reads it can log one contact, within 72 hours, without signing in.
    """
    with transaction.atomic(), acting(job=f"{QUEUE}:{match_id}"):
        match = BuddyMatch.objects.select_related("municipality", "user").filter(pk=match_id).first()
        if match is None or match.state != MatchState.ACTIVE or not match.user.is_active:
            return False
        today = timezone.localdate()
        nudge = ContactNudge(municipality=match.municipality, match=match, quiet=DateRange(today, today + QUIET))
        ContactNudge.objects.bulk_create([nudge], ignore_conflicts=True)
        if not ContactNudge.objects.filter(pk=nudge.pk).exists():
            return False
        link, token = create_link(
            purpose=LinkPurpose.CONTACT, object_id=match.pk, municipality=match.municipality, valid_days=LINK_DAYS
        )
        message = queue_message(
            template="buddies/match_nudge",
            to=match.user.email,
            to_user=match.user,
            context={
                "name": match.user.display_name,
                "url": absolute_url(reverse("buddies:contact_by_link", kwargs={"token": token})),
            },
            municipality=match.municipality,
            about_id=match.pk,
            secret=True,
            expires_at=link.expires_at,
        )
        return message.state != MessageState.SKIPPED
