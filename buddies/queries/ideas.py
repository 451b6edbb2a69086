"""Ideas and the guide as they are shown: the national list with what the municipality made of it, filters as chips, places by kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import Language
from thuisgevers.common.phones import spoken_phone
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

from ..enums import ContactKind, IdeaCost, IdeaKind, IdeaPlace, MatchState, PlaceKind, Season
from ..models import ActivityIdea, BuddyMatch, LocalPlace
from ..permissions.ideas import kept_ideas, kept_places, viewable_ideas, viewable_places
from ..permissions.matches import own_matches
from .national_ideas import NationalIdea, national_ideas

MOST = 300
YES = "ja"
ICONS: dict[str, str] = {
    IdeaKind.OUTING: "map-pin",
    IdeaKind.NATURE: "seedling",
    IdeaKind.SPORT: "ball-football",
    IdeaKind.FOOD: "tools-kitchen-2",
    IdeaKind.CREATIVE: "palette",
    IdeaKind.LANGUAGE: "language",
    IdeaKind.NEIGHBOURHOOD: "building-community",
    IdeaKind.PRACTICAL: "tool",
}


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea on a page. `pk` is that of the municipality's row; `key` of the national idea it is or takes the place of."""

    pk: UUID | None
    key: str
    title: str
    text: str
    kind: str
    cost: str
    place: str
    season: str
    with_children: bool
    little_dutch: bool

    @property
    def icon(self) -> str:
        return ICONS[self.kind]

    @property
    def tags(self) -> list[str]:
        """What one wants to know before the rest, in words."""
        tags = [str(IdeaCost(self.cost).label), str(IdeaPlace(self.place).label)]
        if self.season != Season.ALL:
            tags.append(str(Season(self.season).label))
        if self.with_children:
            tags.append(_("ook met kinderen"))
        if self.little_dutch:
            tags.append(_("met weinig Nederlands"))
        return tags

    @property
    def kind_label(self) -> str:
        return capfirst(str(IdeaKind(self.kind).label))

    @property
    def logged_as(self) -> str:
        """The kind of contact that it is when it was done."""
        return ContactKind.VISIT if self.place == IdeaPlace.HOME else ContactKind.OUTING

    def fits(self, wanted: dict[str, str]) -> bool:
        return all(_fits(self, name, value) for name, value in wanted.items())


def _fits(idea: Idea, name: str, value: str) -> bool:
    match name:
        case "soort":
            return idea.kind == value
        case "kosten":
            return idea.cost == value
        case "waar":
            return idea.place == value
        case "wanneer":
            return idea.season in (value, Season.ALL)
        case "kinderen":
            return idea.with_children
        case _:
            return idea.little_dutch


#: Parameter of the address, what it is called, and what can be chosen.
FACETS: dict[str, tuple[Any, Any]] = {
    "soort": (gettext_lazy("Soort"), IdeaKind),
    "kosten": (gettext_lazy("Kosten"), IdeaCost),
    "waar": (gettext_lazy("Waar"), IdeaPlace),
    "wanneer": (gettext_lazy("Wanneer"), [one for one in Season if one != Season.ALL]),
}
SWITCHES: dict[str, Any] = {"kinderen": gettext_lazy("ook met kinderen"), "taal": gettext_lazy("met weinig Nederlands")}


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    url: str
    is_on: bool


def wanted_ideas(parameters: Any) -> dict[str, str]:
    """The filters of an address that mean something; the rest is left out."""
    wanted = {}
    for name, (_label, choices) in FACETS.items():
        value = parameters.get(name, "")
        if value in {one.value for one in choices}:
            wanted[name] = value
    return wanted | {name: YES for name in SWITCHES if parameters.get(name) == YES}


def idea_chips(wanted: dict[str, str], place: str) -> list[tuple[str, list[Chip]]]:
    """For each question its answers; pressed again it is off."""
    rows = [
        (str(label), [_chip(wanted, place, name, one.value, capfirst(str(one.label))) for one in choices])
        for name, (label, choices) in FACETS.items()
    ]
    switches = [_chip(wanted, place, name, YES, capfirst(str(label))) for name, label in SWITCHES.items()]
    return [*rows, (_("Voor wie"), switches)]


def _chip(wanted: dict[str, str], place: str, name: str, value: str, label: str) -> Chip:
    is_on = wanted.get(name) == value
    others = {key: one for key, one in wanted.items() if key != name}
    held = others if is_on else {**others, name: value}
    return Chip(label, address({"plaats": place} if place else {}, held), is_on)


def address(*parts: dict[str, str]) -> str:
    query = urlencode({key: value for part in parts for key, value in part.items()})
    return f"?{query}"


def places_of_mine(access: Access) -> list[Municipality]:
    """Where a buddy's matches run; where the buddy knows most people first. One query."""
    rows = own_matches(access).filter(state__in=(MatchState.ACTIVE, MatchState.PAUSED)).select_related("municipality")
    counted: dict[Municipality, int] = {}
    for row in rows.order_by("-proposed_on", "id"):
        counted[row.municipality] = counted.get(row.municipality, 0) + 1
    return sorted(counted, key=lambda place: (-counted[place], place.name))


def running_in(access: Access, municipality: Municipality) -> list[BuddyMatch]:
    """One's own matches there for which a contact can be logged."""
    rows = own_matches(access).filter(municipality=municipality, state__in=(MatchState.ACTIVE, MatchState.PAUSED))
    return list(rows.order_by("-proposed_on", "id")[:MOST])


def ideas_in(access: Access, municipality: Municipality) -> list[Idea]:
    """The municipality's own first, then the national ones that it left as they are. One query."""
    rows = list(viewable_ideas(access).filter(municipality=municipality).order_by("title", "id")[:MOST])
    own = [idea_of(row) for row in rows if row.hidden_on is None and row.title]
    return [*own, *_untouched(rows)]


def _untouched(rows: Iterable[ActivityIdea]) -> list[Idea]:
    taken = {row.national_key for row in rows if row.national_key and (row.title or row.hidden_on is not None)}
    return [idea_of(one) for key, one in national_ideas().items() if key not in taken]


def idea_of(row: ActivityIdea | NationalIdea) -> Idea:
    pk, key = (row.pk, row.national_key) if isinstance(row, ActivityIdea) else (None, row.key)
    return Idea(
        pk=pk,
        key=key,
        title=row.title,
        text=row.text,
        kind=row.kind,
        cost=row.cost,
        place=row.place,
        season=row.season,
        with_children=row.with_children,
        little_dutch=row.little_dutch,
    )


@dataclass(frozen=True, slots=True)
class KeptIdeas:
    """What a coordinator keeps: own ideas, national ones, and what is hidden here (a national one that is only hidden has its own words)."""

    own: list[Idea]
    national: list[Idea]
    hidden: list[Idea]


def kept_ideas_in(access: Access, municipality: Municipality) -> KeptIdeas:
    rows = list(kept_ideas(access).filter(municipality=municipality).order_by("title", "id")[:MOST])
    hidden = []
    for row in rows:
        national = national_ideas().get(row.national_key)
        if row.hidden_on is not None and row.title:
            hidden.append(idea_of(row))
        elif row.hidden_on is not None and national is not None:
            hidden.append(idea_of(national))
    return KeptIdeas(
        own=[idea_of(row) for row in rows if row.hidden_on is None and row.title],
        national=_untouched(rows),
        hidden=hidden,
    )


@dataclass(frozen=True, slots=True)
class GuideEntry:
    """A place as it is read."""

    place: LocalPlace
    telephone: str
    languages: str


def entry_of(place: LocalPlace, labels: Mapping[str, Any]) -> GuideEntry:
    return GuideEntry(
        place=place,
        telephone=spoken_phone(place.telephone) if place.telephone else "",
        languages=", ".join(str(labels.get(code, code)) for code in place.languages),
    )


def by_kind(
    places: Iterable[LocalPlace], *, names: Mapping[str, Any] | None = None
) -> list[tuple[str, list[GuideEntry]]]:
    """In the order of the kinds, each with its label. `names` are those of languages, in Dutch unless told otherwise."""
    labels = dict(Language.choices) if names is None else names
    held: dict[str, list[GuideEntry]] = {}
    for place in places:
        held.setdefault(place.kind, []).append(entry_of(place, labels))
    return [(str(kind.label), held[kind.value]) for kind in PlaceKind if kind.value in held]


def guide_in(access: Access, municipality: Municipality) -> list[LocalPlace]:
    rows = viewable_places(access).filter(municipality=municipality, hidden_on__isnull=True)
    return list(rows.order_by("name", "id")[:MOST])


def kept_guide_in(access: Access, municipality: Municipality) -> tuple[list[LocalPlace], list[LocalPlace]]:
    """(shown, hidden)."""
    rows = list(kept_places(access).filter(municipality=municipality).order_by("name", "id")[:MOST])
    return [row for row in rows if row.hidden_on is None], [row for row in rows if row.hidden_on is not None]


def kind_chips(places: Iterable[LocalPlace], chosen: str, place: str) -> list[Chip]:
    """Only kinds that are there."""
    found = {one.kind for one in places}
    held = {"plaats": place} if place else {}
    return [
        Chip(str(kind.label), address(held, {} if kind == chosen else {"soort": kind.value}), kind == chosen)
        for kind in PlaceKind
        if kind.value in found
    ]
