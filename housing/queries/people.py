"""Who holds a role for one thing, also for a job or for somebody who may not read memberships (definer function, ids only)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from thuisgevers.accounts.models import User
from thuisgevers.municipalities.enums import Role

OWNERS = (Role.PROPERTY_OWNER,)
TEAM = (Role.LEAD_VOLUNTEER, Role.VOLUNTEER)


def people_of(thing: UUID | None, roles: Sequence[Role]) -> list[User]:
    """Active people who hold one of the roles for this initiative, property or household today."""
    if thing is None:
        return []
    return list(
        User.objects.raw(
            "SELECT * FROM accounts_user WHERE id IN (SELECT app_people(%s, %s)) ORDER BY display_name, id",
            [thing, [role.value for role in roles]],
        )
    )
