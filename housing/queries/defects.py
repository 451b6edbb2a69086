"""What the pages around reports show: the worklist of a municipality, one's own list, the history of one, panels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import DefectActor, DefectKind, DefectState, DefectUpdateKind, DefectUrgency
from housing.models import OPEN_DEFECTS, UNANSWERED, DefectReport, DefectUpdate, Property
from housing.permissions.defects import can_report_about, viewable_defects
from thuisgevers.common.deadlines import Deadline
from thuisgevers.municipalities import working_days
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

PER_PAGE = 25
LOOKS: dict[str, tuple[str, str]] = {
    DefectState.REPORTED: ("accent", "inbox"),
    DefectState.REOPENED: ("accent", "arrow-back-up"),
    DefectState.ACKNOWLEDGED: ("info", "message-circle"),
    DefectState.IN_PROGRESS: ("info", "tool"),
    DefectState.CLOSED: ("neutral", "circle-check"),
}
URGENCY_LOOKS: dict[str, tuple[str, str]] = {
    DefectUrgency.DANGER: ("negative", "alert-triangle"),
    DefectUrgency.TODAY: ("warning", "clock-exclamation"),
    DefectUrgency.THIS_WEEK: ("info", "calendar"),
    DefectUrgency.LATER: ("neutral", "calendar"),
}
TABS: dict[str, Any] = {
    "open": gettext_lazy("Alles wat open staat"),
    "gevaar": gettext_lazy("Gevaar"),
    "antwoord": gettext_lazy("Wacht op antwoord"),
    "laat": gettext_lazy("Te laat"),
    "klaar": gettext_lazy("Afgerond"),
}
_URGENCY_ORDER = Case(
    *(When(urgency=urgency, then=Value(place)) for place, urgency in enumerate(DefectUrgency)),
    default=Value(9),
    output_field=IntegerField(),
)
SORTS: dict[str, tuple[str, ...]] = {
    "dringend": ("rank", "due_on", "reported_at"),
    "termijn": ("due_on", "rank"),
    "gemeld": ("reported_at",),
    "pand": ("property__place", "property__street", "property__house_number"),
    "stand": ("state", "rank"),
}


@dataclass(frozen=True, kw_only=True)
class DefectFilters:
    """What somebody asked for, already cleaned. `text` comes by POST and never stands in an address."""

    tab: str = "open"
    kind: str = ""
    acts: str = ""
    sort: str = "dringend"
    page: str = "1"
    text: str = ""


@dataclass(frozen=True, slots=True)
class DefectRow:
    """One line, ready to print."""

    pk: UUID
    url: str
    reference: str
    kind: str
    where: str
    state_label: str
    tone: str
    icon: str
    urgency_label: str
    urgency_tone: str
    urgency_icon: str
    acts: str
    deadline: Deadline
    reported_at: Any


@dataclass(frozen=True)
class DefectList:
    rows: list[DefectRow]
    counts: dict[str, int]
    page: Page[Any]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """As `components/timeline.html` wants it."""

    at: Any
    actor_label: str
    text: str
    reason: str
    icon: str
    visibility: str = ""
    visibility_label: str = ""


_SENTENCES: dict[str, tuple[Any, str]] = {
    DefectUpdateKind.REPORTED: (gettext_lazy("heeft dit gemeld"), "alert-triangle"),
    DefectUpdateKind.NOTE: (gettext_lazy("schrijft"), "message-circle"),
    DefectUpdateKind.ACKNOWLEDGED: (gettext_lazy("gaf het eerste antwoord"), "mail-forward"),
    DefectUpdateKind.PASSED_ON: (gettext_lazy("heeft de melding overgedragen"), "arrow-right"),
    DefectUpdateKind.STARTED: (gettext_lazy("is aan het werk"), "tool"),
    DefectUpdateKind.CLOSED: (gettext_lazy("heeft de melding afgerond"), "circle-check"),
    DefectUpdateKind.REOPENED: (gettext_lazy("heeft de melding heropend"), "arrow-back-up"),
    DefectUpdateKind.REMINDED: (gettext_lazy("stuurde een herinnering"), "bell"),
    DefectUpdateKind.ESCALATED: (gettext_lazy("waarschuwde de coördinator: de termijn is voorbij"), "alert-triangle"),
}


def _conditions() -> dict[str, Q]:
    is_open = Q(state__in=OPEN_DEFECTS)
    return {
        "open": is_open,
        "gevaar": is_open & Q(urgency=DefectUrgency.DANGER),
        "antwoord": Q(state__in=UNANSWERED),
        "laat": is_open & Q(due_on__lt=timezone.localdate()),
        "klaar": Q(state=DefectState.CLOSED),
    }


def _asked(access: Access, filters: DefectFilters) -> QuerySet[DefectReport]:
    rows = viewable_defects(access)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.acts:
        rows = rows.filter(acts=filters.acts)
    for word in filters.text.split()[:8]:
        rows = rows.filter(
            Q(reference__icontains=word)
            | Q(property__street__icontains=word)
            | Q(property__house_number__iexact=word)
            | Q(property__place__icontains=word)
            | Q(property__postcode__icontains=word)
            | Q(description__icontains=word)
        )
    return rows


def defect_list(access: Access, filters: DefectFilters, *, is_own: bool = False) -> DefectList:
    """One page and the count behind every tab; three statements, whatever the size."""
    asked = _asked(access, filters)
    conditions = _conditions()
    counts = asked.order_by().aggregate(
        **{name: Count("pk", filter=condition) for name, condition in conditions.items()}
    )
    paginator: Paginator[Any] = Paginator(shown_defects(access, filters), PER_PAGE)
    paginator.count = counts[filters.tab]
    page = paginator.get_page(filters.page)
    return DefectList(rows=describe(page.object_list, is_own=is_own), counts=counts, page=page)


def shown_defects(access: Access, filters: DefectFilters) -> QuerySet[DefectReport]:
    """The rows of the chosen tab in the chosen order: for a page of them, or all for an export."""
    down = filters.sort.startswith("-")
    fields = SORTS.get(filters.sort.removeprefix("-"), SORTS["dringend"])
    return (
        _asked(access, filters)
        .filter(_conditions()[filters.tab])
        .annotate(rank=_URGENCY_ORDER)
        .order_by(*(f"-{field}" if down else field for field in fields), "pk")
        .select_related("municipality", "unit")
        .prefetch_related("property")
    )


def describe(rows: Any, *, is_own: bool) -> list[DefectRow]:
    today = timezone.localdate()
    return [_row(row, today=today, is_own=is_own) for row in rows]


def _row(row: DefectReport, *, today: Any, is_own: bool) -> DefectRow:
    tone, icon = LOOKS[row.state]
    urgency_tone, urgency_icon = URGENCY_LOOKS[row.urgency]
    return DefectRow(
        pk=row.pk,
        url=defect_url(row, is_own=is_own),
        reference=row.reference,
        kind=str(DefectKind(row.kind).label),
        where=where_of(row),
        state_label=str(row.get_state_display()),
        tone=tone,
        icon=icon,
        urgency_label=str(DefectUrgency(row.urgency).label),
        urgency_tone=urgency_tone,
        urgency_icon=urgency_icon,
        acts=str(DefectActor(row.acts).label),
        deadline=deadline_of(row, today=today),
        reported_at=row.reported_at,
    )


def deadline_of(row: DefectReport, *, today: Any = None) -> Deadline:
    if row.state == DefectState.CLOSED:
        return Deadline(on=None, met_on=timezone.localdate(row.closed_at))
    day = today or timezone.localdate()
    left = None if row.due_on is None else working_days.working_days_between(day, row.due_on)
    return Deadline(on=row.due_on, working_days_left=left, today=day)


def where_of(row: DefectReport) -> str:
    """The address for who may read the property; a buddy sees no more than "the home"."""
    try:
        place = row.property
    except Property.DoesNotExist:
        return _("de woning")
    unit = "" if row.unit is None else f", {row.unit.name}"
    return f"{place.address or place.get_kind_display()}{unit}"


def defect_url(row: DefectReport, *, is_own: bool) -> str:
    if is_own:
        return reverse("housing:my_defect_detail", args=[row.pk])
    return reverse("housing:defect_detail", args=[row.municipality.slug, row.pk])


def history_of_defect(defect: DefectReport) -> list[HistoryLine]:
    """Newest first, for everybody who may read the report."""
    lines = DefectUpdate.objects.filter(defect=defect).order_by("-at", "-id")[:200]
    found = []
    for line in lines:
        text, icon = _SENTENCES[line.kind]
        acts = f" ({_('aan zet')}: {DefectActor(line.to_actor).label})" if line.to_actor else ""
        found.append(
            HistoryLine(
                at=line.at, actor_label=line.by_label or _("Iemand"), text=f"{text}{acts}", reason=line.text, icon=icon
            )
        )
    return found


def property_defects(access: Access, place: Property) -> Mapping[str, Any] | None:
    """The panel "Meldingen" on the page of a property."""
    is_official = access.may(Capability.DEFECT_READ, municipality=place.municipality)
    may_report = can_report_about(access, place)
    rows = list(
        viewable_defects(access)
        .filter(property=place, state__in=OPEN_DEFECTS)
        .annotate(rank=_URGENCY_ORDER)
        .order_by("rank", "due_on", "pk")
        .select_related("municipality", "unit")[:5]
    )
    if not rows and not may_report and not is_official:
        return None
    for row in rows:
        row.property = place
    if is_official:
        report_url = reverse("housing:defect_report", args=[place.municipality.slug, place.pk])
        all_url = reverse("housing:defect_list", args=[place.municipality.slug])
    else:
        report_url = reverse("housing:my_property_defect", args=[place.pk])
        all_url = reverse("housing:my_defects")
    return {
        "rows": describe(rows, is_own=not is_official),
        "report_url": report_url if may_report else "",
        "all_url": all_url,
    }


def initiative_panel(access: Access, dossier: Any) -> Mapping[str, Any] | None:
    """The same on the team's page of its dossier, once there is a property."""
    place = getattr(dossier, "property", None)
    if place is not None:
        place.municipality = dossier.municipality
    return None if place is None else property_defects(access, place)
