"""Closing an account at the person's own wish."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils import timezone

from thuisgevers.accounts.models import FactorReset, User
from thuisgevers.accounts.services.sessions import end_sessions

#: RFC 2606: nobody ever receives mail here.
SHELL_DOMAIN = "opgeheven.invalid"


@transaction.atomic
def close_account(user: User) -> None:
    """Empty the account and end every session. What stays is a shell without a name, for events that refer to it.

    Rights fall away at once, because neither the code nor the policies give an inactive person any. Does not end
    memberships as rows, nor what the person wrote in dossiers: those belong to the floors above, which are asked
    beforehand through the slot `accounts.close` (a lead volunteer hands over first).
    """
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    end_sessions(locked)
    EmailAddress.objects.filter(user=locked).delete()
    Authenticator.objects.filter(user=locked).delete()
    SocialAccount.objects.filter(user=locked).delete()
    FactorReset.objects.filter(user=locked, answered_at__isnull=True).delete()
    locked.email = f"{locked.public_id}@{SHELL_DOMAIN}"
    locked.display_name = ""
    locked.phone = ""
    locked.is_active = False
    locked.is_staff = False
    locked.is_superuser = False
    locked.last_login = None
    locked.closed_at = timezone.now()
    locked.set_unusable_password()
    locked.save()
