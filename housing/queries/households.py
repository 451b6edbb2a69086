"""The households of a municipality as a list: which ones, how many behind each tab, what each row says. Two statements,
whatever the size; written as SQL for the same reason as the worklist of dossiers. No encrypted column is read here: a list
shows a reference, a size and a clock, no names. Who searches by first name sees which households have it, not whose it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy

from housing.enums import HouseholdState, Language
from housing.name_index import name_index
from housing.permissions.households import viewable_people
from thuisgevers.common.addresses import address
from thuisgevers.common.deadlines import Deadline
from thuisgevers.common.ids import REFERENCE_ALPHABET, REFERENCE_LENGTH, clean_reference
from thuisgevers.common.words import gettext as _
from thuisgevers.common.words import label, ngettext
from thuisgevers.municipalities import working_days
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

PER_PAGE = 25
#: So many households with one first name are shown; nobody reads on after that.
MOST_FOUND = 50
#: From so many days before the last day on which a household should live somewhere, its clock "runs out".
RUNNING_OUT = timedelta(weeks=4)

TABS: dict[str, Any] = {
    "open": gettext_lazy("Lopend"),
    "zoekt": gettext_lazy("Zoekt een woning"),
    "klok": gettext_lazy("Termijn bijna om"),
    "woont": gettext_lazy("Geplaatst"),
    "mijn": gettext_lazy("Van mij"),
    "gesloten": gettext_lazy("Afgesloten"),
}
_OPEN = "h.state IN ('expected', 'placed')"
#: As `Household.waits_again_since`: after a stay the coupling of before has no clock any more.
_COUPLED = "(h.waiting_since IS NULL OR c.allocated_on >= h.waiting_since)"
_TAB_SQL = {
    "open": _OPEN,
    "zoekt": "h.state = 'expected'",
    "klok": f"h.state = 'expected' AND c.move_by <= %(soon)s AND {_COUPLED}",
    "woont": "h.state = 'placed'",
    "mijn": f"{_OPEN} AND h.handler_id = %(me)s",
    "gesloten": f"NOT ({_OPEN})",
}
SIZES: dict[str, tuple[Any, int, int]] = {
    "1": (gettext_lazy("1 persoon"), 1, 1),
    "2": (gettext_lazy("2 personen"), 2, 2),
    "3-4": (gettext_lazy("3 of 4 personen"), 3, 4),
    "5+": (gettext_lazy("5 of meer personen"), 5, 30),
}
SORTS: dict[str, str] = {
    # Who lives somewhere has no clock any more, and comes after those who wait; who lost a home comes first.
    "termijn": f"CASE WHEN h.state = 'expected' THEN CASE WHEN {_COUPLED} THEN coalesce(c.move_by, h.waiting_since) ELSE h.waiting_since END END",
    "kenmerk": "h.reference",
    "personen": "h.size",
    "stand": "h.state",
    "vanaf": "h.available_from",
    "nieuw": "h.created_at",
}
LOOKS: dict[str, tuple[str, str]] = {
    HouseholdState.EXPECTED: ("info", "home-search"),
    HouseholdState.PLACED: ("positive", "home-check"),
    HouseholdState.MOVED_ON: ("positive", "home-move"),
    HouseholdState.LEFT: ("neutral", "walk"),
    HouseholdState.CANCELLED: ("neutral", "x"),
    HouseholdState.TRANSFERRED: ("neutral", "transfer"),
    HouseholdState.MERGED: ("neutral", "arrows-join"),
}
_JOINS = """ LEFT JOIN housing_coaallocation c
  ON c.household_id = h.id AND c.municipality_id = h.municipality_id AND c.ended_on IS NULL"""
_COUNTS = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in _TAB_SQL.values())
_COLUMNS = (
    "h.id, h.reference, h.state, h.size, h.people_0_3 + h.people_4_11 + h.people_12_17, h.languages, h.available_from,"
    f" CASE WHEN {_COUPLED} THEN c.move_by END, CASE WHEN NOT {_COUPLED} OR c.id IS NULL THEN h.waiting_since END,"
    " u.display_name"
)


@dataclass(frozen=True, kw_only=True)
class HouseholdFilters:
    """What somebody asked for, already cleaned."""

    tab: str = "open"
    state: str = ""
    size: str = ""
    handler: UUID | None = None
    sort: str = "termijn"
    page: str = "1"


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """One line, ready to print."""

    pk: UUID
    url: str
    reference: str
    people: str
    languages: str
    state_label: str
    tone: str
    icon: str
    clock: Deadline | None
    waiting_since: date | None
    available_from: date | None
    handler: str


@dataclass(frozen=True)
class HouseholdList:
    rows: list[HouseholdRow]
    counts: dict[str, int]
    page: Any = field(repr=False)


class _Counted(Paginator):  # type: ignore[type-arg]
    """A paginator that was told the count."""

    def __init__(self, total: int) -> None:
        super().__init__(range(total), PER_PAGE)
        self.count = total


def household_list(access: Access, filters: HouseholdFilters) -> HouseholdList:
    """One page and the count behind every tab."""
    where, values = _asked(access, filters)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COUNTS} FROM housing_household h{_JOINS} WHERE {where}", values)  # noqa: S608
        counts = dict(zip(_TAB_SQL, cursor.fetchone(), strict=True))
        page = _Counted(counts[filters.tab]).get_page(filters.page)
        values |= {"most": PER_PAGE, "offset": (page.number - 1) * PER_PAGE}
        cursor.execute(
            f"SELECT {_COLUMNS} FROM housing_household h{_JOINS} LEFT JOIN accounts_user u ON u.id = h.handler_id"  # noqa: S608
            f" WHERE {where} AND ({_TAB_SQL[filters.tab]}){_order(filters.sort)} LIMIT %(most)s OFFSET %(offset)s",
            values,
        )
        rows = cursor.fetchall()
    return HouseholdList(rows=list(_describe(access, rows)), counts=counts, page=page)


def find_by_reference(access: Access, text: str) -> list[UUID]:
    """Households by their reference, its last characters (at least four), or the municipality's own number. At most two are
    given: more than one is "too many"."""
    place = _place(access)
    compact = "".join(character for character in text.upper() if character.isalnum())
    is_tail = 4 <= len(compact) <= REFERENCE_LENGTH and all(character in REFERENCE_ALPHABET for character in compact)
    values = {
        "place": place,
        "whole": clean_reference(text, prefix="HH"),
        "key": text.strip(),
        "tail": f"%{compact}" if is_tail else "",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM housing_household WHERE municipality_id = %(place)s AND (reference = %(whole)s"
            " OR (import_key <> '' AND import_key = %(key)s) OR (%(tail)s <> '' AND reference LIKE %(tail)s)) LIMIT 2",
            values,
        )
        return [row[0] for row in cursor.fetchall()]


def find_by_first_name(access: Access, text: str) -> list[UUID]:
    """Households in which somebody has this first name, whole: an encrypted name is found by its fingerprint. At most `MOST_FOUND`
    are given."""
    place = _place(access)
    if place is None:
        return []
    wanted = name_index(text, municipality_id=place)
    if not wanted:
        return []
    found = (
        viewable_people(access)
        .filter(municipality_id=place, name_index=wanted)
        .order_by("household_id")
        .values_list("household_id", flat=True)
        .distinct()
    )
    return list(found[:MOST_FOUND])


def described(access: Access, ids: Sequence[UUID]) -> list[HouseholdRow]:
    """These households as lines of the list: open ones first, then the newest."""
    values = {"place": _place(access), "ids": list(ids)}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM housing_household h{_JOINS} LEFT JOIN accounts_user u ON u.id = h.handler_id"  # noqa: S608
            f" WHERE h.municipality_id = %(place)s AND h.id = ANY(%(ids)s) ORDER BY NOT ({_OPEN}), h.created_at DESC, h.id",
            values,
        )
        return list(_describe(access, cursor.fetchall()))


def people_in_words(size: int, children: int) -> str:
    """ "4 personen, 2 kinderen": what a handler looks for first."""
    people = ngettext("%(n)s persoon", "%(n)s personen", size) % {"n": size}
    if not children:
        return people
    young = ngettext("%(n)s kind", "%(n)s kinderen", children) % {"n": children}
    return _("%(people)s, waarvan %(children)s") % {"people": people, "children": young}


def _people_in_a_cell(size: int, children: int) -> str:
    """Under the head "Personen" the number alone will do: a row is one line."""
    if not children:
        return str(size)
    return ngettext("%(size)s, waarvan %(n)s kind", "%(size)s, waarvan %(n)s kinderen", children) % {
        "size": size,
        "n": children,
    }


def _place(access: Access) -> int | None:
    place = access.municipality
    may = place is not None and access.may(Capability.HOUSEHOLD_READ, municipality=place)
    return place.pk if place is not None and may else None


def _asked(access: Access, filters: HouseholdFilters) -> tuple[str, dict[str, Any]]:
    where = ["h.municipality_id = %(place)s"]
    values: dict[str, Any] = {
        "place": _place(access),
        "me": None if access.user is None else access.user.pk,
        "soon": timezone.localdate() + RUNNING_OUT,
    }
    if filters.state:
        where.append("h.state = %(state)s")
        values["state"] = filters.state
    if filters.size:
        _label, values["least"], values["largest"] = SIZES[filters.size]
        where.append("h.size BETWEEN %(least)s AND %(largest)s")
    if filters.handler is not None:
        where.append("h.handler_id = (SELECT id FROM accounts_user WHERE public_id = %(handler)s)")
        values["handler"] = filters.handler
    return " AND ".join(where), values


def _order(sort: str) -> str:
    direction = "DESC" if sort.startswith("-") else "ASC"
    column = SORTS.get(sort.removeprefix("-"), SORTS["termijn"])
    return f" ORDER BY {column} {direction} NULLS LAST, h.id"


def _describe(access: Access, rows: Iterable[tuple[Any, ...]]) -> Iterable[HouseholdRow]:
    today = timezone.localdate()
    slug = "" if access.municipality is None else access.municipality.slug
    base = address("housing:household_list", slug)
    left: dict[date, int] = {}
    for pk, reference, state, size, children, spoken, available_from, move_by, since, handler in rows:
        clock = None
        if state == HouseholdState.EXPECTED:
            if move_by is not None and move_by not in left:
                left[move_by] = working_days.working_days_between(today, move_by)
            clock = Deadline(on=move_by, working_days_left=left.get(move_by) if move_by else None, today=today)
        tone, icon = LOOKS[state]
        yield HouseholdRow(
            pk=pk,
            url=f"{base}{pk}/",
            reference=reference,
            people=_people_in_a_cell(size, children),
            languages=", ".join(label(Language(one)) if one in Language else one for one in spoken),
            state_label=label(HouseholdState(state)),
            tone=tone,
            icon=icon,
            clock=clock,
            waiting_since=since if state == HouseholdState.EXPECTED else None,
            available_from=available_from,
            handler=handler or "",
        )
