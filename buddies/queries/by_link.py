"""What the link of a mail may read: the first names on the card of its match."""

from __future__ import annotations

from housing.models import HouseholdCard
from housing.needs import read_list


def first_names() -> str:
    """Empty where there is no card (any more), and for whoever did not come through such a link."""
    for card in HouseholdCard.objects.raw("SELECT * FROM buddies_nudged_card()"):
        return ", ".join(read_list(card.first_names))
    return ""
