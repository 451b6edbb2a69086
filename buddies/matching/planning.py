"""All open households at once: as many as possible get a buddy, and then the best wishes together. Exact, and proven to be.

A buddy who can take two households is two columns. The matrix is made in numpy, the assignment and its proof by `housing.matching`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from housing.matching.solving import solve
from housing.matching.table import Graph

from .codes import LIMIT_BIT, LIMITS, MOST_POINTS, MOST_SCORE, SAME_PLACE_POINTS, WEIGHTS, Limit, Wish
from .facts import BuddyFacts, HomeFacts
from .judging import Verdict, judge

type Ints = NDArray[np.integer[Any]]
type Bits = NDArray[np.uint8]
type Scores = NDArray[np.int16]
type Words = NDArray[np.uint16] | NDArray[np.uint64]
#: Bits in the largest number.
MOST_WORDS = 64


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
    slots = np.repeat(np.arange(len(helpers)), [max(0, one.free) for one in helpers])
    solution = solve(_graph(limits[:, slots] == 0, all_scores(people, helpers)[:, slots]))
    pairs, without = [], []
    for row, column in enumerate(solution.chosen.tolist()):
        if column < len(slots):
            buddy = helpers[slots[column]]
            pairs.append(Pair(people[row], buddy, judge(people[row], buddy, asks_vog)))
        else:
            without.append(_without(people[row], limits[row]))
    return Plan(tuple(pairs), tuple(without), solution.is_proven)


def graph_of(homes: Sequence[HomeFacts], buddies: Sequence[BuddyFacts], asks_vog: frozenset[str]) -> Graph:
    """The matrix of a plan alone, for whoever wants to measure the solver."""
    slots = np.repeat(np.arange(len(buddies)), [max(0, one.free) for one in buddies])
    return _graph(all_limits(homes, buddies, asks_vog)[:, slots] == 0, all_scores(homes, buddies)[:, slots])


def all_limits(homes: Sequence[HomeFacts], buddies: Sequence[BuddyFacts], asks_vog: frozenset[str]) -> Bits:
    """Per pair the limits that bind, as bits: eight of them, so that six million pairs are six million bytes."""
    found = np.zeros((len(homes), len(buddies)), dtype=np.uint8)

    def add(limit: Limit, where: NDArray[np.bool_]) -> None:
        np.bitwise_or(found, where.view(np.uint8) * np.uint8(LIMIT_BIT[limit]), out=found)

    def flags(values: Iterable[bool]) -> NDArray[np.bool_]:
        return np.fromiter(values, dtype=np.bool_)

    add(Limit.NOT_AVAILABLE, flags(not one.is_available for one in buddies)[None, :])
    add(Limit.FULL, flags(one.free < 1 for one in buddies)[None, :])
    numbers = {one.id: number for number, one in enumerate(buddies)}
    for row, home in enumerate(homes):
        known = [numbers[one] for one in home.before if one in numbers]
        if known:
            found[row, known] |= np.uint8(LIMIT_BIT[Limit.BEFORE])
    no_children = flags(not one.children_ok for one in buddies)[None, :]
    add(Limit.CHILDREN, flags(one.has_children for one in homes)[:, None] & no_children)
    needed = flags(one.language_is_needed for one in homes)
    if needed.any():
        spoken, theirs = _bits([one.languages for one in homes], [one.languages for one in buddies])
        add(Limit.LANGUAGE, needed[:, None] & ((spoken[:, None] & theirs[None, :]) == 0))
    for reach, name in (("near", "digits"), ("place", "place")):
        near = np.flatnonzero(flags(one.reach == reach for one in buddies))
        here, there = _places([getattr(one, name) for one in homes], [getattr(one, name) for one in buddies])
        apart = (here[:, None] != there[None, near]) & (here > 0)[:, None] & (there[near] > 0)[None, :]
        found[:, near] |= apart.view(np.uint8) * np.uint8(LIMIT_BIT[Limit.TOO_FAR])
    asked, done = _bits([one.tasks for one in homes], [one.tasks for one in buddies])
    add(Limit.NO_TASK, (asked > 0)[:, None] & ((asked[:, None] & done[None, :]) == 0))
    asks = flags(bool(one.tasks & asks_vog) for one in homes)
    add(Limit.VOG, asks[:, None] & flags(not one.has_vog for one in buddies)[None, :])
    return found


def all_scores(homes: Sequence[HomeFacts], buddies: Sequence[BuddyFacts]) -> Scores:
    """Per pair the sum of the wishes, whatever the limits."""
    spoken, theirs = _bits([one.languages for one in homes], [one.languages for one in buddies])
    shares = ((spoken[:, None] & theirs[None, :]) > 0).view(np.uint8)
    total = shares * np.int16(MOST_POINTS * WEIGHTS[Wish.LANGUAGE])
    for wish, name in ((Wish.TASKS, "tasks"), (Wish.MOMENTS, "moments"), (Wish.INTERESTS, "interests")):
        wanted, given = _bits([getattr(one, name) for one in homes], [getattr(one, name) for one in buddies])
        number = np.fromiter((len(getattr(one, name)) for one in homes), dtype=np.int64)
        points = _points_of_shares(number) * np.int16(WEIGHTS[wish])
        shared = np.bitwise_count(wanted[:, None] & given[None, :])
        for number_shared in range(1, int(shared.max(initial=0)) + 1):
            total += (shared == number_shared).view(np.uint8) * points[:, number_shared, None]
    digits, other_digits = _places([one.digits for one in homes], [one.digits for one in buddies])
    places, other_places = _places([one.place for one in homes], [one.place for one in buddies])
    town = (places[:, None] == other_places[None, :]) & (places > 0)[:, None]
    total += town.view(np.uint8) * np.int16(SAME_PLACE_POINTS * WEIGHTS[Wish.NEAR])
    same = (digits[:, None] == other_digits[None, :]) & (digits > 0)[:, None]
    rest = np.where(
        town,
        np.int16((MOST_POINTS - SAME_PLACE_POINTS) * WEIGHTS[Wish.NEAR]),
        np.int16(MOST_POINTS * WEIGHTS[Wish.NEAR]),
    )
    total += same.view(np.uint8) * rest
    waits = np.array(
        [0 if one.has_household else MOST_POINTS * WEIGHTS[Wish.WAITING] for one in buddies], dtype=np.int16
    )
    total += waits[None, :]
    return total


def _points_of_shares(wanted: Ints) -> Scores:
    """For each household the points for none, one, two … of what it asked: a table, so that no pair is divided."""
    shares = np.arange(MOST_WORDS + 1)
    return (MOST_POINTS * shares[None, :] // np.maximum(1, wanted)[:, None]).astype(np.int16)


def _bits(left: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> tuple[Words, Words]:
    """Each set of words as bits of one number."""
    words = sorted({word for some in (*left, *right) for word in some})
    if len(words) > MOST_WORDS:
        raise ValueError("a number has no room for so many words")
    bits = {word: 1 << place for place, word in enumerate(words)}
    rows, columns = (
        np.fromiter((sum(bits[word] for word in some) for some in side), dtype=np.uint64) for side in (left, right)
    )
    small = np.uint16 if len(words) <= 16 else np.uint64
    return rows.astype(small), columns.astype(small)  # type: ignore[return-value]


def _places(left: Sequence[str], right: Sequence[str]) -> tuple[Ints, Ints]:
    """Each name as a number; nowhere is 0."""
    numbers = {name: number for number, name in enumerate(sorted({*left, *right} - {""}), 1)}
    return tuple(np.array([numbers.get(name, 0) for name in side], dtype=np.int32) for side in (left, right))  # type: ignore[return-value]


def _graph(possible: NDArray[np.bool_], scores: Scores) -> Graph:
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


def _without(home: HomeFacts, limits: Bits) -> Without:
    closed = {limit: int(np.count_nonzero(limits & LIMIT_BIT[limit])) for limit in LIMITS}
    alone = {limit: int(np.count_nonzero(limits == LIMIT_BIT[limit])) for limit in LIMITS}
    best = max(LIMITS, key=lambda limit: alone[limit])
    return Without(
        home,
        int(np.count_nonzero(limits == 0)),
        {limit: number for limit, number in closed.items() if number},
        best if alone[best] else None,
    )
