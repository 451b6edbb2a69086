"""A stay ends on a day and with an outcome, never silently."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import HouseholdState, PlacementOutcome, PlacementState
from housing.models import Household, Placement
from housing.refusals import telling_refusals
from housing.services.cards import write_card
from housing.services.follow_on import close_follow_on, reopen_follow_on
from housing.services.placement_tasks import drop_tasks
from housing.states import HOUSEHOLD, PLACEMENT
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from .locking import follow, lock_placement

UNDO_DAYS = 7
#: What an outcome means for the household: it moved on, it left, or it waits for a home again and stays on the list.
HOUSEHOLD_AFTER: dict[PlacementOutcome, str] = {
    PlacementOutcome.OWN_HOME: "move_on",
    PlacementOutcome.REUNION_ELSEWHERE: "move_on",
    PlacementOutcome.OTHER_INITIATIVE: "place_again",
    PlacementOutcome.BACK_TO_COA: "place_again",
    PlacementOutcome.OTHER: "leave",
}
HAS_HOME = (PlacementOutcome.OWN_HOME, PlacementOutcome.REUNION_ELSEWHERE, PlacementOutcome.OTHER_INITIATIVE)


def end_placement(
    *,
    access: Access,
    placement: Placement,
    ended_on: date,
    outcome: PlacementOutcome | str,
    note: str = "",
    seen: str = "",
) -> Placement:
    """Record that the household left, on which day and to what. A day ahead is refused: that is an expected end. Open tasks
    lapse, the follow-on case closes, the household moves on, leaves, or waits again (`HOUSEHOLD_AFTER`)."""
    with transaction.atomic():
        fresh = lock_placement(placement, seen=seen)
        access.require(Capability.PLACEMENT_WRITE, municipality=fresh.municipality)
        chosen = _outcome(outcome, note)
        _check_day(fresh, ended_on)
        changes = {"ended_on": ended_on, "outcome": chosen, "end_recorded_at": timezone.now()}
        with _telling_of_the_next():
            ended = transition(access=access, obj=fresh, machine=PLACEMENT, name="end", reason=note, changes=changes)
        ended = follow(ended, fresh)
        ended.household = _let_go(access, ended.household, chosen, ended_on, note)
        drop_tasks(placement=ended)
        close_follow_on(access=access, placement=ended, has_home=chosen in HAS_HOME, reason=str(chosen.label))
        write_card(ended)
        return ended


def can_undo_end(placement: Placement) -> bool:
    """A week after somebody entered it."""
    recorded = placement.end_recorded_at
    return recorded is not None and timezone.now() - recorded < timedelta(days=UNDO_DAYS)


def undo_end(*, access: Access, placement: Placement, reason: str, seen: str = "") -> Placement:
    """The end was entered by mistake: they live there again, within a week of entering it, unless the home or the household
    has been given away meanwhile."""
    with transaction.atomic():
        fresh = lock_placement(placement, seen=seen)
        access.require(Capability.PLACEMENT_WRITE, municipality=fresh.municipality)
        if fresh.ended_on is not None and not can_undo_end(fresh):
            raise ConflictError(_("Terugdraaien kan tot een week na het invoeren. Maak een nieuwe plaatsing."))
        changes = {"ended_on": None, "outcome": "", "end_recorded_at": None}
        with telling_refusals():
            back = transition(
                access=access, obj=fresh, machine=PLACEMENT, name="undo_end", reason=reason, changes=changes
            )
        back = follow(back, fresh)
        name = "place" if back.household.state == HouseholdState.EXPECTED else "come_back"
        back.household = transition(
            access=access,
            obj=back.household,
            machine=HOUSEHOLD,
            name=name,
            changes={"closed_on": None, "waiting_since": _earlier_end(back)},
        )
        reopen_follow_on(access=access, placement=back, reason=reason)
        write_card(back)
        return back


def _outcome(outcome: PlacementOutcome | str, note: str) -> PlacementOutcome:
    try:
        chosen = PlacementOutcome(outcome)
    except ValueError as error:
        raise ValidationError({"outcome": _("Kies hoe de plaatsing eindigde.")}) from error
    if chosen == PlacementOutcome.OTHER and not note.strip():
        raise ValidationError({"note": _("U koos “anders”. Schrijf op hoe het verblijf eindigde.")})
    return chosen


def _check_day(placement: Placement, ended_on: date) -> None:
    if ended_on > timezone.localdate():
        raise ValidationError(
            {"ended_on": _("Deze dag moet nog komen. Wijzig het verwachte einde; beëindig als zij weg zijn.")}
        )
    if placement.moved_in_on is not None and ended_on < placement.moved_in_on:
        raise ValidationError({"ended_on": _("Het einde ligt voor de verhuizing. Kies een latere datum.")})


@contextmanager
def _telling_of_the_next() -> Iterator[None]:
    """They stayed longer than expected, and the next household stands in the plan from an earlier day."""
    try:
        with telling_refusals():
            yield
    except ValidationError as refusal:
        codes = {inner.code for errors in getattr(refusal, "error_dict", {}).values() for inner in errors}
        if not codes & {"placement_unit_free", "placement_household_free"}:
            raise
        raise ValidationError(
            {"ended_on": _("Voor een eerdere dag is hier al een volgende plaatsing gepland. Verschuif die eerst.")}
        ) from refusal


def _let_go(access: Access, household: Household, outcome: PlacementOutcome, ended_on: date, note: str) -> Household:
    name = HOUSEHOLD_AFTER[outcome]
    is_over = name != "place_again"
    return transition(
        access=access,
        obj=household,
        machine=HOUSEHOLD,
        name=name,
        reason=note,
        changes={"closed_on": ended_on} if is_over else {"waiting_since": ended_on},
    )


def _earlier_end(placement: Placement) -> date | None:
    """When the household's stay before this one ended."""
    before = Placement.objects.filter(household=placement.household_id, state=PlacementState.ENDED)
    last: date | None = before.exclude(pk=placement.pk).aggregate(last=Max("ended_on"))["last"]
    return last
