"""What visitors of the map choose and type. A choice that does not exist is no choice: nobody gets an error page for an
old address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from thuisgevers.common.cleaning import clean_line
from thuisgevers.municipalities import names

from .enums import PUBLIC_PHASES, Phase
from .queries.figures import Figures, Place

MOST_CODES = 60
SORTS = (
    "gemeente",
    "provincie",
    "voorbereiding",
    "actief",
    "afgerond",
    "samen",
    "verborgen",
    "ingetrokken",
    "doet-mee",
)


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class MapFilter:
    """The filters in force, of map and list alike. `codes` are municipalities that a bubble on the map took together."""

    province: str = ""
    phase: Phase | None = None
    text: str = ""
    codes: tuple[str, ...] = ()
    with_all: bool = False
    sort: str = "gemeente"

    @classmethod
    def read(cls, data: QueryDict, figures: Figures, *, phases: tuple[Phase, ...] = PUBLIC_PHASES) -> MapFilter:
        province, phase = data.get("provincie", ""), data.get("fase", "")
        sort = data.get("sorteer", "")
        return cls(
            province=province if province in figures.provinces else "",
            phase=next((one for one in phases if one.value == phase), None),
            text=clean_line(data.get("q", ""))[: names.LONGEST],
            codes=tuple(dict.fromkeys(c for c in data.getlist("gemeente")[:MOST_CODES] if c in figures.by_code)),
            with_all=data.get("alle") == "ja",
            sort=sort if sort.lstrip("-") in SORTS else "gemeente",
        )

    def query(self, *, without: str = "") -> str:
        """The address part of these filters, one left out; for tabs and chips. Empty or with a question mark."""
        pairs = [
            ("provincie", self.province),
            ("fase", "" if self.phase is None else self.phase.value),
            ("q", self.text),
            *(("gemeente", code) for code in self.codes),
            ("alle", "ja" if self.with_all else ""),
        ]
        kept = [(name, value) for name, value in pairs if value and name != without]
        return f"?{urlencode(kept)}" if kept else ""

    def shared_query(self) -> str:
        """What map and list have in common."""
        return MapFilter(province=self.province, phase=self.phase).query()

    def chips(self, figures: Figures, path: str) -> list[Chip]:
        found = []
        if self.province:
            name = figures.provinces[self.province]
            found.append(Chip(_("Provincie: %s") % name, path + self.query(without="provincie")))
        if self.phase is not None:
            found.append(Chip(_("Fase: %s") % str(self.phase.label).lower(), path + self.query(without="fase")))
        if self.text:
            found.append(Chip(_("Zoekt: %s") % self.text, path + self.query(without="q")))
        if self.codes:
            named = [figures.by_code[code].name for code in self.codes]
            shown = ", ".join(named) if len(named) <= 4 else _("%s gemeenten") % len(named)
            found.append(Chip(shown, path + self.query(without="gemeente")))
        return found

    def matches(self, place: Place) -> bool:
        """Whether a row of the list stays, sorting and emptiness aside."""
        if self.province and place.province_code != self.province:
            return False
        if self.codes and place.code not in self.codes:
            return False
        return all(
            word in f"{names.plain(place.name)} {names.plain(place.province_name)}"
            for word in names.plain(self.text).split()
        )
