"""How a stay ends, changes its dates and is taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from housing.enums import (
    HouseholdState,
    PlacementOutcome,
    PlacementState,
)
from housing.models import PlacementTask
from housing.services.placements import (
    cancel_placement,
    change_period,
    end_placement,
    extend_placement,
    retract_placement,
    shorten_placement,
    undo_end,
)
from tests.factories.housing import household, placement, unit
from tests.factories.people import Cast
from tests.housing.stays import TODAY, YEAR, by, ended, fields_of, fresh, moved_in, planned, proposed
from tests.seeding import seed

pytestmark = pytest.mark.django_db


def test_an_end_after_the_next_ones_first_day_is_refused_with_its_reason(cast: Cast) -> None:
    home = unit(cast.kampen)
    first = moved_in(cast, on=TODAY - YEAR, unit=home, expected_end_on=TODAY - timedelta(days=9))
    placement(
        home, household(cast.kampen), by=cast.anna, state=PlacementState.PLANNED, move_in_on=TODAY - timedelta(days=5)
    )
    with pytest.raises(ValidationError, match="volgende plaatsing") as refusal:
        by(
            cast.anna,
            lambda a: end_placement(access=a, placement=first, ended_on=TODAY, outcome=PlacementOutcome.OWN_HOME),
        )
    assert fields_of(refusal) == {"ended_on"}


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (PlacementOutcome.OWN_HOME, HouseholdState.MOVED_ON),
        (PlacementOutcome.REUNION_ELSEWHERE, HouseholdState.MOVED_ON),
        (PlacementOutcome.OTHER_INITIATIVE, HouseholdState.EXPECTED),
        (PlacementOutcome.BACK_TO_COA, HouseholdState.EXPECTED),
        (PlacementOutcome.OTHER, HouseholdState.LEFT),
    ],
)
def test_what_an_outcome_means_for_the_household(cast: Cast, outcome: PlacementOutcome, state: str) -> None:
    row = ended(cast, outcome)
    people = fresh(row.household)
    assert people.state == state
    assert (people.closed_on is None) == (state == HouseholdState.EXPECTED)


def test_an_end_needs_a_day_that_was_and_a_known_outcome(cast: Cast) -> None:
    row = moved_in(cast, on=TODAY - timedelta(days=3))

    def refused(**facts: Any) -> set[str]:
        with pytest.raises(ValidationError) as refusal:
            by(cast.anna, lambda a: end_placement(access=a, placement=row, **facts))
        return fields_of(refusal)

    assert refused(ended_on=TODAY + timedelta(days=1), outcome="own_home") == {"ended_on"}
    assert refused(ended_on=TODAY - timedelta(days=4), outcome="own_home") == {"ended_on"}
    assert refused(ended_on=TODAY, outcome="") == {"outcome"}
    assert refused(ended_on=TODAY, outcome="other") == {"note"}
    assert fresh(row).state == PlacementState.ACTIVE


def test_an_end_can_be_taken_back_unless_the_home_is_given_away(cast: Cast) -> None:
    row = ended(cast)
    back = by(cast.anna, lambda a: undo_end(access=a, placement=row, reason="vergissing"))
    assert (back.state, back.ended_on, back.outcome) == (PlacementState.ACTIVE, None, "")
    assert fresh(row.household).state == HouseholdState.PLACED
    other = ended(cast)
    proposed(cast, unit=other.unit)
    with pytest.raises(ValidationError) as refusal:
        by(cast.anna, lambda a: undo_end(access=a, placement=other, reason="vergissing"))
    assert fields_of(refusal) == {"unit"}


def test_dates_can_change_with_a_reason(cast: Cast) -> None:
    row = planned(cast, move_in_on=TODAY + timedelta(days=10))
    with pytest.raises(ValidationError) as refusal:
        by(
            cast.anna,
            lambda a: change_period(access=a, placement=row, expected_end_on=TODAY + 2 * YEAR, reason=" "),
        )
    assert fields_of(refusal) == {"reason"}
    by(
        cast.anna,
        lambda a: change_period(
            access=a,
            placement=row,
            move_in_on=TODAY + timedelta(days=20),
            expected_end_on=TODAY + YEAR,
            reason="verf niet droog",
        ),
    )
    with seed():
        assert set(PlacementTask.objects.filter(placement=row).values_list("due_on", flat=True)) == {
            TODAY + timedelta(days=20)
        }
    active = moved_in(cast)
    longer = by(
        cast.anna,
        lambda a: extend_placement(
            access=a, placement=active, expected_end_on=TODAY + 2 * YEAR, reason="nog geen woning"
        ),
    )
    assert longer.expected_end_on == TODAY + 2 * YEAR
    with pytest.raises(ValidationError):
        by(
            cast.anna,
            lambda a: shorten_placement(access=a, placement=longer, expected_end_on=TODAY + 3 * YEAR, reason="x"),
        )
    with pytest.raises(ValidationError) as refusal:
        by(
            cast.anna,
            lambda a: change_period(
                access=a,
                placement=active,
                move_in_on=TODAY - timedelta(days=1),
                expected_end_on=TODAY + YEAR,
                reason="x",
            ),
        )
    assert fields_of(refusal) == {"move_in_on"}


def test_an_extension_into_a_renovation_is_refused_at_the_field(cast: Cast) -> None:
    home = unit(cast.kampen, available_until=TODAY + YEAR)
    row = moved_in(cast, unit=home)
    with pytest.raises(ValidationError) as refusal:
        by(
            cast.anna,
            lambda a: extend_placement(
                access=a, placement=row, expected_end_on=TODAY + YEAR + timedelta(days=1), reason="langer"
            ),
        )
    assert fields_of(refusal) == {"expected_end_on"}


def test_what_is_retracted_or_cancelled_frees_the_home(cast: Cast) -> None:
    row = proposed(cast)
    by(cast.anna, lambda a: retract_placement(access=a, placement=row, reason="toch niet"))
    second = planned(cast, unit=row.unit)
    by(cast.anna, lambda a: cancel_placement(access=a, placement=second, reason="huis afgekeurd"))
    with seed():
        assert not PlacementTask.objects.filter(placement=second, is_dropped=False).exists()
    assert proposed(cast, unit=row.unit).state == PlacementState.PROPOSED
