"""Reporting that something is wrong with a property: by an official, a team, an owner, or a buddy about the household's home."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from housing.enums import DefectActor
from housing.forms.defects import ReportForm
from housing.models import DwellingUnit, HouseholdCard, Property
from housing.permissions.defects import can_report_about, reportable_cards, reportable_properties
from housing.permissions.properties import viewable_properties
from housing.queries.defects import defect_url
from housing.queries.suitability_pages import property_url
from housing.services.defects import DefectFacts, report_defect, report_defect_at_home
from housing.views.defects import UNPROCESSABLE, form_page
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request


@form_page
@gate(permission=Capability.DEFECT_REPORT)
def defect_report(request: Request, pk: UUID) -> HttpResponse:
    """By an official, about a property of the municipality."""
    request.access.require(Capability.DEFECT_REPORT, municipality=request.municipality)
    place = request.access.get_or_404(viewable_properties(request.access).select_related("municipality"), pk=pk)
    return _report(request, Where(place=place, is_own=False))


@form_page
@gate(permission=Capability.DEFECT_REPORT)
def my_property_defect(request: Request, pk: UUID) -> HttpResponse:
    """By somebody of the team or the owner."""
    rows = reportable_properties(request.access).select_related("municipality")
    return _report(request, Where(place=request.access.get_or_404(rows, pk=pk), is_own=True))


@form_page
@gate(permission=Capability.DEFECT_REPORT)
def my_home_defect(request: Request, pk: UUID) -> HttpResponse:
    """By a buddy, about the home of the household; `pk` is the household."""
    cards = reportable_cards(request.access).select_related("municipality")
    card = request.access.get_or_404(cards, household_scope_id=pk)
    return _report(request, Where(card=card, is_own=True))


@dataclass(frozen=True, kw_only=True)
class Where:
    """What a report is about: a property, or for a buddy the home on a household's card."""

    place: Property | None = None
    card: HouseholdCard | None = None
    is_own: bool

    @property
    def title(self) -> str:
        if self.place is not None:
            return self.place.address or str(self.place.get_kind_display())
        return "" if self.card is None else self.card.unit_name


def _report(request: Request, where: Where) -> HttpResponse:
    place = where.place
    if place is not None and not can_report_about(request.access, place):
        raise PermissionDenied
    units = [] if place is None else list(DwellingUnit.objects.filter(property=place, retired_on__isnull=True))
    may_choose = place is not None and request.access.may(Capability.DEFECT_HANDLE, municipality=place.municipality)
    actors = DefectActor.values if may_choose else []
    if request.method != "POST":
        form = ReportForm(units=units, actors=actors, initial={"client_id": uuid7()})
        return _report_page(request, where, form)
    form = ReportForm(request.POST, units=units, actors=actors)
    if not form.is_valid() or form.must_warn:
        return _report_page(request, where, form, status=UNPROCESSABLE)
    given = form.cleaned_data
    facts = DefectFacts(
        kind=given["kind"],
        urgency=given["urgency"],
        description=given["description"],
        acts=given.get("acts", ""),
    )
    try:
        with transaction.atomic():
            if where.card is not None:
                made = report_defect_at_home(
                    access=request.access, card=where.card, facts=facts, client_id=given["client_id"]
                )
            else:
                assert place is not None
                made = report_defect(
                    access=request.access,
                    property=place,
                    facts=facts,
                    unit=form.units.get(given.get("unit", "")),
                    client_id=given["client_id"],
                )
    except ValidationError as error:
        form.add_error(None, error)
        return _report_page(request, where, form, status=UNPROCESSABLE)
    messages.success(
        request,
        _("Uw melding heeft nummer %(number)s. Aan zet is %(who)s.")
        % {"number": made.reference, "who": made.get_acts_display()},
    )
    return HttpResponseRedirect(defect_url(made, is_own=where.is_own))


def _report_page(request: Request, where: Where, form: ReportForm, *, status: int = 200) -> HttpResponse:
    back = reverse("housing:my_defects")
    if not where.is_own and where.place is not None:
        back = property_url(request.access, where.place) or reverse(
            "housing:defect_list", args=[where.place.municipality.slug]
        )
    context = {
        "where": where,
        "form": form,
        "findings": form.findings if form.is_bound else [],
        "back_url": back,
        "municipality": where.place.municipality if where.place else None,
    }
    return render(request, "housing/defect_report.html", context, status=status)
