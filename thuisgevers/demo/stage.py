"""Where a story happens: its initiative, the people in it, and acting as one of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from initiatives.models import Dossier, InformationRequest, Initiative
from thuisgevers.accounts.models import User
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.models import AccessLink, Municipality

from .invented import Person

NOT_YET = UUID(int=0)


@contextmanager
def being(user: User) -> Iterator[Access]:
    """Act as a person, with the rights that this person holds at this moment of the story."""
    with transaction.atomic(), acting(user_id=user.pk):
        yield Access.for_user(user, second_factor=True)


@contextmanager
def holding(purpose: LinkPurpose, object_id: UUID) -> Iterator[Access]:
    """Act as whoever opened the newest mailed link to this thing."""
    link = AccessLink.objects.filter(purpose=purpose, object_id=object_id, revoked_at__isnull=True).latest("created_at")
    with transaction.atomic(), acting(link_id=link.id):
        yield Access.for_link(link)


def account(person: Person) -> User:
    return User.objects.get(email=person.email)


@dataclass
class Stage:
    """One initiative on its way. `people` names who plays which part; rows are read afresh for every step."""

    municipality_name: str
    people: dict[str, Person]
    initiative_id: UUID = NOT_YET
    documents: dict[str, UUID] = field(default_factory=dict)

    @property
    def municipality(self) -> Municipality:
        return Municipality.objects.get(name=self.municipality_name, valid_to__isnull=True)

    def user(self, part: str) -> User:
        return account(self.people[part])

    def initiative(self) -> Initiative:
        return Initiative.objects.select_related("municipality", "organisation").get(pk=self.initiative_id)

    def dossier(self) -> Dossier:
        return Dossier.objects.select_related("initiative", "municipality", "property").get(
            initiative_id=self.initiative_id
        )

    def question(self) -> InformationRequest:
        """The question that is open now."""
        return InformationRequest.objects.select_related("dossier").get(
            initiative_id=self.initiative_id, answered_at__isnull=True, closed_at__isnull=True
        )
