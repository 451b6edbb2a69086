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
from numpy.typing import NDArray

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
    cost = int(own.sum())
    prices = _prices(graph, chosen, own) if method is Method.EXACT else None
    bound = None if prices is None else _bound(graph, prices)
    if bound != cost:
        bounds = [_bound(graph, np.zeros(graph.columns))]
        bound = max(bounds if bound is None else [*bounds, bound])
    return Solution(chosen, cost, bound, method)


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
    """Prices (zero or less) at which every row is content with its column. None where there are none, so that the assignment is not
    the best. Numbers are whole, so nothing is rounded; whether a free column would have been better shows in the bound.

    A column that costs a row so much more than its own that no price makes up for it, is not looked at. How low prices go is not
    known beforehand: they are computed for the nearest columns first, and again for more as long as they turn out lower.
    """
    holder = np.full(graph.columns, -1, dtype=np.int32)
    holder[chosen] = np.arange(graph.rows)
    extra = graph.costs - np.repeat(own, np.diff(graph.starts))
    prices = np.zeros(graph.rows)
    reach = 0.0
    while True:
        edges = np.flatnonzero(extra < reach)
        others = holder.take(graph.indices.take(edges))
        edges, others = edges[others >= 0], others[others >= 0]
        if not _settle(prices, extra.take(edges), others, np.searchsorted(edges, graph.starts)):
            return None
        lowest = float(prices.min())
        if -lowest <= reach:
            everywhere = np.zeros(graph.columns)
            everywhere[chosen] = prices
            return everywhere
        reach = -2 * lowest


def _settle(prices: Floats, extra: Floats, others: Ints, starts: NDArray[np.intp]) -> bool:
    """Bellman-Ford over the rows, by the column that each holds: lowers `prices` until nobody would rather have another's column. False
    where that never ends. `extra` is what each edge costs its row more than its own column, `others` who holds it."""
    rows = np.repeat(np.arange(len(prices)), np.diff(starts))
    waiting = np.unique(rows[extra + prices[rows] < prices[others]])
    for _round in range(len(prices) + 1):
        if not len(waiting):
            return True
        before = prices.copy()
        for row in waiting:
            edges = slice(starts[row], starts[row + 1])
            offer = extra[edges] + prices[row]
            other = others[edges]
            better = offer < prices[other]
            prices[other[better]] = offer[better]
        waiting = np.flatnonzero(prices < before)
    return False


def _bound(graph: Graph, prices: Floats) -> int:
    """Every row pays at least its cheapest column after prices, every column gives back at most its price."""
    reduced = graph.costs - prices[graph.indices]
    return int(np.minimum.reduceat(reduced, graph.starts[:-1]).sum() + prices.sum())
