"""The part of a map that is drawn and how large it can be touched."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

LEAST_TOUCH = 24.0
"""CSS pixels (WCAG 2.2, 2.5.8)."""
_WIDE = (550.0, 688.0)
"""The least width and greatest height in pixels at which map.css shows a map from 40 rem on."""
_NARROW = (250.0, 688.0)
"""The same on a phone of 320 pixels."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is shown: all of the country, or the province with this code."""

    x: float
    y: float
    width: float
    height: float
    province: str = ""

    @classmethod
    def of(cls, view_box: str, province: str = "") -> Frame:
        x, y, width, height = (float(part) for part in view_box.split())
        return cls(x, y, width, height, province)

    @property
    def view_box(self) -> str:
        return f"{self.x:g} {self.y:g} {self.width:g} {self.height:g}"

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.x, self.y, self.width, self.height

    def padded(self, by: float) -> Frame:
        return Frame(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by, self.province)

    @property
    def wide_radius(self) -> float:
        """Half of 24 pixels in units of the drawing on a desk screen, a little to spare."""
        return self._radius(*_WIDE)

    @property
    def narrow_radius(self) -> float:
        return self._radius(*_NARROW)

    def _radius(self, width: float, height: float) -> float:
        pixels_per_unit = min(width / self.width, height / self.height)
        return round((LEAST_TOUCH / 2 + 0.4) / pixels_per_unit, 2)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole `<svg>`. `kind` tells the legend which words fit: `bounds` or `tiles`; so does whether bubbles hold
    several municipalities."""

    svg: SafeString
    kind: str
    credit: str

    @property
    def has_groups(self) -> bool:
        return "k-m--many" in self.svg
