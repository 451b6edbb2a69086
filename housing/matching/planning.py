"""From facts to answers: the best plan for all, the units for one household, the households for one unit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from uuid import UUID

import numpy as np

from .codes import LIMITS, WISHES, Limit
from .explaining import WhyNot, binding, explain
from .facts import HouseholdFacts, Terms, UnitFacts
from .judging import Verdict, judge
from .solving import Method, Solution, solve, solve_aside
from .table import Graph, Table, build_table

_TICK_PLACED = 256
#: Fewer possible pairs are solved before a process of its own would have started (tenths of a second).
ASIDE_FROM = 50_000


class Phase(StrEnum):
    """What a run is doing; `on_progress` hears each with a fraction."""

    LOADING = "loading"
    COMPARING = "comparing"
    SOLVING = "solving"
    EXPLAINING = "explaining"
    STORING = "storing"


type Progress = Callable[[Phase, float], None]


@dataclass(frozen=True, slots=True)
class Placed:
    """One proposal. `rank` is the place of this unit among the household's `options` possible units, best first."""

    household: HouseholdFacts
    unit: UnitFacts
    verdict: Verdict
    rank: int
    options: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    household: HouseholdFacts
    why: WhyNot


@dataclass(frozen=True, slots=True)
class Worth:
    """What a plan is worth: first people (or households) placed, then the sum of the wishes' scores."""

    placed: int
    score: int


@dataclass(frozen=True)
class Plan:
    """`bound` is what no plan can be better than; equal to `worth`, the plan is proven to be the best."""

    placed: tuple[Placed, ...]
    unplaced: tuple[Unplaced, ...]
    worth: Worth
    bound: Worth
    method: Method
    pairs: int
    binds: dict[Limit, int]

    @property
    def is_proven(self) -> bool:
        return self.bound == self.worth


@dataclass(frozen=True, slots=True)
class Choice:
    """A pair as it is shown in a list: what was judged, and its place among the possible ones (0: not possible)."""

    household: HouseholdFacts
    unit: UnitFacts
    verdict: Verdict
    rank: int


def _silent(_phase: Phase, _done: float) -> None:
    return None


def make_plan(
    households: Sequence[HouseholdFacts],
    units: Sequence[UnitFacts],
    terms: Terms,
    *,
    on_progress: Progress = _silent,
    aside_seconds: float | None = None,
) -> Plan:
    """The best plan for all of them. One household per unit, nobody is split.

    `on_progress` may raise to stop. With `aside_seconds` the solver runs in a process of its own and is stopped after that time.
    """
    on_progress(Phase.COMPARING, 0.0)
    table = build_table(households, units, terms)
    graph = table.graph(partial(on_progress, Phase.COMPARING))
    on_progress(Phase.SOLVING, 0.0)
    if aside_seconds is None or graph.pairs < ASIDE_FROM:
        solution = solve(graph)
    else:
        solution = solve_aside(graph, look=lambda: on_progress(Phase.SOLVING, 0.0), seconds=aside_seconds)
    on_progress(Phase.EXPLAINING, 0.0)
    pairs = _pairs(table, graph, solution)
    placed = _placed(table, pairs, on_progress)
    left = np.setdiff1d(np.arange(len(table.households)), [household for household, _unit in pairs])
    unplaced = tuple(
        Unplaced(table.households[number], why)
        for number, why in zip(left.tolist(), explain(table, left.tolist()), strict=True)
    )
    return Plan(
        placed=placed,
        unplaced=unplaced,
        worth=_worth(table, graph, solution.cost),
        bound=_worth(table, graph, solution.bound),
        method=solution.method,
        pairs=graph.pairs,
        binds=binding([one.why for one in unplaced]),
    )


def units_for(household: HouseholdFacts, units: Sequence[UnitFacts], terms: Terms) -> list[Choice]:
    """All units for one household: the possible ones best first, then the others, nearest first."""
    return _ranked([(household, unit, judge(household, unit, terms)) for unit in units], lambda pair: pair[1].id)


def households_for(unit: UnitFacts, households: Sequence[HouseholdFacts], terms: Terms) -> list[Choice]:
    """All households for one unit, in the same order."""
    return _ranked([(one, unit, judge(one, unit, terms)) for one in households], lambda pair: pair[0].id)


def fingerprint(households: Sequence[HouseholdFacts], units: Sequence[UnitFacts], terms: Terms) -> str:
    """SHA-256 over everything a plan is made of, in any order: equal input, equal plan."""
    digest = hashlib.sha256()
    weights = sorted((wish.value, terms.weight(wish)) for wish in WISHES)
    partners = sorted(sorted(pair) for pair in terms.partners)
    digest.update(repr((terms.today, terms.window, weights, terms.rule.value, partners)).encode())
    for household in sorted(households, key=lambda one: one.id):
        needs = sorted(household.limits), sorted(household.wishes)
        facts = household.municipality_id, household.size, household.children, household.youngest, needs
        digest.update(repr((household.id.hex, facts, household.available_from, household.move_by)).encode())
    for unit in sorted(units, key=lambda one: one.id):
        digest.update(repr(unit).encode())
    return digest.hexdigest()


type _Pair = tuple[HouseholdFacts, UnitFacts, Verdict]


def _ranked(pairs: list[_Pair], identity: Callable[[_Pair], UUID]) -> list[Choice]:
    """Highest score first; what is not possible by how few limits bind. Equal ones keep a fixed order."""

    def order(pair: _Pair) -> tuple[int, int, list[int], UUID]:
        verdict = pair[2]
        return (
            len(verdict.limits),
            -verdict.score,
            [LIMITS.index(limit) for limit in verdict.limits],
            identity(pair),
        )

    return [
        Choice(household, unit, verdict, rank if verdict.is_possible else 0)
        for rank, (household, unit, verdict) in enumerate(sorted(pairs, key=order), start=1)
    ]


def _pairs(table: Table, graph: Graph, solution: Solution) -> list[tuple[int, int]]:
    """(household, unit) by number, in the order of the households."""
    width = len(table.households) if graph.by_unit else len(table.units)
    found = [(column, row) for row, column in enumerate(solution.chosen.tolist()) if column < width]
    return sorted(found if graph.by_unit else [(row, column) for column, row in found])


def _placed(table: Table, pairs: list[tuple[int, int]], on_progress: Progress) -> tuple[Placed, ...]:
    found = []
    for number, (household, unit) in enumerate(pairs):
        possible, score = table.household_row(household)
        verdict = judge(table.households[household], table.units[unit], table.terms)
        better = int(np.count_nonzero(possible & (score > score[unit])))
        found.append(
            Placed(
                table.households[household],
                table.units[unit],
                verdict,
                better + 1,
                int(np.count_nonzero(possible)),
            )
        )
        if number % _TICK_PLACED == 0:
            on_progress(Phase.EXPLAINING, number / len(pairs))
    return tuple(found)


def _worth(table: Table, graph: Graph, cost: int) -> Worth:
    """What was saved compared with leaving everything empty, read back as the two numbers it was made of."""
    placed, score = divmod(graph.rows * table.ceiling - cost, table.step)
    return Worth(placed, score)
