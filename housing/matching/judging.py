"""One household and one unit: the limits that bind, the days of the stay, and the points per wish.

This is the readable reference. `table.py` computes the same for all pairs at once; a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .codes import MOST_POINTS, NEEDS, Limit, Need, Wish
from .facts import HouseholdFacts, Terms, UnitFacts, has_extra_bedroom
from .periods import first_stay, free_spans

#: Days from permit to home: 14 weeks (terms `home-total`); the points for the clock run over this length.
CLOCK_DAYS = 98


@dataclass(frozen=True, slots=True)
class Points:
    """What one wish adds: `points` (0 to 10) times `weight`."""

    wish: Wish
    points: int
    weight: int

    @property
    def total(self) -> int:
        return self.points * self.weight


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for a pair. With limits there is no stay and no score."""

    limits: tuple[Limit, ...]
    starts_on: date | None = None
    ends_on: date | None = None
    points: tuple[Points, ...] = ()

    @property
    def is_possible(self) -> bool:
        return not self.limits

    @property
    def score(self) -> int:
        return sum(part.total for part in self.points)


def judge(household: HouseholdFacts, unit: UnitFacts, terms: Terms) -> Verdict:
    """Everything there is to say about this pair."""
    limits = _fixed_limits(household, unit, terms)
    window = terms.window
    start = window.starts_on.toordinal()
    if household.available_from is not None:
        start = max(start, household.available_from.toordinal())
    latest = window.latest_on.toordinal()
    spans = free_spans(unit)
    stays = [first_stay(free, start=start, latest=latest, shortest=window.shortest_days) for free in spans]
    if (date_limit := _date_limit(stays, unit, start, latest)) is not None:
        limits.append(date_limit)
    if limits:
        return Verdict(tuple(limits))
    stay = stays[2]
    assert stay is not None
    first, (free_from, free_until) = stay
    end = min(first + window.wished_days, free_until)
    idle = first - max(free_from, window.starts_on.toordinal())
    points = _wish_points(household, unit)
    points[Wish.CLOCK] = clock_points(household, terms.today)
    points[Wish.SHORT_VACANCY] = max(0, MOST_POINTS - idle // 7)
    points[Wish.LONG_STAY] = MOST_POINTS * (end - first) // window.wished_days
    told = tuple(Points(wish, points[wish], terms.weight(wish)) for wish in Wish if wish in points)
    return Verdict((), date.fromordinal(first), date.fromordinal(end), told)


def clock_points(household: HouseholdFacts, today: date) -> int:
    """None left of the 14 weeks: ten points; all of them left, or no clock: none."""
    if household.move_by is None:
        return 0
    left = max(0, (household.move_by - today).days)
    return max(0, MOST_POINTS - MOST_POINTS * left // CLOCK_DAYS)


def fit_points(size: int, capacity_max: int) -> int:
    """Full marks for a unit in which nobody's bed stays empty, three less for every bed that does."""
    return max(0, MOST_POINTS - 3 * (capacity_max - size))


def _fixed_limits(household: HouseholdFacts, unit: UnitFacts, terms: Terms) -> list[Limit]:
    missing = household.limits - _offers(household, unit)
    if household.children and not unit.children_suitable:
        missing |= {Need.CHILDREN}
    bound = {
        Limit.OTHER_MUNICIPALITY: not terms.may_place(household.municipality_id, unit.municipality_id),
        Limit.NOT_OPEN: not unit.is_open,
        Limit.TOO_LARGE: household.size > unit.capacity_max,
        Limit.TOO_SMALL: household.size < unit.capacity_min,
        Limit.MINIMUM_AGE: household.youngest < unit.minimum_age,
        **{Limit(need.value): need in missing for need in NEEDS},
    }
    return [limit for limit in Limit if bound.get(limit)]


def _date_limit(stays: Sequence[object], unit: UnitFacts, start: int, latest: int) -> Limit | None:
    """At most one: the first of the three views of the unit in which no stay fits says why."""
    if start > latest:
        return Limit.HOUSEHOLD_LATER
    if stays[0] is None:
        later = unit.available_from is not None and unit.available_from.toordinal() > latest
        return Limit.UNIT_LATER if later else Limit.UNIT_ENDS
    if stays[1] is None:
        return Limit.UNIT_CLOSED
    return Limit.UNIT_TAKEN if stays[2] is None else None


def _offers(household: HouseholdFacts, unit: UnitFacts) -> frozenset[Need]:
    if has_extra_bedroom(unit, household.size):
        return unit.fixed_offers | {Need.EXTRA_BEDROOM}
    return unit.fixed_offers


def _wish_points(household: HouseholdFacts, unit: UnitFacts) -> dict[Wish, int]:
    offers = _offers(household, unit)
    points = {Wish(need.value): MOST_POINTS if need in offers else 0 for need in NEEDS if need in household.wishes}
    points[Wish.GOOD_FIT] = fit_points(household.size, unit.capacity_max)
    return points
