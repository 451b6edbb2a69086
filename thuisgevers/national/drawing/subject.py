"""What a map is drawn from: places with a number each, where a press leads, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from thuisgevers.common.templatetags.dutch import join_and

from ..enums import OPEN_PHASES, Phase
from ..queries.figures import Figures, Place
from .words import initiatives_in_words

_STEPS = (1, 2, 4, 8)


def shade(number: int) -> int:
    """The colour class: none, 1, 2 or 3, 4 to 7, 8 or more."""
    return sum(number >= step for step in _STEPS)


@dataclass(frozen=True)
class Subject:
    """The figures as filtered: one phase or all open ones, one province or the country."""

    figures: Figures
    phase: Phase | None = None
    province: str = ""

    @property
    def phases(self) -> tuple[Phase, ...]:
        return OPEN_PHASES if self.phase is None else (self.phase,)

    def number(self, place: Place) -> int:
        return place.count(self.phases)

    def inside(self) -> list[Place]:
        return [p for p in self.figures.places if not self.province or p.province_code == self.province]

    def counted(self) -> list[tuple[Place, int]]:
        """Places with at least one initiative, most important reading order: by province, then name."""
        found = [(place, n) for place in self.inside() if (n := self.number(place))]
        return sorted(found, key=lambda pair: pair[0].province_name)

    @property
    def key(self) -> tuple[object, ...]:
        """Equal keys, equal drawings: the same figures are the same object (`queries.figures`), held beside the drawing."""
        return id(self.figures), self.province, self.phase

    def label(self, place: Place, number: int) -> str:
        return f"{place.name}, {place.province_name}: {initiatives_in_words(number, self.phase)}"

    def tip(self, place: Place, number: int) -> str:
        words = f"{place.name}: {initiatives_in_words(number, self.phase)}"
        return f"{words}; {_('gemeente doet mee')}" if place.participates else words

    def together_label(self, places: list[Place], number: int) -> str:
        return _("%(names)s samen: %(number)s. Toon de lijst") % {
            "names": join_and([place.name for place in places]),
            "number": initiatives_in_words(number, self.phase),
        }

    def together_url(self, places: Iterable[Place]) -> str:
        query = [("gemeente", place.code) for place in places] + self.phase_query()
        return f"{reverse('national:map_list')}?{urlencode(query)}"

    def province_url(self, code: str) -> str:
        return f"?{urlencode([('provincie', code), *self.phase_query()])}"

    def phase_query(self) -> list[tuple[str, str]]:
        return [] if self.phase is None else [("fase", self.phase.value)]


def place_url(place: Place) -> str:
    """Built by hand: a map has hundreds of them, and `reverse` is slow."""
    return f"/kaart/{place.slug}/"


def attribute(text: str) -> str:
    return str(escape(text))
