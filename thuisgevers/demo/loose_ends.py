"""What belongs to no one initiative: forms left halfway, somebody who covers for a colleague, the household of a buddy."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from housing.enums import PlacementState
from housing.models import Placement
from initiatives.models import RegistrationDraft
from initiatives.services.registration_draft import mail_return_link, start_registration, warn_about_draft
from thuisgevers.common.who import acting
from thuisgevers.members.services.granting import ask_grant
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import LinkPurpose, Role
from thuisgevers.municipalities.grants import grant_membership
from thuisgevers.municipalities.links import open_link
from thuisgevers.municipalities.models import Municipality

from .invented import Person
from .stage import account, being


def leave_draft(person: Person) -> RegistrationDraft:
    """A visitor stops halfway and has the way back mailed."""
    draft, token = start_registration()
    link = open_link(token, LinkPurpose.REGISTER)
    assert link is not None
    with transaction.atomic(), acting(link_id=link.id):
        mail_return_link(access=Access.for_link(link), draft=draft, email=person.email, token=token)
    return draft


def warn_about(draft: RegistrationDraft) -> None:
    """What the sweep does a week before the form is removed."""
    with transaction.atomic(), acting(job=f"registration_drafts:{draft.pk}"):
        draft.refresh_from_db()
        warn_about_draft(draft)


def ask_to_cover(person: Person) -> None:
    today = timezone.localdate()
    with being(account(person)) as access:
        ask_grant(
            access=access,
            municipality=Municipality.objects.get(name="Kampen"),
            role=Role.CASE_HANDLER,
            starts_on=today + timedelta(days=7),
            ends_on=today + timedelta(days=28),
            reason="Anna is drie weken met verlof; ik neem haar dossiers waar.",
        )


def give_household(person: Person, *, by: Person) -> None:
    """The buddy of a household that lives in a home of the initiative of Bram, or else anywhere in the municipality."""
    kampen = Municipality.objects.get(name="Kampen")
    lived_in = Placement.objects.filter(municipality=kampen, state=PlacementState.ACTIVE).order_by("move_in_on", "pk")
    stay = lived_in.filter(property__initiative_scope_id__isnull=False).first() or lived_in.get()
    with being(account(by)):
        grant_membership(
            user=account(person),
            role=Role.BUDDY,
            municipality=kampen,
            scope_id=stay.household_id,
            reason="maatje van een huishouden",
            granted_by=account(by),
        )
