"""All open households at once: as many as possible get a buddy, and then the best wishes together. Exact, and proven to be.

A buddy who can take two households is two columns. The matrix is made in numpy, the assignment and its proof by `housing.matching`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from housing.matching.solving import solve
from housing.matching.table import Graph

from .codes import LIMIT_BIT, LIMITS, MOST_POINTS, MOST_SCORE, SAME_PLACE_POINTS, WEIGHTS, Limit, Wish
from .facts import BuddyFacts, HomeFacts
from .judging import Verdict, judge

type Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pair:
    home: HomeFacts
    buddy: BuddyFacts
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Without:
    """A household that got nobody: `closed` counts buddies per limit, `possible` could but went to others, and `opens` is the
    one limit whose going would open most."""

    home: HomeFacts
    possible: int
    closed: dict[Limit, int]
    opens: Limit | None


@dataclass(frozen=True)
class Plan:
    pairs: tuple[Pair, ...]
    without: tuple[Without, ...]
    is_proven: bool


def make_plan(homes: Sequence[HomeFacts], buddies: Sequence[BuddyFacts], asks_vog: frozenset[str]) -> Plan:
    """The best plan; equal facts in any order give the same one."""
    people = sorted(homes, key=lambda one: one.id)
    helpers = sorted(buddies, key=lambda one: one.id)
    limits = all_limits(people, helpers, asks_vog)
    scores = all_scores(people, helpers)
    slots = np.repeat(np.arange(len(helpers)), [max(0, one.free) for one in helpers])
    graph = _graph(limits[:, slots] == 0, scores[:, slots])
    solution = solve(graph)
    pairs, without = [], []
    for row, column in enumerate(solution.chosen.tolist()):
        if column < len(slots):
            buddy = helpers[slots[column]]
            pairs.append(Pair(people[row], buddy, judge(people[row], buddy, asks_vog)))
        else:
            without.append(_without(people[row], limits[row]))
    return Plan(tuple(pairs), tuple(without), solution.is_proven)


def all_limits(homes: Sequence[HomeFacts], buddies: Sequence[BuddyFacts], asks_vog: frozenset[str]) -> Ints:
    """Per pair the limits that bind, as bits."""
    found = np.zeros((len(homes), len(buddies)), dtype=np.int64)

    def add(limit: Limit, where: NDArray[np.bool_]) -> None:
        np.bitwise_or(found, np.where(where, LIMIT_BIT[limit], 0), out=found)

    def flags(values: Sequence[bool]) -> NDArray[np.bool_]:
        return np.array(values, dtype=np.bool_)

    add(Limit.NOT_AVAILABLE, flags([not one.is_available for one in buddies])[None, :])
    add(Limit.FULL, flags([one.free < 1 for one in buddies])[None, :])
    numbers = {one.id: number for number, one in enumerate(buddies)}
    before = np.zeros(found.shape, dtype=np.bool_)
    for row, home in enumerate(homes):
        before[row, [numbers[one] for one in home.before if one in numbers]] = True
    add(Limit.BEFORE, before)
    no_children = flags([not one.children_ok for one in buddies])[None, :]
    add(Limit.CHILDREN, flags([one.has_children for one in homes])[:, None] & no_children)
    shared = _shared([one.languages for one in homes], [one.languages for one in buddies])
    add(Limit.LANGUAGE, flags([one.language_is_needed for one in homes])[:, None] & (shared == 0))
    for reach, name in (("near", "digits"), ("place", "place")):
        here, there = (np.array([getattr(one, name) for one in some], dtype=np.str_) for some in (homes, buddies))
        apart = (here[:, None] != there[None, :]) & (here != "")[:, None] & (there != "")[None, :]
        add(Limit.TOO_FAR, flags([one.reach == reach for one in buddies])[None, :] & apart)
    done = _shared([one.tasks for one in homes], [one.tasks for one in buddies])
    add(Limit.NO_TASK, flags([bool(one.tasks) for one in homes])[:, None] & (done == 0))
    asks = flags([bool(one.tasks & asks_vog) for one in homes])
    add(Limit.VOG, asks[:, None] & flags([not one.has_vog for one in buddies])[None, :])
    return found


def all_scores(homes: Sequence[HomeFacts], buddies: Sequence[BuddyFacts]) -> Ints:
    """Per pair the sum of the wishes, whatever the limits."""
    spoken = _shared([one.languages for one in homes], [one.languages for one in buddies])
    score = np.where(spoken > 0, MOST_POINTS * WEIGHTS[Wish.LANGUAGE], 0)
    for wish, name in ((Wish.TASKS, "tasks"), (Wish.MOMENTS, "moments"), (Wish.INTERESTS, "interests")):
        wanted = np.array([len(getattr(one, name)) for one in homes], dtype=np.int64)
        shared = _shared([getattr(one, name) for one in homes], [getattr(one, name) for one in buddies])
        score = score + MOST_POINTS * shared // np.maximum(1, wanted)[:, None] * WEIGHTS[wish]
    digits, places = (
        [np.array([getattr(one, name) for one in some], dtype=np.str_) for some in (homes, buddies)]
        for name in ("digits", "place")
    )
    same = (digits[0][:, None] == digits[1][None, :]) & (digits[0] != "")[:, None]
    town = (places[0][:, None] == places[1][None, :]) & (places[0] != "")[:, None]
    near = np.where(same, MOST_POINTS, np.where(town, SAME_PLACE_POINTS, 0))
    waits = np.array([0 if one.has_household else MOST_POINTS for one in buddies], dtype=np.int64)
    total: Ints = score + near * WEIGHTS[Wish.NEAR] + (waits * WEIGHTS[Wish.WAITING])[None, :]
    return total


def _shared(left: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> Ints:
    """How many words each pair has in common."""
    bits = {word: 1 << place for place, word in enumerate(sorted({word for some in (*left, *right) for word in some}))}
    rows, columns = (
        np.array([sum(bits[word] for word in some) for some in side], dtype=np.int64) for side in (left, right)
    )
    shared: Ints = np.bitwise_count(rows[:, None] & columns[None, :]).astype(np.int64)
    return shared


def _graph(possible: NDArray[np.bool_], scores: Ints) -> Graph:
    """The possible pairs with their costs; every row ends with a column of its own that stands for "nobody". Placing one more
    household is worth more than all wishes of a whole plan together."""
    rows, width = possible.shape
    step = min(rows, width) * MOST_SCORE + 1
    ceiling = 2 * step
    lengths = np.zeros(rows + 1, dtype=np.int64)
    indices, costs = [np.zeros(0, dtype=np.int32)], [np.zeros(0)]
    for row in range(rows):
        column = np.flatnonzero(possible[row])
        lengths[row + 1] = len(column) + 1
        indices += [column.astype(np.int32), np.array([width + row], dtype=np.int32)]
        costs += [ceiling - step - scores[row, column].astype(np.float64), np.array([float(ceiling)])]
    return Graph(
        by_unit=False,
        columns=width + rows,
        starts=np.cumsum(lengths).astype(np.int32),
        indices=np.concatenate(indices),
        costs=np.concatenate(costs),
    )


def _without(home: HomeFacts, limits: Ints) -> Without:
    closed = {limit: int(np.count_nonzero(limits & LIMIT_BIT[limit])) for limit in LIMITS}
    alone = {limit: int(np.count_nonzero(limits == LIMIT_BIT[limit])) for limit in LIMITS}
    best = max(LIMITS, key=lambda limit: alone[limit])
    return Without(
        home,
        int(np.count_nonzero(limits == 0)),
        {limit: number for limit, number in closed.items() if number},
        best if alone[best] else None,
    )
