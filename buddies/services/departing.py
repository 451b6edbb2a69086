"""What becomes of a match when its household goes: a register of what housing tells, in the transaction of what happened there.

Moved on, left, uncoupled or merged: the match is concluded at once and says how. Handed over to another municipality: whoever accepts
has no right here, so the match itself is the job and the sweep concludes it. Waiting for another home: nobody but the coordinator can say
whether the two go on, so they are asked. Nothing of a match goes along to another municipality.
"""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from housing.enums import HouseholdState, PlacementState
from housing.models import Household, HouseholdTransfer, Placement
from thuisgevers.audit.subscriptions import subscribe
from thuisgevers.audit.transitions import transition
from thuisgevers.common.tasks import wake
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

from ..enums import KEPT_MATCH, OPEN_MATCH, Conclusion, MatchState
from ..models import BuddyMatch
from ..permissions.matches import can_manage_match, viewable_matches
from ..states import MATCH
from .match_mails import tell_coordinators, tell_match_buddy
from .proposing import note
from .running import end_role

DEPARTURES = "buddy_departures"
SWEEP = "buddies.tasks.clocks.end_matches_of_gone"
_HAS_HOME = (PlacementState.PLANNED, PlacementState.ACTIVE)
#: How it ended, by what became of the household.
CONCLUSIONS = {
    HouseholdState.MOVED_ON: Conclusion.MOVED,
    HouseholdState.LEFT: Conclusion.LEFT,
    HouseholdState.CANCELLED: Conclusion.LEFT,
    HouseholdState.MERGED: Conclusion.MERGED,
    HouseholdState.TRANSFERRED: Conclusion.TRANSFERRED,
}


def follow_households() -> None:
    """Called once, from AppConfig.ready()."""
    for step in ("move_on", "leave", "cancel", "merge"):
        subscribe(f"housing.Household.{step}", household_gone)
    subscribe("housing.HouseholdTransfer.accept", household_transferred)
    subscribe("housing.Household.place_again", household_lost_home)
    subscribe("housing.Household.place", household_found_home)
    subscribe("housing.Placement.cancel", placement_called_off)
    subscribe("housing.Placement.plan", placement_planned)


def household_gone(access: Access, household: Household) -> None:
    """Its matches are concluded and its proposals withdrawn. Who may say that a household goes may say this too, also for a match of
    their own."""
    held = BuddyMatch.objects.select_related("municipality", "user").filter(
        household_id=household.pk, state__in=OPEN_MATCH
    )
    for match in held.order_by("place", "id"):
        _end(access, match, HouseholdState(household.state))


def household_transferred(_access: Access, _transfer: HouseholdTransfer) -> None:
    wake(SWEEP)


def end_of_gone(match_id: UUID) -> bool:
    """Run as the job of an open match whose household is closed."""
    with transaction.atomic(), acting(job=f"{DEPARTURES}:{match_id}"):
        rows = BuddyMatch.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        row = rows.select_related("municipality", "user").filter(pk=match_id, state__in=OPEN_MATCH).first()
        with connection.cursor() as cursor:
            cursor.execute("SELECT buddies_gone_how()")
            (became,) = cursor.fetchone()
        if row is None or became not in CONCLUSIONS:
            return False
        _end(Access.nobody(), row, HouseholdState(became))
        return True


def household_lost_home(access: Access, household: Household) -> None:
    """The coordinator is asked about each match whose household has no home (any more) where the two met."""
    for match, has_home in _matches_and_homes(household.pk):
        if not has_home and match.home_left_on is None:
            _save_question(match, asked=True)
            note(access, match, "home_left")
            tell_coordinators(access, match, "match_home_left")


def household_found_home(_access: Access, household: Household) -> None:
    """The question goes where they have a home there again; a home elsewhere is no new question."""
    for match, has_home in _matches_and_homes(household.pk):
        if has_home and match.home_left_on is not None:
            _save_question(match, asked=False)


def placement_called_off(access: Access, placement: Placement) -> None:
    household_lost_home(access, placement.household)


def placement_planned(access: Access, placement: Placement) -> None:
    household_found_home(access, placement.household)


def go_on(*, access: Access, match: BuddyMatch) -> BuddyMatch:
    """The coordinator asked both: they go on, wherever the household will live."""
    with transaction.atomic():
        rows = viewable_matches(access).select_related("municipality")
        row = rows.select_for_update(of=("self",), no_key=True).get(pk=match.pk)
        if not can_manage_match(access, row):
            raise PermissionDenied
        if row.home_left_on is not None:
            _save_question(row, asked=False)
            note(access, row, "go_on")
        return row


def _matches_and_homes(household_id: UUID) -> list[tuple[BuddyMatch, bool]]:
    kept = BuddyMatch.objects.select_related("municipality", "user").filter(
        household_id=household_id, state__in=KEPT_MATCH
    )
    matches = list(kept.order_by("place", "id"))
    if not matches:
        return []
    stays = Placement.objects.filter(household_id=household_id).order_by("id")
    homes = list(stays.values_list("state", "unit__initiative_scope_id"))
    return [(match, _has_home(match, homes)) for match in matches]


def _has_home(match: BuddyMatch, homes: list[tuple[str, UUID | None]]) -> bool:
    """Where the initiative of the match never housed them, any home will do: then the buddy came from elsewhere."""
    now = {initiative for state, initiative in homes if state in _HAS_HOME}
    is_theirs = any(initiative == match.initiative_id for _state, initiative in homes)
    return match.initiative_id in now if is_theirs else bool(now)


def _save_question(match: BuddyMatch, *, asked: bool) -> None:
    match.home_left_on = timezone.localdate() if asked else None
    match.save(update_fields=["home_left_on", "updated_at"])


def _end(access: Access, match: BuddyMatch, became: HouseholdState) -> None:
    if match.is_running:
        _conclude(access, match, CONCLUSIONS[became])
    else:
        _withdraw(access, match)


def _conclude(access: Access, match: BuddyMatch, conclusion: Conclusion) -> None:
    done = transition(
        access=access,
        obj=match,
        machine=MATCH,
        name="depart",
        may=lambda _access, _row: True,
        changes={
            "conclusion": conclusion,
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
        name="fall_away",
        may=lambda _access, _row: True,
    )
    if was == MatchState.ACCEPTED:
        end_role(done)
    tell_match_buddy(done, "match_off")
