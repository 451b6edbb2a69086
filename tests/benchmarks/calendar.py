"""The calendar of homes: 300 homes over twelve months, beside the bare page of the same size."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import partial

from django.db import connection
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from housing.enums import PlacementState, PropertyKind, PropertyState
from housing.models import DwellingUnit, Household, Placement, Property
from tests.benchmarks import bare
from tests.benchmarks.measuring import backend_clock, compare, with_own
from tests.benchmarks.pages import PageResult
from tests.benchmarks.visiting import Visitor, statements
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.common.ids import uuid7

LIMIT = 5.0
HOMES, STAYS_PER_HOME = 300, 2


def build_homes(cast: Cast, *, homes: int = HOMES) -> None:
    """Homes in Kampen, each with one household after the other: gone, living there, or planned."""
    dice = random.Random(2026)
    today = timezone.localdate()
    properties: list[Property] = []
    units: list[DwellingUnit] = []
    households: list[Household] = []
    stays: list[Placement] = []
    for number in range(homes):
        if number % 4 == 0:
            properties.append(
                Property(
                    id=uuid7(),
                    municipality=cast.kampen,
                    kind=PropertyKind.RECTORY,
                    street=f"Kalenderlaan {number // 40}",
                    house_number=str(number),
                    place="Kampen",
                    state=PropertyState.OPEN,
                )
            )
        unit = DwellingUnit(
            id=uuid7(),
            municipality=cast.kampen,
            property=properties[-1],
            name=f"Woning {number % 4 + 1}",
            capacity_max=6,
        )
        units.append(unit)
        start = today - timedelta(days=dice.randrange(30, 300))
        for _turn in range(STAYS_PER_HOME):
            stop = start + timedelta(days=dice.randrange(90, 300))
            household = Household(
                id=uuid7(), municipality=cast.kampen, reference=f"HH-K-{len(households):05d}", people_27_54=2
            )
            households.append(household)
            stays.append(_stay(cast, unit, household, start, stop, today))
            start = stop + timedelta(days=dice.randrange(0, 30))
    with seed():
        Property.objects.bulk_create(properties)
        DwellingUnit.objects.bulk_create(units)
        Household.objects.bulk_create(households)
        Placement.objects.bulk_create(stays)


def _stay(cast: Cast, unit: DwellingUnit, household: Household, start: date, stop: date, today: date) -> Placement:
    stay = Placement(
        id=uuid7(),
        municipality=cast.kampen,
        unit=unit,
        property_id=unit.property_id,
        household=household,
        move_in_on=start,
        expected_end_on=stop,
        proposed_by=cast.anna,
        answer="yes",
        state=PlacementState.PLANNED,
    )
    if stop <= today:
        stay.state, stay.moved_in_on, stay.ended_on, stay.outcome = PlacementState.ENDED, start, stop, "own_home"
    elif start <= today:
        stay.state, stay.moved_in_on = PlacementState.ACTIVE, start
    return stay


def measure_calendar(cast: Cast, *, rounds: int, repeats: int) -> PageResult:
    """One row for the table of pages; `build_homes` wrote what it draws."""
    with override_settings(ROOT_URLCONF="tests.benchmarks.bare"):
        connection.ensure_connection()
        clock = with_own(backend_clock(connection.connection.info.backend_pid))
        visitor = Visitor(cast.anna)
        path = f"{reverse('housing:placement_calendar', args=[cast.kampen.slug])}?maanden=12"
        get = partial(visitor.get, path)
        get()
        bare.pages["kalender"] = get().decode()
        control = partial(visitor.get, reverse("bare_page", args=[cast.kampen.slug, "kalender"]))
        return PageResult(
            page=f"Kalender, {HOMES} woningen × 12 maanden",
            size=len(bare.pages["kalender"].encode()),
            queries=len(statements(get)),
            control_queries=len(statements(control)),
            measured=compare(get, control, clock=clock, rounds=rounds, repeats=repeats),
            raw_ms=0.0,
            bare_view_ms=0.0,
            limit=LIMIT,
        )
