"""Pages that explain. What they say about periods comes from the code that keeps them, so that they cannot drift apart."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.services.registration_draft import KEPT_DAYS, WARNED_AFTER_DAYS
from initiatives.services.registration_send import ACTIVATE_DAYS, STATUS_DAYS
from thuisgevers.members.services.inviting import VALID_DAYS as INVITATION_DAYS
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.notifications.services.messages import PREFERENCES_LINK_DAYS


@require_safe
@gate(public="explains how it works, for everybody")
def about(request: Request) -> HttpResponse:
    return render(request, "national/about.html", {"national_email": settings.NATIONAL_EMAIL})


@require_safe
@gate(public="everybody must be able to read what happens to personal data")
def privacy(request: Request) -> HttpResponse:
    context = {
        "national_email": settings.NATIONAL_EMAIL,
        "kept_days": KEPT_DAYS,
        "warned_before_days": KEPT_DAYS - WARNED_AFTER_DAYS,
        "status_days": STATUS_DAYS,
        "activate_days": ACTIVATE_DAYS,
        "invitation_days": INVITATION_DAYS,
        "preferences_days": PREFERENCES_LINK_DAYS,
        "session_days": settings.SESSION_COOKIE_AGE // 86_400,
    }
    return render(request, "national/privacy.html", context)


@require_safe
@gate(public="everybody must be able to read which cookies there are")
def cookies(request: Request) -> HttpResponse:
    context = {
        "session_name": settings.SESSION_COOKIE_NAME,
        "session_days": settings.SESSION_COOKIE_AGE // 86_400,
        "csrf_name": settings.CSRF_COOKIE_NAME,
        "csrf_days": settings.CSRF_COOKIE_AGE // 86_400,
        "draft_days": KEPT_DAYS,
    }
    return render(request, "national/cookies.html", context)


@require_safe
@gate(public="the accessibility statement is there for everybody")
def accessibility(request: Request) -> HttpResponse:
    return render(request, "national/accessibility.html", {"national_email": settings.NATIONAL_EMAIL})


@require_safe
@gate(public="everybody must be able to reach us")
def contact(request: Request) -> HttpResponse:
    return render(request, "national/contact.html", {"national_email": settings.NATIONAL_EMAIL})
