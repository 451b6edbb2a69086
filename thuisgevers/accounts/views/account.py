"""The account page: who I am here, how I sign in, where I am signed in, and how I leave.

The gate decorator stands one floor up, so these views are closed by LoginRequiredMiddleware; they only ever touch the
row of `request.user`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.logout import logout
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuisgevers.accounts.forms import CloseAccountForm, EditProfileForm
from thuisgevers.accounts.models import User
from thuisgevers.accounts.services.close import close_account
from thuisgevers.accounts.services.sessions import end_sessions
from thuisgevers.accounts.services.signing_in import has_second_factor
from thuisgevers.common.phones import spoken_phone
from thuisgevers.common.slots import filled_panels
from thuisgevers.common.who import acting

#: Where the person was going when a second factor was asked for.
AFTER_FACTOR = "accounts_after_factor"


Page = Callable[[HttpRequest, User], HttpResponse]


def own(page: Page) -> Callable[[HttpRequest], HttpResponse]:
    """Run a page as the person who is signed in, for PostgreSQL too: panels of higher floors read protected rows."""

    @wraps(page)
    def view(request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, User):
            raise TypeError("this page is for people who are signed in")
        with transaction.atomic(), acting(user_id=request.user.pk):
            return page(request, request.user)

    return view


@require_safe
@own
def account(request: HttpRequest, person: User) -> HttpResponse:
    factors = Authenticator.objects.filter(user=person)
    return render(
        request,
        "accounts/account_detail.html",
        {
            "person": person,
            "phone": spoken_phone(person.phone),
            "factor_types": set(factors.values_list("type", flat=True)),
            "passkey_count": factors.filter(type=Authenticator.Type.WEBAUTHN).count(),
            "session_count": UserSession.objects.filter(user=person).count(),
            "municipal_links": SocialAccount.objects.filter(user=person).count(),
            "has_municipal_sign_in": bool(settings.OIDC),
            "has_second_factor": has_second_factor(request),
            "preferences_url": _address("notifications:preferences"),
            "own_data_url": _address("members:own_data"),
            "panels": filled_panels("accounts.account", getattr(request, "access", None), person),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@own
def profile_edit(request: HttpRequest, person: User) -> HttpResponse:
    form = EditProfileForm(request.POST if request.method == "POST" else None, instance=person)
    if request.method == "POST" and form.is_valid():
        person.save(update_fields=["display_name", "phone"])
        messages.success(request, _("Uw gegevens zijn opgeslagen."))
        return redirect("accounts:account")
    return render(request, "accounts/profile_edit.html", {"form": form}, status=400 if form.errors else 200)


@require_safe
@own
def second_factor(request: HttpRequest, person: User) -> HttpResponse:
    """Where net 1 leads a person whose municipal or national role waits for a second factor."""
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = ""
    if has_second_factor(request):
        return redirect(target or "accounts:account")
    if target:
        request.session[AFTER_FACTOR] = target
    types = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    types.discard(Authenticator.Type.RECOVERY_CODES)
    return render(request, "accounts/second_factor.html", {"factor_types": types, "next": target})


@require_safe
@own
def after_second_factor(request: HttpRequest, person: User) -> HttpResponse:
    """On from setting up a factor to the page that asked for it."""
    target = request.session.get(AFTER_FACTOR, "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = ""
    return redirect(target or "accounts:account")


@require_POST
@own
def sign_out_everywhere(request: HttpRequest, person: User) -> HttpResponse:
    """End every session, this one included."""
    end_sessions(person, except_key=request.session.session_key)
    UserSession.objects.filter(user=person).delete()
    logout(request, show_message=False)
    messages.success(request, _("U bent op al uw apparaten uitgelogd."))
    return redirect("account_login")


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="thuisgevers.accounts", allow_get=True)  # type: ignore[untyped-decorator]
@own
def account_close(request: HttpRequest, person: User) -> HttpResponse:
    """Leave for good. A floor above may object through the slot `accounts.close` (hand over the lead first)."""
    objections = filled_panels("accounts.close", getattr(request, "access", None), person)
    form = CloseAccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not objections and form.is_valid():
        close_account(person)
        logout(request, show_message=False)
        return redirect("accounts:account_closed")
    status = 409 if request.method == "POST" and objections else 400 if form.errors else 200
    context = {"form": form, "objections": objections, "own_data_url": _address("members:own_data")}
    return render(request, "accounts/account_close.html", context, status=status)


def _address(name: str) -> str:
    """A page that stands a few floors up is linked by name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
