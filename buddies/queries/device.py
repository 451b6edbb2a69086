"""What a buddy's phone may keep: the ids and first names of the matches that run, and nothing else."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thuisgevers.municipalities.access import Access

from ..enums import MatchState
from ..permissions.matches import own_matches
from .mine import MOST, cards_by_household, describe

RUNNING = (MatchState.ACTIVE, MatchState.PAUSED)


def matches_to_keep(access: Access) -> list[dict[str, str]]:
    """Two queries, whatever their number. Where a card shows no name yet: in words that say nothing of anybody."""
    rows = list(own_matches(access).filter(state__in=RUNNING).order_by("-proposed_on", "id")[:MOST])
    cards = cards_by_household(access, [row.household_id for row in rows])
    named = [(row, describe(row, cards.get(row.household_id)).names) for row in rows]
    return [{"id": str(row.pk), "name": names or _("uw maatje")} for row, names in named]
