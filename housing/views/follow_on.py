"""The follow-on case of a stay: its steps, and who owns it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from housing.enums import PlacementState
from housing.forms.placements import FollowOnForm, OwnerForm
from housing.queries.placement_page import FOLLOW_ON_STEPS
from housing.queries.placement_people import handlers
from housing.services.follow_on import choose_owner, step_follow_on
from housing.states import FOLLOW_ON
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from .placements import follow_on_of
from .placements_acting import ActionPage, act, form_page, one_placement

TITLES: dict[str, Any] = {
    "search": ("Er wordt een vervolgwoning gezocht", "Zoeken vastleggen"),
    "offer": ("Er is een vervolgwoning aangeboden", "Aanbod vastleggen"),
    "refuse": ("Het aanbod gaat niet door", "Vastleggen"),
    "arrange": ("De vervolgwoning is geregeld", "Geregeld"),
    "reopen": ("Opnieuw een vervolgwoning zoeken", "Opnieuw zoeken"),
    "cancel": ("Een vervolgwoning is niet meer nodig", "Niet meer nodig"),
}


@form_page
@gate(permission=Capability.PLACEMENT_WRITE)
def follow_on_step(request: Request, pk: UUID, name: str) -> HttpResponse:
    """One step. Arranged stops the alarms; that the end has passed is told all the same."""
    if name not in FOLLOW_ON_STEPS:
        raise Http404
    placement = one_placement(request, pk)
    case = follow_on_of(request, placement)
    edge = FOLLOW_ON.edge(name)
    title, button = TITLES[name]
    page = ActionPage(
        title=_(title),
        button=_(button),
        icon="home-move",
        done=_("De stand van de vervolgwoning is bijgewerkt."),
        anchor="vervolg",
        states=(PlacementState.ACTIVE,),
    )

    def make_form(data: Any) -> FollowOnForm:
        return FollowOnForm(
            data,
            needs_reason=edge.reason_required,
            asks_when=name in ("offer", "arrange"),
            initial={"note": case.note, "available_from": case.available_from},
        )

    return act(
        request,
        placement,
        make_form,
        lambda form: step_follow_on(access=request.access, case=case, name=name, **form.cleaned_data),
        page,
    )


@form_page
@gate(permission=Capability.PLACEMENT_WRITE)
def follow_on_owner(request: Request, pk: UUID) -> HttpResponse:
    placement = one_placement(request, pk)
    case = follow_on_of(request, placement)
    people = handlers(request.municipality)
    page = ActionPage(
        title=_("Wie regelt de vervolgwoning?"),
        lead=_("Deze collega krijgt de signalen over het einde van het verblijf."),
        button=_("Kiezen"),
        icon="user-check",
        done=_("De vervolgwoning staat op een andere naam."),
        anchor="vervolg",
        states=(PlacementState.ACTIVE,),
    )
    known = str(case.owner.public_id) if case.owner in people else ""
    return act(
        request,
        placement,
        lambda data: OwnerForm(data, people=people, me=request.user, initial={"owner": known}),
        lambda form: choose_owner(access=request.access, case=case, owner=form.cleaned_data["owner"]),
        page,
    )
