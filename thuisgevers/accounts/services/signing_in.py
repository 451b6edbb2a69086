"""Signing in without allauth's pages (a mailed link, a demo persona), and what a session remembers of how it was opened."""

from __future__ import annotations

from typing import Literal

from allauth.account.internal.flows.login import (
    clear_authentication_records,
    get_authentication_records,
    record_authentication,
)
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import HttpRequest

from thuisgevers.accounts.models import User

#: `mfa` is allauth's own record of an app, passkey or recovery code; `oidc_amr` the municipality's word for it.
SECOND_FACTOR_METHODS = frozenset({"mfa", "oidc_amr"})
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this very session was opened by this very person with a second factor."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return any(record.get("method") in SECOND_FACTOR_METHODS for record in records)


def confirm_mailbox(user: User) -> None:
    """The person has shown that the mailbox is theirs (a code or link from it was used). Writes allauth's address row."""
    address, _created = EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": True}
    )
    if not address.verified or not address.primary:
        EmailAddress.objects.filter(user=user).exclude(pk=address.pk).update(primary=False)
        address.verified = True
        address.primary = True
        address.save(update_fields=["verified", "primary"])


def sign_in(request: HttpRequest, user: User, *, method: Literal["link", "demo"], second_factor: bool = False) -> None:
    """Open a session for `user`, whose mailbox or identity the caller has checked.

    What another person may have begun in this browser is forgotten first. The session joins the list of devices, as
    allauth's own sign-in does: what is not on it, "sign out everywhere" would leave open. A link comes from the mailbox and proves it;
    it is one factor, so municipal and national roles stay withheld, also for who has a second one.
    `second_factor=True` is for the demo's personas only. An inactive user is refused.
    """
    if not user.is_active:
        raise ValueError("a closed account cannot sign in")
    if method == "link":
        confirm_mailbox(user)
    clear_authentication_records(request)
    login(request, user, backend=BACKEND)
    UserSession.objects.create_from_request(request)
    record_authentication(request, user, method)
    if second_factor:
        record_authentication(request, user, "mfa", type=method)
