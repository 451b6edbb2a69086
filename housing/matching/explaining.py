"""Why not, for who has no place: how many units each limit closes off, and which single change would open most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .codes import DATE_LIMITS, FIXED_LIMITS, LIMIT_BIT, LIMITS, Limit
from .table import Table

type Counts = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """For one household. `closed` counts units per limit (a unit may count under several), `opens` the units for which that
    one limit is the only one. `possible` units meet every limit and went to others."""

    units: int
    possible: int
    closed: dict[Limit, int]
    opens: dict[Limit, int]

    @property
    def best_change(self) -> Limit | None:
        """The single limit whose going would open most units."""
        return max(self.opens, key=lambda limit: self.opens[limit]) if self.opens else None


def explain(table: Table, households: Sequence[int]) -> list[WhyNot]:
    """Counts for these households (numbers in the table), as products of small matrices: profile by profile, day by day."""
    if not households:
        return []
    profile = table.household_profile[households]
    day = table.household_day[households]
    profiles, profile = np.unique(profile, return_inverse=True)
    fixed = table.fixed_limits[profiles]
    width = table.fixed_limits.shape[1]
    free_per_day = _units_per_profile(table, table.is_date_ok, width)
    possible = _product(fixed == 0, free_per_day)[profile, day]
    units_per_profile = np.bincount(table.unit_profile, minlength=width).astype(np.float32)
    closed: dict[Limit, NDArray[np.float32]] = {}
    opens: dict[Limit, NDArray[np.float32]] = {}
    for limit in FIXED_LIMITS:
        bit = LIMIT_BIT[limit]
        if not (fixed & bit).any():
            continue
        closed[limit] = (((fixed & bit) != 0).astype(np.float32) @ units_per_profile)[profile]
        opens[limit] = _product(fixed == bit, free_per_day)[profile, day]
    is_fixed_ok = fixed == 0
    for limit in DATE_LIMITS:
        bound = table.date_limit == LIMIT_BIT[limit]
        if not bound.any():
            continue
        closed[limit] = bound.sum(axis=1).astype(np.float32)[day]
        opens[limit] = _product(is_fixed_ok, _units_per_profile(table, bound, width))[profile, day]
    return [
        WhyNot(
            units=len(table.units),
            possible=int(possible[place]),
            closed=_counted(closed, place),
            opens=_counted(opens, place),
        )
        for place in range(len(households))
    ]


def binding(reasons: Sequence[WhyNot]) -> dict[Limit, int]:
    """Over all who have no place: for how many each limit is the one whose going would open most; most first."""
    counts: dict[Limit, int] = {}
    for reason in reasons:
        change = reason.best_change
        if change is not None:
            counts[change] = counts.get(change, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], LIMITS.index(item[0]))))


def _units_per_profile(table: Table, flags: NDArray[np.bool_], width: int) -> Counts:
    """Per unit profile and first day: how many of its units the flag (per day and unit) holds for."""
    found = np.zeros((width, flags.shape[0]), dtype=np.float32)
    for number, row in enumerate(flags):
        found[:, number] = np.bincount(table.unit_profile[row], minlength=width)
    return found


def _product(which: NDArray[np.bool_], per_day: Counts) -> Counts:
    product: Counts = which.astype(np.float32) @ per_day
    return product


def _counted(counts: dict[Limit, NDArray[np.float32]], place: int) -> dict[Limit, int]:
    return {limit: int(counts[limit][place]) for limit in LIMITS if limit in counts and counts[limit][place]}
