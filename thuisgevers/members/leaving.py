"""The panels that this floor hangs on a person's account page and on the page that deletes the account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from thuisgevers.accounts.models import User
from thuisgevers.common.who import acting
from thuisgevers.municipalities.models import Membership

from .queries import not_over


def roles_that_run(_access: Any, person: User) -> Mapping[str, Any] | None:
    """Own roles, or None without any. The account pages stand below the gate, so who asks is said here: the person."""
    with transaction.atomic(), acting(user_id=person.pk):
        held = Membership.objects.filter(not_over(), user=person).select_related("municipality")
        memberships = list(held.order_by("starts_on", "id"))
    return {"memberships": memberships} if memberships else None
