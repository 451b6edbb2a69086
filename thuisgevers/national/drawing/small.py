"""The map in small on the start page: provinces and dots, no words; the link around it says where it leads."""

from __future__ import annotations

from django.utils.safestring import mark_safe

from thuisgevers.municipalities.geo.maps import MapShapes, TileMap

from ..keeping import kept
from ..queries.figures import Place
from .frame import Drawing, Frame
from .subject import Subject, shade
from .tiles import around


def draw_small(shapes: MapShapes | None, tile_map: TileMap, subject: Subject) -> Drawing:
    return kept((shapes or tile_map, subject.figures), ("small", subject.key), lambda: _draw(shapes, tile_map, subject))


def _draw(shapes: MapShapes | None, tile_map: TileMap, subject: Subject) -> Drawing:
    if shapes is None:
        frame, credit, body = Frame.of(tile_map.view_box), "", _tiles(tile_map, subject)
    else:
        frame, credit, body = Frame.of(shapes.view_box), shapes.credit, _dots(shapes, subject)
    svg = (
        f'<svg class="k-svg k-svg--small" viewBox="{frame.view_box}" aria-hidden="true" focusable="false">{body}</svg>'
    )
    return Drawing(mark_safe(svg), "small", credit)  # noqa: S308 - numbers and paths only


def _dots(shapes: MapShapes, subject: Subject) -> str:
    land = "".join(province.path for province in shapes.provinces.values())
    dots = "".join(
        f'<circle class="k-dot" cx="{shape.x:g}" cy="{shape.y:g}" r="{8 + min(number, 8) * 1.8:.1f}"/>'
        for place, number in subject.counted()
        if (shape := shapes.municipalities.get(place.code)) is not None
    )
    return f'<path class="k-land" d="{land}"/><path class="k-prov" d="{shapes.province_borders}"/><g class="k-dots">{dots}</g>'


def _tiles(tile_map: TileMap, subject: Subject) -> str:
    numbers = {place.code: number for place, number in subject.counted()}
    return "".join(
        f'<polygon class="k-g k-{shade(numbers.get(tile.code, 0))}" points="{tile.points}"/>' for tile in tile_map.tiles
    )


def draw_place(shapes: MapShapes | None, tile_map: TileMap, place: Place) -> Drawing:
    """Where a municipality lies: its province with the municipality in colour."""
    return kept((shapes or tile_map,), ("place", place.code), lambda: _draw_place(shapes, tile_map, place))


def _draw_place(shapes: MapShapes | None, tile_map: TileMap, place: Place) -> Drawing:
    shape = None if shapes is None else shapes.municipalities.get(place.code)
    province = None if shapes is None else shapes.provinces.get(place.province_code)
    if shapes is not None and shape is not None and province is not None:
        frame, credit = Frame.of(province.view_box), shapes.credit
        body = f'<path class="k-land" d="{province.path}"/><path class="k-g k-here" d="{shape.path}"/>'
    else:
        tiles = [tile for tile in tile_map.tiles if tile.province_code == place.province_code]
        if not tiles:
            return Drawing(mark_safe(""), "place", "")
        frame, credit = around(tiles, place.province_code), ""
        body = "".join(
            f'<polygon class="k-g {"k-here" if tile.code == place.code else "k-0"}" points="{tile.points}"/>'
            for tile in tiles
        )
    svg = (
        f'<svg class="k-svg k-svg--place" viewBox="{frame.view_box}" aria-hidden="true" focusable="false">{body}</svg>'
    )
    return Drawing(mark_safe(svg), "place", credit)  # noqa: S308 - numbers and paths only
