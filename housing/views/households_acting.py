"""What the small forms of a household share: the door, the read log, show, check, do, and keep what was typed."""

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
from django.views.decorators.http import require_http_methods

from housing.models import Household
from housing.permissions.households import viewable_households
from housing.queries.households import LOOKS, people_in_words
from housing.services.households import version_of
from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.http import Request

UNPROCESSABLE, CONFLICT = 422, 409
form_page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, kw_only=True)
class ActionPage:
    """The words around a form. `purpose` is what the read log says."""

    title: str
    button: str
    done: str
    purpose: str
    lead: str = ""
    icon: str = ""
    is_danger: bool = False
    anchor: str = ""
    template: str = "housing/household_action.html"
    context: Mapping[str, Any] = field(default_factory=dict)


def one_household(request: Request, pk: UUID) -> Household:
    """The door: only households of the municipality in the address, only for who may read them there."""
    request.access.require(Capability.HOUSEHOLD_READ, municipality=request.municipality)
    rows = viewable_households(request.access).select_related("handler", "merged_into", "split_from")
    household = request.access.get_or_404(rows, pk=pk)
    household.municipality = request.municipality
    return household


def page_url(household: Household, anchor: str = "") -> str:
    url = reverse("housing:household_detail", args=[household.municipality.slug, household.pk])
    return f"{url}#{anchor}" if anchor else url


def note_read(request: Request, household: Household, purpose: str) -> None:
    log_read(
        access=request.access,
        purpose=purpose,
        object_type="housing.Household",
        object_ids=[household.pk],
        municipality=request.municipality,
    )


def act(
    request: Request,
    household: Household,
    make_form: Callable[[Any], forms.Form],
    do: Callable[[Any], object],
    page: ActionPage,
    *,
    target: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """GET shows the form, POST does it. 422 with the errors, 409 with the fresh version; nothing typed is lost. `target`
    makes the address to go to out of what `do` returned."""
    if request.method != "POST":
        return show(request, household, make_form(None), page)
    form = make_form(request.POST)
    if not form.is_valid():
        return show(request, household, form, page, status=UNPROCESSABLE)
    try:
        with transaction.atomic():
            made = do(form)
    except ConflictError as conflict:
        typed = request.POST.copy()
        fresh = one_household(request, household.pk)
        typed["seen"] = version_of(fresh)
        form = make_form(typed)
        form.is_valid()
        return show(request, fresh, form, page, status=CONFLICT, conflict=conflict.message)
    except ValidationError as error:
        add_errors(form, error)
        return show(request, household, form, page, status=UNPROCESSABLE)
    messages.success(request, page.done)
    return HttpResponseRedirect(target(made) if target else page_url(household, page.anchor))


def show(
    request: Request,
    household: Household,
    form: forms.Form,
    page: ActionPage,
    *,
    status: int = 200,
    conflict: str = "",
) -> HttpResponse:
    note_read(request, household, page.purpose)
    tone, icon = LOOKS[household.state]
    context = {
        "household": household,
        "municipality": request.municipality,
        "form": form,
        "page": page,
        "tone": tone,
        "icon": icon,
        "summary": people_in_words(household.size, household.children),
        "conflict": conflict,
        "back_url": page_url(household, page.anchor),
        **page.context,
    }
    return render(request, page.template, context, status=status)


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """A refusal by a service, at its field where the form has it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
