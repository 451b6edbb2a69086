"""Placements on the page of a household; how full its homes are on the page of a property."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from housing.enums import PlacementState
from housing.models import Household, Property
from housing.permissions.placements import viewable_placements
from housing.queries.placements import LOOKS, MOST_OVERDUE, home_in_words, overdue_placements
from thuisgevers.audit.services import log_read
from thuisgevers.common import slots
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

_HOMES = """
SELECT count(*), count(*) FILTER (WHERE EXISTS (
  SELECT FROM housing_placement p WHERE p.unit_id = u.id AND p.municipality_id = u.municipality_id AND p.state = 'active'))
FROM housing_dwellingunit u
WHERE u.property_id = %s AND u.municipality_id = %s AND (u.retired_on IS NULL OR u.retired_on > %s)
"""


def register() -> None:
    slots.register(
        "household.detail",
        "housing.placements",
        Capability.PLACEMENT_READ,
        placements_of_household,
        "housing/placement_panel.html",
        order=10,
    )
    slots.register(
        "property.detail",
        "housing.placements",
        Capability.PLACEMENT_READ,
        homes_of_property,
        "housing/placement_property_panel.html",
        order=40,
    )
    # For coordinators only, and asked in the query: a worklist is no thing that has rights of its own.
    slots.register(
        "initiatives.worklist", "housing.overdue", None, overdue_for_coordinators, "housing/placement_overdue.html"
    )


def placements_of_household(access: Access, household: Household) -> Mapping[str, Any]:
    """All of them, the newest first. The page itself wrote that the household was read."""
    slug = household.municipality.slug
    rows = (
        viewable_placements(access)
        .filter(household=household)
        .order_by("-move_in_on", "-id")
        .values_list(
            "id",
            "state",
            "move_in_on",
            "expected_end_on",
            "ended_on",
            "unit__name",
            "property__street",
            "property__house_number",
            "property__place",
        )
    )
    labels = {value: str(label) for value, label in PlacementState.choices}
    lines = [
        {
            "url": reverse("housing:placement_detail", args=[slug, pk]),
            "home": home_in_words(street, number, town, unit),
            "label": labels[state],
            "tone": LOOKS[state][0],
            "icon": LOOKS[state][1],
            "start": start,
            "stop": ended or end,
        }
        for pk, state, start, end, ended, unit, street, number, town in rows
    ]
    may_propose = household.is_open and access.may(Capability.PLACEMENT_WRITE, municipality=household.municipality)
    propose = reverse("housing:placement_propose", args=[slug])
    return {"lines": lines, "propose_url": f"{propose}?huishouden={household.pk}" if may_propose else ""}


def homes_of_property(access: Access, place: Property) -> Mapping[str, Any] | None:
    """How many homes there are and in how many somebody lives: numbers, no households."""
    with connection.cursor() as cursor:
        cursor.execute(_HOMES, [place.pk, place.municipality_id, timezone.localdate()])
        homes, lived_in = cursor.fetchone()
    if not homes:
        return None
    calendar = reverse("housing:placement_calendar", args=[place.municipality.slug])
    return {"homes": homes, "lived_in": lived_in, "free": homes - lived_in, "url": f"{calendar}?pand={place.pk}"}


def overdue_for_coordinators(access: Access, municipality: Municipality) -> Mapping[str, Any] | None:
    """Stays whose expected end has passed, first on the desk of the coordinator."""
    if not access.may(Capability.QUOTA_WRITE, municipality=municipality):
        return None
    rows = overdue_placements(access, most=MOST_OVERDUE + 1)
    if not rows:
        return None
    log_read(
        access=access,
        purpose="stays_overdue",
        object_type="housing.Household",
        object_ids=[row.household_id for row in rows],
        municipality=municipality,
    )
    more = len(rows) > MOST_OVERDUE
    url = reverse("housing:placement_list", args=[municipality.slug])
    return {"rows": rows[:MOST_OVERDUE], "total": len(rows), "more": more, "list_url": f"{url}?lijst=voorbij"}
