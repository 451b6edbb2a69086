"""One's own registration: behind the mailed link without an account, below `/sessies/mijn/` for who is signed in. The same page, and
the only one with the link to the video meeting. Opening it changes nothing; a button does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.notifications.services.messages import absolute_url

from ..enums import RegistrationState
from ..forms.sessions import FeedbackForm, QuestionForm
from ..models import SessionRegistration
from ..permissions.sessions import own_registrations
from ..queries.sessions import my_registrations, video_of
from ..services.sessions.calendar import calendar_of
from ..services.sessions.registering import (
    ask_beforehand,
    confirm_registration,
    leave_session,
    tell_how_it_was,
)
from .sessions import ics

OWN = "shows only one's own registrations for sessions"
own_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@never_cache
@gate(account=OWN)
def my_sessions(request: Request) -> HttpResponse:
    rows = my_registrations(request.access)
    context = {
        "coming": [row for row in reversed(rows) if not row.session.is_over],
        "past": [row for row in rows if row.session.is_over],
    }
    return render(request, "guidance/session_mine.html", context)


@own_page
@never_cache
@gate(link=LinkPurpose.SESSION)
def registration_open(request: Request, token: str) -> HttpResponse:
    row = _own(request, request.link.object_id)
    here = reverse("guidance:registration_open", args=[token])
    return _answer(request, row, here, reverse("guidance:registration_calendar", args=[token]))


@require_safe
@never_cache
@gate(link=LinkPurpose.SESSION)
def registration_calendar(request: Request, token: str) -> HttpResponse:
    here = reverse("guidance:registration_open", args=[token])
    return _calendar(request, _own(request, request.link.object_id), here)


@own_page
@never_cache
@gate(account=OWN)
def my_registration(request: Request, pk: UUID) -> HttpResponse:
    row = _own(request, pk)
    here = reverse("guidance:my_registration", args=[pk])
    return _answer(request, row, here, reverse("guidance:my_registration_calendar", args=[pk]))


@require_safe
@never_cache
@gate(account=OWN)
def my_registration_calendar(request: Request, pk: UUID) -> HttpResponse:
    return _calendar(request, _own(request, pk), reverse("guidance:my_registration", args=[pk]))


def _own(request: Request, pk: UUID) -> SessionRegistration:
    return request.access.get_or_404(own_registrations(request.access).select_related("session"), pk=pk)


def _answer(request: Request, row: SessionRegistration, here: str, calendar_url: str) -> HttpResponse:
    if request.method != "POST":
        return _page(request, row, here, calendar_url)
    do = _PRESSES.get(request.POST.get("act", ""))
    if do is not None:
        return _press(request, row, here, do)
    if "question" in request.POST:
        question = QuestionForm(request.POST)
        if not question.is_valid():
            return _page(request, row, here, calendar_url, question=question, status=422)
        return _press(request, row, here, lambda r, one: _ask(r, one, question))
    if "score" in request.POST or request.POST.get("act") == "feedback":
        feedback = FeedbackForm(request.POST)
        if not feedback.is_valid():
            return _page(request, row, here, calendar_url, feedback=feedback, status=422)
        return _press(request, row, here, lambda r, one: _rate(r, one, feedback))
    raise Http404


def _press(
    request: Request, row: SessionRegistration, here: str, do: Callable[[Request, SessionRegistration], str]
) -> HttpResponse:
    try:
        messages.success(request, do(request, row))
    except ConflictError as conflict:
        messages.error(request, conflict.message)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return HttpResponseRedirect(here)


def _confirm(request: Request, row: SessionRegistration) -> str:
    fresh = confirm_registration(access=request.access, registration=row)
    if fresh.state == RegistrationState.WAITING:
        return _("De sessie is vol. U staat op de wachtlijst en hoort het meteen als er plaats is.")
    return _("U bent aangemeld. U krijgt een mail met alles wat u nodig hebt.")


def _leave(request: Request, row: SessionRegistration) -> str:
    leave_session(access=request.access, registration=row)
    return _("U bent afgemeld. Dank u wel: iemand anders kan nu uw plaats krijgen.")


def _ask(request: Request, row: SessionRegistration, form: QuestionForm) -> str:
    question = form.cleaned_data["question"]
    ask_beforehand(access=request.access, registration=row, question=question)
    return _("Uw vraag is bewaard.") if question else _("Uw vraag is weggehaald.")


def _rate(request: Request, row: SessionRegistration, form: FeedbackForm) -> str:
    tell_how_it_was(
        access=request.access,
        registration=row,
        score=int(form.cleaned_data["score"]),
        remarks=form.cleaned_data["remarks"],
    )
    return _("Dank u wel voor uw mening.")


_PRESSES: dict[str, Callable[[Request, SessionRegistration], str]] = {"confirm": _confirm, "leave": _leave}


def _page(
    request: Request,
    row: SessionRegistration,
    here: str,
    calendar_url: str,
    *,
    question: QuestionForm | None = None,
    feedback: FeedbackForm | None = None,
    status: int = 200,
) -> HttpResponse:
    _note(request, row, "session_registration")
    session = row.session
    context: dict[str, Any] = {
        "row": row,
        "session": session,
        "video": video_of(request.access, session) if session.is_open else "",
        "question": question or QuestionForm(initial={"question": row.question}),
        "feedback": feedback or FeedbackForm(initial={"score": row.score, "remarks": row.remarks}),
        "here": here,
        "calendar_url": calendar_url,
        "is_account": request.access.link is None,
    }
    return render(request, "guidance/session_registration.html", context, status=status)


def _calendar(request: Request, row: SessionRegistration, here: str) -> HttpResponse:
    """Without the name or address of the person: people hand such files on."""
    _note(request, row, "session_calendar")
    video = video_of(request.access, row.session) if row.holds_place else ""
    page = here if request.access.link is None else ""
    text = calendar_of(row.session, video=video, page=absolute_url(page) if page else "", turns=row.turns)
    return ics(text, "inspiratiesessie.ics")


def _note(request: Request, row: SessionRegistration, purpose: str) -> None:
    log_read(access=request.access, purpose=purpose, object_type="guidance.SessionRegistration", object_ids=[row.pk])
