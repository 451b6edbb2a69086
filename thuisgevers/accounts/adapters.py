"""How allauth fits this house: secrets of factors at rest, and sign-in through a municipality's own account.

The third adapter, which sends the mails, stands in `members`, because mail lives above accounts.
"""

from __future__ import annotations

import base64
from typing import Any, NoReturn

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.encryption import seal, unseal

PLACE = "mfa_authenticator|data|secret"


class FactorAdapter(DefaultMFAAdapter):
    """Encrypts the seeds of authenticator apps and recovery codes, and speaks Dutch."""

    error_messages = {
        "add_email_blocked": _("U kunt geen tweede adres toevoegen aan dit account."),
        "cannot_delete_authenticator": _("U kunt de tweede stap niet uitzetten."),
        "cannot_generate_recovery_codes": _("Stel eerst een tweede stap in; daarna maakt u herstelcodes."),
        "incorrect_code": _("Deze code klopt niet. Wacht op een nieuwe code en probeer het nog eens."),
        "unverified_email": _("Bevestig eerst uw e-mailadres; daarna stelt u de tweede stap in."),
    }

    def encrypt(self, text: str) -> str:
        return base64.urlsafe_b64encode(seal(text, place=PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(base64.urlsafe_b64decode(encrypted_text), place=PLACE)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002 - allauth's name
        number = user.authenticator_set.filter(type=type).count() + 1  # type: ignore[attr-defined]
        return gettext("Mijn passkey") if number == 1 else gettext("Passkey {number}").format(number=number)


class MunicipalSignInAdapter(DefaultSocialAccountAdapter):
    """Signs in people whom their municipality's identity provider vouches for.

    The link between the two accounts is made by the person, signed in by mail first. Nothing is ever matched on an
    e-mail address or domain: those can be claimed by whoever runs another tenant of the same provider.
    """

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "invalid_token": _("Het antwoord van uw gemeente klopt niet. Probeer het opnieuw."),
        "disconnect_last": _("Deze koppeling kan nu niet weg."),
        "connected_other": _("Dit account van uw gemeente is al aan een ander account gekoppeld."),
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse an answer of another issuer or tenant, and remember whether a second factor was used there."""
        provider = settings.OIDC.get(sociallogin.account.provider)
        claims = (sociallogin.account.extra_data or {}).get("id_token") or {}
        if provider is None or str(claims.get("iss", "")).rstrip("/") != provider.issuer_text:
            self._refuse(request)
        if provider.tenant and claims.get("tid") != provider.tenant:
            self._refuse(request)
        # Only what the link rests on is kept; the token's name, address and groups are not ours to store.
        sociallogin.account.extra_data = {"iss": provider.issuer_text, "tid": provider.tenant}
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
        person = sociallogin.user if sociallogin.is_existing else None
        if person is None and request.user.is_authenticated:
            person = request.user
        methods = claims.get("amr") or []
        if person is not None and isinstance(methods, list) and provider.second_factor_amr.intersection(methods):
            record_authentication(request, person, "oidc_amr", provider=sociallogin.account.provider)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Any:
        """Take nothing over: name and address are those of the invitation."""
        return sociallogin.user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("accounts:account")

    def _refuse(self, request: HttpRequest) -> NoReturn:
        raise ImmediateHttpResponse(render(request, "socialaccount/authentication_error.html", status=403))
