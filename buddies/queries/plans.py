"""The plan for everybody without a buddy: read, compared, solved and put into words. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from housing.models import HouseholdCard
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

from ..enums import OPEN_MATCH, WishesAnswer
from ..matching.judging import Points
from ..matching.planning import make_plan
from ..models import Buddy, BuddyMatch
from ..permissions.homes import buddyable_cards
from .homes import Home, candidates, home_facts, homes_of, vog_tasks
from .words import WHY_NOT, reasons_of

MOST_HOMES = 2000
_SHOWN = (
    "id",
    "municipality_id",
    "initiative_scope_id",
    "household_scope_id",
    "size",
    "age_bands",
    "languages",
    "unit_name",
    "move_in_on",
)


@dataclass(frozen=True, slots=True)
class Proposal:
    home: Home
    buddy: Buddy
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A household that got nobody: how many buddies could but went to others, why the rest could not, and what would open most."""

    home: Home
    possible: int
    opens: Any
    closed: list[tuple[Any, int]]


@dataclass(frozen=True, slots=True)
class WholePlan:
    pairs: list[Proposal]
    without: list[LeftOver]
    is_proven: bool

    @property
    def households(self) -> int:
        return len(self.pairs) + len(self.without)


def plan_for(access: Access, place: Municipality, today: date) -> WholePlan:
    """The best plan there is today, for at most `MOST_HOMES` households that want a buddy and have nobody."""
    homes = {home.card.household_scope_id: home for home in homes_of(access, cards_without_buddy(access))}
    wanted = {key: home for key, home in homes.items() if home.wish is None or home.wish.answer == WishesAnswer.YES}
    held = candidates(access, today)
    found = make_plan(home_facts(access, wanted.values()), [one.facts for one in held.values()], vog_tasks(place.pk))
    said: dict[Points, str] = {}
    return WholePlan(
        pairs=[
            Proposal(wanted[one.home.id], held[one.buddy.id].row, reasons_of(one.verdict, said)) for one in found.pairs
        ],
        without=[
            LeftOver(
                wanted[one.home.id],
                one.possible,
                "" if one.opens is None else WHY_NOT[one.opens],
                [(WHY_NOT[limit], number) for limit, number in one.closed.items()],
            )
            for one in found.without
        ],
        is_proven=found.is_proven,
    )


def cards_without_buddy(access: Access) -> list[HouseholdCard]:
    """One card for each household, the newest; who waits longest first."""
    here = OuterRef("household_scope_id")
    rows = buddyable_cards(access).filter(
        ~Exists(BuddyMatch.objects.filter(household_id=here, state__in=OPEN_MATCH).order_by())
    )
    return list(
        {
            card.household_scope_id: card for card in rows.only(*_SHOWN).order_by("move_in_on", "id")[:MOST_HOMES]
        }.values()
    )
