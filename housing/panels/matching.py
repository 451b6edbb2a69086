"""What fits, on the pages of a household and of a property."""

from __future__ import annotations

from housing.queries.matching_pairs import household_panel, property_panel
from thuisgevers.common import slots
from thuisgevers.municipalities.enums import Capability


def register() -> None:
    slots.register(
        "household.detail",
        "housing.matching",
        Capability.MATCHING_PLAN,
        household_panel,
        "housing/matching_panel_household.html",
        order=20,
    )
    slots.register(
        "property.detail",
        "housing.matching",
        Capability.MATCHING_PLAN,
        property_panel,
        "housing/matching_panel_property.html",
        order=40,
    )
