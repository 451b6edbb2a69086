"""The people of a workspace: who can be given a task, and who hears of a message."""

from __future__ import annotations

from uuid import UUID

from thuisgevers.accounts.models import User
from thuisgevers.members.permissions import running
from thuisgevers.municipalities.enums import TEAM_ROLES, Role
from thuisgevers.municipalities.models import Membership


def people_of(initiative_id: UUID) -> list[User]:
    """Everybody of the team, and the pioneers who help it, by name. For who may see the team."""
    held = Membership.objects.filter(running(), scope_id=initiative_id, role__in=[*TEAM_ROLES, Role.PIONEER])
    return list(User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("display_name", "pk"))
