"""Buddies as their coordinator lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _lazy

from thuisgevers.municipalities.access import Access

from ..enums import OPEN_MATCH, BuddyState
from ..models import Buddy, BuddyMatch
from ..permissions.buddies import viewable_buddies
from ..vog import ENDS_SOON

TABS: dict[str, Any] = {
    "inzetbaar": _lazy("Inzetbaar"),
    "nieuw": _lazy("Aangemeld"),
    "pauze": _lazy("Pauze"),
    "vog": _lazy("VOG loopt af"),
    "weg": _lazy("Gestopt"),
}
_STATES = {
    "inzetbaar": (BuddyState.READY,),
    "nieuw": (BuddyState.REQUESTED, BuddyState.APPLIED, BuddyState.INTAKE),
    "pauze": (BuddyState.PAUSED,),
    "weg": (BuddyState.LEFT, BuddyState.DECLINED),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One buddy in the list."""

    buddy: Buddy
    households: int


def buddies_of_tab(access: Access, tab: str, today: date) -> QuerySet[Buddy]:
    rows = viewable_buddies(access)
    if tab == "vog":
        rows = rows.filter(state__in=[BuddyState.READY, BuddyState.PAUSED], vog_valid_until__lte=today + ENDS_SOON)
        return rows.order_by("vog_valid_until", "id")
    return rows.filter(state__in=_STATES[tab]).order_by("-created_at", "id")


def tab_counts(access: Access, today: date) -> dict[str, int]:
    """One query: the rows of an initiative or a municipality are few enough to count in Python."""
    counts = dict.fromkeys(TABS, 0)
    ends = today + ENDS_SOON
    for state, until in viewable_buddies(access).values_list("state", "vog_valid_until"):
        for tab, states in _STATES.items():
            counts[tab] += state in states
        counts["vog"] += state in (BuddyState.READY, BuddyState.PAUSED) and until is not None and until <= ends
    return counts


def lines_of(buddies: list[Buddy]) -> list[Line]:
    taken: dict[UUID, int] = {}
    held = BuddyMatch.objects.filter(buddy__in=buddies, state__in=OPEN_MATCH)
    for buddy_id in held.values_list("buddy_id", flat=True):
        taken[buddy_id] = taken.get(buddy_id, 0) + 1
    return [Line(buddy, taken.get(buddy.pk, 0)) for buddy in buddies]
