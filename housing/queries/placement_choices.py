"""What can be chosen in a proposal: households that wait and homes that stand open. Ids, references and sizes, no names."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from housing.enums import HouseholdState, PropertyState
from housing.models import DwellingUnit
from housing.permissions.households import viewable_households
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from .placements import home_in_words

MOST = 1_000


def household_choices(access: Access) -> list[tuple[str, str]]:
    """Those who wait first, then who lives somewhere already."""
    rows = (
        viewable_households(access)
        .filter(state__in=(HouseholdState.EXPECTED, HouseholdState.PLACED))
        .order_by("state", "created_at", "id")
        .values_list("id", "reference", "size", "state")[:MOST]
    )
    found = []
    for pk, reference, size, state in rows:
        people = ngettext("%(n)s persoon", "%(n)s personen", size) % {"n": size}
        living = "" if state == HouseholdState.EXPECTED else _(", woont nu bij een thuisgever")
        found.append((str(pk), f"{reference}, {people}{living}"))
    return found


def home_choices(access: Access) -> list[tuple[str, str]]:
    rows = (
        access.rows(DwellingUnit.objects.all(), Capability.PLACEMENT_WRITE)
        .filter(property__state=PropertyState.OPEN, retired_on__isnull=True)
        .order_by("property__street", "property__house_number", "name", "id")
        .values_list("id", "name", "capacity_max", "property__street", "property__house_number", "property__place")[
            :MOST
        ]
    )
    return [
        (
            str(pk),
            ngettext("%(home)s, voor %(n)s persoon", "%(home)s, voor hoogstens %(n)s personen", most)
            % {"home": home_in_words(street, number, town, name), "n": most},
        )
        for pk, name, most, street, number, town in rows
    ]
