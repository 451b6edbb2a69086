"""Handlers at the same second, in real transactions: exactly one wins and the others are told; and nobody waits for ever."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from housing.enums import HouseholdAnswer, PlacementState
from housing.models import DwellingUnit, Placement, UnitClosure
from housing.refusals import telling_refusals
from housing.services.placements import confirm_placement, move_in, propose_placement, retract_placement
from tests.factories.housing import household, placement, unit
from tests.factories.people import Cast, make_cast
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

TODAY = timezone.localdate()
YEAR = timedelta(days=365)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    with transaction.atomic():
        return make_cast()


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all of them at the same moment, each on its own connection; what came of each, in order."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait(timeout=20)
            act()
        except ValidationError as refusal:
            return "+".join(sorted(refusal.error_dict))
        except ConflictError:
            return "conflict"
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, act) for act in acts]]


def as_(user: User, do: Callable[[Access], object]) -> Callable[[], object]:
    def act() -> object:
        with transaction.atomic(), acting(user_id=user.pk):
            return do(Access.for_user(user, second_factor=True))

    return act


def test_two_households_for_one_home(cast: Cast) -> None:
    with transaction.atomic():
        home = unit(cast.kampen)
        families = [household(cast.kampen) for _ in range(4)]

    def place(index: int) -> Callable[[], object]:
        return as_(
            (cast.anna, cast.coen)[index % 2],
            lambda a: propose_placement(
                access=a, household=families[index], unit=home, move_in_on=TODAY, expected_end_on=TODAY + YEAR
            ),
        )

    outcomes = at_once(*[place(index) for index in range(4)])
    assert sorted(outcomes) == ["unit", "unit", "unit", "won"]
    with transaction.atomic(), seed():
        assert Placement.objects.filter(unit=home).count() == 1


def test_one_household_in_two_homes(cast: Cast) -> None:
    with transaction.atomic():
        family, homes = household(cast.kampen), [unit(cast.kampen), unit(cast.kampen)]
    outcomes = at_once(
        *[
            as_(
                cast.anna,
                lambda a, h=home: propose_placement(
                    access=a, household=family, unit=h, move_in_on=TODAY, expected_end_on=TODAY + YEAR
                ),
            )
            for home in homes
        ]
    )
    assert sorted(outcomes) == ["household", "won"]


def test_confirm_and_retract_the_same_proposal(cast: Cast) -> None:
    with transaction.atomic():
        row = placement(
            unit(cast.kampen),
            household(cast.kampen),
            by=cast.anna,
            state=PlacementState.PROPOSED,
            answer=HouseholdAnswer.YES,
        )
    outcomes = at_once(
        as_(cast.anna, lambda a: confirm_placement(access=a, placement=row)),
        as_(cast.coen, lambda a: retract_placement(access=a, placement=row, reason="toch niet")),
    )
    assert sorted(outcomes) == ["conflict", "won"]


def test_moving_in_twice(cast: Cast) -> None:
    with transaction.atomic():
        row = placement(unit(cast.kampen), household(cast.kampen), by=cast.anna, state=PlacementState.PLANNED)
    both = [
        as_(user, lambda a: move_in(access=a, placement=row, moved_in_on=TODAY, follow_on_owner=cast.coen))
        for user in (cast.anna, cast.coen)
    ]
    assert sorted(at_once(*both)) == ["conflict", "won"]


def test_a_proposal_and_a_renovation_and_a_smaller_home(cast: Cast) -> None:
    with transaction.atomic():
        home, family = unit(cast.kampen, capacity_max=4), household(cast.kampen)

    def close(_access: Access) -> object:
        with telling_refusals():
            row = UnitClosure(
                municipality=cast.kampen,
                unit=home,
                property_id=home.property_id,
                kind="renovation",
                starts_on=TODAY + timedelta(days=30),
            )
            row.save(force_insert=True)
        return row

    def shrink(_access: Access) -> object:
        with telling_refusals():
            return DwellingUnit.objects.filter(pk=home.pk).update(capacity_max=1)

    outcomes = at_once(
        as_(
            cast.anna,
            lambda a: propose_placement(
                access=a, household=family, unit=home, move_in_on=TODAY, expected_end_on=TODAY + YEAR
            ),
        ),
        as_(cast.coen, close),
        as_(cast.coen, shrink),
    )
    won = outcomes[0] == "won"
    assert outcomes == (["won", "starts_on", "capacity_max"] if won else ["unit", *outcomes[1:]])
    if not won:
        assert "won" in outcomes[1:]
