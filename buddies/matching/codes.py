"""The closed lists of matching buddies. Nationality, religion, ethnicity and sex are on none of them."""

from __future__ import annotations

from enum import StrEnum


class Limit(StrEnum):
    """Why a buddy cannot go with a household, in the order in which reasons are told; the bit of a limit is its place here."""

    NOT_AVAILABLE = "not_available"
    FULL = "full"
    BEFORE = "before"
    CHILDREN = "children"
    LANGUAGE = "language"
    TOO_FAR = "too_far"
    NO_TASK = "no_task"
    VOG = "vog"


class Wish(StrEnum):
    """What counts for who asked for it; the last one for everybody: a buddy who waits comes first."""

    LANGUAGE = "language"
    TASKS = "tasks"
    MOMENTS = "moments"
    INTERESTS = "interests"
    NEAR = "near"
    WAITING = "waiting"


LIMITS = tuple(Limit)
LIMIT_BIT = {limit: 1 << place for place, limit in enumerate(LIMITS)}
MOST_POINTS = 10
WEIGHTS: dict[Wish, int] = {
    Wish.LANGUAGE: 8,
    Wish.TASKS: 6,
    Wish.MOMENTS: 6,
    Wish.INTERESTS: 4,
    Wish.NEAR: 5,
    Wish.WAITING: 2,
}
MOST_SCORE = MOST_POINTS * sum(WEIGHTS.values())
SAME_PLACE_POINTS = 6
