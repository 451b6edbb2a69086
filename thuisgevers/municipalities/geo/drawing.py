"""From polygons in RD metres to compact SVG paths that fit each other: neighbours are simplified as one coverage, so that
no gaps or overlaps appear along a shared border."""

from collections.abc import Iterator, Mapping, Sequence

import shapely
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polylabel

from thuisgevers.municipalities.geo.projection import to_drawing

TOLERANCE = 350.0
"""Metres; somewhat more than one unit of the drawing, so that a page stays light and Texel keeps its shape."""
SMALLEST_PART = 150_000.0
"""Square metres: a smaller part would be a dot of two by two tenths of a unit."""
LABEL_PRECISION = 250.0


def simplify(shapes: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Fewer points, the same neighbours."""
    simple = shapely.coverage_simplify(list(shapes.values()), tolerance=TOLERANCE)
    return dict(zip(shapes, simple, strict=True))


def dissolve(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """One outline for municipalities that lie against each other."""
    return shapely.coverage_union_all(shapes)


def area_path(shape: BaseGeometry) -> str:
    """An SVG path in tenths of a drawing unit, relative steps; parts too small to see are left out, never the largest."""
    parts = sorted(polygons(shape), key=lambda part: part.area, reverse=True)
    kept = [part for part in parts if part.area >= SMALLEST_PART] or parts[:1]
    return "".join(_ring(list(ring.coords)[:-1]) + "z" for part in kept for ring in (part.exterior, *part.interiors))


def shared_borders(shapes: Sequence[BaseGeometry]) -> str:
    """The lines where two of the shapes meet, each once."""
    lines: list[LineString] = []
    for index, one in enumerate(shapes):
        for other in shapes[index + 1 :]:
            lines += _lines(one.boundary.intersection(other.boundary))
    if not lines:
        return ""
    merged = linemerge(lines)
    return "".join(_ring(list(line.coords)) for line in _lines(merged))


def label_point(shape: BaseGeometry) -> tuple[float, float]:
    """The point farthest from every edge of the largest part, in RD metres."""
    largest = max(polygons(shape), key=lambda part: part.area)
    point = polylabel(largest, tolerance=min(LABEL_PRECISION, largest.area**0.5 / 20))
    return point.x, point.y


def padded_box(shape: BaseGeometry, padding: float = 0.06) -> str:
    """A viewBox around the shape with some air."""
    west, south, east, north = shape.bounds
    (left, top), (right, bottom) = to_drawing(west, north), to_drawing(east, south)
    air = padding * max(right - left, bottom - top)
    return f"{left - air:.1f} {top - air:.1f} {right - left + 2 * air:.1f} {bottom - top + 2 * air:.1f}"


def polygons(shape: BaseGeometry) -> Iterator[Polygon]:
    if isinstance(shape, Polygon):
        yield shape
    elif isinstance(shape, MultiPolygon):
        yield from shape.geoms


def _lines(shape: BaseGeometry) -> list[LineString]:
    if isinstance(shape, LineString):
        return [shape] if shape.length > 0 else []
    if isinstance(shape, MultiLineString):
        return list(shape.geoms)
    return [line for part in getattr(shape, "geoms", ()) for line in _lines(part)]


def _ring(points: Sequence[Sequence[float]]) -> str:
    tenths = [tuple(round(value * 10) for value in to_drawing(point[0], point[1])) for point in points]
    path = [f"M{_number(tenths[0][0])},{_number(tenths[0][1])}"]
    last = tenths[0]
    for point in tenths[1:]:
        if point != last:
            path.append(f"l{_number(point[0] - last[0])},{_number(point[1] - last[1])}")
            last = point
    return "".join(path)


def _number(tenths: int) -> str:
    whole, rest = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"
