"""Days: when a unit is free, and from when somebody can live there long enough. Days are proleptic ordinals (`date.toordinal`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .facts import Span, UnitFacts

type DaySpan = tuple[int, int]

ALWAYS = 0
#: Past every date there is.
NEVER = date.max.toordinal() + 1


def as_days(span: Span) -> DaySpan:
    first, last = span
    return first.toordinal(), NEVER if last is None else last.toordinal()


def offered(unit: UnitFacts) -> DaySpan:
    """The period in which the owner lends the unit."""
    first = ALWAYS if unit.available_from is None else unit.available_from.toordinal()
    last = NEVER if unit.available_until is None else unit.available_until.toordinal()
    return first, last


def without(spans: list[DaySpan], taken: Iterable[Span]) -> list[DaySpan]:
    """What is left of `spans` after the periods `taken`; in order, without empty ones."""
    left = spans
    for begin, end in sorted(as_days(span) for span in taken):
        left = [
            piece
            for first, last in left
            for piece in ((first, min(last, begin)), (max(first, end), last))
            if piece[0] < piece[1]
        ]
    return left


def free_spans(unit: UnitFacts) -> tuple[list[DaySpan], list[DaySpan], list[DaySpan]]:
    """Three views of one unit: as offered; without its closures; without its closures and residents."""
    as_offered = [offered(unit)]
    in_use = without(as_offered, unit.closures)
    return as_offered, in_use, without(in_use, unit.occupied)


def first_stay(spans: list[DaySpan], *, start: int, latest: int, shortest: int) -> tuple[int, DaySpan] | None:
    """The first day from `start` to `latest` on which a stay of `shortest` days can begin, with the free period it is in."""
    for first, last in spans:
        day = max(first, start)
        if day <= latest and day + shortest <= last:
            return day, (first, last)
    return None
