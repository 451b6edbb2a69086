"""What the pages around checks show: the list of a municipality, the panel of a property, the look of states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from housing.enums import AssessmentState, CheckOutcome, PropertyKind, SuitabilityOutcome
from housing.models import OPEN_ASSESSMENTS, Assessment, Property
from housing.permissions.suitability import can_assess_property, viewable_assessments
from thuisgevers.common.deadlines import Deadline
from thuisgevers.municipalities import clocks, working_days
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

PER_PAGE = 25
LOOKS: dict[str, tuple[str, str]] = {
    AssessmentState.DRAFT: ("accent", "pencil"),
    AssessmentState.SUBMITTED: ("warning", "signature"),
    AssessmentState.SIGNED: ("info", "circle-check"),
    AssessmentState.REPLACED: ("neutral", "archive"),
    AssessmentState.DROPPED: ("neutral", "x"),
}
OUTCOME_LOOKS: dict[str, tuple[str, str]] = {
    SuitabilityOutcome.SUITABLE: ("positive", "circle-check"),
    SuitabilityOutcome.UNSUITABLE: ("negative", "circle-x"),
}
CHECK_LOOKS: dict[str, tuple[str, str]] = {
    CheckOutcome.PASSED: ("positive", "circle-check"),
    CheckOutcome.FAILED: ("negative", "circle-x"),
    CheckOutcome.NOT_APPLICABLE: ("neutral", "circle-dashed"),
    CheckOutcome.NOT_SEEN: ("warning", "eye-off"),
}
TABS: dict[str, Any] = {
    "tekenen": _("Te ondertekenen"),
    "bezig": _("Bezig"),
    "verloopt": _("Verloopt binnenkort"),
    "klaar": _("Ondertekend"),
}


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One line, ready to print."""

    pk: UUID
    url: str
    kind: str
    address: str
    visited_on: date
    visitor: str
    state_label: str
    tone: str
    icon: str
    outcome_label: str
    outcome_tone: str
    outcome_icon: str
    failed: int
    deadline: Deadline | None


@dataclass(frozen=True)
class AssessmentList:
    rows: list[AssessmentRow]
    counts: dict[str, int]
    page: Page[Any]


def _tab_conditions() -> dict[str, Q]:
    soon = working_days.today() + timedelta(days=clocks.term("suitability-reminder").length)
    return {
        "tekenen": Q(state=AssessmentState.SUBMITTED),
        "bezig": Q(state=AssessmentState.DRAFT),
        "verloopt": Q(state=AssessmentState.SIGNED, valid_until__lte=soon),
        "klaar": Q(state=AssessmentState.SIGNED),
    }


def assessment_list(access: Access, tab: str, number: str) -> AssessmentList:
    """One page and the count behind every tab. Names the property, no resident."""
    rows = viewable_assessments(access)
    conditions = _tab_conditions()
    counts = rows.order_by().aggregate(
        **{name: Count("pk", filter=condition) for name, condition in conditions.items()}
    )
    order = ("valid_until", "pk") if tab in {"verloopt", "klaar"} else ("visited_on", "pk")
    wanted = (
        rows.filter(conditions[tab])
        .order_by(*order)
        .annotate(failed=Count("checks", filter=Q(checks__outcome=CheckOutcome.FAILED)))
        .select_related("property", "visited_by", "municipality")
    )
    page = _paged(wanted, counts[tab]).get_page(number)
    return AssessmentList(rows=[_row(one) for one in page.object_list], counts=counts, page=page)


def _paged(rows: QuerySet[Assessment], total: int) -> Paginator[Any]:
    paginator: Paginator[Any] = Paginator(rows, PER_PAGE)
    paginator.count = total
    return paginator


def _row(one: Any) -> AssessmentRow:
    tone, icon = LOOKS[one.state]
    outcome_tone, outcome_icon = OUTCOME_LOOKS.get(one.outcome, ("neutral", "circle-dashed"))
    return AssessmentRow(
        pk=one.pk,
        url=reverse("housing:assessment_detail", args=[one.municipality.slug, one.pk]),
        kind=capfirst(str(PropertyKind(one.property.kind).label)),
        address=one.property.address,
        visited_on=one.visited_on,
        visitor=one.visited_by.display_name,
        state_label=str(one.get_state_display()),
        tone=tone,
        icon=icon,
        outcome_label=str(one.get_outcome_display()),
        outcome_tone=outcome_tone,
        outcome_icon=outcome_icon,
        failed=one.failed,
        deadline=Deadline(on=one.valid_until) if one.valid_until else None,
    )


def property_url(access: Access, place: Property) -> str:
    """Where this person finds the property; empty where there is no such page for them."""
    if access.may(Capability.PROPERTY_READ, municipality=place.municipality, scope_id=place.initiative_scope_id):
        return reverse("housing:property_detail", args=[place.municipality.slug, place.pk])
    if access.may(Capability.PROPERTY_READ, scope_id=place.pk):
        return reverse("housing:my_property", args=[place.pk])
    return ""


def history_of(access: Access, place_id: UUID, *, without: UUID | None = None) -> list[AssessmentRow]:
    """All rounds of one property, newest first."""
    rows = (
        viewable_assessments(access)
        .filter(property_id=place_id)
        .exclude(pk__in=[] if without is None else [without])
        .order_by("-visited_on", "-pk")
        .annotate(failed=Count("checks", filter=Q(checks__outcome=CheckOutcome.FAILED)))
        .select_related("property", "visited_by", "municipality")
    )
    return [_row(one) for one in rows[:20]]


def property_panel(access: Access, place: Property) -> Mapping[str, Any] | None:
    """The panel "Geschiktheid" on the page of a property: what holds now, what is going on, and what one can do."""
    rows = history_of(access, place.pk)
    labels = {str(AssessmentState(state).label) for state in OPEN_ASSESSMENTS}
    signed_label = str(AssessmentState.SIGNED.label)
    current = next((row for row in rows if row.state_label in labels), None)
    signed = next((row for row in rows if row.state_label == signed_label), None)
    start = ""
    if current is None and can_assess_property(access, place):
        start = reverse("housing:assessment_start", args=[place.municipality.slug, place.pk])
    return {
        "current": current,
        "signed": signed,
        "earlier": [row for row in rows if row not in (current, signed)],
        "start_url": start,
    }


def initiative_check(access: Access, dossier: Any) -> Mapping[str, Any] | None:
    """The same on the team's page of its dossier, once there is a property."""
    place = getattr(dossier, "property", None)
    if place is not None:
        place.municipality = dossier.municipality
    return None if place is None else property_panel(access, place)
