"""How many of everything: the totals are fixed, the share of a municipality follows from what it has already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PROPERTIES, UNITS, HOUSEHOLDS = 180, 340, 520
WITHOUT_HOMES_YET = 24
"""Buildings that are only reported, being looked at, unsuitable or withdrawn: no unit of theirs is in use."""
EXTRA_SHARE = {"Kampen": 11, "Zwolle": 6}
"""Municipalities that get more buildings than an equal part."""


@dataclass(frozen=True)
class Share:
    """What one municipality gets besides the buildings of its initiatives."""

    buildings: int
    unfinished: int


def shares(municipalities: list[str], registered: int) -> Mapping[str, Share]:
    """`registered` is how many buildings came in with an initiative; the rest is spread so that the totals come out."""
    left = max(0, PROPERTIES - registered)
    fixed = {name: number for name, number in EXTRA_SHARE.items() if name in municipalities}
    others = [name for name in municipalities if name not in fixed]
    rest = max(0, left - sum(fixed.values()))
    found = {}
    for position, name in enumerate(municipalities):
        if name in fixed:
            number = fixed[name]
        else:
            place = others.index(name)
            number = rest // len(others) + (1 if place < rest % len(others) else 0)
        found[name] = Share(
            buildings=number,
            unfinished=1
            if position * WITHOUT_HOMES_YET % len(municipalities) < WITHOUT_HOMES_YET and number > 1
            else 0,
        )
    return found


def spread(total: int, parts: int) -> list[int]:
    """`total` in `parts` numbers that differ by one at most, the larger ones first."""
    if parts == 0:
        return []
    return [total // parts + (1 if position < total % parts else 0) for position in range(parts)]
