"""What the small forms of a property share: the doors, the read log, show, check, do, and keep what was typed."""

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

from housing.models import Property
from housing.permissions.owners import owned_properties
from housing.queries.property_looks import LOOKS
from housing.queries.property_page import shown_properties, title_of
from housing.services.property_events import version_of
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
    purpose: str = "property_form"
    lead: str = ""
    icon: str = ""
    visible: str = ""
    is_internal: bool = False
    is_danger: bool = False
    anchor: str = ""
    template: str = "housing/property_action.html"
    context: Mapping[str, Any] = field(default_factory=dict)


def one_property(request: Request, pk: UUID) -> Property:
    """The door of the municipal pages: officials of the municipality, and the people of the property's initiative."""
    return request.access.get_or_404(shown_properties(request.access), pk=pk)


def my_property_of(request: Request, pk: UUID) -> Property:
    """The door of the owner's pages."""
    rows = owned_properties(request.access).select_related("organisation", "municipality")
    return request.access.get_or_404(rows, pk=pk)


def page_url(place: Property, *, is_owner: bool = False, anchor: str = "") -> str:
    if is_owner:
        url = reverse("housing:my_property", args=[place.pk])
    else:
        url = reverse("housing:property_detail", args=[place.municipality.slug, place.pk])
    return f"{url}#{anchor}" if anchor else url


def note_read(request: Request, place: Property, purpose: str) -> None:
    log_read(
        access=request.access,
        purpose=purpose,
        object_type="housing.Property",
        object_ids=[place.pk],
        municipality=place.municipality,
    )


def act(
    request: Request,
    place: Property,
    make_form: Callable[[Any], forms.Form],
    do: Callable[[Any], object],
    page: ActionPage,
    *,
    is_owner: bool = False,
) -> HttpResponse:
    """GET shows the form, POST does it. 422 with the errors, 409 with the fresh version; nothing typed is lost."""
    if request.method != "POST":
        return show(request, place, make_form(None), page, is_owner=is_owner)
    form = make_form(request.POST)
    if not form.is_valid():
        return show(request, place, form, page, is_owner=is_owner, status=UNPROCESSABLE)
    try:
        with transaction.atomic():
            do(form)
    except ConflictError as conflict:
        fresh = my_property_of(request, place.pk) if is_owner else one_property(request, place.pk)
        typed = request.POST.copy()
        typed["seen"] = version_of(fresh)
        again = make_form(typed)
        again.is_valid()
        return show(request, fresh, again, page, is_owner=is_owner, status=CONFLICT, conflict=conflict.message)
    except ValidationError as error:
        add_errors(form, error)
        return show(request, place, form, page, is_owner=is_owner, status=UNPROCESSABLE)
    messages.success(request, page.done)
    return HttpResponseRedirect(page_url(place, is_owner=is_owner, anchor=page.anchor))


def show(
    request: Request,
    place: Property,
    form: forms.Form,
    page: ActionPage,
    *,
    is_owner: bool = False,
    status: int = 200,
    conflict: str = "",
) -> HttpResponse:
    note_read(request, place, page.purpose)
    context = {
        "place": place,
        "title": title_of(place),
        "municipality": place.municipality,
        "form": form,
        "page": page,
        "look": LOOKS[place.state],
        "conflict": conflict,
        "back_url": page_url(place, is_owner=is_owner, anchor=page.anchor),
        "is_owner": is_owner,
        "is_official": request.access.may(Capability.PROPERTY_READ, municipality=place.municipality),
        **page.context,
    }
    return render(request, page.template, context, status=status)


def press(
    request: Request, place: Property, do: Callable[[], object], *, done: str, anchor: str = "", is_owner: bool = False
) -> HttpResponse:
    """A button without a form: what is refused is told on the page it came from."""
    try:
        with transaction.atomic():
            do()
    except ConflictError as conflict:
        messages.error(request, conflict.message)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(page_url(place, is_owner=is_owner, anchor=anchor))


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """A refusal by a service, at its field where the form has it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
