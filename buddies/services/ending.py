"""What ends by itself: a pause of a match or of a buddy on its day, and a match when its household leaves."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.models import Household
from thuisgevers.audit.transitions import transition
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

from ..enums import OPEN_MATCH, BuddyState, Conclusion, MatchState
from ..models import Buddy, BuddyMatch
from ..states import BUDDY, MATCH
from .match_mails import tell_coordinators, tell_match_buddy
from .running import end_role
from .telling import tell_team

PAUSES, BREAKS = "buddy_pauses", "buddy_breaks"
#: Steps of a household with which its matches end.
LEAVING = ("move_on", "leave", "cancel")


def end_pause(match_id: UUID) -> bool:
    """Run as the job of a match whose pause is over: it goes on, silence counts from today, and buddy and coordinator hear it."""
    with transaction.atomic(), acting(job=f"{PAUSES}:{match_id}"):
        rows = BuddyMatch.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        row = rows.select_related("municipality", "user").filter(pk=match_id, state=MatchState.PAUSED).first()
        today = timezone.localdate()
        if row is None or row.paused_until is None or row.paused_until > today:
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


def household_left(access: Access, household: Household) -> None:
    """The household went on, left or was uncoupled: its matches are concluded and its proposals withdrawn, in the same transaction. Who
    may say that a household left may say this too, also for a match of their own."""
    held = BuddyMatch.objects.select_related("municipality", "user", "buddy").filter(
        household_id=household.pk, state__in=OPEN_MATCH
    )
    for match in held.order_by("place", "id"):
        if match.is_running:
            _conclude(access, match)
        else:
            _withdraw(access, match)


def _conclude(access: Access, match: BuddyMatch) -> None:
    done = transition(
        access=access,
        obj=match,
        machine=MATCH,
        name="conclude",
        may=lambda _access, _row: True,
        changes={
            "conclusion": Conclusion.MOVED,
            "ended_on": timezone.localdate(),
            "paused_on": None,
            "paused_until": None,
        },
    )
    end_role(done)
    tell_match_buddy(done, "match_thanks", {"thanks": ""})
    tell_coordinators(access, done, "match_moved")


def _withdraw(access: Access, match: BuddyMatch) -> None:
    was = match.state
    done = transition(
        access=access,
        obj=match,
        machine=MATCH,
        name="withdraw",
        may=lambda _access, _row: True,
        reason=_("het huishouden vertrekt"),
    )
    if was == MatchState.ACCEPTED:
        end_role(done)
    tell_match_buddy(done, "match_off")
