"""Random lives of homes against a plain oracle: whatever handlers try, the database never holds two households in one home on one
day, never more people than the home holds, and nobody in a closure; and it refuses nothing that the oracle allows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from housing.enums import HouseholdAnswer, PlacementOutcome, PlacementState
from housing.models import DwellingUnit, Household, Placement, UnitClosure
from housing.refusals import telling_refusals
from housing.services.placements import (
    cancel_placement,
    change_period,
    confirm_placement,
    end_placement,
    move_in,
    propose_placement,
    record_answer,
    retract_placement,
)
from tests.factories.housing import household, unit
from tests.factories.people import Cast
from tests.housing.stays import by
from tests.seeding import seed
from thuisgevers.common.conflicts import ConflictError

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
OCCUPYING = {PlacementState.PROPOSED, PlacementState.PLANNED, PlacementState.ACTIVE, PlacementState.ENDED}
RUNNING = {PlacementState.PROPOSED, PlacementState.PLANNED, PlacementState.ACTIVE}

offsets = st.integers(-12, 12)
numbers = st.integers(0, 3)
acts = st.one_of(
    st.tuples(st.just("propose"), numbers, numbers, offsets, st.integers(-1, 10)),
    st.tuples(st.just("yes"), numbers),
    st.tuples(st.just("no"), numbers),
    st.tuples(st.just("confirm"), numbers),
    st.tuples(st.just("retract"), numbers),
    st.tuples(st.just("cancel"), numbers),
    st.tuples(st.just("move_in"), numbers, offsets),
    st.tuples(st.just("end"), numbers, offsets),
    st.tuples(st.just("change"), numbers, offsets, st.integers(1, 12)),
    st.tuples(st.just("close"), numbers, offsets, st.integers(1, 6)),
    st.tuples(st.just("hold"), numbers, st.integers(1, 5)),
)


@dataclass
class Stay:
    """What the oracle remembers of a placement: days as plain sets of numbers."""

    home: int
    family: int
    state: str
    start: int
    stop: int
    said_yes: bool = False

    @property
    def days(self) -> set[int]:
        return set(range(self.start, self.stop))


@dataclass
class Oracle:
    sizes: list[int]
    holds: list[int]
    stays: list[Stay] = field(default_factory=list)
    closed: list[set[int]] = field(default_factory=lambda: [set(), set()])

    def fits(self, stay: Stay, *, ignoring: Stay | None = None) -> bool:
        """Whether this stay may stand beside the others, day by day."""
        if stay.state not in OCCUPYING:
            return True
        for other in self.stays:
            if other is ignoring or other is stay or other.state not in OCCUPYING:
                continue
            if (other.home == stay.home or other.family == stay.family) and other.days & stay.days:
                return False
            both_live = other.state == stay.state == PlacementState.ACTIVE
            if both_live and (other.home == stay.home or other.family == stay.family):
                return False
        if stay.state not in RUNNING:
            return True
        return self.sizes[stay.family] <= self.holds[stay.home] and not self.closed[stay.home] & stay.days


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


class Undone(Exception):
    """Ends an example without keeping its rows."""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=st.lists(acts, min_size=4, max_size=14))
def test_no_home_holds_two_households_or_too_many(cast: Cast, script: list[tuple[Any, ...]]) -> None:
    try:
        with transaction.atomic():
            _play(cast, script)
            raise Undone
    except Undone:
        pass


def _play(cast: Cast, script: list[tuple[Any, ...]]) -> None:
    homes = [unit(cast.kampen, capacity_max=holds) for holds in (2, 4)]
    families = [household(cast.kampen, people_27_54=size, people_4_11=0) for size in (1, 2, 3)]
    oracle = Oracle(sizes=[1, 2, 3], holds=[2, 4])
    rows: list[Placement] = []
    for name, *rest in script:
        if name == "propose":
            expected = _oracle_proposes(oracle, *rest)
        elif name in ("close", "hold"):
            expected = _oracle_changes_home(oracle, name, *rest)
        elif not rows:
            continue
        else:
            expected = _oracle_acts(oracle, name, rest[0] % len(rows), *rest[1:])
        happened = _really(cast, homes, families, rows, name, rest)
        assert happened == expected, f"{name} {rest}: really {happened}, the oracle says {expected}\n{oracle.stays}"
    _check(homes, families)


def _oracle_proposes(oracle: Oracle, home: int, family: int, start: int, length: int) -> bool:
    stay = Stay(home % 2, family % 3, PlacementState.PROPOSED, start, start + length)
    overdue = any(
        other.state == PlacementState.ACTIVE and other.home == stay.home and other.stop <= 0 for other in oracle.stays
    )
    if length <= 0 or not oracle.fits(stay) or (overdue and start <= 0):
        return False
    oracle.stays.append(stay)
    return True


def _oracle_changes_home(oracle: Oracle, name: str, home: int, *rest: int) -> bool:
    home %= 2
    running = [stay for stay in oracle.stays if stay.home == home and stay.state in RUNNING]
    if name == "close":
        days = set(range(rest[0], rest[0] + rest[1]))
        if oracle.closed[home] & days or any(stay.days & days for stay in running):
            return False
        oracle.closed[home] |= days
        return True
    if any(oracle.sizes[stay.family] > rest[0] for stay in running):
        return False
    oracle.holds[home] = rest[0]
    return True


def _oracle_acts(oracle: Oracle, name: str, index: int, *rest: int) -> bool:
    stay = oracle.stays[index]
    before = Stay(**vars(stay))
    allowed = {
        "yes": PlacementState.PROPOSED,
        "no": PlacementState.PROPOSED,
        "confirm": PlacementState.PROPOSED,
        "retract": PlacementState.PROPOSED,
        "cancel": PlacementState.PLANNED,
        "move_in": PlacementState.PLANNED,
        "end": PlacementState.ACTIVE,
    }
    if name == "change":
        if stay.state not in RUNNING:
            return False
        if stay.state == PlacementState.ACTIVE:
            stay.stop = stay.start + rest[1]
        else:
            stay.start, stay.stop = rest[0], rest[0] + rest[1]
    elif stay.state != allowed[name]:
        return False
    match name:
        case "yes":
            stay.said_yes = True
        case "no" | "retract":
            stay.state = PlacementState.DECLINED
        case "confirm" if not stay.said_yes:
            return False
        case "confirm":
            stay.state = PlacementState.PLANNED
        case "cancel":
            stay.state = PlacementState.CANCELLED
        case "move_in":
            if rest[0] > 0 or rest[0] >= stay.stop:
                return False
            stay.state, stay.start = PlacementState.ACTIVE, rest[0]
        case "end":
            if rest[0] > 0 or rest[0] < stay.start:
                return False
            stay.state, stay.stop = PlacementState.ENDED, rest[0]
    if oracle.fits(stay):
        return True
    vars(stay).update(vars(before))
    return False


def _really(
    cast: Cast, homes: list[DwellingUnit], families: list[Household], rows: list[Placement], name: str, rest: list[int]
) -> bool:
    try:
        with transaction.atomic():
            _do(cast, homes, families, rows, name, rest)
    except (ValidationError, ConflictError):
        return False
    return True


def _do(
    cast: Cast, homes: list[DwellingUnit], families: list[Household], rows: list[Placement], name: str, rest: list[int]
) -> None:
    if name == "propose":
        home, family, start, length = rest
        rows.append(
            by(
                cast.anna,
                lambda a: propose_placement(
                    access=a,
                    household=families[family % 3],
                    unit=homes[home % 2],
                    move_in_on=day(start),
                    expected_end_on=day(start + length),
                ),
            )
        )
        return
    if name in ("close", "hold"):
        chosen = homes[rest[0] % 2]
        with seed(), telling_refusals():
            if name == "close":
                UnitClosure.objects.create(
                    municipality=cast.kampen,
                    unit=chosen,
                    property_id=chosen.property_id,
                    kind="repair",
                    starts_on=day(rest[1]),
                    ends_on=day(rest[1] + rest[2]),
                )
            else:
                DwellingUnit.objects.filter(pk=chosen.pk).update(capacity_max=rest[1])
        return
    row = rows[rest[0] % len(rows)]
    said = {"asked_on": TODAY, "asked_in": "ar", "interpreter": False}
    match name:
        case "yes" | "no":
            answer = HouseholdAnswer(name)
            by(cast.anna, lambda a: record_answer(access=a, placement=row, answer=answer, **said))  # type: ignore[arg-type]
        case "confirm":
            by(cast.anna, lambda a: confirm_placement(access=a, placement=row))
        case "retract":
            by(cast.anna, lambda a: retract_placement(access=a, placement=row, reason="proef"))
        case "cancel":
            by(cast.anna, lambda a: cancel_placement(access=a, placement=row, reason="proef"))
        case "move_in":
            by(
                cast.anna,
                lambda a: move_in(access=a, placement=row, moved_in_on=day(rest[1]), follow_on_owner=cast.coen),
            )
        case "end":
            outcome = PlacementOutcome.BACK_TO_COA
            by(cast.anna, lambda a: end_placement(access=a, placement=row, ended_on=day(rest[1]), outcome=outcome))
        case "change":
            _change(cast, row, rest)


def _change(cast: Cast, row: Placement, rest: list[int]) -> None:
    with seed():
        fresh = Placement.objects.get(pk=row.pk)
    start = None if fresh.state == PlacementState.ACTIVE else day(rest[1])
    stop = (fresh.move_in_on if start is None else start) + timedelta(days=rest[2])
    by(
        cast.anna,
        lambda a: change_period(access=a, placement=row, move_in_on=start, expected_end_on=stop, reason="proef"),
    )


def _check(homes: list[DwellingUnit], families: list[Household]) -> None:
    """Day by day, in what the database holds."""
    with seed():
        rows = list(Placement.objects.filter(unit__in=homes, state__in=OCCUPYING).select_related("unit", "household"))
        closures = list(UnitClosure.objects.filter(unit__in=homes))
    for offset in range(-40, 60):
        today = day(offset)
        here = [row for row in rows if row.move_in_on <= today < (row.ended_on or row.expected_end_on)]
        assert len({row.unit_id for row in here}) == len(here)
        assert len({row.household_id for row in here}) == len(here)
        for row in here:
            if row.state in RUNNING:
                assert row.household.size <= row.unit.capacity_max
                assert not any(
                    c.unit_id == row.unit_id and c.starts_on <= today < (c.ends_on or date.max) for c in closures
                )
    for state in (PlacementState.ACTIVE,):
        active = [row for row in rows if row.state == state]
        assert len({row.unit_id for row in active}) == len({row.household_id for row in active}) == len(active)
