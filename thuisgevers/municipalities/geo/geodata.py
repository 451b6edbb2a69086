"""What an import of geodata consists of, wherever it was read from."""

import hashlib
from dataclasses import dataclass
from datetime import date

from thuisgevers.municipalities.geo.facts import MunicipalityFact

CREDIT = "Gemeentegrenzen: CBS / Kadaster (CC BY 4.0), bewerkt. Postcodes en plaatsen: GeoNames (CC BY 4.0)."


class GeodataError(Exception):
    """Something is wrong with the source; the message tells a Dutch-speaking administrator what to do. Nothing is written."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A path in the drawing (`geo.projection`). `view_box` and the point are for provinces and municipalities."""

    kind: str
    code: str
    name: str
    path: str
    view_box: str = ""
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True, slots=True, order=True)
class PostcodeRow:
    digits: str
    place: str
    municipality_code: str


@dataclass(frozen=True, slots=True, order=True)
class PlaceRow:
    """`weight` is the number of postcodes: the larger place of two with one name comes first."""

    name: str
    municipality_code: str
    weight: int


@dataclass(frozen=True, slots=True)
class Geodata:
    """One edition of the division of the country and where its postcodes and places lie."""

    reference_on: date
    source: str
    credit: str
    municipalities: tuple[MunicipalityFact, ...]
    shapes: tuple[Shape, ...]
    postcodes: tuple[PostcodeRow, ...]
    places: tuple[PlaceRow, ...]

    @property
    def digest(self) -> str:
        """The same content has the same digest: importing it again changes nothing."""
        parts = (
            self.reference_on,
            self.municipalities,
            self.shapes,
            self.postcodes,
            self.places,
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def places_of(postcodes: tuple[PostcodeRow, ...]) -> tuple[PlaceRow, ...]:
    """The places that the postcodes name."""
    digits: dict[tuple[str, str], set[str]] = {}
    for row in postcodes:
        digits.setdefault((row.place, row.municipality_code), set()).add(row.digits)
    return tuple(sorted(PlaceRow(name, code, len(found)) for (name, code), found in digits.items()))
