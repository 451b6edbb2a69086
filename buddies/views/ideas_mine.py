"""On a buddy's phone: what to do together, and where to go. Nothing of it is about a person."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.models import Municipality

from ..queries.ideas import (
    Chip,
    address,
    by_kind,
    guide_in,
    idea_chips,
    ideas_in,
    kind_chips,
    places_of_mine,
    running_in,
    wanted_ideas,
)
from .mine import OWN


@require_safe
@gate(account=OWN)
def my_ideas(request: Request) -> HttpResponse:
    """The ideas of the municipality where one's households live, with filters; from each one press leads to logging it."""
    places = places_of_mine(request.access)
    here = _chosen(request, places)
    wanted = wanted_ideas(request.GET)
    slug = here.slug if here and len(places) > 1 else ""
    ideas = ideas_in(request.access, here) if here else []
    matches = running_in(request.access, here) if here else []
    context = {
        "here": here,
        "places": _place_chips(places, here),
        "chips": idea_chips(wanted, slug),
        "ideas": [one for one in ideas if one.fits(wanted)],
        "wanted": wanted,
        "clear_url": address({"plaats": slug} if slug else {}),
        # With several households the form asks with whom.
        "log_url": reverse("buddies:contact_add", args=[matches[0].pk])
        if len(matches) == 1
        else reverse("buddies:log_shell"),
    }
    return render(request, "buddies/ideas_mine.html", context)


@require_safe
@gate(account=OWN)
def my_guide(request: Request) -> HttpResponse:
    """Places to go, by kind."""
    places = places_of_mine(request.access)
    here = _chosen(request, places)
    found = guide_in(request.access, here) if here else []
    kind = request.GET.get("soort", "")
    chips = kind_chips(found, kind, here.slug if here and len(places) > 1 else "")
    is_one_kind = any(chip.is_on for chip in chips)
    context = {
        "here": here,
        "places": _place_chips(places, here),
        "chips": chips,
        "kinds": by_kind(one for one in found if not is_one_kind or one.kind == kind),
    }
    return render(request, "buddies/guide_mine.html", context)


def _chosen(request: Request, places: list[Municipality]) -> Municipality | None:
    wanted = request.GET.get("plaats", "")
    return next((place for place in places if place.slug == wanted), places[0] if places else None)


def _place_chips(places: list[Municipality], here: Municipality | None) -> list[Chip]:
    """Only for who is a buddy in several municipalities."""
    return [Chip(one.name, address({"plaats": one.slug}), one == here) for one in places] if len(places) > 1 else []
