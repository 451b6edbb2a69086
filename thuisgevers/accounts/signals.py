"""What allauth tells us. Only its signals; our own apps do not talk through signals."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_reset
from django.dispatch import receiver
from django.http import HttpRequest

from thuisgevers.accounts.models import User


@receiver(authenticator_added, dispatch_uid="accounts.count_new_factor")
def count_new_factor(*, request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Whoever sets up a factor has just used it, so this session counts as one with a second factor.

    Recovery codes are made by the site and prove nothing.
    """
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)


@receiver([authenticator_added, authenticator_reset], dispatch_uid="accounts.keep_reading_codes_read_only")
def keep_reading_codes_read_only(*, authenticator: Authenticator, **_kwargs: Any) -> None:
    """allauth notes the first look at recovery codes during that GET, for a setting we do not use. Noted here instead."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        authenticator.wrap().mark_as_viewed()  # type: ignore[no-untyped-call]
