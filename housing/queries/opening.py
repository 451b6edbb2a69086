"""What a property still lacks before it can open: said at the button, and asked again by the service that opens it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from housing.enums import PropertyState
from housing.models import DwellingUnit, Property


@dataclass(frozen=True, slots=True)
class Missing:
    """`part` is the section of the property's page where it is put right."""

    text: str
    part: str


def missing_to_open(place: Property, *, units: int | None = None) -> list[Missing]:
    """`units` is the number in use where it is known already; otherwise one query counts them."""
    missing = []
    if place.state != PropertyState.SUITABLE:
        missing.append(Missing(_("Het pand is nog niet geschikt bevonden en ondertekend."), "geschiktheid"))
    if place.cleared_at is None:
        missing.append(
            Missing(_("Er is nog geen akkoord om het pand open te stellen: van het dossier of van u."), "stap-kop")
        )
    if place.consented_on is None:
        missing.append(Missing(_("De toestemming van de eigenaar is nog niet vastgelegd."), "eigenaar"))
    if units is None:
        units = DwellingUnit.objects.filter(property=place, retired_on__isnull=True).count()
    if not units:
        missing.append(Missing(_("Er is nog geen wooneenheid."), "wooneenheden"))
    return missing
