"""A placement from proposal to end: what each verb does, refuses and takes back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from housing.enums import (
    FollowOnState,
    HouseholdAnswer,
    HouseholdState,
    PlacementOutcome,
    PlacementState,
    PlacementTaskKind,
    PropertyState,
)
from housing.models import FollowOnHousing, Household, HouseholdCard, Placement, PlacementTask
from housing.services.placement_tasks import finish_task, reopen_task
from housing.services.placements import (
    confirm_placement,
    end_placement,
    move_in,
    propose_placement,
    record_answer,
    retract_placement,
    undo_move_in,
)
from housing.services.placements.locking import StalePlacementError
from tests.factories.housing import household, property_, unit
from tests.factories.people import Cast
from tests.housing.stays import TODAY, YEAR, by, ended, fields_of, fresh, moved_in, planned, proposed, say
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent, Visibility
from thuisgevers.audit.timeline import told_events
from thuisgevers.audit.transitions import WrongStateError
from thuisgevers.common.conflicts import ConflictError

pytestmark = pytest.mark.django_db


def test_the_whole_way_keeps_household_card_tasks_and_follow_on_in_step(cast: Cast) -> None:
    row = moved_in(cast)
    with seed():
        people = Household.objects.get(pk=row.household_id)
        card = HouseholdCard.objects.get(placement=row)
        case = FollowOnHousing.objects.get(placement=row)
        tasks = dict(PlacementTask.objects.filter(placement=row).values_list("kind", "due_on"))
    assert (people.state, card.state, case.state, case.owner) == ("placed", "active", "open", cast.coen)
    assert tasks == {"keys": TODAY, "condition": TODAY, "brp": TODAY + timedelta(days=5)}
    assert fresh(row).people == people.size == 3
    over = by(
        cast.anna,
        lambda a: end_placement(access=a, placement=row, ended_on=TODAY, outcome=PlacementOutcome.OWN_HOME),
    )
    with seed():
        assert Household.objects.get(pk=row.household_id).state == HouseholdState.MOVED_ON
        assert FollowOnHousing.objects.get(pk=case.pk).state == FollowOnState.DONE
        assert not PlacementTask.objects.filter(placement=row, is_dropped=False).exists()
        assert HouseholdCard.objects.get(placement=row).state == over.state == PlacementState.ENDED


def test_a_no_needs_no_reason_and_changes_nothing_else(cast: Cast) -> None:
    row = proposed(cast)
    over = say(cast, row, HouseholdAnswer.NO)
    assert (over.state, over.answer, over.asked_by) == (PlacementState.DECLINED, "no", cast.anna)
    people = fresh(row.household)
    assert people.state == HouseholdState.EXPECTED
    again = proposed(cast, household=people, unit=row.unit)
    assert again.state == PlacementState.PROPOSED


def test_nobody_is_planned_before_the_household_said_yes(cast: Cast) -> None:
    row = proposed(cast)
    with pytest.raises(ValidationError) as refusal:
        by(cast.anna, lambda a: confirm_placement(access=a, placement=row))
    assert fields_of(refusal) == {"answer"}
    assert fresh(row).state == PlacementState.PROPOSED


def test_a_later_answer_replaces_the_earlier_one_until_it_is_confirmed(cast: Cast) -> None:
    row = say(cast, proposed(cast))
    assert say(cast, row, HouseholdAnswer.NO).state == PlacementState.DECLINED
    other = planned(cast)
    with pytest.raises(WrongStateError):
        say(cast, other, HouseholdAnswer.NO)
    with pytest.raises(WrongStateError):
        say(cast, other)


def test_nobody_can_have_been_asked_tomorrow(cast: Cast) -> None:
    row = proposed(cast)
    with pytest.raises(ValidationError) as refusal:
        by(
            cast.anna,
            lambda a: record_answer(
                access=a,
                placement=row,
                answer=HouseholdAnswer.YES,
                asked_on=TODAY + timedelta(days=1),
                asked_in="ar",
                interpreter=False,
            ),
        )
    assert fields_of(refusal) == {"asked_on"}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"expected_end_on": TODAY}, "expected_end_on"),
        ({"expected_end_on": TODAY - timedelta(days=1)}, "expected_end_on"),
        ({"expected_end_on": date(2099, 1, 1)}, "expected_end_on"),
    ],
)
def test_a_period_that_cannot_be_meant_is_refused_at_its_end(cast: Cast, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        proposed(cast, **facts)
    assert fields_of(refusal) == {field}


def test_a_proposal_says_why_it_is_refused(cast: Cast) -> None:
    def refused(**fields: Any) -> set[str]:
        with pytest.raises(ValidationError) as refusal:
            proposed(cast, **fields)
        return fields_of(refusal)

    assert refused(unit=unit(cast.kampen, property_(cast.kampen, state=PropertyState.SUITABLE))) == {"unit"}
    assert refused(unit=unit(cast.kampen, capacity_max=2)) == {"unit"}
    assert refused(unit=unit(cast.kampen, available_from=TODAY + timedelta(days=1))) == {"move_in_on"}
    assert refused(unit=unit(cast.kampen, available_until=TODAY + timedelta(days=9))) == {"expected_end_on"}
    assert refused(household=household(cast.kampen, state=HouseholdState.LEFT)) == {"household"}
    taken = proposed(cast)
    assert refused(unit=taken.unit) == {"unit"}
    assert refused(household=taken.household) == {"household"}
    following = proposed(cast, unit=taken.unit, move_in_on=TODAY + YEAR, expected_end_on=TODAY + 2 * YEAR)
    assert following.state == PlacementState.PROPOSED


def test_who_stays_longer_keeps_the_home_though_the_plan_says_otherwise(cast: Cast) -> None:
    home = unit(cast.kampen)
    start = TODAY - YEAR
    moved_in(cast, on=start, unit=home, expected_end_on=TODAY - timedelta(days=3))
    with pytest.raises(ValidationError) as refusal:
        proposed(cast, unit=home)
    assert fields_of(refusal) == {"unit"}
    following = planned(cast, unit=home, move_in_on=TODAY + timedelta(days=1))
    with pytest.raises(ValidationError):
        by(
            cast.anna,
            lambda a: move_in(access=a, placement=following, moved_in_on=TODAY, follow_on_owner=cast.coen),
        )


def test_moving_in_needs_somebody_for_what_follows(cast: Cast) -> None:
    row = planned(cast)
    for owner in (None, cast.bram, cast.chaima, cast.vince):
        with pytest.raises(ValidationError) as refusal:
            by(cast.anna, lambda a, o=owner: move_in(access=a, placement=row, moved_in_on=TODAY, follow_on_owner=o))
        assert fields_of(refusal) == {"follow_on_owner"}
    with pytest.raises(ValidationError) as refusal:
        by(
            cast.anna,
            lambda a: move_in(
                access=a, placement=row, moved_in_on=TODAY + timedelta(days=1), follow_on_owner=cast.coen
            ),
        )
    assert fields_of(refusal) == {"moved_in_on"}


def test_a_move_in_can_be_taken_back_for_a_week(cast: Cast) -> None:
    row = moved_in(cast)
    back = by(cast.anna, lambda a: undo_move_in(access=a, placement=row, reason="verkeerd huishouden"))
    assert (back.state, back.moved_in_on) == (PlacementState.PLANNED, None)
    assert fresh(row.household).state == HouseholdState.EXPECTED
    with seed():
        assert FollowOnHousing.objects.get(placement=row).state == FollowOnState.CANCELLED
    again = by(cast.anna, lambda a: move_in(access=a, placement=back, moved_in_on=TODAY, follow_on_owner=cast.anna))
    with seed():
        case = FollowOnHousing.objects.get(placement=row)
        assert (case.state, case.owner) == (FollowOnState.SEARCHING, cast.anna)
        Placement.objects.filter(pk=row.pk).update(move_in_recorded_at=timezone.now() - timedelta(days=8))
    with pytest.raises(ConflictError, match="een week"):
        by(cast.anna, lambda a: undo_move_in(access=a, placement=again, reason="te laat"))


def test_a_page_that_is_behind_changes_nothing(cast: Cast) -> None:
    row = proposed(cast)
    with pytest.raises(StalePlacementError):
        by(cast.anna, lambda a: retract_placement(access=a, placement=row, reason="toch niet", seen="1.000000"))
    assert fresh(row).state == PlacementState.PROPOSED


@pytest.mark.parametrize("who", ["chaima", "vince", "bram", "els", "gerrit", "karin"])
def test_only_handlers_of_the_municipality_place(cast: Cast, who: str) -> None:
    people, home = household(cast.kampen), unit(cast.kampen)
    with pytest.raises((PermissionDenied, Household.DoesNotExist)):
        by(
            getattr(cast, who),
            lambda a: propose_placement(
                access=a, household=people, unit=home, move_in_on=TODAY, expected_end_on=TODAY + YEAR
            ),
        )


def test_tasks_are_done_once_and_can_be_taken_back(cast: Cast) -> None:
    row = planned(cast)
    with seed():
        task = PlacementTask.objects.get(placement=row, kind=PlacementTaskKind.KEYS)
    by(cast.anna, lambda a: finish_task(access=a, task=task, done_on=TODAY))
    with pytest.raises(ConflictError, match="net al"):
        by(cast.coen, lambda a: finish_task(access=a, task=task, done_on=TODAY))
    by(cast.anna, lambda a: reopen_task(access=a, task=task))
    with pytest.raises(ValidationError) as refusal:
        by(cast.anna, lambda a: finish_task(access=a, task=task, done_on=TODAY + timedelta(days=1)))
    assert fields_of(refusal) == {"done_on"}


def test_events_are_told_and_only_to_those_who_handle_households(cast: Cast) -> None:
    ended(cast)
    with seed():
        events = list(AuditEvent.objects.values_list("object_type", "verb", "visibility"))
    assert len(events) > 8
    for kind, verb, visibility in events:
        assert f"{kind}.{verb}" in told_events(), f"tell {kind}.{verb}"
        assert visibility == Visibility.HOUSEHOLD
