"""The people of an initiative."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from thuisgevers.accounts.models import User
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.people import officials

HANDLING_ROLES = (Role.CASE_HANDLER, Role.CASE_COORDINATOR)


def people_to_tell(initiative_id: UUID) -> list[User]:
    """Leads and volunteers of an initiative, also for a job that may not read memberships (definer function)."""
    return list(
        User.objects.raw(
            "SELECT * FROM accounts_user WHERE id IN (SELECT app_team(%s)) ORDER BY display_name, id", [initiative_id]
        )
    )


def colleagues(municipality: Municipality) -> Sequence[User]:
    """To whom a dossier can be given: handlers and coordinators, or the national desk while nobody takes part yet."""
    if not municipality.participates:
        return officials(None, [Role.NATIONAL_COORDINATOR])
    return officials(municipality, HANDLING_ROLES)
