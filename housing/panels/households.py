"""Transfers on the page of a household; the number of cards on the page of a team."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from housing.models import Household
from housing.permissions.households import own_cards
from housing.permissions.transfers import viewable_transfers
from housing.queries.transfers import line_of
from thuisgevers.common import slots
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

_OVER = ("declined", "cancelled")


def register() -> None:
    slots.register(
        "household.detail",
        "housing.transfers",
        Capability.HOUSEHOLD_TRANSFER,
        transfers_of_household,
        "housing/transfer_panel.html",
        order=80,
    )
    slots.register(
        "initiatives.mine", "housing.cards", Capability.CARD_READ, cards_of_initiative, "housing/card_panel.html"
    )


def transfers_of_household(access: Access, household: Household) -> Mapping[str, Any] | None:
    rows = viewable_transfers(access).filter(household=household).select_related("municipality", "to_municipality")
    lines = [line_of(row, household.municipality) for row in rows]
    return {"lines": lines} if lines else None


def cards_of_initiative(access: Access, initiative: Any) -> Mapping[str, Any] | None:
    """How many, and no more: what a card says is read, and logged, on a page of its own."""
    number = own_cards(access).filter(initiative_scope_id=initiative.pk).exclude(state__in=_OVER).count()
    return {"number": number} if number else None
