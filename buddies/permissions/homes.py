"""Households as they are known to who looks for a buddy: by their card, never by their file."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from housing.enums import PlacementState
from housing.models import HouseholdCard
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

LIVING = (PlacementState.PLANNED, PlacementState.ACTIVE)


def buddyable_cards(access: Access) -> QuerySet[HouseholdCard]:
    """Households that live somewhere or are about to: of the coordinator's initiative as far as they share that, or of the
    official's municipality."""
    rows = access.rows(
        HouseholdCard.objects.filter(state__in=LIVING), Capability.BUDDY_MANAGE, scope="initiative_scope_id"
    )
    by_office = Q(municipality_id__in=sorted(access.municipality_ids(Capability.BUDDY_MANAGE)))
    return rows.filter(Q(is_shared=True) | by_office)


def can_find_buddy(access: Access, card: HouseholdCard) -> bool:
    scope_id = card.initiative_scope_id if card.is_shared else None
    return card.state in LIVING and access.may(
        Capability.BUDDY_MANAGE, municipality=card.municipality, scope_id=scope_id
    )
