"""Which reminders by mail: as a person who is signed in, or through the link under a reminder."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thuisgevers.accounts.models import User
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.notifications.forms import ChoosePreferencesForm
from thuisgevers.notifications.queries import preferences_of
from thuisgevers.notifications.services.preferences import save_preferences


@require_http_methods(["GET", "HEAD", "POST"])
@gate(account="own choice of reminders")
def preferences(request: Request) -> HttpResponse:
    return _choose(request, request.user)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(link=LinkPurpose.PREFERENCES)
def preferences_by_link(request: Request, token: str) -> HttpResponse:
    """Opening the link changes nothing; saving the form does."""
    if request.link.user is None or not request.link.user.is_active:
        raise Http404
    return _choose(request, request.link.user)


def _choose(request: Request, person: User) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = ChoosePreferencesForm(data, initial=preferences_of(person), access=request.access)
    if request.method == "POST" and form.is_valid():
        save_preferences(user=person, choices=form.choices())
        messages.success(request, _("Uw keuze is opgeslagen."))
        return redirect(request.path)
    by_link = request.access.link is not None
    return render(
        request,
        "notifications/preferences_edit.html",
        {"form": form, "by_link": by_link},
        status=400 if form.errors else 200,
    )
