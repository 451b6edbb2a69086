"""The people of an initiative."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from thuisgevers.accounts.models import User
from thuisgevers.municipalities.enums import TEAM_ROLES, Role
from thuisgevers.municipalities.models import Membership, Municipality
from thuisgevers.municipalities.people import officials

HANDLING_ROLES = (Role.CASE_HANDLER, Role.CASE_COORDINATOR)


@dataclass(frozen=True, slots=True)
class TeamMember:
    name: str
    role: str
    email: str
    since: date


def people_to_tell(initiative_id: UUID) -> list[User]:
    """Leads and volunteers of an initiative, also for a job that may not read memberships (definer function)."""
    return list(
        User.objects.raw(
            "SELECT * FROM accounts_user WHERE id IN (SELECT app_team(%s)) ORDER BY display_name, id", [initiative_id]
        )
    )


def team_of(initiative_id: UUID) -> list[TeamMember]:
    """Who does what today, for a page; row security limits it to who may see the team."""
    today = timezone.localdate()
    rows = (
        Membership.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=today),
            scope_id=initiative_id,
            starts_on__lte=today,
            role__in=[*TEAM_ROLES, Role.PIONEER],
        )
        .order_by("starts_on", "id")
        .values_list("user__display_name", "role", "user__email", "starts_on")
    )
    return [
        TeamMember(name=name, role=str(Role(role).label), email=email, since=since) for name, role, email, since in rows
    ]


def colleagues(municipality: Municipality) -> Sequence[User]:
    """To whom a dossier can be given: handlers and coordinators, or the national desk while nobody takes part yet."""
    if not municipality.participates:
        return officials(None, [Role.NATIONAL_COORDINATOR])
    return officials(municipality, HANDLING_ROLES)
