"""The acts of a placement: each on its own address, each works without script."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import PlacementState
from housing.forms.placements import AnswerForm, ConfirmForm, EndForm, MoveInForm, PeriodForm, ReasonForm
from housing.models import Placement
from housing.queries.placement_people import handlers
from housing.services.placements import (
    cancel_placement,
    change_period,
    confirm_placement,
    end_placement,
    move_in,
    record_answer,
    retract_placement,
    undo_end,
    undo_move_in,
)
from housing.services.placements.locking import version_of
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from .placements_acting import ActionPage, act, form_page, one_placement

may_place = gate(permission=Capability.PLACEMENT_WRITE)


@form_page
@may_place
def placement_answer(request: Request, pk: UUID) -> HttpResponse:
    placement = one_placement(request, pk)
    page = ActionPage(
        title=_("Wat zei het huishouden?"),
        lead=_("Het antwoord is van hen. Leg vast wie het vroeg, wanneer en in welke taal."),
        icon="message-circle",
        button=_("Antwoord vastleggen"),
        done=_("Het antwoord is vastgelegd. Tot de bevestiging kunt u het nog wijzigen."),
        states=(PlacementState.PROPOSED,),
    )
    initial = {
        "seen": version_of(placement),
        "answer": placement.answer,
        "asked_on": placement.asked_on or timezone.localdate(),
        "asked_in": placement.asked_in,
        "interpreter": placement.interpreter,
    }
    return act(
        request,
        placement,
        lambda data: AnswerForm(data, initial=initial),
        lambda form: record_answer(access=request.access, placement=placement, **form.values()),
        page,
    )


@form_page
@may_place
def placement_confirm(request: Request, pk: UUID) -> HttpResponse:
    placement = one_placement(request, pk)
    page = ActionPage(
        title=_("Deze plaatsing bevestigen?"),
        lead=_(
            "Het initiatief ziet daarna de voornamen. Er komen taken voor de sleutels en voor het vastleggen van de staat"
            " van de woning."
        ),
        icon="calendar-event",
        button=_("Plaatsing bevestigen"),
        done=_("De plaatsing is bevestigd. Annuleren kan nog tot de verhuizing."),
        states=(PlacementState.PROPOSED,),
    )
    return act(
        request,
        placement,
        lambda data: ConfirmForm(data, initial={"seen": version_of(placement)}),
        lambda form: confirm_placement(access=request.access, placement=placement, **form.values()),
        page,
    )


@form_page
@may_place
def placement_retract(request: Request, pk: UUID) -> HttpResponse:
    page = ActionPage(
        title=_("Dit voorstel intrekken?"),
        lead=_("De woning komt weer vrij. Het huishouden blijft op uw lijst staan."),
        icon="x",
        button=_("Voorstel intrekken"),
        done=_("Het voorstel is ingetrokken. Een nieuw voorstel doen kan altijd."),
        states=(PlacementState.PROPOSED,),
        is_danger=True,
    )
    return _reason(request, one_placement(request, pk), page, retract_placement)


@form_page
@may_place
def placement_cancel(request: Request, pk: UUID) -> HttpResponse:
    page = ActionPage(
        title=_("Deze plaatsing annuleren?"),
        lead=_("De verhuizing gaat niet door en de taken vervallen. Vertel het ook het huishouden en het initiatief."),
        icon="x",
        button=_("Plaatsing annuleren"),
        done=_("De plaatsing is geannuleerd. De woning is weer vrij."),
        states=(PlacementState.PLANNED,),
        is_danger=True,
    )
    return _reason(request, one_placement(request, pk), page, cancel_placement)


@form_page
@may_place
def placement_period(request: Request, pk: UUID) -> HttpResponse:
    placement = one_placement(request, pk)
    has_moved = placement.state == PlacementState.ACTIVE
    page = ActionPage(
        title=_("Tot wanneer kan het huishouden blijven?") if has_moved else _("Welke datums worden het?"),
        icon="calendar-time",
        button=_("Datums bewaren"),
        done=_("De datums zijn gewijzigd. U kunt ze op dezelfde manier weer terugzetten."),
        states=(PlacementState.PROPOSED, PlacementState.PLANNED, PlacementState.ACTIVE),
    )
    initial = {
        "seen": version_of(placement),
        "move_in_on": placement.move_in_on,
        "expected_end_on": placement.expected_end_on,
    }
    return act(
        request,
        placement,
        lambda data: PeriodForm(data, has_moved=has_moved, initial=initial),
        lambda form: change_period(access=request.access, placement=placement, **form.values()),
        page,
    )


@form_page
@may_place
def placement_move_in(request: Request, pk: UUID) -> HttpResponse:
    placement = one_placement(request, pk)
    people = handlers(request.municipality)
    page = ActionPage(
        title=_("Is het huishouden verhuisd?"),
        lead=_("Vanaf deze dag telt het verblijf. Binnen vijf dagen volgt de inschrijving in de BRP."),
        icon="home-check",
        button=_("Verhuizing vastleggen"),
        done=_("De verhuizing is vastgelegd. Een week lang kunt u dit terugdraaien."),
        states=(PlacementState.PLANNED,),
    )
    initial = {"seen": version_of(placement), "moved_in_on": min(placement.move_in_on, timezone.localdate())}
    return act(
        request,
        placement,
        lambda data: MoveInForm(data, people=people, me=request.user, initial=initial),
        lambda form: move_in(access=request.access, placement=placement, **form.values()),
        page,
    )


@form_page
@may_place
def placement_undo_move_in(request: Request, pk: UUID) -> HttpResponse:
    page = ActionPage(
        title=_("De verhuizing terugdraaien?"),
        lead=_("De plaatsing wordt weer “gepland”. Gebruik dit alleen als de verhuizing verkeerd is ingevoerd."),
        icon="arrow-back-up",
        button=_("Terugdraaien"),
        done=_("De verhuizing is teruggedraaid."),
        states=(PlacementState.ACTIVE,),
    )
    return _reason(request, one_placement(request, pk), page, undo_move_in)


@form_page
@may_place
def placement_end(request: Request, pk: UUID) -> HttpResponse:
    placement = one_placement(request, pk)
    page = ActionPage(
        title=_("Hoe eindigde dit verblijf?"),
        lead=_("Zo weet iedereen waar mensen heen gingen, en komt de woning vrij voor een volgend huishouden."),
        icon="home-move",
        button=_("Plaatsing beëindigen"),
        done=_("De plaatsing is beëindigd. Een week lang kunt u dit terugdraaien."),
        states=(PlacementState.ACTIVE,),
    )
    initial = {"seen": version_of(placement), "ended_on": timezone.localdate()}
    return act(
        request,
        placement,
        lambda data: EndForm(data, initial=initial),
        lambda form: end_placement(access=request.access, placement=placement, **form.values()),
        page,
    )


@form_page
@may_place
def placement_undo_end(request: Request, pk: UUID) -> HttpResponse:
    page = ActionPage(
        title=_("Het einde terugdraaien?"),
        lead=_("Het huishouden woont hier dan weer. Dat kan alleen zolang de woning niet aan anderen is gegeven."),
        icon="arrow-back-up",
        button=_("Terugdraaien"),
        done=_("Het einde is teruggedraaid. Kies zo nodig een nieuw verwacht einde."),
        states=(PlacementState.ENDED,),
    )
    return _reason(request, one_placement(request, pk), page, undo_end)


def _reason(request: Request, placement: Placement, page: ActionPage, service: Any) -> HttpResponse:
    """A form with nothing but a reason."""
    return act(
        request,
        placement,
        lambda data: ReasonForm(data, initial={"seen": version_of(placement)}),
        lambda form: service(access=request.access, placement=placement, **form.values()),
        page,
    )
