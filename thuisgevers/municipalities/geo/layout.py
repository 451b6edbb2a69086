"""Lays out one hexagon per municipality so that the whole still reads as the Netherlands.

The tile map is shown to everybody, also where no boundaries are imported, so its layout is made from the label points
alone. It is computed once (`manage.py layout_tiles`, a minute and a half) and kept in `data/tiles.csv`: a map that jumps
about with every release would be worthless. Same input and seed give the same layout.

Four steps: (1) least squares: neighbours at the distance of one tile, in their true direction; (2) push overlapping
points apart; (3) the assignment problem: each point its own cell at the least total displacement; (4) annealing: swap
cells while that straightens coasts, closes holes and keeps provinces together. Water gets cells too, which stay empty:
otherwise the IJsselmeer fills up and the Wadden islands stick to the coast.
"""

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import lil_matrix
from scipy.sparse.linalg import lsqr
from scipy.spatial import Delaunay

type Cell = tuple[int, int]
type Matrix = NDArray[np.float64]

ROW_HEIGHT = math.sqrt(3) / 2
NEIGHBOURS: tuple[Cell, ...] = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1))
NEARBY: tuple[Cell, ...] = tuple(
    (q, r) for q in range(-3, 4) for r in range(-3, 4) if (q, r) != (0, 0) and abs(q + r) <= 3
)
TILE_KM = 11.0
"""About the square root of the land area per municipality: the distance that becomes one tile."""
LONGEST_EDGE_KM = 38.0

# Weights of the annealing, chosen by looking at the drawings.
PULL = 0.06
COAST = 1.2
PROVINCE_EDGE = 1.0
ISLAND_TOUCHES = 6.0
LOOSE_PART = 5.0
HOLE = 14.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A municipality to place, or a piece of water to leave free (no province). Kilometres, north is up."""

    code: str
    province: str | None
    x: float
    y: float
    island: bool = False


@dataclass(frozen=True, slots=True)
class Bond:
    """What `other` wants of its neighbour: to lie at (dx, dy) from it."""

    other: int
    dx: float
    dy: float
    weight: float


def centre(cell: Cell) -> tuple[float, float]:
    """Middle of a pointy-top hexagon of width 1; row numbers grow southwards, y northwards."""
    q, r = cell
    return q + r / 2, -r * ROW_HEIGHT


def lay_out(spots: Sequence[Spot], *, seed: int = 2, steps: int = 600_000) -> dict[str, Cell]:
    """Give every municipality a cell; the top row and the left edge become 0."""
    points: Matrix = np.array([(spot.x, spot.y) for spot in spots], dtype=float)
    edges = _edges(points)
    wanted = _push_apart(_relax(spots, points, edges), points, edges)
    board = _Board(spots, points, edges, wanted, _assign(wanted), random.Random(seed))  # noqa: S311 - a layout, no secret
    board.anneal(steps, start=3.0, end=0.05, whole=False)
    board.anneal(steps // 2, start=0.6, end=0.03, whole=True)
    board.close_holes()
    board.anneal(steps // 6, start=0.3, end=0.02, whole=True)
    cells = {spot.code: cell for spot, cell in zip(spots, board.cells, strict=True) if spot.province}
    top = min(r for _, r in cells.values())
    left = min(math.floor(q + (r - top) / 2) for q, r in cells.values())
    return {code: (q - left, r - top) for code, (q, r) in cells.items()}


def _edges(points: Matrix) -> list[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for simplex in Delaunay(points).simplices:
        for a, b in ((0, 1), (1, 2), (0, 2)):
            i, j = sorted((int(simplex[a]), int(simplex[b])))
            if math.dist(points[i], points[j]) < LONGEST_EDGE_KM:
                found.add((i, j))
    return sorted(found)


def _relax(spots: Sequence[Spot], points: Matrix, edges: Sequence[tuple[int, int]]) -> Matrix:
    """Least squares: every edge its own direction and about one tile long; a weak pull keeps the country in place."""
    rows = len(edges) + len(points)
    matrix = lil_matrix((rows, len(points)))
    goal = np.zeros((rows, 2))
    for k, (i, j) in enumerate(edges):
        weight = 1.3 if spots[i].province == spots[j].province else 1.0
        matrix[k, i], matrix[k, j] = weight, -weight
        goal[k] = weight * _stretch(points[i] - points[j])
    middle = points.mean(axis=0)
    for i in range(len(points)):
        matrix[len(edges) + i, i] = 0.02
        goal[len(edges) + i] = 0.02 * (points[i] - middle) / TILE_KM
    sparse = matrix.tocsr()
    return np.column_stack([lsqr(sparse, goal[:, axis])[0] for axis in (0, 1)])


def _stretch(difference: Matrix) -> Matrix:
    length = float(np.hypot(*difference))
    stretched: Matrix = difference / length * min(max(length / TILE_KM, 1.0), 1.6)
    return stretched


def _push_apart(wanted: Matrix, points: Matrix, edges: Sequence[tuple[int, int]]) -> Matrix:
    first, second = np.array(edges).T
    goal = np.array([_stretch(points[i] - points[j]) for i, j in edges])
    degree = np.maximum(np.bincount(np.concatenate([first, second]), minlength=len(points)), 1)[:, None]
    for _ in range(300):
        gaps = wanted[:, None] - wanted[None]
        distance = np.hypot(gaps[..., 0], gaps[..., 1]) + np.eye(len(points)) * 9
        force = np.clip(1.0 - distance, 0, None) / np.maximum(distance, 1e-6)
        wanted = wanted + 0.25 * (force[..., None] * gaps).sum(axis=1)
        error = wanted[first] - wanted[second] - goal
        correction = np.zeros_like(wanted)
        np.add.at(correction, first, -error)
        np.add.at(correction, second, error)
        wanted = wanted + 0.15 * correction / degree
    return wanted


def _assign(wanted: Matrix) -> list[Cell]:
    reach = int(np.abs(wanted).max()) + 4
    grid = [
        (q, r)
        for r in range(-2 * reach, 2 * reach)
        for q in range(-3 * reach, 3 * reach)
        if abs(centre((q, r))[0]) <= reach and abs(centre((q, r))[1]) <= reach
    ]
    centres = np.array([centre(cell) for cell in grid])
    cost = ((wanted[:, None] - centres[None]) ** 2).sum(axis=-1)
    _, chosen = linear_sum_assignment(cost)
    return [grid[k] for k in chosen]


@dataclass(slots=True)
class _Board:
    """The cells and who sits in them. Energies are local, so that a swap costs microseconds, not the whole map."""

    spots: Sequence[Spot]
    points: Matrix
    edges: Sequence[tuple[int, int]]
    wanted: Matrix
    cells: list[Cell]
    rng: random.Random
    taken: dict[Cell, int] = field(init=False)
    places: list[tuple[float, float]] = field(init=False)
    bonds: list[list[Bond]] = field(init=False)
    goals: list[tuple[float, float]] = field(init=False)
    members: dict[str, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.taken = {cell: i for i, cell in enumerate(self.cells)}
        self.places = [centre(cell) for cell in self.cells]
        self.goals = [(float(x), float(y)) for x, y in self.wanted]
        self.bonds = [[] for _ in self.spots]
        self.members = {}
        for i, spot in enumerate(self.spots):
            if spot.province and not spot.island:
                self.members.setdefault(spot.province, []).append(i)
        for i, j in self.edges:
            self._bind(i, j)

    def _bind(self, i: int, j: int) -> None:
        one, two = self.spots[i], self.spots[j]
        water = one.province is None or two.province is None
        island = one.island or two.island
        dx, dy = (float(v) for v in self.points[i] - self.points[j])
        length = math.hypot(dx, dy)
        if length > 30 and not (water or island):
            return
        reach = 1.0
        if one.island and two.island:
            reach = 1.35
        elif island and not water:
            reach = min(max(length / TILE_KM, 1.0), 2.2)
        weight = (1.0 if one.province == two.province else 0.7) * (0.5 if water else 1.0)
        dx, dy = dx / length * reach, dy / length * reach
        self.bonds[i].append(Bond(j, dx, dy, weight))
        self.bonds[j].append(Bond(i, -dx, -dy, weight))

    def anneal(self, steps: int, *, start: float, end: float, whole: bool) -> None:
        """Try random swaps. `whole` also counts loose parts of provinces and holes, which is slower."""
        for step in range(steps):
            heat = start * (end / start) ** (step / steps)
            here = self.cells[self.rng.randrange(len(self.cells))]
            dq, dr = self.rng.choice(NEIGHBOURS if self.rng.random() < 0.6 else NEARBY)
            there = (here[0] + dq, here[1] + dr)
            before = self._energy(here, there, whole)
            self._swap(here, there)
            worse = self._energy(here, there, whole) - before
            if worse > 0 and self.rng.random() >= math.exp(-worse / heat):
                self._swap(here, there)

    def close_holes(self, rounds: int = 12) -> None:
        """Pull a row of tiles from a hole inland to the coast, along the line (with at most one bend) that costs least.

        Single swaps cannot do this: halfway the hole has only moved, which is no better.
        """
        for _ in range(rounds):
            holes = sorted({near for cell in self.cells for near in _around(cell) if self._is_hole(near)})
            best, choice = self._total(), None
            for hole in holes:
                for line in self._lines(hole):
                    self._pull(line)
                    if (total := self._total()) < best:
                        best, choice = total, line
                    self._pull(line[::-1])
            if choice is None:
                return
            self._pull(choice)

    def _lines(self, hole: Cell) -> Iterable[list[Cell]]:
        for first in NEIGHBOURS:
            straight = self._walk(hole, first)
            yield straight
            for bend in range(1, len(straight)):
                for second in NEIGHBOURS:
                    if second not in (first, (-first[0], -first[1])):
                        yield straight[:bend] + self._walk(straight[bend], second)

    def _walk(self, cell: Cell, direction: Cell) -> list[Cell]:
        line = [cell]
        while self._is_land(near := (line[-1][0] + direction[0], line[-1][1] + direction[1])):
            line.append(near)
        return line

    def _pull(self, line: Sequence[Cell]) -> None:
        for here, there in pairwise(line):
            self._swap(here, there)

    def _total(self) -> float:
        strain = sum(map(self._strain, range(len(self.spots)))) / 2
        touch = sum(self._around(cell, None) for cell in self.cells) / 2
        parts = sum(self._parts(province) - 1 for province in self.members)
        holes = {near for cell in self.cells for near in _around(cell) if self._is_hole(near)}
        return strain + touch + LOOSE_PART * parts + HOLE * len(holes)

    def _swap(self, here: Cell, there: Cell) -> None:
        for tile, cell in (
            (self.taken.pop(here, None), there),
            (self.taken.pop(there, None), here),
        ):
            if tile is not None:
                self.taken[cell] = tile
                self.cells[tile] = cell
                self.places[tile] = centre(cell)

    def _energy(self, here: Cell, there: Cell, whole: bool) -> float:
        energy = self._around(here, None) + self._around(there, here)
        touched: set[str] = set()
        for tile in (self.taken.get(here), self.taken.get(there)):
            if tile is not None:
                energy += self._strain(tile)
                if province := self.spots[tile].province:
                    touched.add(province)
        if whole:
            energy += LOOSE_PART * sum(self._parts(province) - 1 for province in touched)
            spots = {cell for middle in (here, there) for cell in (middle, *_around(middle))}
            energy += HOLE * sum(map(self._is_hole, spots))
        return energy

    def _strain(self, tile: int) -> float:
        x, y = self.places[tile]
        goal_x, goal_y = self.goals[tile]
        energy = PULL * ((x - goal_x) ** 2 + (y - goal_y) ** 2)
        for bond in self.bonds[tile]:
            other_x, other_y = self.places[bond.other]
            energy += bond.weight * ((x - other_x - bond.dx) ** 2 + (y - other_y - bond.dy) ** 2)
        return energy

    def _around(self, cell: Cell, without: Cell | None) -> float:
        tile = self.taken.get(cell)
        return sum(self._touch(tile, self.taken.get(near)) for near in _around(cell) if near != without)

    def _touch(self, one: int | None, two: int | None) -> float:
        a = self.spots[one] if one is not None else None
        b = self.spots[two] if two is not None else None
        land_a, land_b = bool(a and a.province), bool(b and b.province)
        if not land_a and not land_b:
            return 0.0
        if land_a and land_b:
            assert a
            assert b
            if a.island or b.island:
                return 1.0 if a.island and b.island else ISLAND_TOUCHES
            return PROVINCE_EDGE if a.province != b.province else 0.0
        land, sea = (a, b) if land_a else (b, a)
        assert land
        if land.island:
            return -0.6
        return COAST if sea is None else COAST / 2

    def _is_land(self, cell: Cell) -> bool:
        tile = self.taken.get(cell)
        return tile is not None and self.spots[tile].province is not None

    def _is_hole(self, cell: Cell) -> bool:
        return not self._is_land(cell) and sum(map(self._is_land, _around(cell))) >= 5

    def _parts(self, province: str) -> int:
        todo = {self.cells[i] for i in self.members.get(province, ())}
        parts = 0
        while todo:
            parts += 1
            stack = [todo.pop()]
            while stack:
                for near in _around(stack.pop()):
                    if near in todo:
                        todo.discard(near)
                        stack.append(near)
        return max(parts, 1)


def _around(cell: Cell) -> Iterable[Cell]:
    q, r = cell
    return ((q + dq, r + dr) for dq, dr in NEIGHBOURS)
