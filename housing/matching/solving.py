"""Finding the best plan, and proving that it is the best."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from .kernel import assign, read_answer, write_graph
from .table import Floats, Graph, Ints

_ROOT = Path(__file__).resolve().parents[2]
_LOOK_EVERY = 0.1


class SolverFailed(RuntimeError):
    """The solver's process ended without an answer (out of memory, killed)."""


class Method(StrEnum):
    EXACT = "exact"
    GREEDY = "greedy"


@dataclass(frozen=True)
class Solution:
    """The column of every row, what it costs, and a proof: no assignment costs less than `bound`."""

    chosen: Ints
    cost: int
    bound: int
    method: Method

    @property
    def is_proven(self) -> bool:
        return self.bound == self.cost


def solve(graph: Graph) -> Solution:
    """In this process; for small plans and for measuring."""
    return certified(graph, assign(graph), Method.EXACT)


def solve_aside(graph: Graph, *, look: Callable[[], None], seconds: float) -> Solution:
    """In a process of its own. `look` is called ten times a second and stops everything by raising. After `seconds` the
    greedy plan is taken, with the proven bound that shows how far it can be from the best."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        write_graph(graph, given)
        chosen = _wait(given.fileno(), answer.fileno(), look=look, seconds=seconds)
        if chosen:
            return certified(graph, read_answer(answer), Method.EXACT)
    return certified(graph, greedy(graph), Method.GREEDY)


def _wait(given: int, answer: int, *, look: Callable[[], None], seconds: float) -> bool:
    """Whether the process gave an answer in time; it is gone in every case when this returns or raises."""
    process = subprocess.Popen(
        [sys.executable, "-m", "housing.matching.kernel"],
        stdin=given,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={"PATH": os.environ.get("PATH", ""), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    end = time.monotonic() + seconds
    try:
        while True:
            try:
                code = process.wait(timeout=_LOOK_EVERY)
            except subprocess.TimeoutExpired:
                look()
                if time.monotonic() > end:
                    return False
                continue
            if code:
                raise SolverFailed(f"the solver ended with code {code}")
            return True
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def greedy(graph: Graph) -> Ints:
    """Cheapest pair first. A full assignment always exists, as every row has a column of its own."""
    row = np.repeat(np.arange(graph.rows), np.diff(graph.starts))
    taken = np.zeros(graph.columns, dtype=np.bool_)
    chosen = np.full(graph.rows, -1, dtype=np.int32)
    for edge in np.lexsort((graph.indices, row, graph.costs)):
        if chosen[row[edge]] < 0 and not taken[graph.indices[edge]]:
            chosen[row[edge]] = graph.indices[edge]
            taken[graph.indices[edge]] = True
    return chosen


def certified(graph: Graph, chosen: Ints, method: Method) -> Solution:
    """Price the columns so that no row would rather have another one. Where that succeeds, the prices prove the optimum
    (linear programming duality); in every case they give a bound below which no assignment can lie."""
    if graph.rows == 0:
        return Solution(chosen, 0, 0, method)
    own = _own_costs(graph, chosen)
    prices = _prices(graph, chosen, own) if method is Method.EXACT else None
    bounds = [_bound(graph, np.zeros(graph.columns))]
    if prices is not None:
        bounds.append(_bound(graph, prices))
    return Solution(chosen, int(own.sum()), max(bounds), method)


def _own_costs(graph: Graph, chosen: Ints) -> Floats:
    """What each row pays. Raises ValueError for an answer that is not an assignment."""
    if len(chosen) != graph.rows or len(np.unique(chosen)) != graph.rows:
        raise ValueError("not an assignment: a column is used twice")
    row = np.repeat(np.arange(graph.rows, dtype=np.int32), np.diff(graph.starts))
    at = np.flatnonzero(graph.indices == chosen[row])
    if len(at) != graph.rows:
        raise ValueError("not an assignment: a pair that is not possible")
    return graph.costs[at]


def _prices(graph: Graph, chosen: Ints, own: Floats) -> Floats | None:
    """Prices (zero or less) at which every row is content with its column: Bellman-Ford over the columns in use, from rows
    whose column became cheaper. None where there are none, so that the assignment is not the best. Numbers are whole, so
    nothing is rounded; whether a free column would have been better shows in the bound."""
    holder = np.full(graph.columns, -1, dtype=np.int32)
    holder[chosen] = np.arange(graph.rows)
    held_by = holder[graph.indices]
    in_use = held_by >= 0
    kept = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(in_use)])[graph.starts]
    others, costs = held_by[in_use], graph.costs[in_use]
    prices = np.zeros(graph.rows)
    waiting = np.arange(graph.rows)
    for _round in range(graph.rows + 1):
        before = prices.copy()
        for row in waiting:
            edges = slice(kept[row], kept[row + 1])
            offer = costs[edges] + (prices[row] - own[row])
            other = others[edges]
            better = offer < prices[other]
            if better.any():
                prices[other[better]] = offer[better]
        waiting = np.flatnonzero(prices < before)
        if not len(waiting):
            everywhere = np.zeros(graph.columns)
            everywhere[chosen] = prices
            return everywhere
    return None


def _bound(graph: Graph, prices: Floats) -> int:
    """Every row pays at least its cheapest column after prices, every column gives back at most its price."""
    reduced = graph.costs - prices[graph.indices]
    return int(np.minimum.reduceat(reduced, graph.starts[:-1]).sum() + prices.sum())
