"""What hangs on the page of a household about the residents' own page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from housing.models import Household
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..enums import ResidentMessageState
from ..permissions.welcome import homes_to_welcome, viewable_messages, viewable_welcome_cards


def cards_of_household(access: Access, household: Household) -> Mapping[str, Any] | None:
    """Nothing for a household without a home: a card needs a stay."""
    home = homes_to_welcome(access).filter(household_scope_id=household.pk).order_by("-move_in_on", "-id").first()
    if home is None:
        return None
    cards = viewable_welcome_cards(access).filter(household_id=household.pk)
    may_answer = access.may(Capability.WELCOME_ANSWER, municipality=household.municipality)
    waiting = viewable_messages(access).filter(household_id=household.pk, state=ResidentMessageState.OPEN)
    return {
        "working": sum(card.works for card in cards),
        "is_shared": home.is_shared,
        "slug": household.municipality.slug,
        "household_id": household.pk,
        "may_answer": may_answer,
        "waiting": waiting.count() if may_answer else 0,
    }
