"""All open households at once: as many as possible get a buddy, and then the best wishes together. Exact, and proven to be.

The pairs are judged in `table.py`, the assignment and its proof are made by `housing.matching`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from housing.matching.solving import solve
from housing.matching.table import Graph

from .codes import LIMIT_BIT, LIMITS, Limit
from .facts import BuddyFacts, HomeFacts
from .judging import Verdict, points_of
from .table import Bits, table_of

_ALL_BITS = 256
#: Of every set of limits, as bits, which limits are in it.
_IN_SET = np.array([[bool(some & LIMIT_BIT[limit]) for limit in LIMITS] for some in range(_ALL_BITS)], dtype=np.intp)


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
    people = sorted(homes, key=lambda one: one.id.int)
    helpers = sorted(buddies, key=lambda one: one.id.int)
    table = table_of(people, helpers, asks_vog)
    slots = table.slots()
    solution = solve(table.graph(slots))
    columns = slots.tolist()
    pairs, without = [], []
    for row, column in enumerate(solution.chosen.tolist()):
        home = people[row]
        if column < len(columns):
            buddy = helpers[columns[column]]
            pairs.append(Pair(home, buddy, Verdict((), points_of(home, buddy))))
        else:
            without.append(_without(home, table.limits(row)))
    return Plan(tuple(pairs), tuple(without), solution.is_proven)


def graph_of(homes: Sequence[HomeFacts], buddies: Sequence[BuddyFacts], asks_vog: frozenset[str]) -> Graph:
    """The matrix of a plan alone, for whoever wants to measure the solver."""
    table = table_of(homes, buddies, asks_vog)
    return table.graph(table.slots())


def _without(home: HomeFacts, limits: Bits) -> Without:
    sets = np.bincount(limits, minlength=_ALL_BITS)
    closed = (sets @ _IN_SET).tolist()
    alone = {limit: int(sets[LIMIT_BIT[limit]]) for limit in LIMITS}
    best = max(LIMITS, key=lambda limit: alone[limit])
    return Without(
        home,
        int(sets[0]),
        {limit: number for limit, number in zip(LIMITS, closed, strict=True) if number},
        best if alone[best] else None,
    )
