"""The quota of a municipality, and the nights that were freed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from housing.forms.quota import QuotaForm, QuotaSettingsForm
from housing.models import HousingQuota
from housing.permissions.quota import can_edit_quotas, editable_quotas
from housing.queries.quota import (
    half_in_words,
    nights_by_month,
    nights_by_stay,
    nights_in_total,
    quota_choice,
    quota_lines,
)
from housing.services.quota import save_quota, save_quota_settings
from thuisgevers.audit.services import log_read
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

UNPROCESSABLE = 422
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@gate(permission=Capability.QUOTA_READ)
def quota_page(request: Request) -> HttpResponse:
    """Numbers only; who was placed is counted from the placements."""
    request.access.require(Capability.QUOTA_READ, municipality=request.municipality)
    choice = quota_choice(request.access, request.municipality)
    lines = quota_lines(request.access, request.municipality) if choice.is_on else []
    months = nights_by_month(request.municipality)
    context = {
        "municipality": request.municipality,
        "choice": choice,
        "lines": lines,
        "now": next((line for line in lines if line.is_now), None),
        "months": months,
        "nights_total": nights_in_total(request.municipality) if months else 0,
        "may_edit": can_edit_quotas(request.access, request.municipality),
        "may_see_stays": request.access.may(Capability.PLACEMENT_READ, municipality=request.municipality),
    }
    return render(request, "housing/quota_page.html", context)


@form_page
@gate(permission=Capability.QUOTA_WRITE)
def quota_add(request: Request) -> HttpResponse:
    return _edit(request, None, {})


@form_page
@gate(permission=Capability.QUOTA_WRITE)
def quota_edit(request: Request, pk: UUID) -> HttpResponse:
    request.access.require(Capability.QUOTA_WRITE, municipality=request.municipality)
    quota = request.access.get_or_404(editable_quotas(request.access), pk=pk)
    initial = {
        "year": quota.year,
        "half": str(quota.half),
        "target": quota.target,
        "backlog": quota.backlog,
        "realised_elsewhere": quota.realised_elsewhere,
        "source": quota.source,
    }
    return _edit(request, quota, initial)


@form_page
@gate(permission=Capability.QUOTA_WRITE)
def quota_settings(request: Request) -> HttpResponse:
    request.access.require(Capability.QUOTA_WRITE, municipality=request.municipality)
    choice = quota_choice(request.access, request.municipality)
    initial = {"is_on": choice.is_on, "wording": choice.wording}
    form = QuotaSettingsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_quota_settings(access=request.access, municipality=request.municipality, **form.cleaned_data)
        messages.success(request, _("Uw keuze is bewaard. Op dezelfde manier zet u het weer terug."))
        return HttpResponseRedirect(_page(request))
    title, button = _("Taakstelling instellen"), _("Bewaren")
    return _form_page(request, form, title=title, button=button)


@require_safe
@gate(permission=Capability.PLACEMENT_READ)
def nights_page(request: Request) -> HttpResponse:
    """The ledger per placement, of one month or of all time."""
    request.access.require(Capability.PLACEMENT_READ, municipality=request.municipality)
    asked = request.GET.get("maand", "")
    month = _month(asked)
    months = nights_by_month(request.municipality, most=240)
    stays = nights_by_stay(request.access, request.municipality, month=month)
    log_read(
        access=request.access,
        purpose="nights_ledger",
        object_type="housing.Placement",
        object_ids=[stay.placement_id for stay in stays],
        municipality=request.municipality,
    )
    context = {
        "municipality": request.municipality,
        "months": months[::-1],
        "month": month,
        "stays": stays,
        "total": sum(stay.nights for stay in stays),
        "title": _("Nachten in %s") % date_format(month, "F Y") if month else _("Nachten vrijgespeeld"),
    }
    return render(request, "housing/nights_page.html", context)


def _edit(request: Request, quota: HousingQuota | None, initial: dict[str, Any]) -> HttpResponse:
    request.access.require(Capability.QUOTA_WRITE, municipality=request.municipality)
    form = QuotaForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_quota(access=request.access, municipality=request.municipality, facts=form.facts(), quota=quota)
        except ValidationError as error:
            form.add_error("half", error.message_dict["half"])
        else:
            messages.success(request, _("De taakstelling is bewaard."))
            return HttpResponseRedirect(_page(request))
    title = _("Taakstelling toevoegen") if quota is None else _("Taakstelling %s") % half_in_words(quota)
    return _form_page(request, form, title=title, button=_("Bewaren"))


def _form_page(request: Request, form: Any, *, title: str, button: str) -> HttpResponse:
    context = {
        "municipality": request.municipality,
        "form": form,
        "title": title,
        "button": button,
        "back_url": _page(request),
    }
    return render(request, "housing/quota_form.html", context, status=UNPROCESSABLE if form.errors else 200)


def _page(request: Request) -> str:
    return reverse("housing:quota_page", args=[request.municipality.slug])


def _month(text: str) -> date | None:
    """`2026-11` out of the address; what is no month is not found."""
    if not text:
        return None
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Http404 from error
