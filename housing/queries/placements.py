"""The placements of a municipality as a list, with what must be done next; and those whose expected end has passed, first.

Written as SQL like the worklist of dossiers: two statements, whatever the size. No name of a resident is read here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import FollowOnState, HouseholdAnswer, PlacementState
from thuisgevers.common.deadlines import Deadline
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

PER_PAGE = 25
MOST_OVERDUE = 6
#: From here on a stay "runs out": the first alarm of the follow-on case.
RUNNING_OUT = timedelta(weeks=26)

TABS: dict[str, Any] = {
    "bewoond": gettext_lazy("Bewoond"),
    "komend": gettext_lazy("Voorgesteld en gepland"),
    "aflopend": gettext_lazy("Loopt af"),
    "voorbij": gettext_lazy("Einde voorbij"),
    "mijn": gettext_lazy("Van mij"),
    "gesloten": gettext_lazy("Afgesloten"),
}
_OVERDUE = "p.state = 'active' AND p.expected_end_on <= %(today)s"
_TAB_SQL = {
    "bewoond": "p.state = 'active'",
    "komend": "p.state IN ('proposed', 'planned')",
    "aflopend": f"p.state = 'active' AND p.expected_end_on <= %(soon)s AND NOT ({_OVERDUE})",
    "voorbij": _OVERDUE,
    "mijn": "p.state IN ('proposed', 'planned', 'active') AND (h.handler_id = %(me)s OR f.owner_id = %(me)s)",
    "gesloten": "p.state IN ('ended', 'declined', 'cancelled')",
}
SORTS: dict[str, str] = {
    "einde": "p.expected_end_on",
    "begin": "p.move_in_on",
    "kenmerk": "h.reference",
    "woning": "g.street, g.house_number, u.name",
    "stand": "p.state",
}
LOOKS: dict[str, tuple[str, str]] = {
    PlacementState.PROPOSED: ("info", "home-search"),
    PlacementState.PLANNED: ("accent", "calendar-event"),
    PlacementState.ACTIVE: ("positive", "home-check"),
    PlacementState.ENDED: ("neutral", "home-move"),
    PlacementState.DECLINED: ("neutral", "x"),
    PlacementState.CANCELLED: ("neutral", "x"),
}
FOLLOW_ON_LOOKS: dict[str, tuple[str, str]] = {
    FollowOnState.OPEN: ("warning", "circle-dashed"),
    FollowOnState.SEARCHING: ("info", "search"),
    FollowOnState.OFFERED: ("accent", "home"),
    FollowOnState.ARRANGED: ("positive", "circle-check"),
    FollowOnState.DONE: ("positive", "flag"),
    FollowOnState.CANCELLED: ("neutral", "x"),
}
_FROM = """ FROM housing_placement p
JOIN housing_household h ON h.id = p.household_id AND h.municipality_id = p.municipality_id
LEFT JOIN housing_followonhousing f ON f.placement_id = p.id AND f.municipality_id = p.municipality_id"""
_HOME = """ JOIN housing_dwellingunit u ON u.id = p.unit_id AND u.municipality_id = p.municipality_id
JOIN housing_property g ON g.id = p.property_id AND g.municipality_id = p.municipality_id
LEFT JOIN accounts_user o ON o.id = f.owner_id"""
_COUNTS = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in _TAB_SQL.values())
_COLUMNS = (
    "p.id, p.household_id, h.reference, h.size, p.state, p.answer, p.move_in_on, p.expected_end_on, p.ended_on,"
    " g.street, g.house_number, g.place, u.name, f.state, o.display_name, f.owner_missing_since"
)


@dataclass(frozen=True, kw_only=True)
class PlacementFilters:
    """What somebody asked for, already cleaned."""

    tab: str = "bewoond"
    sort: str = "einde"
    page: str = "1"


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """One line, ready to print."""

    pk: UUID
    household_id: UUID
    url: str
    reference: str
    size: int
    home: str
    state: str
    state_label: str
    tone: str
    icon: str
    move_in_on: date
    end: Deadline
    ended_on: date | None
    next_step: str
    follow_on: str
    owner: str


@dataclass(frozen=True)
class PlacementList:
    rows: list[PlacementRow]
    counts: dict[str, int]
    page: Any = field(repr=False)


class _Counted(Paginator):  # type: ignore[type-arg]
    """A paginator that was told the count."""

    def __init__(self, total: int) -> None:
        super().__init__(range(total), PER_PAGE)
        self.count = total


def placement_list(access: Access, filters: PlacementFilters) -> PlacementList:
    """One page and the count behind every tab."""
    values = _values(access)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COUNTS}{_FROM} WHERE p.municipality_id = %(place)s", values)
        counts = dict(zip(_TAB_SQL, cursor.fetchone(), strict=True))
        page = _Counted(counts[filters.tab]).get_page(filters.page)
        rows = _fetch(cursor, _TAB_SQL[filters.tab], values, filters.sort, (page.number - 1) * PER_PAGE, PER_PAGE)
    return PlacementList(rows=list(_describe(access, rows)), counts=counts, page=page)


def overdue_placements(access: Access, *, most: int = MOST_OVERDUE) -> list[PlacementRow]:
    """Stays whose expected end has passed and that nobody ended, the oldest first."""
    with connection.cursor() as cursor:
        rows = _fetch(cursor, _OVERDUE, _values(access), "einde", 0, most)
    return list(_describe(access, rows))


def next_step(
    state: str, *, answer: str, move_in_on: date, expected_end_on: date, follow_on: str, is_ownerless: bool, today: date
) -> str:
    """What a handler does now."""
    match state:
        case PlacementState.PROPOSED:
            said_yes = answer == HouseholdAnswer.YES
            return _("Bevestig de plaatsing") if said_yes else _("Vraag het huishouden")
        case PlacementState.PLANNED:
            return _("Leg de verhuizing vast") if move_in_on <= today else _("Bereid de verhuizing voor")
        case PlacementState.ACTIVE if expected_end_on <= today:
            return _("Leg het einde vast, of verleng")
        case PlacementState.ACTIVE if is_ownerless:
            return _("Kies wie de vervolgwoning regelt")
        case PlacementState.ACTIVE if expected_end_on <= today + RUNNING_OUT and follow_on not in (
            FollowOnState.ARRANGED,
            FollowOnState.DONE,
        ):
            return _("Regel de vervolgwoning")
    return ""


def _values(access: Access) -> dict[str, Any]:
    place, today = access.municipality, timezone.localdate()
    may = place is not None and access.may(Capability.PLACEMENT_READ, municipality=place)
    return {
        "place": place.pk if place is not None and may else None,
        "me": None if access.user is None else access.user.pk,
        "today": today,
        "soon": today + RUNNING_OUT,
    }


def _fetch(cursor: Any, condition: str, values: dict[str, Any], sort: str, offset: int, most: int) -> list[Any]:
    """The rows of a page: chosen first, joined after."""
    order = _order(sort)
    cursor.execute(
        f"SELECT {_COLUMNS}{_FROM}{_HOME} WHERE p.municipality_id = %(place)s AND ({condition}){order}"
        " LIMIT %(most)s OFFSET %(offset)s",
        {**values, "most": most, "offset": offset},
    )
    found: list[Any] = cursor.fetchall()
    return found


def _order(sort: str) -> str:
    direction = "DESC" if sort.startswith("-") else "ASC"
    columns = SORTS.get(sort.removeprefix("-"), SORTS["einde"])
    return " ORDER BY " + ", ".join(f"{column.strip()} {direction}" for column in columns.split(",")) + ", p.id"


def _describe(access: Access, rows: Iterable[Any]) -> Iterable[PlacementRow]:
    slug = "" if access.municipality is None else access.municipality.slug
    base = reverse("housing:placement_list", args=[slug])
    today = timezone.localdate()
    labels = {value: str(label) for value, label in PlacementState.choices}
    cases = {value: str(label) for value, label in FollowOnState.choices}
    for (
        pk,
        household,
        ref,
        size,
        state,
        answer,
        start,
        end,
        ended,
        street,
        number,
        town,
        unit,
        case,
        owner,
        missing,
    ) in rows:
        tone, icon = LOOKS[state]
        yield PlacementRow(
            pk=pk,
            household_id=household,
            url=f"{base}{pk}/",
            reference=ref,
            size=size,
            home=home_in_words(street, number, town, unit),
            state=state,
            state_label=labels[state],
            tone=tone,
            icon=icon,
            move_in_on=start,
            end=Deadline(on=end, met_on=ended, today=today) if state != PlacementState.ENDED else Deadline(on=None),
            ended_on=ended,
            next_step=next_step(
                state,
                answer=answer,
                move_in_on=start,
                expected_end_on=end,
                follow_on=case or "",
                is_ownerless=missing is not None,
                today=today,
            ),
            follow_on=cases.get(case or "", ""),
            owner=owner or "",
        )


def home_in_words(street: str, house_number: str, place: str, unit: str) -> str:
    """ "Kerkstraat 4, Woning 2": the address and the unit in it."""
    address = f"{street} {house_number}".strip() or place
    return f"{address}, {unit}" if address else unit
