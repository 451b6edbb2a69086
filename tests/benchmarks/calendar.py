"""What the calendar of homes draws: 300 homes with their stays."""

from __future__ import annotations

import random
from datetime import date, timedelta

from django.utils import timezone

from housing.enums import PlacementState, PropertyKind, PropertyState
from housing.models import DwellingUnit, Household, Placement, Property
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.common.ids import uuid7

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
