"""The frame of the resident's page: the language, the visit of half an hour, and what no browser may keep."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.held_links import HeldLink, forget_link, held_token, hold_link
from thuisgevers.municipalities.http import Request

from ...enums import WelcomeLanguage
from ...queries.welcome import OwnHome, own_home

#: Half an hour after the last page the digits are asked again.
HELD = HeldLink(cookie="welkom", path="/welkom/bewoner/", days=1, start="buddies:welcome_start", minutes=30)
LANGUAGE_COOKIE = "welkom-taal"
LANGUAGE_DAYS = 400
UNPROCESSABLE = 422

View = Callable[..., HttpResponse]


def language_of(request: HttpRequest) -> str:
    """What was chosen on the page, then what was chosen before, then the browser's first known language; else Dutch."""
    accepted = request.headers.get("Accept-Language", "").split(",")
    wanted = (
        request.GET.get("taal", ""),
        request.COOKIES.get(LANGUAGE_COOKIE, ""),
        *(one.split(";")[0].split("-")[0].strip().lower() for one in accepted[:10]),
    )
    return next((one for one in wanted if one in WelcomeLanguage.values), WelcomeLanguage.DUTCH.value)


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """One page in the visitor's language; links to the same page in the others."""
    language = translation.get_language() or WelcomeLanguage.DUTCH.value
    frame = {
        "languages": [(code, name, code == language) for code, name in WelcomeLanguage.choices],
        "is_rtl": translation.get_language_bidi(),
    }
    return render(request, f"buddies/welcome/{template}.html", {**frame, **context}, status=status)


def spoken(view: View) -> View:
    """Answer in the visitor's language, remember the choice in the browser, and let nobody keep or index the page."""

    @wraps(view)
    def speaking(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "no-store, private"
        if request.GET.get("taal") == language:
            response.set_cookie(
                LANGUAGE_COOKIE,
                language,
                max_age=LANGUAGE_DAYS * 24 * 60 * 60,
                path="/welkom/",
                secure=request.is_secure(),
                httponly=True,
                samesite="Lax",
            )
        return response

    return speaking


def resident(view: View) -> View:
    """For whoever came in with a card and its digits: `view(request, home)`. Each answer lets the visit last half an hour more."""

    @wraps(view)
    def visiting(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        home = own_home()
        if home is None:
            return forget_link(HttpResponseRedirect(reverse(HELD.start)), HELD)
        response = view(request, home, *args, **kwargs)
        token = held_token(request, HELD)
        if token is not None and HELD.cookie not in response.cookies:
            hold_link(response, HELD, token)
        return response

    gated = gate(link=LinkPurpose.WELCOME, held=HELD)(spoken(visiting))
    declared = gated.gate  # type: ignore[attr-defined]
    outer = never_cache(require_http_methods(["GET", "HEAD", "POST"])(gated))
    outer.gate, outer.login_required = declared, False  # type: ignore[attr-defined]
    return outer


def visit_of(home: OwnHome) -> dict[str, Any]:
    return {"home": home, "place": home.household.municipality}
