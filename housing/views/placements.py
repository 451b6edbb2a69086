"""The list of placements, one placement, and a new proposal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from housing.forms.placements import PlacementListForm, ProposeForm, clean_uuid
from housing.models import DwellingUnit, FollowOnHousing, Placement
from housing.permissions.households import viewable_households
from housing.permissions.placements import viewable_follow_ons
from housing.queries.placement_choices import home_choices, household_choices
from housing.queries.placement_page import (
    actions_for,
    follow_on_actions,
    next_step_of,
    nights_of,
    steps_of,
    tasks_of,
)
from housing.queries.placements import FOLLOW_ON_LOOKS, TABS, overdue_placements, placement_list
from housing.services.placements import propose_placement
from housing.services.placements.ending import can_undo_end
from housing.services.placements.moving_in import can_undo_move_in
from thuisgevers.audit.timeline import timeline
from thuisgevers.common.deadlines import Deadline
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from .placements_acting import UNPROCESSABLE, add_errors, form_page, note_read, one_placement, page_url, shared


@require_safe
@gate(permission=Capability.PLACEMENT_READ)
def placement_list_page(request: Request) -> HttpResponse:
    """Stays that should have ended stand on top, whatever the list below shows."""
    request.access.require(Capability.PLACEMENT_READ, municipality=request.municipality)
    filters = PlacementListForm(request.GET).filters()
    found = placement_list(request.access, filters)
    overdue = overdue_placements(request.access) if found.counts["voorbij"] and filters.tab != "voorbij" else []
    note_read(request, "placement_list", [row.household_id for row in (*overdue, *found.rows)])
    context = {
        "municipality": request.municipality,
        "list": found,
        "page": found.page,
        "filters": filters,
        "overdue": overdue,
        "overdue_total": found.counts["voorbij"],
        "tabs": [
            {"label": label, "url": f"?lijst={tab}", "current": tab == filters.tab, "count": found.counts[tab]}
            for tab, label in TABS.items()
        ],
        "may_write": request.access.may(Capability.PLACEMENT_WRITE, municipality=request.municipality),
    }
    return render(request, "housing/placement_list.html", context)


@require_safe
@gate(permission=Capability.PLACEMENT_READ)
def placement_detail(request: Request, pk: UUID) -> HttpResponse:
    placement = one_placement(request, pk)
    note_read(request, "placement_detail", [placement.household_id])
    case = viewable_follow_ons(request.access).select_related("owner").filter(placement=placement).first()
    actions = actions_for(
        request.access,
        placement,
        may_undo_move_in=can_undo_move_in(placement),
        may_undo_end=can_undo_end(placement),
    )
    context = {
        **shared(placement),
        "municipality": request.municipality,
        "steps": steps_of(placement),
        "next_step": next_step_of(placement, case),
        "actions": actions,
        "main_action": next((action for action in actions if action.is_main), None),
        "tasks": tasks_of(request.access, placement),
        "follow_on": case,
        "follow_on_look": FOLLOW_ON_LOOKS[case.state] if case is not None else None,
        "follow_on_actions": [] if case is None else follow_on_actions(request.access, placement, case),
        "end": Deadline(on=placement.expected_end_on, met_on=placement.ended_on),
        "nights": nights_of(placement),
        "may_write": request.access.may(Capability.PLACEMENT_WRITE, municipality=request.municipality),
        "timeline": timeline(access=request.access, scope_id=placement.household_id, limit=30),
    }
    return render(request, "housing/placement_detail.html", context)


@form_page
@gate(permission=Capability.PLACEMENT_WRITE)
def placement_propose(request: Request) -> HttpResponse:
    """A household and a home can come along in the address, as ids, from the matching or from their own pages."""
    request.access.require(Capability.PLACEMENT_WRITE, municipality=request.municipality)
    people, homes = household_choices(request.access), home_choices(request.access)
    if request.method != "POST":
        known = {"household": clean_uuid(request.GET.get("huishouden")), "unit": clean_uuid(request.GET.get("woning"))}
        form = ProposeForm(people=people, homes=homes, initial=known)
        return _propose_page(request, form)
    form = ProposeForm(request.POST, people=people, homes=homes)
    if form.is_valid():
        try:
            made = _propose(request, form)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("De woning is voorgesteld en blijft vrij tot het huishouden antwoordt."))
            return HttpResponseRedirect(page_url(made))
    return _propose_page(request, form, status=UNPROCESSABLE)


def _propose(request: Request, form: ProposeForm) -> Placement:
    asked = form.cleaned_data
    access = request.access
    household = access.get_or_404(viewable_households(access), pk=asked["household"])
    unit = access.get_or_404(access.rows(DwellingUnit.objects.all(), Capability.PLACEMENT_WRITE), pk=asked["unit"])
    with transaction.atomic():
        made = propose_placement(
            access=access,
            household=household,
            unit=unit,
            move_in_on=asked["move_in_on"],
            expected_end_on=asked["expected_end_on"],
            reason=asked["reason"],
        )
    made.municipality = request.municipality
    return made


def _propose_page(request: Request, form: ProposeForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "municipality": request.municipality,
        "form": form,
        "back_url": reverse("housing:placement_list", args=[request.municipality.slug]),
        "free_url": reverse("housing:placement_free", args=[request.municipality.slug]),
    }
    return render(request, "housing/placement_propose.html", context, status=status)


def follow_on_of(request: Request, placement: Placement) -> FollowOnHousing:
    """The door of the follow-on pages."""
    rows = viewable_follow_ons(request.access).select_related("owner")
    return request.access.get_or_404(rows, placement=placement)
