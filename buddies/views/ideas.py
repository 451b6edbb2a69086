"""At the desk of who guides buddies: the ideas and the guide of the municipality."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from housing.forms.properties import PlainForm
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..forms.ideas import IdeaForm, PlaceForm, initial_of_idea, initial_of_place
from ..models import ActivityIdea, LocalPlace
from ..permissions.ideas import kept_ideas, kept_places
from ..queries.ideas import by_kind, idea_of, kept_guide_in, kept_ideas_in
from ..queries.national_ideas import national_ideas
from ..services.ideas import hide_idea, hide_national, hide_place, save_idea, save_place

UNPROCESSABLE = 422
form_page = require_http_methods(["GET", "HEAD", "POST"])
keeper = gate(permission=Capability.BUDDY_MANAGE)


@require_safe
@keeper
def idea_list(request: Request) -> HttpResponse:
    place = request.municipality
    context = {"municipality": place, "kept": kept_ideas_in(request.access, place)}
    return render(request, "buddies/idea_list.html", context)


@form_page
@keeper
def idea_add(request: Request) -> HttpResponse:
    """A new idea; `?van=` begins with a national one, and takes its place."""
    key = request.GET.get("van", "")
    national = national_ideas().get(key)
    if key and national is None:
        raise Http404
    initial = initial_of_idea(idea_of(national)) if national else None
    return _idea_form(request, initial=initial, key=key)


@form_page
@keeper
def idea_edit(request: Request, pk: UUID) -> HttpResponse:
    idea = request.access.get_or_404(kept_ideas(request.access).select_related("municipality"), pk=pk)
    return _idea_form(request, initial=initial_of_idea(idea_of(idea)), idea=idea)


@require_POST
@keeper
def idea_hide(request: Request, pk: UUID) -> HttpResponse:
    """`act=toon` brings it back."""
    idea = request.access.get_or_404(kept_ideas(request.access).select_related("municipality"), pk=pk)
    is_hidden = request.POST.get("act") != "toon"
    hide_idea(access=request.access, idea=idea, is_hidden=is_hidden)
    return _hidden(request, "idea_list", is_hidden=is_hidden)


@require_POST
@keeper
def national_idea(request: Request, key: str) -> HttpResponse:
    """Hide a national idea here, or show it again."""
    if key not in national_ideas():
        raise Http404
    is_hidden = request.POST.get("act") != "toon"
    hide_national(access=request.access, municipality=request.municipality, key=key, is_hidden=is_hidden)
    return _hidden(request, "idea_list", is_hidden=is_hidden)


@require_safe
@keeper
def place_list(request: Request) -> HttpResponse:
    place = request.municipality
    shown, hidden = kept_guide_in(request.access, place)
    context = {"municipality": place, "kinds": by_kind(shown), "hidden": hidden}
    return render(request, "buddies/place_list.html", context)


@form_page
@keeper
def place_add(request: Request) -> HttpResponse:
    return _place_form(request)


@form_page
@keeper
def place_edit(request: Request, pk: UUID) -> HttpResponse:
    place = request.access.get_or_404(kept_places(request.access).select_related("municipality"), pk=pk)
    return _place_form(request, place=place)


@require_POST
@keeper
def place_hide(request: Request, pk: UUID) -> HttpResponse:
    place = request.access.get_or_404(kept_places(request.access).select_related("municipality"), pk=pk)
    is_hidden = request.POST.get("act") != "toon"
    hide_place(access=request.access, place=place, is_hidden=is_hidden)
    return _hidden(request, "place_list", is_hidden=is_hidden)


def _hidden(request: Request, name: str, *, is_hidden: bool) -> HttpResponse:
    said = _("Verborgen. Onderaan zet u het in één keer terug.") if is_hidden else _("Staat er weer.")
    messages.success(request, said)
    return redirect(f"buddies:{name}", gemeente=request.municipality.slug)


def _idea_form(
    request: Request, *, initial: dict[str, Any] | None, idea: ActivityIdea | None = None, key: str = ""
) -> HttpResponse:
    form = IdeaForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            save_idea(
                access=request.access,
                municipality=request.municipality,
                facts=form.facts(),
                idea=idea,
                national_key=key,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Bewaard. De buddy’s zien dit idee nu zo."))
            return redirect("buddies:idea_list", gemeente=request.municipality.slug)
    heading = _("Idee wijzigen") if idea else _("Aanpassen voor onze gemeente") if key else _("Nieuw idee")
    return _form(request, form, heading=heading, back="idea_list")


def _place_form(request: Request, *, place: LocalPlace | None = None) -> HttpResponse:
    initial = initial_of_place(place) if place else None
    form = PlaceForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            save_place(access=request.access, municipality=request.municipality, facts=form.facts(), place=place)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Bewaard. Buddy’s en bewoners zien deze plek nu zo."))
            return redirect("buddies:place_list", gemeente=request.municipality.slug)
    return _form(request, form, heading=_("Plek wijzigen") if place else _("Nieuwe plek"), back="place_list")


def _form(request: Request, form: PlainForm, *, heading: str, back: str) -> HttpResponse:
    context = {
        "municipality": request.municipality,
        "form": form,
        "heading": heading,
        "is_idea": back == "idea_list",
        "back_url": reverse(f"buddies:{back}", args=[request.municipality.slug]),
    }
    return render(request, "buddies/idea_form.html", context, status=UNPROCESSABLE if form.errors else 200)
