"""Appointments to look at a property: propose, take one, say no, call off, and the calendar file. Two sets of addresses, one
for officials and the initiative, one for the owner."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from housing.forms.viewings import CancelForm, DeclineForm, ViewingForm
from housing.models import Property, Viewing
from housing.permissions.viewings import side_of, viewable_viewings
from housing.services.viewing_calendar import calendar_of
from housing.services.viewings import accept_viewing, cancel_viewing, decline_viewings, propose_viewings
from housing.views.property_acting import ActionPage, act, form_page, my_property_of, note_read, one_property, press
from thuisgevers.common.templatetags.dutch import dutch_datetime
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

ANCHOR = "bezichtigingen"


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def viewing_propose(request: Request, pk: UUID) -> HttpResponse:
    return _propose(request, one_property(request, pk), is_owner=False)


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def my_viewing_propose(request: Request, pk: UUID) -> HttpResponse:
    return _propose(request, my_property_of(request, pk), is_owner=True)


@require_POST
@gate(permission=Capability.PROPERTY_WRITE)
def viewing_accept(request: Request, pk: UUID, viewing_pk: UUID) -> HttpResponse:
    return _accept(request, one_property(request, pk), viewing_pk, is_owner=False)


@require_POST
@gate(permission=Capability.PROPERTY_WRITE)
def my_viewing_accept(request: Request, pk: UUID, viewing_pk: UUID) -> HttpResponse:
    return _accept(request, my_property_of(request, pk), viewing_pk, is_owner=True)


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def viewing_decline(request: Request, pk: UUID, viewing_pk: UUID) -> HttpResponse:
    return _decline(request, one_property(request, pk), viewing_pk, is_owner=False)


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def my_viewing_decline(request: Request, pk: UUID, viewing_pk: UUID) -> HttpResponse:
    return _decline(request, my_property_of(request, pk), viewing_pk, is_owner=True)


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def viewing_cancel(request: Request, pk: UUID, viewing_pk: UUID) -> HttpResponse:
    return _cancel(request, one_property(request, pk), viewing_pk, is_owner=False)


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def my_viewing_cancel(request: Request, pk: UUID, viewing_pk: UUID) -> HttpResponse:
    return _cancel(request, my_property_of(request, pk), viewing_pk, is_owner=True)


@require_safe
@gate(permission=Capability.PROPERTY_READ)
def viewing_calendar(request: Request, pk: UUID, viewing_pk: UUID) -> HttpResponse:
    return _calendar(request, one_property(request, pk), viewing_pk)


@require_safe
@gate(permission=Capability.PROPERTY_READ)
def my_viewing_calendar(request: Request, pk: UUID, viewing_pk: UUID) -> HttpResponse:
    return _calendar(request, my_property_of(request, pk), viewing_pk)


def _propose(request: Request, place: Property, *, is_owner: bool) -> HttpResponse:
    if side_of(request.access, place) is None:
        raise PermissionDenied
    page = ActionPage(
        title=_("Bezichtiging voorstellen"),
        lead=_("Noem één of meer tijden. De ander kiest er een; u krijgt allebei een bericht met de afspraak."),
        icon="calendar-plus",
        visible=_("de gemeente, het initiatief en de eigenaar"),
        button=_("Voorstellen"),
        done=_("Het voorstel is verstuurd."),
        anchor=ANCHOR,
        template="housing/viewing_propose.html",
    )

    def do(form: Any) -> None:
        cleaned = form.cleaned_data
        propose_viewings(
            access=request.access,
            property=place,
            times=form.times(),
            minutes=cleaned["minutes"],
            note_text=cleaned["note"],
        )

    return act(request, place, ViewingForm, do, page, is_owner=is_owner)


def _accept(request: Request, place: Property, pk: UUID, *, is_owner: bool) -> HttpResponse:
    viewing = _one(request, place, pk)
    return press(
        request,
        place,
        lambda: accept_viewing(access=request.access, viewing=viewing),
        done=_("De bezichtiging is afgesproken. Iedereen krijgt een bericht met de afspraak voor de agenda."),
        anchor=ANCHOR,
        is_owner=is_owner,
    )


def _decline(request: Request, place: Property, pk: UUID, *, is_owner: bool) -> HttpResponse:
    viewing = _one(request, place, pk)
    page = ActionPage(
        title=_("Komt geen van de tijden uit?"),
        lead=_("Dan vervallen alle tijden van dit voorstel."),
        icon="calendar-x",
        button=_("Geen van deze tijden"),
        done=_("Uw antwoord is verstuurd."),
        anchor=ANCHOR,
    )

    def do(form: Any) -> None:
        decline_viewings(access=request.access, viewing=viewing, reason=form.cleaned_data["reason"])

    return act(request, place, DeclineForm, do, page, is_owner=is_owner)


def _cancel(request: Request, place: Property, pk: UUID, *, is_owner: bool) -> HttpResponse:
    viewing = _one(request, place, pk)
    page = ActionPage(
        title=_("Bezichtiging van %(when)s afzeggen?") % {"when": dutch_datetime(viewing.starts_at)},
        lead=_("Iedereen krijgt een bericht, en de afspraak verdwijnt uit de agenda’s."),
        icon="calendar-x",
        button=_("Afzeggen"),
        done=_("De bezichtiging is afgezegd."),
        anchor=ANCHOR,
        is_danger=True,
    )

    def do(form: Any) -> None:
        cancel_viewing(access=request.access, viewing=viewing, reason=form.cleaned_data["reason"])

    return act(request, place, CancelForm, do, page, is_owner=is_owner)


def _calendar(request: Request, place: Property, pk: UUID) -> HttpResponse:
    viewing = _one(request, place, pk)
    note_read(request, place, "viewing_calendar")
    return HttpResponse(
        calendar_of(viewing, place),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="bezichtiging.ics"'},
    )


def _one(request: Request, place: Property, pk: UUID) -> Viewing:
    viewing = request.access.get_or_404(viewable_viewings(request.access), pk=pk, property=place)
    viewing.property = place
    return viewing
