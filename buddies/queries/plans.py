"""The plan for everybody without a buddy: read, compared, solved and put into words. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

from ..matching.judging import Points
from ..matching.planning import make_plan
from .homes import vog_tasks
from .plan_facts import PlanBuddy, PlanHome, plan_facts
from .words import WHY_NOT, reasons_of


@dataclass(frozen=True, slots=True)
class Proposal:
    home: PlanHome
    buddy: PlanBuddy
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A household that got nobody: how many buddies could but went to others, why the rest could not, and what would open most."""

    home: PlanHome
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
    facts = plan_facts(access, place, today)
    found = make_plan(facts.homes, facts.buddies, vog_tasks(place.pk))
    said: dict[Points, str] = {}
    return WholePlan(
        pairs=[
            Proposal(facts.shown[one.home.id], facts.named[one.buddy.id], reasons_of(one.verdict, said))
            for one in found.pairs
        ],
        without=[
            LeftOver(
                facts.shown[one.home.id],
                one.possible,
                "" if one.opens is None else WHY_NOT[one.opens],
                [(WHY_NOT[limit], number) for limit, number in one.closed.items()],
            )
            for one in found.without
        ],
        is_proven=found.is_proven,
    )
