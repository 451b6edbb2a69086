"""The register of a municipality: which properties, how many behind each tab, and what each row says. Two statements,
whatever the size. Values are always parameters, and the municipality stands in every WHERE besides row security."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from housing.enums import PropertyKind, PropertyState
from housing.queries.property_looks import LOOKS, next_step, owner_words
from thuisgevers.common.listing import Counted
from thuisgevers.common.templatetags.dutch import short_date
from thuisgevers.common.words import gettext as _
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

PER_PAGE = 25
MOST_WORDS = 8
_ASKED = "p.state IN ('reported', 'assessing', 'suitable', 'open')"
_CALL = f"{_ASKED} AND (p.unanswered_asks >= 2 OR p.owner_answer = 'no')"
_TAB_SQL = {
    "gebruik": "p.state NOT IN ('closed', 'withdrawn', 'unsuitable')",
    "bellen": _CALL,
    "beoordelen": "p.state IN ('reported', 'assessing')",
    "geschikt": "p.state = 'suitable'",
    "open": "p.state = 'open'",
    "voorbij": "p.state IN ('closed', 'withdrawn', 'unsuitable')",
}
_COUNTS = ", ".join(f"coalesce(sum(p.number) FILTER (WHERE {condition}), 0)" for condition in _TAB_SQL.values())
#: What the tabs ask of is grouped first: an index has it in that order, and the conditions are asked of a few groups.
_COUNTS_SQL = f"""
SELECT {_COUNTS} FROM (
  SELECT p.state, p.owner_answer, p.unanswered_asks, count(*) AS number FROM housing_property p{{joins}} WHERE {{where}}
  GROUP BY p.state, p.owner_answer, p.unanswered_asks) p
"""  # noqa: S608 - nothing in it comes from outside
_OWNER_SQL = {
    "wacht": f"{_ASKED} AND p.unanswered_asks > 0",
    "stil": f"{_ASKED} AND p.unanswered_asks >= 2",
    "nee": "p.owner_answer = 'no'",
    "later": "p.owner_answer = 'later'",
    "ja": "p.owner_answer = 'still' AND p.unanswered_asks = 0",
}
_WITH_SQL = {"met": "p.initiative_scope_id IS NOT NULL", "zonder": "p.initiative_scope_id IS NULL"}
_ROWS_SQL = """
WITH page AS MATERIALIZED ({page})
SELECT p.id, p.kind, p.street, p.house_number, p.postcode, p.place, p.state, p.vacant_from, p.vacant_until, o.name,
  p.initiative_scope_id IS NOT NULL, p.owner_answer, p.unanswered_asks, p.cleared_at IS NOT NULL,
  p.consented_on IS NOT NULL, u.units, u.room, p.capacity_max, p.bag_id
FROM page p
LEFT JOIN housing_organisation o ON o.id = p.organisation_id
LEFT JOIN (
  SELECT d.property_id, count(*) AS units, sum(d.capacity_max) AS room FROM housing_dwellingunit d
  WHERE d.property_id = ANY (ARRAY(SELECT id FROM page)) AND d.retired_on IS NULL GROUP BY d.property_id
) u ON u.property_id = p.id
"""

TABS: dict[str, Any] = {
    "gebruik": gettext_lazy("Lopend"),
    "bellen": gettext_lazy("Eigenaar bellen"),
    "beoordelen": gettext_lazy("Beoordelen"),
    "geschikt": gettext_lazy("Geschikt"),
    "open": gettext_lazy("Open"),
    "voorbij": gettext_lazy("Gesloten"),
}
OWNER: dict[str, Any] = {
    "wacht": gettext_lazy("wacht op antwoord"),
    "stil": gettext_lazy("antwoordt niet"),
    "ja": gettext_lazy("nog beschikbaar"),
    "later": gettext_lazy("later beschikbaar"),
    "nee": gettext_lazy("niet meer beschikbaar"),
}
WITH: dict[str, Any] = {"met": gettext_lazy("met initiatief"), "zonder": gettext_lazy("zonder initiatief")}
SORTS: dict[str, tuple[str, ...]] = {
    "adres": ("p.place", "p.street", "p.house_number"),
    "soort": ("p.kind", "p.place"),
    "stand": ("p.state", "p.place"),
    "leeg": ("p.vacant_from",),
    "eigenaar": ("p.unanswered_asks", "p.place"),
}
#: Those who do not answer stand first among those to call.
_FIRST = {"bellen": "p.unanswered_asks DESC, "}


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What somebody asked for, already cleaned. `text` never stands in an address."""

    tab: str = "gebruik"
    state: str = ""
    kind: str = ""
    initiative: str = ""
    owner: str = ""
    sort: str = "adres"
    text: str = ""
    page: str = "1"

    @property
    def is_narrowed(self) -> bool:
        return any((self.state, self.kind, self.initiative, self.owner, self.text))


@dataclass(frozen=True, slots=True)
class PropertyRow:
    """One line, ready to print."""

    pk: UUID
    url: str
    title: str
    postcode: str
    place: str
    kind: str
    organisation: str
    state_label: str
    tone: str
    icon: str
    step: str
    vacancy: str
    units: int
    room: str
    owner: str
    is_silent: bool
    has_initiative: bool
    bag_id: str


@dataclass(frozen=True)
class PropertyList:
    rows: list[PropertyRow]
    counts: dict[str, int]
    page: Any = field(repr=False)


def property_list(access: Access, filters: Filters) -> PropertyList:
    """One page and the count behind every tab."""
    counts = counts_by_tab(access, filters)
    page = Counted(counts[filters.tab], PER_PAGE).get_page(filters.page)
    rows = shown_rows(access, filters, offset=(page.number - 1) * PER_PAGE, most=PER_PAGE)
    return PropertyList(rows=list(describe(access, rows)), counts=counts, page=page)


def counts_by_tab(access: Access, filters: Filters) -> dict[str, int]:
    where, values, joins = _asked(access, filters)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS_SQL.format(joins=joins, where=where), values)
        return {tab: int(number) for tab, number in zip(_TAB_SQL, cursor.fetchone(), strict=True)}


def shown_rows(access: Access, filters: Filters, *, offset: int = 0, most: int | None = None) -> list[tuple[Any, ...]]:
    """The rows of the chosen tab in the chosen order: a page of them, or all for an export. The page is picked before
    anything is joined."""
    where, values, joins = _asked(access, filters)
    order = _order(filters)
    page = f"SELECT p.* FROM housing_property p{joins} WHERE {where} AND ({_TAB_SQL[filters.tab]}){order}"  # noqa: S608
    if most is not None:
        page += " LIMIT %(most)s OFFSET %(offset)s"
    with connection.cursor() as cursor:
        cursor.execute(_ROWS_SQL.format(page=page) + order, {**values, "most": most, "offset": offset})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _asked(access: Access, filters: Filters) -> tuple[str, dict[str, Any], str]:
    """WHERE, values and joins. Municipal reach only: who sees a property through an initiative does not see the list."""
    here = access.municipality
    may = here is not None and access.may(Capability.PROPERTY_READ, municipality=here)
    values: dict[str, Any] = {"here": here.pk if here is not None and may else None}
    where, joins = ["p.municipality_id = %(here)s"], ""
    if filters.state:
        where.append("p.state = %(state)s")
        values["state"] = filters.state
    if filters.kind:
        where.append("p.kind = %(kind)s")
        values["kind"] = filters.kind
    if filters.initiative:
        where.append(_WITH_SQL[filters.initiative])
    if filters.owner:
        where.append(f"({_OWNER_SQL[filters.owner]})")
    if filters.text:
        joins = " LEFT JOIN housing_organisation s ON s.id = p.organisation_id"
        searched = "lower(concat_ws(' ', p.street, p.house_number, p.postcode, replace(p.postcode, ' ', ''), p.place, p.bag_id, s.name))"
        for number, word in enumerate(filters.text.casefold().split()[:MOST_WORDS]):
            values[f"word{number}"] = word
            where.append(f"position(%(word{number})s IN {searched}) > 0")
    return " AND ".join(where), values, joins


def _order(filters: Filters) -> str:
    direction = "DESC" if filters.sort.startswith("-") else "ASC"
    columns = SORTS.get(filters.sort.removeprefix("-"), SORTS["adres"])
    first = _FIRST.get(filters.tab, "")
    return f" ORDER BY {first}" + ", ".join(f"{column} {direction} NULLS LAST" for column in columns) + ", p.id"


def describe(access: Access, rows: Iterable[tuple[Any, ...]]) -> Iterable[PropertyRow]:
    """Rows as people read them."""
    slug = "" if access.municipality is None else access.municipality.slug
    base = reverse("housing:property_list", args=[slug])
    states = {value: str(label) for value, label in PropertyState.choices}
    kinds = {value: capfirst(str(label)) for value, label in PropertyKind.choices}
    for row in rows:
        pk, kind, street, number, postcode, place, state, start, end, organisation, has_initiative = row[:11]
        answer, unanswered, is_cleared, has_consent, units, room, most, bag_id = row[11:]
        look = LOOKS[state]
        yield PropertyRow(
            pk=pk,
            url=f"{base}{pk}/",
            title=f"{street} {number}".strip() or kinds[kind],
            postcode=postcode,
            place=place,
            kind=kinds[kind],
            organisation=organisation or "",
            state_label=states[state],
            tone=look.tone,
            icon=look.icon,
            step=next_step(
                state,
                owner_answer=answer,
                unanswered=unanswered,
                is_cleared=is_cleared,
                has_consent=has_consent,
                units=min(units or 0, 1),
            ),
            vacancy=vacancy_words(start, end),
            units=units or 0,
            room=str(room or most or ""),
            owner=owner_words(answer, min(unanswered, 2)),
            is_silent=unanswered >= 2,
            has_initiative=has_initiative,
            bag_id=bag_id,
        )


def vacancy_words(start: date | None, end: date | None) -> str:
    if start and end:
        return f"{short_date(start)} – {short_date(end)}"
    if start:
        return _("vanaf %(day)s") % {"day": short_date(start)}
    return _("tot %(day)s") % {"day": short_date(end)} if end else ""
