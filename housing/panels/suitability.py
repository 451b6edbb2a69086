"""On the page of a property: whether it is fit to live in, and what is wrong with it."""

from __future__ import annotations

from housing.queries.defects import initiative_panel, property_defects
from housing.queries.suitability_pages import initiative_check, property_panel
from thuisgevers.common import slots


def register() -> None:
    """The queries ask for the rights themselves: an owner's hang on the property, a team's on its initiative."""
    for page in ("property.detail", "property.own"):
        slots.register(page, "housing.suitability", None, property_panel, "housing/assessment_panel.html", order=20)
        slots.register(page, "housing.defects", None, property_defects, "housing/defect_panel.html", order=60)
    slots.register(
        "initiatives.my_dossier",
        "housing.suitability",
        None,
        initiative_check,
        "housing/assessment_panel.html",
        order=20,
    )
    slots.register(
        "initiatives.my_dossier", "housing.defects", None, initiative_panel, "housing/defect_panel.html", order=60
    )
