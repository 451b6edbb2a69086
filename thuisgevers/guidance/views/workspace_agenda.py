"""The agenda of a team, and the secret address under which one's own calendar follows it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability, LinkPurpose
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.notifications.services.messages import absolute_url

from ..forms.workspace import AppointmentForm
from ..models import Appointment
from ..permissions.workspace import can_work_appointment, viewable_appointments
from ..queries.workspace_agenda import agenda, feed_lines
from ..services.workspace.agenda import (
    cancel_appointment,
    change_appointment,
    plan_again,
    plan_appointment,
    renew_feed,
    stop_feed,
)
from ..services.workspace.feed import calendar_of_lines
from ..services.workspace.noting import version_of
from .sessions import ics
from .workspace_parts import form_answer, form_page, read, shell, workspace


@require_safe
@gate(permission=Capability.WORKSPACE_READ)
def workspace_agenda(request: Request, pk: UUID) -> HttpResponse:
    initiative = workspace(request, pk)
    read(request, initiative, "agenda")
    lines = agenda(request.access, [pk])
    context = {**shell(request, initiative, "agenda"), "lines": lines}
    return render(request, "guidance/workspace_agenda.html", context)


@form_page
@gate(permission=Capability.WORKSPACE_WRITE)
def workspace_appointment_add(request: Request, pk: UUID) -> HttpResponse:
    initiative = workspace(request, pk, to_work=True)
    form = AppointmentForm(request.POST if request.method == "POST" else None)
    url = _agenda_url(pk)
    return form_answer(
        request,
        initiative,
        form,
        lambda: plan_appointment(access=request.access, initiative=initiative, facts=form.facts()),
        title=_("Afspraak maken"),
        back_url=url,
        part=(_("Agenda"), url),
        done=_("De afspraak staat in de agenda van het team."),
    )


@form_page
@gate(permission=Capability.WORKSPACE_WRITE)
def appointment_edit(request: Request, pk: UUID) -> HttpResponse:
    appointment = _appointment(request, pk)
    starts_at = timezone.localtime(appointment.starts_at)
    form = AppointmentForm(
        request.POST if request.method == "POST" else None,
        initial={
            "title": appointment.title,
            "day": starts_at.date(),
            "hour": starts_at.time(),
            "until": timezone.localtime(appointment.ends_at).time(),
            "place": appointment.place,
            "text": appointment.text,
            "seen": version_of(appointment),
        },
    )
    url = _agenda_url(appointment.initiative_id)
    return form_answer(
        request,
        appointment.initiative,
        form,
        lambda: change_appointment(
            access=request.access,
            appointment=appointment,
            facts=form.facts(),
            seen=form.cleaned_data["seen"],
        ),
        title=_("Afspraak wijzigen"),
        back_url=url,
        part=(_("Agenda"), url),
        done=_("De afspraak is gewijzigd. Agenda’s die meekijken volgen vanzelf."),
    )


@require_POST
@gate(permission=Capability.WORKSPACE_WRITE)
def appointment_cancel(request: Request, pk: UUID) -> HttpResponse:
    return _turn(request, pk, cancel_appointment, _("De afspraak gaat niet door."))


@require_POST
@gate(permission=Capability.WORKSPACE_WRITE)
def appointment_plan_again(request: Request, pk: UUID) -> HttpResponse:
    return _turn(request, pk, plan_again, _("De afspraak gaat toch door."))


@form_page
@never_cache
@gate(permission=Capability.WORKSPACE_READ)
def agenda_follow(request: Request) -> HttpResponse:
    """One's own secret address: made or renewed by a button, shown once."""
    url = ""
    if request.method == "POST":
        if request.POST.get("act") == "stop":
            stop_feed(request.access)
            messages.success(request, _("Het geheime adres werkt niet meer."))
            return HttpResponseRedirect(reverse("guidance:agenda_follow"))
        url = absolute_url(reverse("guidance:agenda_feed", args=[renew_feed(request.access)]))
    return render(request, "guidance/workspace_follow.html", {"feed_url": url})


@require_safe
@never_cache
@gate(link=LinkPurpose.AGENDA)
def agenda_feed(request: Request, token: str) -> HttpResponse:
    """The link stands for its person and for nothing but reading the agenda. Who left a team no longer finds it here: what is shown is
    what the person may see now."""
    user = request.link.user
    if user is None or not user.is_active:
        return ics(calendar_of_lines([]), "agenda.ics")
    with acting(user_id=user.pk):
        access = Access.for_user(user, second_factor=False)
        lines = feed_lines(access)
        log_read(
            access=access,
            purpose="agenda_feed",
            object_type="initiatives.Initiative",
            object_ids=sorted(access.scope_ids(Capability.WORKSPACE_READ)),
            municipality=None,
        )
    return ics(calendar_of_lines(lines), "agenda.ics")


def _appointment(request: Request, pk: UUID) -> Appointment:
    rows = viewable_appointments(request.access).select_related("municipality", "initiative__municipality")
    appointment = request.access.get_or_404(rows, pk=pk)
    if not can_work_appointment(request.access, appointment):
        raise PermissionDenied
    return appointment


def _turn(request: Request, pk: UUID, act: Callable[..., object], done: str) -> HttpResponse:
    appointment = _appointment(request, pk)
    act(access=request.access, appointment=appointment)
    messages.success(request, done)
    return HttpResponseRedirect(_agenda_url(appointment.initiative_id))


def _agenda_url(pk: UUID) -> str:
    return reverse("guidance:workspace_agenda", args=[pk])
