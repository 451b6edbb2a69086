"""`/welkom/`: where the QR code of a card leads, and where a visit ends."""

from __future__ import annotations

import time

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from thuisgevers.common.throttling import is_too_often
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.held_links import forget_link, hold_link
from thuisgevers.municipalities.http import Request

from ...enums import WelcomeLanguage
from ...forms.welcome import PinForm
from ...queries.welcome import OwnHome
from ...services.welcome.opening import leave_page, open_page
from .visiting import HELD, LANGUAGE_COOKIE, UNPROCESSABLE, page, resident, spoken

WHY = "whoever holds the card of a resident; the digits are asked here"
TOO_MANY = 429
HOUR = 3600
#: In an hour: tries from one address (many telephones share the one of their provider), and wrong ones of everybody together. The
#: right digits are let in however many others guess: nobody shuts the residents out.
TRIES_OF_ONE, WRONG_OF_ALL = 60, 1000
#: Seconds that every refusal takes, so that its time tells nothing.
REFUSAL = 0.4


@require_safe
@gate(public=WHY)
@spoken
def start(request: Request) -> HttpResponse:
    """Without a card there is nothing to see: how to come in."""
    return page(request, "start", {})


@require_http_methods(["GET", "HEAD", "POST"])
@gate(public=WHY)
@spoken
def enter(request: Request, code: str) -> HttpResponse:
    """Ask the digits. A code that does not exist gets the same page, the same answer and the same time as one that does."""
    if request.method != "POST":
        return page(request, "enter", {"form": PinForm()})
    began = time.monotonic()
    form = PinForm(request.POST)
    if not form.is_valid():
        return page(request, "enter", {"form": form}, status=UNPROCESSABLE)
    if is_too_often(request, "welcome", most=TRIES_OF_ONE, seconds=HOUR):
        return page(request, "enter", {"form": form, "is_blocked": True}, status=TOO_MANY)
    visit = open_page(code=code, pin=form.cleaned_data["pin"])
    if visit is None:
        is_blocked = is_too_often(request, "welcome-all", most=WRONG_OF_ALL, seconds=HOUR, key="all")
        time.sleep(max(0.0, REFUSAL - (time.monotonic() - began)))
        answer = {"form": PinForm(), "is_refused": True, "is_blocked": is_blocked}
        return page(request, "enter", answer, status=TOO_MANY if is_blocked else UNPROCESSABLE)
    asked = (request.GET.get("taal"), request.COOKIES.get(LANGUAGE_COOKIE))
    language = next((one for one in asked if one in WelcomeLanguage.values), visit.language)
    return hold_link(redirect(f"{reverse('buddies:welcome_home')}?taal={language}"), HELD, visit.token)


@resident
def leave(request: Request, home: OwnHome) -> HttpResponse:
    """Only by a press; for a telephone that is shared."""
    if request.method == "POST":
        leave_page()
        return forget_link(redirect("buddies:welcome_start"), HELD)
    return redirect("buddies:welcome_home")
