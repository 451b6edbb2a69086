"""What ends by itself on its day: a pause of a match or of a buddy."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from thuisgevers.audit.transitions import transition
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

from ..enums import BuddyState, MatchState
from ..models import Buddy, BuddyMatch
from ..states import BUDDY, MATCH
from .match_mails import tell_coordinators, tell_match_buddy
from .proposing import adviser_is_missing
from .telling import tell_team

PAUSES, BREAKS = "buddy_pauses", "buddy_breaks"


def end_pause(match_id: UUID) -> bool:
    """Run as the job of a match whose pause is over: it goes on, silence counts from today, and buddy and coordinator hear it. Where
    no confidential adviser is appointed (any more) it waits, and the coordinator hears that once."""
    with transaction.atomic(), acting(job=f"{PAUSES}:{match_id}"):
        rows = BuddyMatch.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        row = rows.select_related("municipality", "user").filter(pk=match_id, state=MatchState.PAUSED).first()
        today = timezone.localdate()
        if row is None or row.paused_until is None or row.paused_until > today:
            return False
        if adviser_is_missing(row):
            tell_coordinators(
                Access.nobody(), row, "match_resume_waits", dedupe=f"resume-waits:{row.pk}:{row.paused_until}"
            )
            return False
        done = transition(
            access=Access.nobody(),
            obj=row,
            machine=MATCH,
            name="end_pause",
            may=lambda _access, _row: True,
            changes={"paused_on": None, "paused_until": None, "resumed_on": today},
        )
        tell_match_buddy(done, "match_resumed")
        tell_coordinators(Access.nobody(), done, "match_resumed_desk")
        return True


def end_break(buddy_id: UUID) -> bool:
    """Run as the job of a buddy whose pause is over: available again, and the coordinator hears it."""
    with transaction.atomic(), acting(job=f"{BREAKS}:{buddy_id}"):
        rows = Buddy.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        row = rows.select_related("municipality").filter(pk=buddy_id, state=BuddyState.PAUSED).first()
        if row is None or row.paused_until is None or row.paused_until > timezone.localdate():
            return False
        done = transition(
            access=Access.nobody(),
            obj=row,
            machine=BUDDY,
            name="resume",
            may=lambda _access, _row: True,
            changes={"paused_until": None},
        )
        tell_team(access=Access.nobody(), buddy=done, template="buddy_resumed")
        return True
