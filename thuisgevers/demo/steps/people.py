"""Steps by which people come to an initiative."""

from __future__ import annotations

from typing import Any

from thuisgevers.members.services.accepting import accept_invitation, invited
from thuisgevers.members.services.inviting import invite
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import LinkPurpose, Role
from thuisgevers.municipalities.grants import grant_membership

from ..invented import Person
from ..stage import Stage, account, being, holding
from .step import COORDINATOR, LEAD, NATIONAL, Step, as_part


def invite_to_team(person: Person, role: Role, *, after: int = 1, accepts: bool = True, message: str = "") -> Step:
    """The lead invites somebody; who accepts does so through the mailed link."""

    def do(stage: Stage) -> None:
        with being(stage.user(LEAD)) as access:
            invitation = invite(
                access=access,
                email=person.email,
                name=person.name,
                role=role,
                municipality=stage.municipality,
                scope_id=stage.initiative_id,
                message=message,
            )
        if accepts:
            accept(invitation.pk, person)

    return Step(after=after, do=do, in_evening=True)


def accept(invitation_id: Any, person: Person) -> None:
    with holding(LinkPurpose.INVITATION, invitation_id) as access:
        invitation = invited(access)
        assert invitation is not None
        accept_invitation(access=access, invitation=invitation, display_name=person.name)


def assign_pioneer(person: Person, *, after: int = 1) -> Step:
    """The national desk gives the initiative a pioneer."""

    def act(stage: Stage, access: Access) -> None:
        grant_membership(
            user=account(person),
            role=Role.PIONEER,
            municipality=stage.municipality,
            scope_id=stage.initiative_id,
            reason="helpt dit initiatief op weg",
            granted_by=access.user,
        )

    return Step(after=after, do=as_part(NATIONAL, act))


def give_owner(person: Person, *, after: int = 0) -> Step:
    """Whoever looks after the property sees that property."""

    def act(stage: Stage, access: Access) -> None:
        held = stage.dossier().property
        assert held is not None
        grant_membership(
            user=account(person),
            role=Role.PROPERTY_OWNER,
            municipality=stage.municipality,
            scope_id=held.pk,
            reason="beheert dit pand",
            granted_by=access.user,
        )

    return Step(after=after, do=as_part(COORDINATOR, act))
