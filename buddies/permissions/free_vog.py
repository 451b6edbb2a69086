"""Whether an organisation gets VOGs without costs is read by who reads its buddies; that of the municipality itself by everybody who works
with buddies there."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

from ..models import FreeVogFact


def asked_by(initiative_id: UUID | None) -> Q:
    """The facts of one organisation; of the municipality itself where there is no initiative."""
    return Q(initiative__isnull=True) if initiative_id is None else Q(initiative_id=initiative_id)


def viewable_free_vog(access: Access) -> QuerySet[FreeVogFact]:
    own = access.where(Capability.BUDDY_READ, scope="initiative_id")
    return FreeVogFact.objects.filter(own | Q(initiative__isnull=True, municipality__in=access.place_ids()))


def can_view_free_vog(access: Access, fact: FreeVogFact) -> bool:
    if fact.initiative_id is None and fact.municipality_id in access.place_ids():
        return True
    return access.may(Capability.BUDDY_READ, municipality=fact.municipality, scope_id=fact.initiative_id)


def can_edit_free_vog(access: Access, place: Municipality, initiative_id: UUID | None) -> bool:
    """Of the municipality itself: who makes the rules about VOGs there."""
    if initiative_id is None:
        return access.may(Capability.BUDDY_RULES, municipality=place)
    return access.may(Capability.BUDDY_MANAGE, municipality=place, scope_id=initiative_id)
