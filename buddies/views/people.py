"""Buddies for who looks after them: the list, one buddy, inviting, handing over before leaving."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from housing.enums import Language
from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.listing import tabs
from thuisgevers.common.phones import spoken_phone
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import OPEN_MATCH, BuddyState, BuddyTask, IntakeItem, Interest, MatchState, Moment, Reach
from ..forms.people import HandOverForm, InviteForm
from ..models import Buddy, BuddyMatch
from ..permissions.buddies import can_manage_buddy, viewable_buddies
from ..permissions.homes import buddyable_cards
from ..permissions.matches import viewable_matches
from ..queries.free_vog import advice_for
from ..queries.homes import candidates, title_of
from ..queries.people import TABS, buddies_of_tab, lines_of, tab_counts
from ..queries.words import BUDDY_LOOKS, MATCH_LOOKS, REACH_WORDS, labels_of
from ..services.applying import invite_buddy
from ..services.handing_over import hand_over_and_leave
from ..services.intake import open_initiatives
from .steps import BUDDY_STEPS

ON_A_PAGE = 25
UNPROCESSABLE, CONFLICT = 422, 409
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@gate(permission=Capability.BUDDY_READ)
def buddy_list(request: Request) -> HttpResponse:
    today = timezone.localdate()
    tab = request.GET.get("lijst", "")
    tab = tab if tab in TABS else "inzetbaar"
    counts = tab_counts(request.access, today)
    page = Paginator(buddies_of_tab(request.access, tab, today), ON_A_PAGE).get_page(request.GET.get("pagina"))
    lines = lines_of(list(page.object_list))
    log_read(
        access=request.access,
        purpose="buddy_list",
        object_type="buddies.Buddy",
        object_ids=[line.buddy.pk for line in lines],
        municipality=request.municipality,
    )
    context = {
        "municipality": request.municipality,
        "lines": lines,
        "page": page,
        "tab": tab,
        "tabs": tabs(request, TABS, tab, counts),
        "may_manage": request.access.holds(Capability.BUDDY_MANAGE),
        "today": today,
    }
    return render(request, "buddies/buddy_list.html", context)


@form_page
@gate(permission=Capability.BUDDY_MANAGE)
def buddy_invite(request: Request) -> HttpResponse:
    """By mail; the person fills in the rest."""
    places = open_initiatives(request.access)
    may_here = [(pk, name) for pk, name in places if _may_manage(request, pk)]
    form = InviteForm(request.POST if request.method == "POST" else None, initiatives=may_here)
    if request.method == "POST" and form.is_valid():
        try:
            invite_buddy(
                access=request.access,
                municipality=request.municipality,
                initiative_id=UUID(form.cleaned_data["initiative"]),
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("De uitnodiging is onderweg."))
            return redirect("buddies:buddy_list", gemeente=request.municipality.slug)
    context = {"municipality": request.municipality, "form": form, "has_places": bool(may_here)}
    return render(request, "buddies/buddy_invite.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
@gate(permission=Capability.BUDDY_READ)
def buddy_detail(request: Request, pk: UUID) -> HttpResponse:
    buddy = one_buddy(request, pk)
    today = timezone.localdate()
    homes = _titles(request)
    matches = [
        {
            "match": match,
            "title": homes.get(match.household_id, _("een huishouden")),
            "look": MATCH_LOOKS[MatchState(match.state)],
        }
        for match in viewable_matches(request.access).filter(buddy=buddy).order_by("-proposed_on", "id")[:20]
    ]
    context = {
        "municipality": request.municipality,
        "buddy": buddy,
        "phone": spoken_phone(buddy.phone),
        "look": BUDDY_LOOKS[BuddyState(buddy.state)],
        "has_vog": buddy.has_vog(today),
        "free_vog": None
        if buddy.has_vog(today)
        else advice_for(request.access, buddy.municipality, buddy.initiative_id),
        "today": today,
        "intake": [(item.label, _done_on(buddy, item)) for item in IntakeItem],
        "reach": REACH_WORDS[Reach(buddy.reach)],
        "languages": ", ".join(str(one) for one in _languages(buddy)),
        "moments": ", ".join(labels_of(Moment, buddy.moments)),
        "interests": ", ".join(labels_of(Interest, buddy.interests)),
        "tasks": ", ".join(labels_of(BuddyTask, buddy.tasks)),
        "matches": matches,
        "may_manage": can_manage_buddy(request.access, buddy),
        "steps": [(name, step) for name, step in BUDDY_STEPS.items() if step.offers(request.access, buddy)],
        "may_hand_over": can_manage_buddy(request.access, buddy)
        and buddy.state in (BuddyState.APPLIED, BuddyState.INTAKE, BuddyState.READY, BuddyState.PAUSED),
    }
    return render(request, "buddies/buddy_detail.html", context)


@form_page
@gate(permission=Capability.BUDDY_MANAGE)
def buddy_leave(request: Request, pk: UUID) -> HttpResponse:
    """Stopping, with for each household who takes over."""
    buddy = one_buddy(request, pk)
    if not can_manage_buddy(request.access, buddy):
        raise PermissionDenied
    held = list(BuddyMatch.objects.filter(buddy=buddy, state__in=OPEN_MATCH).order_by("proposed_on", "id"))
    titles = _titles(request)
    others = [
        (str(one.row.pk), one.row.name)
        for one in candidates(request.access, timezone.localdate()).values()
        if one.row.pk != buddy.pk and one.facts.is_available and one.facts.free
    ]
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        matches=[(str(match.pk), str(titles.get(match.household_id, _("dit huishouden")))) for match in held],
        others=others,
        initial={str(match.pk): str(match.backup_id) for match in held if match.backup_id},
    )
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                hand_over_and_leave(
                    access=request.access,
                    buddy=buddy,
                    to={
                        UUID(key): None if value == HandOverForm.NOBODY else UUID(value)
                        for key, value in form.cleaned_data.items()
                    },
                )
            except ConflictError as conflict:
                form.add_error(None, conflict.message)
                status = CONFLICT
            else:
                asked = any(value != HandOverForm.NOBODY for value in form.cleaned_data.values())
                messages.success(
                    request,
                    _("De buddy is gestopt. Wie het overneemt, heeft een voorstel gekregen.")
                    if asked
                    else _("De buddy is gestopt."),
                )
                return redirect("buddies:buddy_detail", gemeente=request.municipality.slug, pk=pk)
    context = {"municipality": request.municipality, "buddy": buddy, "form": form, "has_matches": bool(held)}
    return render(request, "buddies/buddy_leave.html", context, status=status)


def one_buddy(request: Request, pk: UUID) -> Buddy:
    """The door; reading one buddy is logged."""
    rows = viewable_buddies(request.access).select_related("municipality", "initiative", "vog_seen_by")
    buddy: Buddy = request.access.get_or_404(rows, pk=pk)
    log_read(
        access=request.access,
        purpose="buddy",
        object_type="buddies.Buddy",
        object_ids=[buddy.pk],
        municipality=buddy.municipality,
    )
    return buddy


def _titles(request: Request) -> dict[UUID, str]:
    return {card.household_scope_id: title_of(card) for card in buddyable_cards(request.access).order_by("id")}


def _done_on(buddy: Buddy, item: IntakeItem) -> date | None:
    held = buddy.intake.get(item.value)
    return date.fromisoformat(held["on"]) if held else None


def _languages(buddy: Buddy) -> list[str]:
    return labels_of(Language, buddy.languages)


def _may_manage(request: Request, initiative_id: UUID) -> bool:
    return request.access.may(Capability.BUDDY_MANAGE, municipality=request.municipality, scope_id=initiative_id)
