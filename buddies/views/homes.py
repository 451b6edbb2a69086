"""Households that look for a buddy: what they want, who fits and why, proposing; and a plan for all of them at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import OPEN_MATCH, BuddyTask, Interest, Moment, WishesAnswer
from ..forms.matches import ProposeForm, WishForm
from ..matching.judging import buddies_for, judge
from ..permissions.homes import buddyable_cards
from ..permissions.matches import viewable_matches
from ..queries.homes import Candidate, Home, candidates, home_facts, homes_of, vog_tasks
from ..queries.plans import plan_for
from ..queries.warnings import warnings_around
from ..queries.words import labels_of, reasons_of, why_nots_of
from ..services.proposing import propose_match
from ..services.wishes import keep_wishes

UNPROCESSABLE, CONFLICT = 422, 409
MOST_SHOWN = 60
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@gate(permission=Capability.BUDDY_MANAGE)
def home_detail(request: Request, pk: UUID) -> HttpResponse:
    """One household, by its card: wishes, running matches, and every buddy with reasons or why not."""
    home = _home(request, pk)
    held = candidates(request.access, timezone.localdate())
    facts = home_facts(request.access, [home])[0]
    choices = buddies_for(facts, [one.facts for one in held.values()], vog_tasks(request.municipality.pk))
    _read(request, [choice.buddy.id for choice in choices[:MOST_SHOWN]])
    matches = list(
        viewable_matches(request.access)
        .filter(household_id=home.card.household_scope_id, state__in=OPEN_MATCH)
        .select_related("buddy")
        .order_by("place", "id")
    )
    context = {
        "municipality": request.municipality,
        "home": home,
        "wish": home.wish,
        "wish_lines": _wish_lines(home),
        "matches": matches,
        "warnings": warnings_around(request.access, home.card.household_scope_id),
        "is_full": len(matches) > 1,
        "wants_nobody": home.wish is not None and home.wish.answer == WishesAnswer.NO,
        "fits": [
            {
                "buddy": held[one.buddy.id].row,
                "reasons": reasons_of(one.verdict),
                "rank": one.rank,
                "score": one.verdict.score,
            }
            for one in choices
            if one.rank
        ][:MOST_SHOWN],
        "others": [
            {"buddy": held[one.buddy.id].row, "why_not": why_nots_of(one.verdict.limits)}
            for one in choices
            if not one.rank
        ][:MOST_SHOWN],
    }
    return render(request, "buddies/home_detail.html", context)


@form_page
@gate(permission=Capability.BUDDY_MANAGE)
def home_wishes(request: Request, pk: UUID) -> HttpResponse:
    """What the household said it wants."""
    home = _home(request, pk)
    names = [
        "answer",
        "tasks",
        "moments",
        "interests",
        "languages",
        "language_is_needed",
        "own_words",
        "asked_on",
        "asked_in",
        "interpreter",
    ]
    initial = {} if home.wish is None else {name: getattr(home.wish, name) for name in names}
    form = WishForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        keep_wishes(access=request.access, card=home.card, facts=form.cleaned_data)
        later = form.cleaned_data["answer"] == WishesAnswer.LATER
        messages.success(
            request,
            _("De wensen zijn bewaard. Over vier weken staat dit huishouden weer op de lijst.")
            if later
            else _("De wensen zijn bewaard."),
        )
        return redirect("buddies:home_detail", gemeente=request.municipality.slug, pk=pk)
    context = {"municipality": request.municipality, "home": home, "form": form}
    return render(request, "buddies/home_wishes.html", context, status=UNPROCESSABLE if form.errors else 200)


@form_page
@gate(permission=Capability.BUDDY_MANAGE)
def home_propose(request: Request, pk: UUID, buddy_pk: UUID) -> HttpResponse:
    """Ask this buddy for this household."""
    home = _home(request, pk)
    held = candidates(request.access, timezone.localdate())
    chosen = held.get(buddy_pk)
    if chosen is None:
        raise Http404
    form = ProposeForm(
        request.POST if request.method == "POST" else None,
        others=[(str(key), one.row.name) for key, one in held.items() if key != buddy_pk and one.facts.is_available],
        initial={"tasks": _tasks_of(home, chosen)},
    )
    status, conflict = 200, ""
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                backup = form.cleaned_data["backup"]
                match = propose_match(
                    access=request.access,
                    buddy=chosen.row,
                    card=home.card,
                    tasks=form.cleaned_data["tasks"],
                    why=form.cleaned_data["why"],
                    backup=held[UUID(backup)].row if backup else None,
                )
            except ConflictError as error:
                conflict, status = error.message, CONFLICT
            else:
                messages.success(request, _("Het voorstel is verstuurd. De buddy heeft een week om te antwoorden."))
                return redirect("buddies:match_detail", gemeente=request.municipality.slug, pk=match.pk)
    _read(request, [buddy_pk])
    facts = home_facts(request.access, [home])[0]
    verdict = judge(facts, chosen.facts, vog_tasks(request.municipality.pk))
    context = {
        "municipality": request.municipality,
        "home": home,
        "buddy": chosen.row,
        "form": form,
        "conflict": conflict,
        "reasons": reasons_of(verdict),
        "why_not": why_nots_of(verdict.limits),
    }
    return render(request, "buddies/home_propose.html", context, status=status)


@require_safe
@gate(permission=Capability.BUDDY_MANAGE)
def plan(request: Request) -> HttpResponse:
    """For every household without a buddy at once: the best plan there is, as proposals to look at. Nothing is sent."""
    found = plan_for(request.access, request.municipality, timezone.localdate())
    _read(request, [pair.buddy.pk for pair in found.pairs])
    return render(request, "buddies/plan.html", {"municipality": request.municipality, "found": found})


def _home(request: Request, pk: UUID) -> Home:
    """The door; reading a card is logged."""
    card = request.access.get_or_404(buddyable_cards(request.access).select_related("municipality"), pk=pk)
    log_read(
        access=request.access,
        purpose="buddy_matching",
        object_type="housing.HouseholdCard",
        object_ids=[card.pk],
        municipality=card.municipality,
    )
    return homes_of(request.access, [card])[0]


def _read(request: Request, buddies: list[UUID]) -> None:
    log_read(
        access=request.access,
        purpose="buddy_matching",
        object_type="buddies.Buddy",
        object_ids=buddies,
        municipality=request.municipality,
    )


def _tasks_of(home: Home, chosen: Candidate) -> list[str]:
    wanted = set(() if home.wish is None else home.wish.tasks)
    return [task for task in BuddyTask.values if task in wanted and task in chosen.facts.tasks]


def _wish_lines(home: Home) -> list[tuple[str, str]]:
    wish = home.wish
    if wish is None:
        return []
    lines: list[tuple[str, Any]] = [
        (_("Hulp bij"), labels_of(BuddyTask, wish.tasks)),
        (_("Wanneer"), labels_of(Moment, wish.moments)),
        (_("Doen graag"), labels_of(Interest, wish.interests)),
    ]
    return [(str(label), ", ".join(words)) for label, words in lines if words]
