"""What the small forms of a placement share: the door, the read log, show, check, do, and keep what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from housing.models import Placement
from housing.queries.placement_page import shown_placements
from housing.queries.placements import LOOKS, home_in_words
from housing.services.placements.locking import version_of
from thuisgevers.audit.services import log_read
from thuisgevers.audit.timeline import timeline
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.http import Request

UNPROCESSABLE, CONFLICT = 422, 409
form_page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, kw_only=True)
class ActionPage:
    """The words around a form. `states` are those in which it makes sense; elsewhere the page leads back."""

    title: str
    button: str
    done: str
    states: tuple[str, ...] = ()
    lead: str = ""
    icon: str = ""
    is_danger: bool = False
    anchor: str = ""
    template: str = "housing/placement_action.html"
    context: Mapping[str, Any] = field(default_factory=dict)


def one_placement(request: Request, pk: UUID) -> Placement:
    """The door: only placements of the municipality in the address, only for who may read them there."""
    request.access.require(Capability.PLACEMENT_READ, municipality=request.municipality)
    placement = request.access.get_or_404(shown_placements(request.access), pk=pk)
    placement.municipality = request.municipality
    return placement


def page_url(placement: Placement, anchor: str = "") -> str:
    url = reverse("housing:placement_detail", args=[placement.municipality.slug, placement.pk])
    return f"{url}#{anchor}" if anchor else url


def note_read(request: Request, purpose: str, household_ids: list[UUID]) -> None:
    log_read(
        access=request.access,
        purpose=purpose,
        object_type="housing.Household",
        object_ids=household_ids,
        municipality=request.municipality,
    )


def act(
    request: Request,
    placement: Placement,
    make_form: Callable[[Any], forms.Form],
    do: Callable[[Any], object],
    page: ActionPage,
) -> HttpResponse:
    """GET shows the form, POST does it. 422 with the errors, 409 with the fresh placement; nothing typed is lost."""
    if request.method != "POST":
        if page.states and placement.state not in page.states:
            messages.info(request, _("Dit kan nu niet: de plaatsing is “%s”.") % placement.get_state_display())
            return HttpResponseRedirect(page_url(placement))
        return show(request, placement, make_form(None), page)
    form = make_form(request.POST)
    if not form.is_valid():
        return show(request, placement, form, page, status=UNPROCESSABLE)
    try:
        with transaction.atomic():
            do(form)
    except ConflictError as conflict:
        fresh = one_placement(request, placement.pk)
        typed = request.POST.copy()
        typed["seen"] = version_of(fresh)
        form = make_form(typed)
        form.is_valid()
        return show(request, fresh, form, page, status=CONFLICT, conflict=conflict.message)
    except ValidationError as error:
        add_errors(form, error)
        return show(request, placement, form, page, status=UNPROCESSABLE)
    messages.success(request, page.done)
    return HttpResponseRedirect(page_url(placement, page.anchor))


def show(
    request: Request, placement: Placement, form: forms.Form, page: ActionPage, *, status: int = 200, conflict: str = ""
) -> HttpResponse:
    note_read(request, "placement_action", [placement.household_id])
    news = timeline(access=request.access, scope_id=placement.household_id, limit=3) if conflict else []
    context = {
        **shared(placement),
        "municipality": request.municipality,
        "form": form,
        "page": page,
        "conflict": conflict,
        "news": news,
        "back_url": page_url(placement, page.anchor),
        **page.context,
    }
    return render(request, page.template, context, status=status)


def shared(placement: Placement) -> dict[str, Any]:
    """What every page of a placement names."""
    tone, icon = LOOKS[placement.state]
    held = placement.property
    return {
        "placement": placement,
        "household": placement.household,
        "home": home_in_words(held.street, held.house_number, held.place, placement.unit.name),
        "tone": tone,
        "state_icon": icon,
    }


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """A refusal by a service, at its field where the form has it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
