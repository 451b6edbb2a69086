"""allauth's account adapter: mail goes through the queue of messages, signing up goes by invitation or registration only.

Stands on this floor, because it needs notifications; settings name it by path.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urljoin

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thuisgevers.accounts.models import User, normal_email
from thuisgevers.accounts.services.signing_in import confirm_mailbox
from thuisgevers.notifications.services.messages import queue_message

#: Mails of allauth by the last part of their name, and how long what they say is of use.
CODE_MAILS = {
    "login_code": timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
    "email_confirmation": timedelta(seconds=settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT),
    "email_confirmation_signup": timedelta(seconds=settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT),
}
NOTICE_LIFETIME = timedelta(days=2)
#: What a mail may know of the request; objects stay behind, as the message is a row.
PLAIN_TYPES = (str, int, float, bool)


class AccountAdapter(DefaultAccountAdapter):
    """See the module. Every mail of allauth has a template `accounts/mail/<name>.txt`."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Dit account is niet actief."),
        "duplicate_email": _("Dit is al uw e-mailadres."),
        "email_taken": _("Dit e-mailadres kunt u niet gebruiken."),
        "incorrect_code": _("Deze code klopt niet. Kijk of u de nieuwste e-mail hebt en probeer het nog eens."),
        "invalid_login": _("Vul uw e-mailadres in."),
        "max_email_addresses": _("U kunt geen adres meer toevoegen."),
        "rate_limited": _("U vraagt te vaak. Wacht een paar minuten en probeer het opnieuw."),
        "same_as_current": _("Dit is al uw e-mailadres."),
        "too_many_login_attempts": _("Te veel pogingen. Wacht een paar minuten en vraag een nieuwe code."),
        "unverified_primary_email": _("Bevestig eerst uw e-mailadres."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> Any:
        """A code from the mailbox proves the mailbox, also for accounts that were made by an invitation."""
        if isinstance(user, User) and self._proved_by_code(request, user):
            confirm_mailbox(user)
        return super().pre_login(request, user, **kwargs)

    def clean_email(self, email: str) -> str:
        return normal_email(super().clean_email(email))

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """The passkey first for who has one and no app; allauth would ask them for a recovery code."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        has_app = user.is_authenticated and Authenticator.objects.filter(user_id=user.pk, type="totp").exists()
        return methods if has_app else sorted(methods, key=lambda method: method["id"] != "mfa_reauthenticate:webauthn")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue instead of send. Codes make it a secret message: encrypted at rest, blanked once sent, of no use later."""
        name = PurePosixPath(template_prefix).name
        facts = {key: value for key, value in context.items() if isinstance(value, PLAIN_TYPES)}
        person = context.get("user")
        lifetime = CODE_MAILS.get(name, NOTICE_LIFETIME)
        queue_message(
            template=f"accounts/{name}",
            to=normal_email(email),
            to_user=person if isinstance(person, User) else None,
            context={
                **facts,
                "account_url": _absolute("accounts:account"),
                "sessions_url": _absolute("usersessions_list"),
                "start_url": urljoin(f"{settings.BASE_URL}/", "initiatief-starten/"),
                "at": timezone.localtime().strftime("%d-%m-%Y %H:%M"),
                "minutes": int(lifetime.total_seconds() // 60),
            },
            secret="code" in facts,
            expires_at=timezone.now() + lifetime,
        )

    def _proved_by_code(self, request: HttpRequest, user: User) -> bool:
        records = get_authentication_records(request, user)
        last = records[-1] if records else {}
        return last.get("method") == "code" and last.get("email", "").lower() == user.email


def _absolute(name: str) -> str:
    return urljoin(f"{settings.BASE_URL}/", reverse(name).lstrip("/"))
