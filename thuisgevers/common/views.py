"""Addresses that machines ask for. They need nobody signed in and open no transaction of their own."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from thuisgevers.common import health


@require_safe
@never_cache
@login_not_required
@transaction.non_atomic_requests
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked, so that a database that is away does not get us restarted."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
@login_not_required
@transaction.non_atomic_requests
def ready(request: HttpRequest) -> HttpResponse:
    """200 when visitors may come, 503 when not."""
    answer = health.as_json(health.check_all())
    return JsonResponse(answer, status=200 if answer["status"] == "ok" else 503)


@require_safe
@login_not_required
@transaction.non_atomic_requests
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to report a hole. The expiry lies half a year ahead, as the page is made at every request."""
    expires = (timezone.now() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{settings.NATIONAL_EMAIL}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
