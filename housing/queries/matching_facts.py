"""Households and units as matching sees them: four statements for any number. Names, addresses and languages are not read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from housing.enums import AgeBand, Facility, HouseholdState, PlacementState, PropertyState
from housing.matching.codes import DEFAULT_WEIGHTS, Need, Rule, Wish
from housing.matching.facts import HouseholdFacts, Span, Terms, UnitFacts, Window
from housing.matching.judging import CLOCK_DAYS
from housing.models import DwellingUnit, Household, MatchingRun, Placement, UnitClosure
from housing.needs import read_needs
from housing.permissions.households import viewable_allocations, viewable_households
from housing.permissions.matching import viewable_weights
from housing.permissions.placements import viewable_placements
from housing.permissions.properties import within
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import today as the_day

RUNNING = (PlacementState.PROPOSED, PlacementState.PLANNED, PlacementState.ACTIVE)
#: Properties whose units are matched: open ones, and suitable ones that only have to be opened.
NEARLY_OPEN = (PropertyState.OPEN, PropertyState.SUITABLE)
_LOWEST_AGE = {
    AgeBand.BAND_0_3: 0,
    AgeBand.BAND_4_11: 4,
    AgeBand.BAND_12_17: 12,
    AgeBand.BAND_18_26: 18,
    AgeBand.BAND_27_54: 27,
    AgeBand.BAND_55_66: 55,
    AgeBand.BAND_67_PLUS: 67,
}
_NEEDED = (
    "id", "municipality_id", "state", "needs", "available_from", "waiting_since", "size", *(f"people_{band}" for band in AgeBand.values)
)  # fmt: skip
_PARTNER_SQL = """
SELECT unit_id, municipality_id, capacity_min, capacity_max, bedrooms, lockable_bedrooms, step_free, own_front_door,
  kitchen, sanitary, children_suitable, pets_allowed, minimum_age, available_from, available_until, taken_from, taken_until
FROM housing_partner_units(%s)
"""


@dataclass(frozen=True, slots=True)
class ChosenWeights:
    """What holds in a municipality; version 0 are the defaults."""

    version: int
    rule: Rule
    weights: dict[Wish, int]


def chosen_weights(access: Access, municipality: Municipality) -> ChosenWeights:
    row = viewable_weights(access).filter(municipality=municipality).order_by("-version").first()
    if row is None:
        return ChosenWeights(0, Rule.PEOPLE, dict(DEFAULT_WEIGHTS))
    return ChosenWeights(row.version, Rule(row.rule), row.weights)


def terms_of(
    access: Access,
    municipality: Municipality,
    *,
    today: date,
    window: Window | None = None,
    partners: bool = False,
) -> Terms:
    """The conditions that hold today, for pages about one household or unit."""
    chosen = chosen_weights(access, municipality)
    return Terms(
        today=today,
        window=window or Window.from_today(today),
        weights=chosen.weights,
        rule=chosen.rule,
        partners=partner_pairs(municipality) if partners else frozenset(),
    )


def run_terms(run: MatchingRun, *, partners: frozenset[frozenset[int]]) -> Terms:
    """The conditions that were fixed when the plan was asked for."""
    return Terms(
        today=the_day(),
        window=Window(
            starts_on=run.starts_on,
            latest_on=run.latest_on,
            shortest_days=run.shortest_days,
            wished_days=run.wished_days,
        ),
        weights={Wish(code): weight for code, weight in run.weights.items()},
        rule=Rule(run.rule),
        partners=partners,
    )


def waiting_households(access: Access, municipality: Municipality) -> QuerySet[Household]:
    """Who looks for a home: expected, and without a proposal, plan or stay."""
    taken = Placement.objects.filter(
        municipality=municipality, household_id=OuterRef("pk"), state__in=[state.value for state in RUNNING]
    )
    rows = viewable_households(access).filter(municipality=municipality, state=HouseholdState.EXPECTED)
    return rows.filter(~Exists(taken))


def household_facts(access: Access, rows: Iterable[Household], municipality: Municipality) -> list[HouseholdFacts]:
    """The facts of these rows, with the clock of their running coupling (one more statement)."""
    running = viewable_allocations(access).filter(municipality=municipality, ended_on__isnull=True)
    clocks = {pk: dates for pk, *dates in running.values_list("household_id", "allocated_on", "move_by")}
    return [_household(row, *clocks.get(row.pk, (None, None))) for row in rows]


def all_household_facts(access: Access, municipality: Municipality) -> list[HouseholdFacts]:
    return household_facts(access, waiting_households(access, municipality).only(*_NEEDED), municipality)


def _household(row: Household, allocated_on: date | None, move_by: date | None) -> HouseholdFacts:
    since = row.waits_again_since(allocated_on)
    needs = read_needs(row.needs)
    children = row.children
    youngest = min((_LOWEST_AGE[AgeBand(band)] for band in row.age_bands), default=0)
    return HouseholdFacts(
        id=row.pk,
        municipality_id=row.municipality_id,
        size=row.size,
        children=children,
        youngest=youngest,
        limits=frozenset(Need(need.value) for need in needs.limits),
        wishes=frozenset(Need(need.value) for need in needs.wishes),
        available_from=row.available_from,
        move_by=move_by if since is None else since + timedelta(days=CLOCK_DAYS),
        waiting_since=since,
    )


def matchable_units(access: Access, municipality: Municipality) -> QuerySet[DwellingUnit]:
    """Units in use, of properties that are open or only have to be opened."""
    return DwellingUnit.objects.filter(
        within(access, Capability.PROPERTY_READ),
        municipality=municipality,
        retired_on__isnull=True,
        property__state__in=[state.value for state in NEARLY_OPEN],
    )


def viewable_homes(access: Access, municipality: Municipality) -> QuerySet[DwellingUnit]:
    """Every unit in use, whatever the state of its property: what is not open says so."""
    return DwellingUnit.objects.filter(
        within(access, Capability.PROPERTY_READ), municipality=municipality, retired_on__isnull=True
    )


def unit_facts(
    access: Access, municipality: Municipality, rows: QuerySet[DwellingUnit] | None = None
) -> list[UnitFacts]:
    """The facts of these units (all that can be matched), with what closes and fills them."""
    units = matchable_units(access, municipality) if rows is None else rows
    one = list(units.values_list("pk", flat=True)) if rows is not None else None
    closures = _closures(access, municipality, one)
    occupied = _occupied(access, municipality, one)
    found = units.order_by("pk").values_list(
        "pk", "municipality_id", "capacity_min", "capacity_max", "bedrooms", "lockable_bedrooms", "step_free",
        "own_front_door", "kitchen", "sanitary", "children_suitable", "pets_allowed", "property__minimum_age",
        "property__state", Coalesce("available_from", "property__vacant_from"),
        Coalesce("available_until", "property__vacant_until"),
    )  # fmt: skip
    return [
        UnitFacts(
            id=pk,
            municipality_id=place,
            capacity_min=least,
            capacity_max=most,
            bedrooms=bedrooms,
            lockable_bedrooms=lockable,
            step_free=step_free,
            own_front_door=front_door,
            own_kitchen=kitchen == Facility.OWN,
            own_sanitary=sanitary == Facility.OWN,
            children_suitable=children,
            pets_allowed=pets,
            minimum_age=age or 0,
            is_open=state == PropertyState.OPEN,
            available_from=begins,
            available_until=ends,
            closures=tuple(closures.get(pk, ())),
            occupied=tuple(occupied.get(pk, ())),
        )
        for pk, place, least, most, bedrooms, lockable, step_free, front_door, kitchen, sanitary, children, pets, age, state,
        begins, ends in found
    ]  # fmt: skip


def _closures(access: Access, municipality: Municipality, units: list[UUID] | None) -> dict[UUID, list[Span]]:
    rows = UnitClosure.objects.filter(within(access, Capability.PROPERTY_READ), municipality=municipality)
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    found: dict[UUID, list[Span]] = {}
    for unit, begins, ends in rows.order_by("starts_on", "pk").values_list("unit_id", "starts_on", "ends_on"):
        found.setdefault(unit, []).append((begins, ends))
    return found


def _occupied(access: Access, municipality: Municipality, units: list[UUID] | None) -> dict[UUID, list[Span]]:
    """A stay that should have ended and did not has no known end: nobody can be promised that place."""
    rows = viewable_placements(access).filter(municipality=municipality, state__in=[state.value for state in RUNNING])
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    found: dict[UUID, list[Span]] = {}
    columns = rows.order_by("move_in_on", "pk").values_list("unit_id", "move_in_on", "expected_end_on", "state")
    for unit, begins, ends, state in columns:
        overdue = state == PlacementState.ACTIVE and ends <= the_day()
        found.setdefault(unit, []).append((begins, None if overdue else ends))
    return found


def partner_units(municipality: Municipality) -> list[UnitFacts]:
    """Open units of municipalities that place for this one and for which this one places: facts without an address, through
    a function of the database that looks at both agreements and at who asks."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTNER_SQL, [municipality.pk])
        return [_partner(row) for row in cursor.fetchall()]


def _partner(row: tuple[Any, ...]) -> UnitFacts:
    taken = zip(row[15] or [], row[16] or [], strict=True)
    return UnitFacts(
        id=row[0],
        municipality_id=row[1],
        capacity_min=row[2],
        capacity_max=row[3],
        bedrooms=row[4],
        lockable_bedrooms=row[5],
        step_free=row[6],
        own_front_door=row[7],
        own_kitchen=row[8] == Facility.OWN,
        own_sanitary=row[9] == Facility.OWN,
        children_suitable=row[10],
        pets_allowed=row[11],
        minimum_age=row[12] or 0,
        available_from=row[13],
        available_until=row[14],
        occupied=tuple(taken),
    )


def partner_pairs(municipality: Municipality) -> frozenset[frozenset[int]]:
    """The municipalities with which this one agreed, both ways, to place for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM housing_partners(%s) AS id", [municipality.pk])
        return frozenset(frozenset((municipality.pk, row[0])) for row in cursor.fetchall())
