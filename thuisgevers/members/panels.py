"""What this floor hangs on a person's account pages. Those stand below the gate, so who asks is said here: the person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from thuisgevers.accounts.models import User
from thuisgevers.common.who import acting
from thuisgevers.municipalities.models import Membership

from .queries import not_over


def roles_that_run(_access: Any, person: User) -> Mapping[str, Any] | None:
    """Own roles, or None without any; before an account can go, they are put down."""
    with transaction.atomic(), acting(user_id=person.pk):
        held = Membership.objects.filter(not_over(), user=person).select_related("municipality")
        memberships = list(held.order_by("starts_on", "id"))
    return {"memberships": memberships} if memberships else None


def lost_factor(_access: Any, person: User) -> Mapping[str, Any] | None:
    """Help for who has a second factor and cannot use it."""
    return {} if Authenticator.objects.filter(user=person).exists() else None
