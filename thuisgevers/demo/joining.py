"""How municipalities come in: the national desk invites, the coordinator accepts and settles, colleagues follow."""

from __future__ import annotations

from dataclasses import dataclass

from thuisgevers.accounts.models import User
from thuisgevers.accounts.services.signing_in import confirm_mailbox
from thuisgevers.members.agreement import agreement
from thuisgevers.members.services.inviting import invite
from thuisgevers.members.services.joining import accept_agreement, join, set_ways
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.grants import grant_membership
from thuisgevers.municipalities.models import Municipality

from .invented import Person
from .stage import account, being
from .steps import accept


@dataclass(frozen=True, kw_only=True)
class Office:
    """Who works for a municipality in the demo."""

    municipality: str
    coordinator: Person
    handler: Person
    adviser: Person
    colleagues: tuple[tuple[Person, Role], ...] = ()
    first_answer_days: int = 5
    is_shown: bool = False

    def place(self) -> Municipality:
        return Municipality.objects.get(name=self.municipality, valid_to__isnull=True)


def invite_coordinator(office: Office, els: Person) -> None:
    """The national coordinator asks the first coordinator, who opens the mailed link."""
    invite_only(office.municipality, office.coordinator, Role.CASE_COORDINATOR, by=els, accepts=True)


def invite_only(
    place: str, person: Person, role: Role, *, by: Person, accepts: bool = False, message: str = ""
) -> None:
    municipality = Municipality.objects.get(name=place, valid_to__isnull=True)
    with being(account(by)) as access:
        invitation = invite(
            access=access, email=person.email, name=person.name, role=role, municipality=municipality, message=message
        )
    if accepts:
        accept(invitation.pk, person)


def accept_terms(office: Office) -> None:
    """The processing agreement, by the coordinator."""
    with being(account(office.coordinator)) as access:
        accept_agreement(
            access=access,
            municipality=office.place(),
            version=agreement().version,
            name=office.coordinator.name,
            position="coördinator opvang en huisvesting",
        )


def settle_and_join(office: Office) -> None:
    """Everything between the agreement and taking part, on one morning.

    Only where somebody will look at it (`is_shown`) colleagues come in by mail; elsewhere the coordinator gives them their
    roles at once, because forty times three invitations would double the time that seeding takes.
    """
    accept_terms(office)
    coordinator = account(office.coordinator)
    with being(coordinator) as access:
        set_ways(
            access=access,
            municipality=office.place(),
            first_answer_days=office.first_answer_days,
            sender_name=f"Gemeente {office.municipality}",
        )
    people = ((office.adviser, Role.CONFIDENTIAL_ADVISER), (office.handler, Role.CASE_HANDLER), *office.colleagues)
    for person, role in people:
        if office.is_shown:
            invite_only(office.municipality, person, role, by=office.coordinator, accepts=True)
        else:
            _give(office, person, role, by=coordinator)
    with being(coordinator) as access:
        join(access=access, municipality=office.place())


def _give(office: Office, person: Person, role: Role, *, by: User) -> None:
    user = User.objects.filter(email=person.email).first()
    with being(by):
        if user is None:
            user = User.objects.create_user(email=person.email, display_name=person.name, phone=person.phone)
            confirm_mailbox(user)
        grant_membership(user=user, role=role, municipality=office.place(), granted_by=by)
