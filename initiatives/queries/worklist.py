"""The worklist: which dossiers, how many behind each tab, and what each row says. Two queries, whatever the size.

Rows are tuples from `values_list` made into what the template prints, because a page has hundreds of cells.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import and_
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.lookups import LessThan
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.contact_index import email_index, phone_index
from initiatives.enums import DossierState
from initiatives.models import Dossier
from initiatives.permissions import viewable_dossiers
from initiatives.queries.next_step import LOOKS, NextStep, is_told, next_step
from thuisgevers.common.deadlines import Deadline
from thuisgevers.municipalities import working_days
from thuisgevers.municipalities.access import Access

PER_PAGE = 25
MOST_WORDS = 8
OTHERS = (DossierState.AWAITING_INFORMATION, DossierState.SUSPENDED)
IS_OPEN = Q(is_open=True)
IS_CLOSED = Q(is_open=False) & ~Q(state=DossierState.DRAFT)


def is_late(today: date) -> LessThan:
    return LessThan(F("target_date"), today)


TABS: dict[str, Any] = {
    "open": _("Alles wat open staat"),
    "mijn": _("Van mij"),
    "vrij": _("Niet toegewezen"),
    "wacht": _("Wacht op een ander"),
    "laat": _("Te laat"),
    "gesloten": _("Gesloten"),
}
SORTS: dict[str, tuple[str, ...]] = {
    "termijn": ("target_date",),
    "naam": ("initiative__name",),
    "plaats": ("initiative__place", "initiative__name"),
    "stand": ("state", "target_date"),
    "behandelaar": ("assignee__display_name", "target_date"),
    "kenmerk": ("initiative__reference",),
    "binnen": ("submitted_at",),
}
COLUMNS = (
    "id",
    "state",
    "target_date",
    "assignee__display_name",
    "property_id",
    "submitted_at",
    "initiative__reference",
    "initiative__name",
    "initiative__place",
    "initiative__announced_on",
    "initiative__council_told_on",
    "initiative__neighbours_told_on",
)


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


class _Counted(Paginator):  # type: ignore[type-arg]
    """A paginator that was told the count: the tabs needed it already."""

    def __init__(self, rows: Any, total: int) -> None:
        super().__init__(rows, PER_PAGE)
        self.count = total


def search_condition(text: str) -> Q:
    """All words, each somewhere in reference, names or address; an e-mail address or telephone number by its fingerprint."""
    words = text.casefold().split()[:MOST_WORDS]
    if not words:
        return Q()
    condition = reduce(and_, (_word(word) for word in words))
    phone = phone_index(text)
    return condition | Q(initiative__contact_phone_index=phone) if phone else condition


def _word(word: str) -> Q:
    found = Q(initiative__search__contains=word)
    if "@" in word:
        found |= Q(initiative__contact_email_index=email_index(word))
    return found


def tab_condition(tab: str, access: Access, today: date) -> Q:
    match tab:
        case "mijn":
            return IS_OPEN & Q(assignee_id=None if access.user is None else access.user.pk) & Q(assignee__isnull=False)
        case "vrij":
            return IS_OPEN & Q(assignee__isnull=True)
        case "wacht":
            return IS_OPEN & Q(state__in=OTHERS)
        case "laat":
            return IS_OPEN & Q(target_date__lt=today)
        case "gesloten":
            return IS_CLOSED
        case _:
            return IS_OPEN


def matching_dossiers(access: Access, filters: Filters) -> QuerySet[Dossier]:
    """Everything that fits the chips and the search box, before the tab. Official reach only: no scopes."""
    rows = viewable_dossiers(access).filter(municipality=access.municipality).order_by()
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.assignee is not None:
        rows = rows.filter(assignee__public_id=filters.assignee)
    if filters.text:
        rows = rows.filter(search_condition(filters.text))
    return rows


def _order(sort: str) -> list[OrderBy | str]:
    is_down = sort.startswith("-")
    fields = SORTS.get(sort.lstrip("-"), SORTS["termijn"])
    order: list[OrderBy | str] = [
        F(name).desc(nulls_last=True) if is_down else F(name).asc(nulls_last=True) for name in fields
    ]
    return [*order, "id"]


def shown_dossiers(access: Access, filters: Filters) -> QuerySet[Dossier, tuple[Any, ...]]:
    """The rows of the chosen tab in the chosen order: what the page shows a part of, and what an export holds."""
    rows = matching_dossiers(access, filters).filter(tab_condition(filters.tab, access, timezone.localdate()))
    return rows.order_by(*_order(filters.sort)).values_list(*COLUMNS)


def counts_by_tab(access: Access, filters: Filters, today: date) -> dict[str, int]:
    """How many dossiers stand behind each tab: the open ones in one grouping by what the tabs ask, summed here (a count per
    tab takes three times as long to put together); closed ones, by far the most, are only counted."""
    rows = matching_dossiers(access, filters)
    groups = rows.filter(IS_OPEN).values_list("state", "assignee_id", is_late(today)).annotate(number=Count("id"))
    me = None if access.user is None else access.user.pk
    counts = dict.fromkeys(TABS, 0)
    for state, assignee_id, late, number in groups:
        counts["open"] += number
        counts["laat"] += number if late else 0
        counts["wacht"] += number if state in OTHERS else 0
        if assignee_id is None:
            counts["vrij"] += number
        elif assignee_id == me:
            counts["mijn"] += number
    counts["gesloten"] = rows.filter(IS_CLOSED).count()
    return counts


def worklist(access: Access, filters: Filters) -> Worklist:
    """One page and the count behind every tab."""
    today = timezone.localdate()
    counts = counts_by_tab(access, filters, today)
    page = _Counted(shown_dossiers(access, filters), counts[filters.tab]).get_page(filters.page)
    return Worklist(rows=list(describe(access, page.object_list, today)), counts=counts, page=page)


def describe(access: Access, rows: Iterable[tuple[Any, ...]], today: date) -> Iterable[WorklistRow]:
    """Rows as people read them."""
    slug = "" if access.municipality is None else access.municipality.slug
    base = reverse("initiatives:dossier_list", args=[slug])
    labels = {value: str(label) for value, label in DossierState.choices}
    left: dict[date, int] = {}
    for pk, state, due, assignee, property_id, submitted_at, reference, name, place, announced, council, street in rows:
        if due is not None and due not in left:
            left[due] = working_days.working_days_between(today, due)
        step = next_step(
            state,
            is_assigned=bool(assignee),
            is_late=due is not None and due < today,
            is_told=is_told(council, street),
            is_announced=announced is not None,
            has_property=property_id is not None,
        )
        look = LOOKS[state]
        yield WorklistRow(
            pk=pk,
            url=f"{base}{pk}/",
            reference=reference,
            name=name,
            place=place,
            state_label=labels[state],
            tone=look.tone,
            icon=look.icon,
            step=step,
            ball=str(step.ball.label),
            deadline=Deadline(on=due, working_days_left=left.get(due) if due else None, today=today),
            assignee=assignee or "",
            submitted_on=None if submitted_at is None else timezone.localdate(submitted_at),
        )
