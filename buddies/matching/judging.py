"""One household and one buddy: the limits that bind and the points per wish. The readable reference: `planning.py` computes the same
for all pairs at once, and a property test holds the two together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from .codes import LIMITS, MOST_POINTS, SAME_PLACE_POINTS, WEIGHTS, Limit, Wish
from .facts import BuddyFacts, HomeFacts


@dataclass(frozen=True, slots=True)
class Points:
    """What one wish adds: `points` (0 to 10) times its weight. `shared` names what both have in common."""

    wish: Wish
    points: int
    shared: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return self.points * WEIGHTS[self.wish]


@dataclass(frozen=True, slots=True)
class Verdict:
    limits: tuple[Limit, ...]
    points: tuple[Points, ...] = ()

    @property
    def is_possible(self) -> bool:
        return not self.limits

    @property
    def score(self) -> int:
        return sum(part.total for part in self.points)


@dataclass(frozen=True, slots=True)
class Choice:
    """A pair as it is shown in a list; `rank` is 0 where it is not possible."""

    buddy: BuddyFacts
    verdict: Verdict
    rank: int


def judge(home: HomeFacts, buddy: BuddyFacts, asks_vog: frozenset[str]) -> Verdict:
    """Everything there is to say about this pair. `asks_vog` are the tasks for which this municipality asks a VOG."""
    limits = _limits(home, buddy, asks_vog)
    return Verdict(tuple(limits)) if limits else Verdict((), points_of(home, buddy))


def buddies_for(home: HomeFacts, buddies: Sequence[BuddyFacts], asks_vog: frozenset[str]) -> list[Choice]:
    """All buddies for one household: the possible ones best first, then the others, nearest first."""

    def order(pair: tuple[BuddyFacts, Verdict]) -> tuple[int, int, list[int], UUID]:
        buddy, verdict = pair
        return len(verdict.limits), -verdict.score, [LIMITS.index(limit) for limit in verdict.limits], buddy.id

    judged = sorted(((buddy, judge(home, buddy, asks_vog)) for buddy in buddies), key=order)
    return [
        Choice(buddy, verdict, rank if verdict.is_possible else 0) for rank, (buddy, verdict) in enumerate(judged, 1)
    ]


def _limits(home: HomeFacts, buddy: BuddyFacts, asks_vog: frozenset[str]) -> list[Limit]:
    bound = {
        Limit.NOT_AVAILABLE: not buddy.is_available,
        Limit.FULL: buddy.free < 1,
        Limit.BEFORE: buddy.id in home.before,
        Limit.CHILDREN: home.has_children and not buddy.children_ok,
        Limit.LANGUAGE: home.language_is_needed and not home.languages & buddy.languages,
        Limit.TOO_FAR: _is_too_far(home, buddy),
        Limit.NO_TASK: bool(home.tasks) and not home.tasks & buddy.tasks,
        Limit.VOG: not buddy.has_vog and bool(home.tasks & asks_vog),
    }
    return [limit for limit in LIMITS if bound[limit]]


def _is_too_far(home: HomeFacts, buddy: BuddyFacts) -> bool:
    if buddy.reach == "near":
        return bool(home.digits and buddy.digits) and home.digits != buddy.digits
    if buddy.reach == "place":
        return bool(home.place and buddy.place) and home.place != buddy.place
    return False


def points_of(home: HomeFacts, buddy: BuddyFacts) -> tuple[Points, ...]:
    """What every wish adds where no limit binds."""
    near = MOST_POINTS if home.digits and home.digits == buddy.digits else 0
    if not near and home.place and home.place == buddy.place:
        near = SAME_PLACE_POINTS
    return (
        _spoken(home.languages, buddy.languages),
        _part(Wish.TASKS, home.tasks, buddy.tasks),
        _part(Wish.MOMENTS, home.moments, buddy.moments),
        _part(Wish.INTERESTS, home.interests, buddy.interests),
        _plain(Wish.NEAR, near),
        _plain(Wish.WAITING, 0 if buddy.has_household else MOST_POINTS),
    )


@lru_cache(maxsize=1024)
def _spoken(theirs: frozenset[str], given: frozenset[str]) -> Points:
    spoken = theirs & given
    return Points(Wish.LANGUAGE, MOST_POINTS if spoken else 0, tuple(sorted(spoken)))


@lru_cache(maxsize=4096)
def _part(wish: Wish, wanted: frozenset[str], given: frozenset[str]) -> Points:
    """How much of what was asked is there. Kept: of closed lists of words, and a plan asks it thousands of times."""
    shared = wanted & given
    return Points(wish, MOST_POINTS * len(shared) // len(wanted) if wanted else 0, tuple(sorted(shared)))


@lru_cache(maxsize=64)
def _plain(wish: Wish, points: int) -> Points:
    return Points(wish, points)
