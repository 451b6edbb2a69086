"""Locks around a placement, always in one order: household, property, unit, placement. Two handlers wait for each other and
never deadlock."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from housing.models import DwellingUnit, Household, Placement, Property
from thuisgevers.common.conflicts import ConflictError


class StalePlacementError(ConflictError):
    """Somebody changed the placement after this page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Een collega heeft deze plaatsing net gewijzigd. Wat u invulde staat er nog."
                " Bekijk de nieuwste stand en bewaar opnieuw als het nog klopt."
            )
        )


def version_of(placement: Placement) -> str:
    """What a form remembers of the placement it was made for."""
    return f"{placement.updated_at.timestamp():.6f}"


def lock_home(*, household_id: UUID, unit_id: UUID) -> tuple[Household, DwellingUnit]:
    """Household, property and unit, fresh and locked; the unit with its property. Inside a transaction only."""
    household = (
        Household.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .get(pk=household_id)
    )
    property_id = DwellingUnit.objects.values_list("property_id", flat=True).get(pk=unit_id)
    held = Property.objects.select_for_update(of=("self",), no_key=True).get(pk=property_id)
    unit = DwellingUnit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit_id)
    unit.property = held
    return household, unit


def lock_placement(placement: Placement, *, seen: str = "") -> Placement:
    """The fresh placement with its household, unit and property, all locked. Raises StalePlacementError when it is no longer
    what was `seen`."""
    household_id, unit_id = Placement.objects.values_list("household_id", "unit_id").get(pk=placement.pk)
    household, unit = lock_home(household_id=household_id, unit_id=unit_id)
    fresh = Placement.objects.select_for_update(of=("self",), no_key=True).get(pk=placement.pk)
    if seen and version_of(fresh) != seen:
        raise StalePlacementError
    return _with(fresh, household, unit)


def follow(fresh: Placement, locked: Placement) -> Placement:
    """Hang what is locked on the row that a transition gave back, so that nothing is read twice."""
    return _with(fresh, locked.household, locked.unit)


def _with(placement: Placement, household: Household, unit: DwellingUnit) -> Placement:
    placement.household, placement.unit, placement.property = household, unit, unit.property
    placement.municipality = household.municipality
    return placement
