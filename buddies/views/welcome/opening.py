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

from ...forms.welcome import PinForm
from ...queries.welcome import OwnHome
from ...services.welcome.opening import leave_page, open_page
from .visiting import HELD, LANGUAGE_COOKIE, UNPROCESSABLE, page, resident, spoken

WHY = "whoever holds the card of a resident; the digits are asked here"
TOO_MANY = 429
#: Wrong tries in an hour, of one visitor and of all together; a household shares one address.
TRIES_OF_ONE, TRIES_OF_ALL = 20, 1000
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
    if _is_blocked(request):
        return page(request, "enter", {"form": form, "is_blocked": True}, status=TOO_MANY)
    visit = open_page(code=code, pin=form.cleaned_data["pin"])
    if visit is None:
        time.sleep(max(0.0, REFUSAL - (time.monotonic() - began)))
        return page(request, "enter", {"form": PinForm(), "is_refused": True}, status=UNPROCESSABLE)
    chosen = request.COOKIES.get(LANGUAGE_COOKIE) or request.GET.get("taal") or visit.language
    return hold_link(redirect(f"{reverse('buddies:welcome_home')}?taal={chosen}"), HELD, visit.token)


def _is_blocked(request: Request) -> bool:
    of_one = is_too_often(request, "welcome", most=TRIES_OF_ONE, seconds=3600)
    return is_too_often(request, "welcome-all", most=TRIES_OF_ALL, seconds=3600, key="all") or of_one


@resident
def leave(request: Request, home: OwnHome) -> HttpResponse:
    """Only by a press; for a telephone that is shared."""
    if request.method == "POST":
        leave_page()
        return forget_link(redirect("buddies:welcome_start"), HELD)
    return redirect("buddies:welcome_home")
