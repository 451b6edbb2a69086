"""The same judgement for all pairs at once, in numpy.

Many households look alike, and many units do: what does not depend on dates is computed once per pair of *profiles*, what does
once per first day and unit. A pair is then two look-ups, and no array of all pairs is ever kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .codes import (
    DATE_LIMITS,
    LIMIT_BIT,
    MOST_POINTS,
    MOST_SCORE,
    NEED_BIT,
    NEEDS,
    Limit,
    Need,
    Rule,
    Wish,
)
from .facts import HouseholdFacts, Terms, UnitFacts
from .judging import clock_points
from .periods import NEVER, free_spans

type Ints = NDArray[np.int32]
type Shorts = NDArray[np.int16]
type Flags = NDArray[np.bool_]
type Floats = NDArray[np.float64]

_TICK_ROWS = 64
_EXTRA = NEED_BIT[Need.EXTRA_BEDROOM]
#: The largest whole number that a float counts without gaps; sums of costs stay below it.
_EXACT = 2**53


@dataclass(frozen=True)
class Table:
    """All pairs of `households` and `units`, both in order of id: the same facts in any order give the same table."""

    households: tuple[HouseholdFacts, ...]
    units: tuple[UnitFacts, ...]
    terms: Terms
    #: Per household and per unit: the number of its profile, of its first day.
    household_profile: NDArray[np.intp]
    unit_profile: NDArray[np.intp]
    household_day: NDArray[np.intp]
    #: Per pair of profiles: the limits as bits, the score of the wishes.
    fixed_limits: Ints
    fixed_score: Shorts
    #: Per first day and unit: the one date limit as a bit (or 0), the score of the days.
    date_limit: Ints
    date_score: Shorts
    #: Per household: the score of its clock, what placing it counts before any wish.
    clock_score: Ints
    priority: Ints

    @cached_property
    def is_fixed_ok(self) -> Flags:
        return np.equal(self.fixed_limits, 0)

    @cached_property
    def is_date_ok(self) -> Flags:
        return np.equal(self.date_limit, 0)

    @property
    def most_placed(self) -> int:
        return min(len(self.households), len(self.units))

    @property
    def step(self) -> int:
        """What one of priority is worth: more than all wishes of a whole plan together."""
        return self.most_placed * MOST_SCORE + 1

    @property
    def ceiling(self) -> int:
        """What leaving a place empty costs; every placement costs less."""
        return self.step * (int(self.priority.max(initial=0)) + 1)

    def household_row(self, household: int) -> tuple[Flags, Ints]:
        """For one household: which units are possible, and every score."""
        profile, day = self.household_profile[household], self.household_day[household]
        possible = self.is_fixed_ok[profile][self.unit_profile] & self.is_date_ok[day]
        score = self.fixed_score[profile][self.unit_profile].astype(np.int32) + self.date_score[day]
        return possible, score + self.clock_score[household]

    def graph(self, tick: Callable[[float], None] = lambda _done: None) -> Graph:
        """The possible pairs with their costs, the shorter side as rows; `tick` hears how far it is and may raise. Every row
        ends with a column of its own that stands for "stays empty" or "is not placed"."""
        if self.ceiling * (self.most_placed + 1) * 2 >= _EXACT:
            raise OverflowError("the costs of this plan are larger than a float counts exactly")
        by_unit = len(self.units) <= len(self.households)
        rows = len(self.units) if by_unit else len(self.households)
        width = len(self.households) if by_unit else len(self.units)
        lines = self._unit_lines() if by_unit else self._household_lines()
        lengths = np.zeros(rows + 1, dtype=np.int64)
        indices, costs = [np.zeros(0, dtype=np.int32)], [np.zeros(0)]
        for row, (column, value) in enumerate(lines):
            lengths[row + 1] = len(column) + 1
            indices += [column, np.array([width + row], dtype=np.int32)]
            costs += [self.ceiling - value, np.array([float(self.ceiling)])]
            if row % _TICK_ROWS == 0:
                tick(row / rows)
        return Graph(
            by_unit=by_unit,
            columns=width + rows,
            starts=np.cumsum(lengths).astype(np.int32),
            indices=np.concatenate(indices),
            costs=np.concatenate(costs),
        )

    def _unit_lines(self) -> Iterator[tuple[Ints, Floats]]:
        """Per unit the households that are possible, with what placing them is worth."""
        is_fixed_ok = np.ascontiguousarray(self.is_fixed_ok.T)
        fixed_score = np.ascontiguousarray(self.fixed_score.T)
        is_date_ok, date_score = (
            np.ascontiguousarray(self.is_date_ok.T),
            np.ascontiguousarray(self.date_score.T),
        )
        profile, day, worth = self.household_profile, self.household_day, self._worth
        for unit, kind in enumerate(self.unit_profile):
            possible = is_fixed_ok[kind].take(profile) & is_date_ok[unit].take(day)
            column = np.flatnonzero(possible)
            value = worth.take(column)
            value += fixed_score[kind].take(profile.take(column))
            value += date_score[unit].take(day.take(column))
            yield column.astype(np.int32), value

    def _household_lines(self) -> Iterator[tuple[Ints, Floats]]:
        """The same with households as rows."""
        for household in range(len(self.households)):
            possible, score = self.household_row(household)
            column = np.flatnonzero(possible)
            yield (
                column.astype(np.int32),
                score.take(column).astype(np.float64) + float(self.step * self.priority[household]),
            )

    @property
    def _worth(self) -> Floats:
        return self.priority.astype(np.float64) * self.step + self.clock_score


@dataclass(frozen=True)
class Graph:
    """A sparse matrix (compressed rows): the costs of the possible pairs, and per row one column of its own at the end."""

    by_unit: bool
    columns: int
    starts: Ints
    indices: Ints
    costs: Floats

    @property
    def rows(self) -> int:
        return len(self.starts) - 1

    @property
    def pairs(self) -> int:
        """Possible pairs, without the rows' own columns."""
        return len(self.indices) - self.rows


def build_table(households: Sequence[HouseholdFacts], units: Sequence[UnitFacts], terms: Terms) -> Table:
    """Judge every profile and every day."""
    homes = tuple(sorted(units, key=lambda unit: unit.id))
    people = tuple(sorted(households, key=lambda household: household.id))
    household_rows, household_profile = _profiles([_household_row(one) for one in people], 6)
    unit_rows, unit_profile = _profiles([_unit_row(one) for one in homes], 7)
    fixed_limits = _fixed_limits(household_rows, unit_rows, terms)
    days, household_day = np.unique(
        np.array([_first_day(one, terms) for one in people], dtype=np.int32), return_inverse=True
    )
    date_limit, date_score = _dates(days.astype(np.int32), homes, terms)
    by_people = terms.rule == Rule.PEOPLE
    weight = terms.weight(Wish.CLOCK)
    return Table(
        households=people,
        units=homes,
        terms=terms,
        household_profile=household_profile,
        unit_profile=unit_profile,
        household_day=household_day.reshape(-1),
        fixed_limits=fixed_limits,
        fixed_score=_fixed_score(household_rows, unit_rows, terms),
        date_limit=date_limit,
        date_score=date_score,
        clock_score=np.array([weight * clock_points(one, terms.today) for one in people], dtype=np.int32),
        priority=np.array([one.size if by_people else 1 for one in people], dtype=np.int32),
    )


def _bits(needs: frozenset[Need]) -> int:
    return sum(NEED_BIT[need] for need in needs)


def _household_row(one: HouseholdFacts) -> tuple[int, ...]:
    limits = _bits(one.limits) | (NEED_BIT[Need.CHILDREN] if one.children else 0)
    return one.municipality_id, one.size, one.youngest, limits, _bits(one.wishes), 0


def _unit_row(one: UnitFacts) -> tuple[int, ...]:
    offers = _bits(one.fixed_offers)
    return (
        one.municipality_id,
        one.capacity_min,
        one.capacity_max,
        one.bedrooms,
        one.minimum_age,
        offers,
        int(one.is_open),
    )


def _profiles(rows: list[tuple[int, ...]], width: int) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """The different rows, and for each row which of them it is."""
    array = np.array(rows, dtype=np.int64).reshape(len(rows), width)
    different, which = np.unique(array, axis=0, return_inverse=True)
    return different, which.reshape(-1)


def _offers(households: NDArray[np.int64], units: NDArray[np.int64]) -> Ints:
    """Per pair of profiles the needs that are met, as bits."""
    extra = units[:, 3][None, :] > ((households[:, 1] + 1) // 2)[:, None]
    return (units[:, 5][None, :] | np.where(extra, _EXTRA, 0)).astype(np.int32)


def _fixed_limits(households: NDArray[np.int64], units: NDArray[np.int64], terms: Terms) -> Ints:
    size, youngest = households[:, 1][:, None], households[:, 2][:, None]
    missing = households[:, 3][:, None].astype(np.int32) & ~_offers(households, units)
    found = np.zeros((len(households), len(units)), dtype=np.int32)

    def add(limit: Limit, where: Any) -> None:
        found[...] |= np.where(where, LIMIT_BIT[limit], 0).astype(np.int32)

    places = [int(one) for one in np.unique(households[:, 0])]
    lenders = [int(one) for one in np.unique(units[:, 0])]
    strangers = [(home, lender) for home in places for lender in lenders if not terms.may_place(home, lender)]
    for home, lender in strangers:
        add(Limit.OTHER_MUNICIPALITY, (households[:, 0] == home)[:, None] & (units[:, 0] == lender)[None, :])
    add(Limit.NOT_OPEN, (units[:, 6] == 0)[None, :])
    add(Limit.TOO_LARGE, size > units[:, 2][None, :])
    add(Limit.TOO_SMALL, size < units[:, 1][None, :])
    add(Limit.MINIMUM_AGE, youngest < units[:, 4][None, :])
    for need in NEEDS:
        add(Limit(need.value), (missing & NEED_BIT[need]) != 0)
    return found


def _fixed_score(households: NDArray[np.int64], units: NDArray[np.int64], terms: Terms) -> Shorts:
    met = _offers(households, units) & households[:, 4][:, None].astype(np.int32)
    score = np.zeros(met.shape, dtype=np.int16)
    for need in NEEDS:
        worth = MOST_POINTS * terms.weight(Wish(need.value))
        if worth:
            score += np.where(met & NEED_BIT[need], worth, 0).astype(np.int16)
    spare = units[:, 2][None, :] - households[:, 1][:, None]
    # More people than places gives a limit, whatever is written here.
    fit = np.clip(MOST_POINTS - 3 * spare, 0, MOST_POINTS)
    score += (fit * terms.weight(Wish.GOOD_FIT)).astype(np.int16)
    return score


def _first_day(one: HouseholdFacts, terms: Terms) -> int:
    """The first day in the window; everything past the window counts as the day after it."""
    start = terms.window.starts_on.toordinal()
    if one.available_from is not None:
        start = max(start, one.available_from.toordinal())
    return min(start, terms.window.latest_on.toordinal() + 1)


def _padded(spans: list[list[tuple[int, int]]]) -> tuple[Ints, Ints]:
    """First and last days per unit and number of the free period; a period that is not there lies before all days."""
    most = max((len(some) for some in spans), default=0) or 1
    first = np.zeros((most, len(spans)), dtype=np.int32)
    last = np.zeros((most, len(spans)), dtype=np.int32)
    for unit, some in enumerate(spans):
        for number, (begin, end) in enumerate(some):
            first[number, unit], last[number, unit] = begin, end
    return first, last


def _stays(days: Ints, spans: list[list[tuple[int, int]]], terms: Terms) -> tuple[Ints, Ints, Ints]:
    """Per first day and unit: the day on which a stay can begin (NEVER where none can), and the free period it is in."""
    window = terms.window
    latest, shortest = window.latest_on.toordinal(), window.shortest_days
    shape = (len(days), len(spans))
    start = np.full(shape, NEVER, dtype=np.int32)
    begin, end = np.zeros(shape, dtype=np.int32), np.zeros(shape, dtype=np.int32)
    for first, last in zip(*_padded(spans), strict=True):
        day = np.maximum(first[None, :], days[:, None])
        fits = (start == NEVER) & (day <= latest) & (day + shortest <= last[None, :])
        start = np.where(fits, day, start)
        begin = np.where(fits, first[None, :], begin)
        end = np.where(fits, last[None, :], end)
    return start, begin, end


def _dates(days: Ints, units: tuple[UnitFacts, ...], terms: Terms) -> tuple[Ints, Shorts]:
    window = terms.window
    latest = window.latest_on.toordinal()
    views = [free_spans(unit) for unit in units]
    stays = [_stays(days, [view[number] for view in views], terms) for number in range(3)]
    late = np.array(
        [unit.available_from is not None and unit.available_from.toordinal() > latest for unit in units],
        dtype=np.bool_,
    )
    nothing = np.zeros((len(days), len(units)), dtype=np.bool_)
    is_late = np.broadcast_to((days > latest)[:, None], nothing.shape)
    never = [start == NEVER for start, _begin, _end in stays]
    why = np.select(
        [is_late, never[0] & late[None, :], never[0], never[1], never[2]],
        [np.int32(LIMIT_BIT[limit]) for limit in DATE_LIMITS],
        default=np.int32(0),
    ).astype(np.int32)
    start, begin, end = stays[2]
    idle = start - np.maximum(begin, window.starts_on.toordinal())
    vacancy = np.clip(MOST_POINTS - idle // 7, 0, MOST_POINTS)
    stay = np.minimum(end - start, window.wished_days)
    long = MOST_POINTS * stay // window.wished_days
    score = vacancy * terms.weight(Wish.SHORT_VACANCY) + long * terms.weight(Wish.LONG_STAY)
    return why, np.where(why == 0, score, 0).astype(np.int16)
