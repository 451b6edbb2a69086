"""Who must be told: officials of a municipality or the national coordinators, also for a link or a job that may not
read memberships itself (definer function, ids only)."""

from __future__ import annotations

from collections.abc import Sequence

from thuisgevers.accounts.models import User

from .enums import Role
from .models import Municipality


def officials(municipality: Municipality | None, roles: Sequence[Role]) -> list[User]:
    """Active people who hold one of the roles there today; None asks for nationwide roles."""
    return list(
        User.objects.raw(
            "SELECT * FROM accounts_user WHERE id IN (SELECT app_officials(%s, %s)) ORDER BY display_name, id",
            [None if municipality is None else municipality.pk, [role.value for role in roles]],
        )
    )
