"""What this floor keeps about a person: the account itself and where they are signed in. Of a second factor its kind, never its
secret."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from thuisgevers.accounts.models import User
from thuisgevers.common.personal import Row, register
from thuisgevers.common.phones import spoken_phone

FACTORS = {
    Authenticator.Type.TOTP: _("authenticator-app"),
    Authenticator.Type.WEBAUTHN: _("passkey"),
    Authenticator.Type.RECOVERY_CODES: _("herstelcodes"),
}


def account_of(access: Any) -> Iterator[Row]:
    person: User = access.user
    held = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    yield {
        "name": person.display_name,
        "email": person.email,
        "phone": spoken_phone(person.phone),
        "since": person.date_joined,
        "last_sign_in": person.last_login,
        "second_factors": [str(label) for kind, label in FACTORS.items() if kind in held],
        "municipal_accounts": SocialAccount.objects.filter(user=person).count(),
    }


def devices_of(access: Any) -> Iterator[Row]:
    rows = UserSession.objects.filter(user=access.user).order_by("-last_seen_at", "-pk")
    for since, seen, ip, browser in rows.values_list("created_at", "last_seen_at", "ip", "user_agent"):
        yield {"since": since, "last_seen": seen, "ip": str(ip), "browser": browser}


def register_sections() -> None:
    """Called once, from AppConfig.ready()."""
    words = {
        "name": _("Naam"),
        "email": _("E-mailadres"),
        "phone": _("Telefoonnummer"),
        "since": _("Account sinds"),
        "last_sign_in": _("Laatst ingelogd"),
        "second_factors": _("Tweede stap"),
        "municipal_accounts": _("Gekoppelde accounts van een gemeente"),
    }
    register("account", _("Uw account"), words, account_of, order=10)
    words = {
        "since": _("Ingelogd op"),
        "last_seen": _("Laatst gezien"),
        "ip": _("IP-adres"),
        "browser": _("Browser"),
    }
    register("devices", _("Waar u bent ingelogd"), words, devices_of, order=20)
