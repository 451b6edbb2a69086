"""Drawings of the country for the map pages: real boundaries where they were imported, and the tile map, always.

Read-only. Drawings are the same for everybody and change with an import only, so they are kept in the process under the
id of the newest edition; asking for that id is the one query of a page.
"""

import math
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import Q

from thuisgevers.municipalities import working_days
from thuisgevers.municipalities.geo.facts import municipality_facts, tile_cells
from thuisgevers.municipalities.geo.projection import VIEW_BOX
from thuisgevers.municipalities.models.geography import (
    Boundary,
    BoundaryKind,
    GeodataEdition,
)


@dataclass(frozen=True, slots=True)
class ProvinceShape:
    """`view_box` shows the province alone: what the map becomes on a phone after a tap on its bubble."""

    code: str
    name: str
    path: str
    view_box: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class MunicipalityShape:
    """`x, y` is the label point: where a bubble belongs."""

    code: str
    name: str
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class MapShapes:
    """The map as drawn in RD; all coordinates are units of `view_box`."""

    view_box: str
    municipalities: dict[str, MunicipalityShape]
    provinces: dict[str, ProvinceShape]
    province_borders: str
    credit: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One hexagon; `points` is ready for `<polygon>`, (x, y) its centre."""

    code: str
    province_code: str
    q: int
    r: int
    x: float
    y: float
    points: str


@dataclass(frozen=True, slots=True)
class TileMap:
    """`province_borders` and `coast` are paths over the edges of the tiles."""

    view_box: str
    tiles: tuple[Tile, ...]
    province_borders: str
    coast: str


class NoBoundaries(LookupError):
    """No geodata was imported; show the tile map."""


_drawn: dict[tuple[UUID, date], MapShapes] = {}


def has_boundaries() -> bool:
    """Whether the real map can be shown (one query)."""
    return _newest() is not None


def map_shapes() -> MapShapes:
    """The boundaries as they hold today: one query when drawn before in this process, two otherwise."""
    newest = _newest()
    if newest is None:
        raise NoBoundaries
    identity, credit = newest
    today = working_days.today()
    key = (identity, today)
    if key not in _drawn:
        drawn = _draw(today, credit)
        _drawn.clear()
        _drawn[key] = drawn
    return _drawn[key]


def _newest() -> tuple[UUID, str] | None:
    return GeodataEdition.objects.values_list("id", "credit").first()


def _draw(today: date, credit: str) -> MapShapes:
    rows = Boundary.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=today), valid_from__lte=today)
    shapes = list(rows.order_by("kind", "code"))
    return MapShapes(
        view_box=VIEW_BOX,
        municipalities={
            row.code: MunicipalityShape(row.code, row.name, row.path, row.x or 0.0, row.y or 0.0)
            for row in shapes
            if row.kind == BoundaryKind.MUNICIPALITY
        },
        provinces={
            row.code: ProvinceShape(row.code, row.name, row.path, row.view_box, row.x or 0.0, row.y or 0.0)
            for row in shapes
            if row.kind == BoundaryKind.PROVINCE
        },
        province_borders="".join(row.path for row in shapes if row.kind == BoundaryKind.PROVINCE_BORDERS),
        credit=credit,
    )


TILE_RADIUS = 27.0
TILE_GAP = 1.3
_MARGIN = 12.0
_AROUND = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))
"""Neighbours clockwise from the east, in the order of the sides of a tile."""


def tiles() -> tuple[Tile, ...]:
    return tile_map().tiles


@cache
def tile_map() -> TileMap:
    """The tile map from the project's own data files: no query, no import needed."""
    cells = tile_cells()
    provinces = {fact.code: fact.province_code for fact in municipality_facts()}
    by_cell = {cell: code for code, cell in cells.items()}
    placed = tuple(
        _tile(code, provinces.get(code, ""), cell)
        for code, cell in sorted(cells.items(), key=lambda item: (item[1][1], item[1][0]))
    )
    inner, outer = [], []
    for tile in placed:
        for side, (dq, dr) in enumerate(_AROUND):
            other = by_cell.get((tile.q + dq, tile.r + dr))
            if other is None:
                outer.append(_side(tile, side))
            elif tile.code < other and provinces.get(other) != tile.province_code:
                inner.append(_side(tile, side))
    width = max(tile.x for tile in placed) + TILE_RADIUS + _MARGIN
    height = max(tile.y for tile in placed) + TILE_RADIUS + _MARGIN
    return TileMap(f"0 0 {width:.0f} {height:.0f}", placed, "".join(inner), "".join(outer))


def _tile(code: str, province: str, cell: tuple[int, int]) -> Tile:
    q, r = cell
    x = _MARGIN + TILE_RADIUS * math.sqrt(3) * (q + r / 2 + 0.5)
    y = _MARGIN + TILE_RADIUS * (1.5 * r + 1)
    points = " ".join("{:.1f},{:.1f}".format(*_corner(x, y, k, TILE_RADIUS - TILE_GAP)) for k in range(6))
    return Tile(code, province, q, r, round(x, 1), round(y, 1), points)


def _corner(x: float, y: float, number: int, radius: float) -> tuple[float, float]:
    """Corner 0 is the upper right one; then clockwise."""
    angle = math.radians(60 * number - 30)
    return x + radius * math.cos(angle), y + radius * math.sin(angle)


def _side(tile: Tile, side: int) -> str:
    start, end = (_corner(tile.x, tile.y, k, TILE_RADIUS) for k in (side, side + 1))
    return "M{:.1f},{:.1f}L{:.1f},{:.1f}".format(*start, *end)
