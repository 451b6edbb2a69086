"""`/sessies/`: what everybody sees, and registering. The link to a video meeting is never on these pages."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuisgevers.common.throttling import is_too_often
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import RegistrationState
from ..forms.sessions import RegisterForm
from ..models import InspirationSession
from ..permissions.sessions import can_manage_sessions, viewable_sessions
from ..queries.sessions import coming_sessions, own_registration, past_sessions, sessions_of_feed, with_own
from ..services.sessions.calendar import calendar_of, feed_of
from ..services.sessions.registering import join_session, request_place

PUBLIC = "anybody may see which sessions there are and come along"
PAST_ON_A_PAGE = 12
ASKS_AN_HOUR = 30
ASKS_AN_HOUR_FOR_ONE = 6


@require_safe
@gate(public=PUBLIC)
def session_list(request: Request) -> HttpResponse:
    """What is coming, with one's own registrations, and what was."""
    past = Paginator(past_sessions(request.access), PAST_ON_A_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "coming": with_own(request.access, coming_sessions(request.access)),
        "page": past,
        "may_manage": can_manage_sessions(request.access),
    }
    return render(request, "guidance/session_list.html", context)


@require_safe
@gate(public=PUBLIC)
def session_detail(request: Request, pk: UUID) -> HttpResponse:
    return _page(request, _session(request, pk), RegisterForm())


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gate(public=PUBLIC)
def session_register(request: Request, pk: UUID) -> HttpResponse:
    """Without an account: the answer is the same whether or not the address was registered already."""
    session = _session(request, pk)
    if request.method != "POST":
        return redirect("guidance:session_detail", pk=pk)
    form = RegisterForm(request.POST)
    if not form.is_valid():
        return _page(request, session, form, status=422)
    if is_too_often(request, "session-register", most=ASKS_AN_HOUR, seconds=3600):
        return render(request, "429.html", status=429)
    facts = {name: form.cleaned_data[name] for name in ("name", "email", "question")}
    if not is_too_often(
        request, "session-register-one", most=ASKS_AN_HOUR_FOR_ONE, seconds=3600, key=f"{pk}:{facts['email']}"
    ):
        request_place(access=request.access, session=session, **facts)
    return redirect("guidance:session_requested", pk=pk)


@require_safe
@gate(public=PUBLIC)
def session_requested(request: Request, pk: UUID) -> HttpResponse:
    """Look in your mail. Knows nothing of who asked."""
    return render(request, "guidance/session_requested.html", {"session": _session(request, pk)})


@require_POST
@gate(account="takes a place in one's own name")
def session_join(request: Request, pk: UUID) -> HttpResponse:
    """One press for who is signed in."""
    row = join_session(access=request.access, session=_session(request, pk))
    if row is None:
        messages.info(request, _("Uw e-mailadres was al aangemeld. U krijgt een mail met de link naar uw aanmelding."))
        return redirect("guidance:session_detail", pk=pk)
    if row.state == RegistrationState.WAITING:
        messages.info(request, _("De sessie is vol. U staat op de wachtlijst en hoort het als er plaats is."))
    else:
        messages.success(request, _("U bent aangemeld. U krijgt een mail met alles wat u nodig hebt."))
    return redirect("guidance:my_registration", pk=row.pk)


@require_safe
@gate(public=PUBLIC)
def session_calendar(request: Request, pk: UUID) -> HttpResponse:
    return ics(calendar_of(_session(request, pk)), "inspiratiesessie.ics")


@require_safe
@gate(public=PUBLIC)
def session_feed(request: Request) -> HttpResponse:
    """For calendars that subscribe: all that is coming, and what was of late."""
    return ics(feed_of(sessions_of_feed(request.access)), "inspiratiesessies.ics")


def ics(text: str, name: str) -> HttpResponse:
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _session(request: Request, pk: UUID) -> InspirationSession:
    return request.access.get_or_404(viewable_sessions(request.access), pk=pk)


def _page(
    request: Request, session: InspirationSession, form: RegisterForm, *, status: int = 200
) -> HttpResponse | HttpResponseRedirect:
    context = {
        "session": session,
        "form": form,
        "own": own_registration(request.access, session),
        "may_manage": can_manage_sessions(request.access),
        "feed_url": reverse("guidance:session_feed"),
    }
    return render(request, "guidance/session_detail.html", context, status=status)
