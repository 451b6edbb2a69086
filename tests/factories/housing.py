"""Properties, units, households and placements, written past the policies."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from housing.enums import HouseholdState, PlacementState, PropertyKind, PropertyState
from housing.models import CoaAllocation, DwellingUnit, Household, Placement, Property
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.common.ids import reference
from thuisgevers.municipalities.models import Municipality, Scope

_numbers = count(1)


def property_(municipality: Municipality, **fields: Any) -> Property:
    """An open rectory with an address of its own; `state` and the rest as given."""
    number = next(_numbers)
    facts: dict[str, Any] = {
        "kind": PropertyKind.RECTORY,
        "street": "Kerkstraat",
        "house_number": str(number),
        "postcode": "8261 AA",
        "place": municipality.name,
        "address_key": f"8261aa{number}",
        "state": PropertyState.OPEN,
    }
    with seed():
        return Property.objects.create(municipality=municipality, **facts | fields)


def unit(municipality: Municipality, property: Property | None = None, **fields: Any) -> DwellingUnit:
    """A unit for one to four people."""
    facts: dict[str, Any] = {"name": f"Woning {next(_numbers)}", "capacity_min": 1, "capacity_max": 4, "bedrooms": 2}
    with seed():
        return DwellingUnit.objects.create(
            municipality=municipality, property=property or property_(municipality), **facts | fields
        )


def household(municipality: Municipality, **fields: Any) -> Household:
    """Two adults and a child who wait for a home; their scope exists."""
    facts: dict[str, Any] = {
        "people_27_54": 2,
        "people_4_11": 1,
        "languages": ["ar"],
        "reference": reference(prefix="HH"),
    }
    with seed():
        made = Household.objects.create(municipality=municipality, **facts | fields)
        Scope.objects.get_or_create(id=made.pk, defaults={"kind": "household", "municipality": municipality})
        return made


def allocation(household: Household, *, allocated_on: date | None = None, **fields: Any) -> CoaAllocation:
    day = allocated_on or timezone.localdate()
    facts: dict[str, Any] = {"find_by": day + timedelta(weeks=10), "move_by": day + timedelta(weeks=12)}
    with seed():
        return CoaAllocation.objects.create(
            municipality=household.municipality, household=household, allocated_on=day, **facts | fields
        )


def placement(unit: DwellingUnit, household: Household, *, by: User, **fields: Any) -> Placement:
    """A stay of a year that starts today; `state` decides which other facts it has."""
    today = timezone.localdate()
    facts: dict[str, Any] = {
        "move_in_on": today,
        "expected_end_on": today + timedelta(days=365),
        "state": PlacementState.ACTIVE,
    }
    facts |= fields
    if facts["state"] in (PlacementState.PLANNED, PlacementState.ACTIVE, PlacementState.ENDED):
        facts = {"answer": "yes", "asked_by": by, "asked_on": facts["move_in_on"], "confirmed_by": by} | facts
    if facts["state"] in (PlacementState.ACTIVE, PlacementState.ENDED):
        facts = {"moved_in_on": facts["move_in_on"]} | facts
    with seed():
        made = Placement.objects.create(
            municipality=unit.municipality,
            unit=unit,
            property_id=unit.property_id,
            household=household,
            proposed_by=by,
            **facts,
        )
        if made.state == PlacementState.ACTIVE:
            Household.objects.filter(pk=household.pk).update(state=HouseholdState.PLACED)
        return made
