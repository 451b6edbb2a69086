"""The same judgement for all pairs at once, in numpy.

Households that ask the same, and buddies who offer the same, are one *kind*: what they have together is computed once per pair of
kinds, in four parts that do not depend on each other. A pair is then four look-ups and their sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from housing.matching.table import Graph

from .codes import LIMIT_BIT, MOST_POINTS, MOST_SCORE, SAME_PLACE_POINTS, WEIGHTS, Limit, Wish
from .facts import BuddyFacts, HomeFacts

type Bits = NDArray[np.uint8]
type Codes = NDArray[np.uint16]
type Numbers = NDArray[np.intp]
type Flags = NDArray[np.bool_]
#: Bits in the largest number.
MOST_WORDS = 64
_NEAR, _TOWN, _WAITS = (
    MOST_POINTS * WEIGHTS[Wish.NEAR],
    SAME_PLACE_POINTS * WEIGHTS[Wish.NEAR],
    MOST_POINTS * WEIGHTS[Wish.WAITING],
)
#: A code is the score, in nine bits, and above it the bit of each limit that is about the pair. The two limits that are about the
#: buddy alone have no place in it: who is full or away is no column of a plan.
_SCORE_BITS = 9
_SHIFT = _SCORE_BITS - 2
_OF_BUDDY = LIMIT_BIT[Limit.NOT_AVAILABLE] | LIMIT_BIT[Limit.FULL]
_POSSIBLE = 1 << _SCORE_BITS
#: Rows that are computed together: as many as stay in the processor's own memory.
_TOGETHER = 32


@dataclass(frozen=True, slots=True)
class Part:
    """Codes per pair of kinds, and of which kind each household and each buddy is."""

    codes: Codes
    home: Numbers
    buddy: Numbers


@dataclass(frozen=True)
class Table:
    """All pairs of `homes` and `buddies`."""

    homes: Sequence[HomeFacts]
    buddies: Sequence[BuddyFacts]
    parts: tuple[Part, ...]
    #: Per buddy the limits that hold for every household.
    closed: Bits
    #: Per household the buddies that it was proposed to before.
    before: dict[int, list[int]]

    def slots(self) -> Numbers:
        """The buddy of each column of a plan: who can take two households is two columns."""
        free = np.fromiter((one.free for one in self.buddies), dtype=np.intp, count=len(self.buddies))
        return np.repeat(np.arange(len(self.buddies)), np.where(self.closed == 0, free, 0))

    def limits(self, home: int) -> Bits:
        """For one household and every buddy the limits that bind, as bits."""
        return ((self._row(home) >> _SHIFT) & ~np.uint16(_OF_BUDDY)).astype(np.uint8) | self.closed

    def scores(self, home: int) -> Codes:
        """For one household and every buddy the sum of the wishes, whatever the limits."""
        return self._row(home) & np.uint16(_POSSIBLE - 1)

    def _row(self, home: int) -> Codes:
        codes = np.zeros(len(self.buddies), dtype=np.uint16)
        for part in self.parts:
            codes += part.codes[part.home[home]].take(part.buddy)
        codes[self.before.get(home, [])] |= _code(Limit.BEFORE)
        return codes

    def graph(self, slots: Numbers) -> Graph:
        """The possible pairs with their costs; every row ends with a column of its own that stands for "nobody". Placing one more
        household is worth more than all wishes of a whole plan together."""
        rows, width = len(self.homes), len(slots)
        step = min(rows, width) * MOST_SCORE + 1
        ceiling = 2 * step
        starts = np.zeros(rows + 1, dtype=np.int64)
        # Room for every pair; what is not written takes no memory.
        indices, costs = np.empty(rows * (width + 1), dtype=np.int32), np.empty(rows * (width + 1))
        end = 0
        for first, codes in self._blocks(slots):
            possible = codes < _POSSIBLE
            here = slice(first + 1, first + 1 + len(codes))
            number = np.count_nonzero(possible, axis=1)
            where = np.flatnonzero(possible)
            begin, end = end, end + len(where)
            np.cumsum(number, out=starts[here])
            starts[here] += begin
            left = np.repeat(np.arange(len(codes)) * (width + 1), number)
            np.subtract(where, left, out=indices[begin:end], casting="unsafe")
            np.subtract(float(ceiling - step), codes.reshape(-1).take(where), out=costs[begin:end])
        indices[starts[1:] - 1] = np.arange(width, width + rows)
        costs[starts[1:] - 1] = ceiling
        return Graph(
            by_unit=False,
            columns=width + rows,
            starts=starts.astype(np.int32),
            indices=indices[:end],
            costs=costs[:end],
        )

    def _blocks(self, slots: Numbers) -> Iterator[tuple[int, Codes]]:
        """The number of a first row, and some rows of codes with a column for "nobody" at the end."""
        wide = [_with_nobody(part.codes, part.buddy[slots]) for part in self.parts]
        columns = {number: np.flatnonzero(np.isin(slots, known)) for number, known in self.before.items()}
        for first in range(0, len(self.homes), _TOGETHER):
            rows = slice(first, first + _TOGETHER)
            codes = wide[0].take(self.parts[0].home[rows], axis=0)
            for part, held in zip(self.parts[1:], wide[1:], strict=True):
                codes += held.take(part.home[rows], axis=0)
            for number in range(first, first + len(codes)):
                if number in columns:
                    codes[number - first, columns[number]] |= _code(Limit.BEFORE)
            yield first, codes


def table_of(homes: Sequence[HomeFacts], buddies: Sequence[BuddyFacts], asks_vog: frozenset[str]) -> Table:
    """Judges every pair of kinds. `asks_vog` are the tasks for which this municipality asks a VOG."""
    numbers = {one.id: number for number, one in enumerate(buddies)}
    away = _flags(not one.is_available for one in buddies)
    full = _flags(one.free < 1 for one in buddies)
    known = {
        row: [numbers[one] for one in home.before if one in numbers] for row, home in enumerate(homes) if home.before
    }
    return Table(
        homes,
        buddies,
        (
            _part(homes, ("tasks",), buddies, ("tasks", "has_vog"), partial(_task_codes, asks_vog)),
            _part(
                homes,
                ("languages", "language_is_needed", "has_children"),
                buddies,
                ("languages", "children_ok"),
                _language_codes,
            ),
            _part(
                homes,
                ("moments", "digits", "place"),
                buddies,
                ("moments", "digits", "place", "reach", "has_household"),
                _meeting_codes,
            ),
            _part(homes, ("interests",), buddies, ("interests",), _interest_codes),
        ),
        away * np.uint8(LIMIT_BIT[Limit.NOT_AVAILABLE]) | full * np.uint8(LIMIT_BIT[Limit.FULL]),
        {row: some for row, some in known.items() if some},
    )


def _part(
    homes: Sequence[HomeFacts],
    asked: tuple[str, ...],
    buddies: Sequence[BuddyFacts],
    given: tuple[str, ...],
    codes: Callable[[list[tuple[Any, ...]], list[tuple[Any, ...]]], Codes],
) -> Part:
    home_kinds, home = _kinds(homes, asked)
    buddy_kinds, buddy = _kinds(buddies, given)
    return Part(codes(home_kinds, buddy_kinds), home, buddy)


def _kinds(rows: Sequence[Any], names: tuple[str, ...]) -> tuple[list[tuple[Any, ...]], Numbers]:
    """The different ones, and for each row which of them it is."""
    numbers: dict[Any, int] = {}
    read = attrgetter(*names)
    which = np.fromiter((numbers.setdefault(read(row), len(numbers)) for row in rows), dtype=np.intp, count=len(rows))
    return [kind if len(names) > 1 else (kind,) for kind in numbers], which


def _task_codes(asks_vog: frozenset[str], homes: list[tuple[Any, ...]], buddies: list[tuple[Any, ...]]) -> Codes:
    asked, done = _bits([one[0] for one in homes], [one[0] for one in buddies])
    codes = _shared_points(Wish.TASKS, [one[0] for one in homes], asked, done)
    codes |= _where((asked > 0)[:, None] & ((asked[:, None] & done[None, :]) == 0), Limit.NO_TASK)
    needs, has_none = _flags(bool(one[0] & asks_vog) for one in homes), _flags(not one[1] for one in buddies)
    codes |= _where(needs[:, None] & has_none[None, :], Limit.VOG)
    return codes


def _language_codes(homes: list[tuple[Any, ...]], buddies: list[tuple[Any, ...]]) -> Codes:
    spoken, theirs = _bits([one[0] for one in homes], [one[0] for one in buddies])
    shares = (spoken[:, None] & theirs[None, :]) > 0
    needed, has_children = _flags(one[1] for one in homes), _flags(one[2] for one in homes)
    codes: Codes = shares * np.uint16(MOST_POINTS * WEIGHTS[Wish.LANGUAGE])
    codes |= _where(needed[:, None] & ~shares, Limit.LANGUAGE)
    codes |= _where(has_children[:, None] & _flags(not one[1] for one in buddies)[None, :], Limit.CHILDREN)
    return codes


def _meeting_codes(homes: list[tuple[Any, ...]], buddies: list[tuple[Any, ...]]) -> Codes:
    """When and where; and whether the buddy waits."""
    wanted, given = _bits([one[0] for one in homes], [one[0] for one in buddies])
    codes = _shared_points(Wish.MOMENTS, [one[0] for one in homes], wanted, given)
    reach = np.array([one[3] for one in buddies], dtype=np.str_)
    same = {}
    for number, (wide, name) in enumerate((("near", "digits"), ("place", "place")), 1):
        here, there = _numbers([one[number] for one in homes], [one[number] for one in buddies])
        known = (here > 0)[:, None] & (there > 0)[None, :]
        is_same = here[:, None] == there[None, :]
        codes |= _where(known & ~is_same & (reach == wide)[None, :], Limit.TOO_FAR)
        same[name] = known & is_same
    codes += np.where(same["digits"], np.uint16(_NEAR), same["place"] * np.uint16(_TOWN))
    codes += _flags(not one[4] for one in buddies)[None, :] * np.uint16(_WAITS)
    return codes


def _interest_codes(homes: list[tuple[Any, ...]], buddies: list[tuple[Any, ...]]) -> Codes:
    wanted, given = _bits([one[0] for one in homes], [one[0] for one in buddies])
    return _shared_points(Wish.INTERESTS, [one[0] for one in homes], wanted, given)


def _shared_points(wish: Wish, asked: Sequence[frozenset[str]], wanted: Any, given: Any) -> Codes:
    """How much of what was asked is there."""
    shared = np.bitwise_count(wanted[:, None] & given[None, :]).astype(np.uint16)
    number = np.fromiter((max(1, len(some)) for some in asked), dtype=np.uint16, count=len(asked))
    codes: Codes = np.uint16(MOST_POINTS) * shared // number[:, None] * np.uint16(WEIGHTS[wish])
    return codes


def _code(limit: Limit) -> np.uint16:
    return np.uint16(LIMIT_BIT[limit] << _SHIFT)


def _where(binds: Flags, limit: Limit) -> Codes:
    codes: Codes = binds * _code(limit)
    return codes


def _with_nobody(codes: Codes, columns: Numbers) -> Codes:
    """Those columns, and one at the end that is always possible."""
    wide = np.zeros((len(codes), len(columns) + 1), dtype=np.uint16)
    codes.take(columns, axis=1, out=wide[:, :-1], mode="clip")
    return wide


def _flags(values: Iterable[bool]) -> Flags:
    return np.fromiter(values, dtype=np.bool_)


def _bits(left: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> tuple[Any, Any]:
    """Each set of words as bits of one number."""
    words = sorted({word for some in (*left, *right) for word in some})
    if len(words) > MOST_WORDS:
        raise ValueError("a number has no room for so many words")
    bits = {word: 1 << place for place, word in enumerate(words)}
    rows, columns = (
        np.fromiter((sum(bits[word] for word in some) for some in side), dtype=np.uint64) for side in (left, right)
    )
    small = np.uint16 if len(words) <= 16 else np.uint64
    return rows.astype(small), columns.astype(small)


def _numbers(left: Sequence[str], right: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Each name as a number; nowhere is 0."""
    known = {name: number for number, name in enumerate(sorted({*left, *right} - {""}), 1)}
    here, there = (np.array([known.get(name, 0) for name in side], dtype=np.intp) for side in (left, right))
    return here, there
