"""Asking a buddy by mail how it goes."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from thuisgevers.common.who import acting

from ..enums import MatchState
from ..models import BuddyMatch
from .match_mails import tell_match_buddy

LADDER = "buddy_ladder"


def nudge_buddy(*, match_id: UUID) -> bool:
    """Queue one friendly mail to the buddy of an active match, as the job of that match; at most one a day. True when there was
    somebody to ask."""
    with transaction.atomic(), acting(job=f"{LADDER}:{match_id}"):
        match = BuddyMatch.objects.select_related("municipality", "user").filter(pk=match_id).first()
        if match is None or match.state != MatchState.ACTIVE or not match.user.is_active:
            return False
        tell_match_buddy(match, "match_nudge", dedupe=f"buddy-nudge:{match.pk}:{timezone.localdate()}")
        return True
