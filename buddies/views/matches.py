"""One match for who looks after it, and its steps."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from housing.enums import Language
from housing.models import HouseholdCard
from housing.needs import read_list
from thuisgevers.audit.services import log_read
from thuisgevers.common.templatetags.dutch import dutch_date
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import KEPT_MATCH, BuddyTask, MatchState
from ..models import BuddyMatch
from ..permissions.homes import buddyable_cards
from ..permissions.matches import can_manage_match, viewable_matches, viewable_moments
from ..queries.figures import contacts_by_week
from ..queries.homes import title_of
from ..queries.radar import LISTS
from ..queries.warnings import warnings_around
from ..queries.welcome import moods_for_coordinator
from ..queries.words import MATCH_LOOKS, labels_of
from ..services.proposing import adviser_is_missing, rules_of
from ..vog import forbidden_tasks, warned_tasks
from .people import one_buddy
from .steps import BUDDY_STEPS, MATCH_STEPS, step_page

MOMENTS_SHOWN = 25
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@gate(permission=Capability.BUDDY_READ)
def match_detail(request: Request, pk: UUID) -> HttpResponse:
    """The pair, both answers, what the buddy chose to share, and what to do next."""
    match = _one_match(request, pk)
    access, today = request.access, timezone.localdate()
    card = _card(request, match)
    moments = list(viewable_moments(access).filter(match=match).order_by("-happened_on", "-created_at")[:MOMENTS_SHOWN])
    log_read(
        access=access,
        purpose="contact_moments",
        object_type="buddies.ContactMoment",
        object_ids=[moment.pk for moment in moments],
        municipality=match.municipality,
    )
    has_vog, rules = match.buddy.has_vog(today), rules_of(match.municipality_id)
    steps = [(name, step) for name, step in MATCH_STEPS.items() if step.offers(access, match)]
    context = {
        "municipality": request.municipality,
        "match": match,
        "title": _("een huishouden") if card is None else title_of(card),
        "card": card,
        "names": ", ".join(read_list(card.first_names)) if card is not None and match.state in KEPT_MATCH else "",
        "look": MATCH_LOOKS[MatchState(match.state)],
        "tasks": ", ".join(labels_of(BuddyTask, match.tasks)),
        "asked_in": dict(Language.choices).get(match.asked_in, ""),
        "moments": moments,
        "weeks": contacts_by_week(match.pk) if match.contacts else [],
        "rungs": match.rungs.filter(is_passed=False, quiet_since=match.heard_on).order_by("rung"),
        "hidden": match.contacts - len(moments) if match.contacts <= MOMENTS_SHOWN else 0,
        "forbidden": [task.label for task in forbidden_tasks(match.tasks, rules, has_vog=has_vog)],
        "warned": [task.label for task in warned_tasks(match.tasks, rules, has_vog=has_vog)],
        "no_adviser": match.state in (MatchState.PROPOSED, MatchState.ACCEPTED) and adviser_is_missing(match),
        "steps": steps,
        "warnings": warnings_around(access, match.household_id),
        "kept": KEPT_MATCH,
        "home_left": _home_left(match),
        "may_manage": can_manage_match(access, match),
        "days_quiet": _days_quiet(match, today),
        "moods": moods_for_coordinator(access, match.household_id),
    }
    return render(request, "buddies/match_detail.html", context)


def _days_quiet(match: BuddyMatch, today: date) -> int | None:
    heard_on = match.last_contact_on or match.started_on
    return (today - heard_on).days if match.state == MatchState.ACTIVE and heard_on is not None else None


def _home_left(match: BuddyMatch) -> str:
    if match.home_left_on is None:
        return ""
    return _(
        "Zij verlieten de woning op %(day)s en wachten op een andere. Vraag beiden of zij samen verder willen. Leg daarna vast dat het "
        "koppel doorgaat, rond het af, of stel een andere buddy voor als zij ver weg gaan wonen."
    ) % {"day": dutch_date(match.home_left_on)}


@form_page
@gate(permission=Capability.BUDDY_MANAGE)
def match_step(request: Request, pk: UUID, name: str) -> HttpResponse:
    """A press in the list of what asks attention comes back to that list: forty pairs are done in one evening."""
    match = _one_match(request, pk)
    slug = request.municipality.slug
    back = reverse("buddies:match_detail", args=[slug, pk])
    pressed_in = request.POST.get("lijst", "")
    return step_page(
        request,
        match,
        MATCH_STEPS.get(name),
        title=match.buddy.name,
        back_url=back,
        done_url=f"{reverse('buddies:radar', args=[slug])}?lijst={pressed_in}" if pressed_in in LISTS else back,
        crumbs=[(_("Buddy’s"), reverse("buddies:radar", args=[slug])), (match.buddy.name, back)],
    )


@form_page
@gate(permission=Capability.BUDDY_MANAGE)
def buddy_step(request: Request, pk: UUID, name: str) -> HttpResponse:
    buddy = one_buddy(request, pk)
    slug = request.municipality.slug
    back = reverse("buddies:buddy_detail", args=[slug, pk])
    return step_page(
        request,
        buddy,
        BUDDY_STEPS.get(name),
        title=buddy.name,
        back_url=back,
        crumbs=[(_("Buddy’s"), reverse("buddies:radar", args=[slug])), (buddy.name, back)],
    )


def _one_match(request: Request, pk: UUID) -> BuddyMatch:
    """The door; reading a match is logged."""
    rows = viewable_matches(request.access).select_related("municipality", "buddy", "user", "backup", "asked_by")
    match: BuddyMatch = request.access.get_or_404(rows, pk=pk)
    log_read(
        access=request.access,
        purpose="buddy_match",
        object_type="buddies.BuddyMatch",
        object_ids=[match.pk],
        municipality=match.municipality,
    )
    return match


def _card(request: Request, match: BuddyMatch) -> HouseholdCard | None:
    rows = buddyable_cards(request.access).filter(household_scope_id=match.household_id)
    return rows.order_by("-move_in_on", "id").first()
