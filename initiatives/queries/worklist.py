"""The worklist: which dossiers, how many behind each tab, and what each row says. Two statements, whatever the size.

Written as SQL: the ORM needs longer to put these two together than PostgreSQL to answer them. Values are always
parameters, names come from the tables below, and the municipality stands in every WHERE besides row security.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.contact_index import email_index, phone_index
from initiatives.enums import DossierState
from initiatives.queries.next_step import LOOKS, NextStep, is_told, next_step
from thuisgevers.common.addresses import address
from thuisgevers.common.deadlines import Deadline
from thuisgevers.common.listing import Counted
from thuisgevers.common.words import label
from thuisgevers.municipalities import working_days
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

PER_PAGE = 25
MOST_WORDS = 8
OTHERS = (DossierState.AWAITING_INFORMATION, DossierState.SUSPENDED)
_ROWS_SQL = """
WITH page AS MATERIALIZED ({page})
SELECT d.id, d.state, d.target_date, a.display_name, d.property_id IS NOT NULL, d.submitted_at, i.reference, i.name,
  i.place, i.announced_on, i.council_told_on, i.neighbours_told_on
FROM page d
JOIN initiatives_initiative i ON i.id = d.initiative_id
LEFT JOIN accounts_user a ON a.id = d.assignee_id
"""
_JOINS = {
    "i": " JOIN initiatives_initiative i ON i.id = d.initiative_id",
    "a": " LEFT JOIN accounts_user a ON a.id = d.assignee_id",
}
_TAB_SQL = {
    "open": "d.is_open",
    "mijn": "d.is_open AND d.assignee_id = %(me)s",
    "vrij": "d.is_open AND d.assignee_id IS NULL",
    "wacht": "d.is_open AND d.state = ANY(%(others)s)",
    "laat": "d.is_open AND d.target_date < %(today)s",
    "gesloten": "NOT d.is_open AND d.state <> 'draft'",
}
_COUNTS = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in _TAB_SQL.values())

TABS: dict[str, Any] = {
    "open": _("Alles wat open staat"),
    "mijn": _("Van mij"),
    "vrij": _("Niet toegewezen"),
    "wacht": _("Wacht op een ander"),
    "laat": _("Te laat"),
    "gesloten": _("Gesloten"),
}
SORTS: dict[str, tuple[str, ...]] = {
    "termijn": ("d.target_date",),
    "naam": ("i.name",),
    "plaats": ("i.place", "i.name"),
    "stand": ("d.state", "d.target_date"),
    "behandelaar": ("a.display_name", "d.target_date"),
    "kenmerk": ("i.reference",),
    "binnen": ("d.submitted_at",),
}


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What somebody asked for, already cleaned. `text` never stands in an address (see views.dossier_search)."""

    tab: str = "open"
    state: str = ""
    assignee: UUID | None = None
    sort: str = "termijn"
    text: str = ""
    page: str = "1"


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One line, ready to print."""

    pk: UUID
    url: str
    reference: str
    name: str
    place: str
    state_label: str
    tone: str
    icon: str
    step: NextStep
    ball: str
    deadline: Deadline
    assignee: str
    submitted_on: date | None


@dataclass(frozen=True)
class Worklist:
    rows: list[WorklistRow]
    counts: dict[str, int]
    page: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Asked:
    """WHERE and parameters of what fits the chips and the search box. `joins` are what the WHERE needs, and no more:
    counting ten thousand dossiers without them reads one index."""

    where: str
    values: dict[str, Any]
    joins: str


def _asked(access: Access, filters: Filters) -> _Asked:
    """Official reach only: who sees a dossier through a team does not see the list."""
    place = access.municipality
    may = place is not None and access.may(Capability.DOSSIER_READ, municipality=place)
    where, joins = ["d.municipality_id = %(place)s"], ""
    values: dict[str, Any] = {
        "place": place.pk if place is not None and may else None,
        "me": None if access.user is None else access.user.pk,
        "today": timezone.localdate(),
        "others": [state.value for state in OTHERS],
    }
    if filters.state:
        where.append("d.state = %(state)s")
        values["state"] = filters.state
    if filters.assignee is not None:
        where.append("a.public_id = %(assignee)s")
        values["assignee"] = filters.assignee
        joins += " JOIN accounts_user a ON a.id = d.assignee_id"
    if filters.text:
        where.append(_search(filters.text, values))
        joins += " JOIN initiatives_initiative i ON i.id = d.initiative_id"
    return _Asked(" AND ".join(where), values, joins)


def _search(text: str, values: dict[str, Any]) -> str:
    """All words, each somewhere in reference, names or address; an e-mail address or telephone number by its fingerprint."""
    words = []
    for number, word in enumerate(text.casefold().split()[:MOST_WORDS]):
        values[f"word{number}"] = word
        found = f"position(%(word{number})s IN i.search) > 0"
        if "@" in word:
            values[f"mail{number}"] = email_index(word)
            found = f"({found} OR i.contact_email_index = %(mail{number})s)"
        words.append(found)
    condition = " AND ".join(words) or "true"
    phone = phone_index(text)
    if phone:
        values["phone"] = phone
        condition = f"({condition}) OR i.contact_phone_index = %(phone)s"
    return f"({condition})"


def _order(sort: str) -> str:
    direction = "DESC" if sort.startswith("-") else "ASC"
    columns = SORTS.get(sort.removeprefix("-"), SORTS["termijn"])
    return " ORDER BY " + ", ".join(f"{column} {direction} NULLS LAST" for column in columns) + ", d.id"


def shown_rows(access: Access, filters: Filters, *, offset: int = 0, most: int | None = None) -> list[tuple[Any, ...]]:
    """The rows of the chosen tab in the chosen order: a page of them, or all for an export.

    The page is picked before anything is joined that its order does not need: with row security the planner expects a
    handful of rows and would join all of them first."""
    asked = _asked(access, filters)
    joins, order = asked.joins, _order(filters.sort)
    for alias, join in _JOINS.items():
        if f" {alias}." in order and f" {alias} ON " not in joins:
            joins += join
    page = f"SELECT d.* FROM initiatives_dossier d{joins} WHERE {asked.where} AND ({_TAB_SQL[filters.tab]}){order}"  # noqa: S608
    if most is not None:
        page += " LIMIT %(most)s OFFSET %(offset)s"
    sql = _ROWS_SQL.format(page=page) + order
    with connection.cursor() as cursor:
        cursor.execute(sql, {**asked.values, "most": most, "offset": offset})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def counts_by_tab(access: Access, filters: Filters) -> dict[str, int]:
    """How many dossiers stand behind each tab, in one pass: with row security two narrower ones cost half as much again."""
    asked = _asked(access, filters)
    sql = f"SELECT {_COUNTS} FROM initiatives_dossier d{asked.joins} WHERE {asked.where}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, asked.values)
        return dict(zip(_TAB_SQL, cursor.fetchone(), strict=True))


def worklist(access: Access, filters: Filters) -> Worklist:
    """One page and the count behind every tab."""
    counts = counts_by_tab(access, filters)
    page = Counted(counts[filters.tab], PER_PAGE).get_page(filters.page)
    rows = shown_rows(access, filters, offset=(page.number - 1) * PER_PAGE, most=PER_PAGE)
    return Worklist(rows=list(describe(access, rows)), counts=counts, page=page)


def describe(access: Access, rows: Iterable[tuple[Any, ...]]) -> Iterable[WorklistRow]:
    """Rows as people read them."""
    today = timezone.localdate()
    slug = "" if access.municipality is None else access.municipality.slug
    base = address("initiatives:dossier_list", slug)
    left: dict[date, int] = {}
    for (
        pk,
        state,
        due,
        assignee,
        has_property,
        submitted_at,
        reference,
        name,
        place,
        announced,
        council,
        street,
    ) in rows:
        if due is not None and due not in left:
            left[due] = working_days.working_days_between(today, due)
        step = next_step(
            state,
            is_assigned=bool(assignee),
            is_late=due is not None and due < today,
            is_told=is_told(council, street),
            is_announced=announced is not None,
            has_property=has_property,
        )
        look = LOOKS[state]
        yield WorklistRow(
            pk=pk,
            url=f"{base}{pk}/",
            reference=reference,
            name=name,
            place=place,
            state_label=label(DossierState(state)),
            tone=look.tone,
            icon=look.icon,
            step=step,
            ball=label(step.ball),
            deadline=Deadline(on=due, working_days_left=left.get(due) if due else None, today=today),
            assignee=assignee or "",
            submitted_on=None if submitted_at is None else timezone.localdate(submitted_at),
        )
