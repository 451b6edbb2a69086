"""Goals with the buddy they are kept with, as the household sees them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from ..models import Buddy, HouseholdGoal
from ..models.goal import MOST_GOALS
from ..permissions.goals import goals_of_home


@dataclass(frozen=True, slots=True)
class GoalList:
    """The goals of one running match; `buddy` is a first name."""

    match_id: UUID
    municipality_id: int
    buddy: str
    goals: list[HouseholdGoal]

    @property
    def is_full(self) -> bool:
        return len(self.goals) >= MOST_GOALS


def goal_lists(household_id: UUID) -> list[GoalList]:
    """One for each running match of the household of this visit: two queries."""
    held: dict[UUID, list[HouseholdGoal]] = {}
    for goal in goals_of_home(household_id):
        held.setdefault(goal.match_id, []).append(goal)
    return [
        GoalList(
            match_id=vars(row)["match_id"],
            municipality_id=row.municipality_id,
            buddy=(row.name.split(maxsplit=1) or [""])[0],
            goals=held.get(vars(row)["match_id"], []),
        )
        for row in Buddy.objects.raw("SELECT * FROM buddies_welcome_matches()")
    ]
