"""To whom a task or a follow-on case can be given."""

from __future__ import annotations

from thuisgevers.accounts.models import User
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.people import officials

HANDLING_ROLES = (Role.CASE_HANDLER, Role.CASE_COORDINATOR)


def handlers(municipality: Municipality) -> list[User]:
    """Case handlers and coordinators of the municipality today."""
    return officials(municipality, HANDLING_ROLES)


def coordinators(municipality: Municipality) -> list[User]:
    return officials(municipality, [Role.CASE_COORDINATOR])
