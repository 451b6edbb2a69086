"""The Dutch RD projection (EPSG:28992), the shape in which every Dutch reader knows the country, and its drawing scale."""

from functools import cache

from pyproj import Transformer

WGS84 = 4326
RD = 28992

WIDTH = 1000
HEIGHT = 1180
VIEW_BOX = f"0 0 {WIDTH} {HEIGHT}"
LEFT = 13_000.0
TOP = 620_000.0
SCALE = WIDTH / 266_000


@cache
def _to_rd(epsg: int) -> Transformer:
    return Transformer.from_crs(epsg, RD, always_xy=True)


def to_rd(longitude: float, latitude: float) -> tuple[float, float]:
    """Metres east and north."""
    x, y = _to_rd(WGS84).transform(longitude, latitude)
    return float(x), float(y)


def to_drawing(x: float, y: float) -> tuple[float, float]:
    """RD metres to the drawing, whose y axis points down."""
    return (x - LEFT) * SCALE, (TOP - y) * SCALE


def point(longitude: float, latitude: float) -> tuple[float, float]:
    """Where a place lies in the drawing, to a tenth of a unit (27 m)."""
    x, y = to_drawing(*to_rd(longitude, latitude))
    return round(x, 1), round(y, 1)
