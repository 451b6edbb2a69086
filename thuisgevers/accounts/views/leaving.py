"""The page after the account is gone; the only one of ours that needs nobody signed in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
def account_closed(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/account_closed.html")
