"""`/landelijk/sessies/`: the national coordinators plan sessions, see who comes, and publish what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..forms.sessions import CancelSessionForm, EditSessionForm, PlanSessionForm, ReportForm
from ..models import InspirationSession
from ..permissions.sessions import viewable_sessions
from ..queries.sessions import attendance_of, managed_sessions, video_of
from ..services.sessions.planning import (
    cancel_sessions,
    edit_session,
    note_attendance,
    plan_sessions,
    publish_report,
    version_of,
)

ON_A_PAGE = 25
UNPROCESSABLE, CONFLICT = 422, 409
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@gate(permission=Capability.SESSION_MANAGE)
def session_desk(request: Request) -> HttpResponse:
    """What is coming, or with `?wanneer=voorbij` what was."""
    is_past = request.GET.get("wanneer") == "voorbij"
    rows = managed_sessions(request.access)
    now = timezone.now()
    if is_past:
        rows = rows.filter(ends_at__lte=now).order_by("-starts_at", "-id")
    else:
        rows = rows.filter(ends_at__gt=now).order_by("starts_at", "id")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "guidance/session_desk.html", {"page": page, "is_past": is_past})


@form_page
@gate(permission=Capability.SESSION_MANAGE)
def session_add(request: Request) -> HttpResponse:
    form = PlanSessionForm(request.POST if request.method == "POST" else None)
    made: list[InspirationSession] = []

    def do() -> None:
        until = form.cleaned_data["until"]
        made.extend(plan_sessions(access=request.access, facts=form.facts(), until=until))

    if request.method == "POST" and _attempt(form, do):
        words = ngettext("De sessie is gepland.", "De reeks van %(count)s sessies is gepland.", len(made))
        messages.success(request, words % {"count": len(made)})
        return redirect("guidance:session_manage", pk=made[0].pk)
    context = {"form": form, "title": _("Sessie plannen"), "button": _("Plan deze sessie")}
    return render(request, "guidance/session_form.html", context, status=_status(request))


@require_safe
@gate(permission=Capability.SESSION_MANAGE)
def session_manage(request: Request, pk: UUID) -> HttpResponse:
    """One session with the people who come: who reads it is written down."""
    session = _session(request, pk)
    people = attendance_of(request.access, session)
    log_read(
        access=request.access,
        purpose="session_attendance",
        object_type="guidance.SessionRegistration",
        object_ids=[row.pk for row in [*people.coming, *people.waiting]],
    )
    context = {
        "session": session,
        "people": people,
        "video": video_of(request.access, session),
        "has_begun": session.starts_at <= timezone.now(),
    }
    return render(request, "guidance/session_manage.html", context)


@form_page
@gate(permission=Capability.SESSION_MANAGE)
def session_edit(request: Request, pk: UUID) -> HttpResponse:
    session = _session(request, pk)
    video = video_of(request.access, session)
    form = EditSessionForm(request.POST if request.method == "POST" else None, session=session, video_url=video)
    conflict = ""

    def do() -> None:
        edit_session(
            access=request.access,
            session=session,
            facts=form.facts(),
            following=form.is_for_following,
            seen=form.cleaned_data["seen"],
        )

    try:
        if request.method == "POST" and _attempt(form, do):
            messages.success(
                request,
                _("De wijziging is bewaard. Wie zich aanmeldde, krijgt bericht als dag, tijd of plaats verandert."),
            )
            return redirect("guidance:session_manage", pk=pk)
    except ConflictError as error:
        conflict = error.message
        typed = request.POST.copy()
        typed["seen"] = version_of(_session(request, pk))
        form = EditSessionForm(typed, session=session, video_url=video)
        form.is_valid()
    context = {
        "form": form,
        "session": session,
        "conflict": conflict,
        "title": _("Sessie wijzigen"),
        "button": _("Bewaar de wijziging"),
    }
    return render(request, "guidance/session_form.html", context, status=CONFLICT if conflict else _status(request))


@form_page
@gate(permission=Capability.SESSION_MANAGE)
def session_cancel(request: Request, pk: UUID) -> HttpResponse:
    session = _session(request, pk)
    form = CancelSessionForm(request.POST if request.method == "POST" else None, session=session)

    def do() -> None:
        cancel_sessions(
            access=request.access,
            session=session,
            reason=form.cleaned_data["reason"],
            following=form.is_for_following,
        )

    if request.method == "POST" and _attempt(form, do):
        messages.success(request, _("De sessie is afgezegd. Iedereen die zich aanmeldde, krijgt bericht."))
        return redirect("guidance:session_manage", pk=pk)
    context = {
        "form": form,
        "session": session,
        "title": _("Sessie afzeggen"),
        "button": _("Zeg af en mail iedereen"),
        "is_danger": True,
    }
    return render(request, "guidance/session_form.html", context, status=_status(request))


@require_POST
@gate(permission=Capability.SESSION_MANAGE)
def session_attendance(request: Request, pk: UUID) -> HttpResponse:
    session = _session(request, pk)
    try:
        present = [UUID(value) for value in request.POST.getlist("present")]
    except ValueError:
        return HttpResponse(status=400)
    came = note_attendance(access=request.access, session=session, present=present)
    messages.success(request, _("Bewaard: %(came)s aanwezig.") % {"came": came})
    return redirect("guidance:session_manage", pk=pk)


@form_page
@gate(permission=Capability.SESSION_MANAGE)
def session_report(request: Request, pk: UUID) -> HttpResponse:
    session = _session(request, pk)
    now = {"notes": session.notes, "recording_url": session.recording_url, "agreed": bool(session.recording_url)}
    form = ReportForm(request.POST if request.method == "POST" else None, initial=now)

    def do() -> None:
        publish_report(
            access=request.access,
            session=session,
            notes=form.cleaned_data["notes"],
            recording_url=form.cleaned_data["recording_url"],
        )

    if request.method == "POST" and _attempt(form, do):
        messages.success(request, _("Het verslag staat op de website."))
        return redirect("guidance:session_manage", pk=pk)
    context = {"form": form, "session": session, "title": _("Verslag en opname"), "button": _("Zet op de website")}
    return render(request, "guidance/session_form.html", context, status=_status(request))


def _session(request: Request, pk: UUID) -> InspirationSession:
    return request.access.get_or_404(viewable_sessions(request.access), pk=pk)


def _attempt(form: forms.Form, do: Callable[[], Any]) -> bool:
    """What the service refuses stands at its field; a ConflictError goes on to the caller."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            do()
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            form.add_error(None, error)
            return False
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
        return False
    return True


def _status(request: Request) -> int:
    return UNPROCESSABLE if request.method == "POST" else 200
