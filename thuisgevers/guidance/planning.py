"""When each step of a plan has to be ready: counted back from the day on which the residents move in, and forward for what
comes after it. Working days of Dutch government; nothing here looks at the clock or the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from thuisgevers.municipalities.working_days import add_working_days, is_working_day, next_working_day


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One step as the planner sees it: how many working days it takes, and which steps come first."""

    key: str
    days: int
    after: tuple[str, ...] = ()
    is_move_in: bool = False
    chosen_on: date | None = None


@dataclass(frozen=True)
class Period:
    """From the first to the last day of a step, both included."""

    starts_on: date
    due_on: date


class GoesRoundError(ValueError):
    """Steps wait for each other in a circle; `keys` names them in order, the first again at the end."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(" → ".join(keys))
        self.keys = tuple(keys)


def in_order(after: Mapping[str, Sequence[str]]) -> list[str]:
    """The keys so that each comes behind everything it waits for; otherwise as they were given. What is waited for but not
    among the keys counts as done. Raises GoesRoundError."""
    done: dict[str, None] = {}
    walking: list[str] = []

    def visit(key: str) -> None:
        if key in done:
            return
        if key in walking:
            raise GoesRoundError([*walking[walking.index(key) :], key])
        walking.append(key)
        for earlier in after[key]:
            if earlier in after:
                visit(earlier)
        walking.pop()
        done[key] = None

    for key in after:
        visit(key)
    return list(done)


def leave_out(steps: Sequence[Planned], keys: Iterable[str]) -> list[Planned]:
    """The other steps; who waited for a step that is left out, waits for what that one waited for."""
    gone = {step.key: step.after for step in steps if step.key in set(keys)}
    kept = [step for step in steps if step.key not in gone]

    def through(after: tuple[str, ...]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for key in after:
            found.update(dict.fromkeys(through(gone[key]) if key in gone else (key,)))
        return tuple(found)

    return [replace(step, after=through(step.after)) for step in kept]


def plan_dates(steps: Sequence[Planned], wished_on: date) -> dict[str, Period]:
    """The last possible days: every step ends before each step that waits for it begins, the move is on `wished_on`, and
    what waits for the move follows it as soon as it can.

    A chosen day counts as far as the others allow: earlier than counted before the move, later than counted after it.
    Days in the past are given as they are: they say that the wish comes too soon.
    """
    by_key = {step.key: step for step in steps}
    order = in_order({step.key: step.after for step in steps})
    later = _after_the_move(order, by_key)
    waiting: dict[str, list[str]] = {key: [] for key in by_key}
    for step in steps:
        for earlier in step.after:
            if earlier in waiting:
                waiting[earlier].append(step.key)
    found: dict[str, Period] = {}
    for key in reversed(order):
        if key not in later:
            nexts = [found[one].starts_on for one in waiting[key] if one not in later]
            found[key] = _before(by_key[key], nexts, wished_on)
    for key in order:
        if key in later:
            step = by_key[key]
            found[key] = _behind(step, max(found[one].due_on for one in step.after if one in found))
    return {step.key: found[step.key] for step in steps}


def _after_the_move(order: Sequence[str], by_key: Mapping[str, Planned]) -> set[str]:
    moved = {key for key in order if by_key[key].is_move_in}
    later: set[str] = set()
    for key in order:
        if any(one in moved or one in later for one in by_key[key].after):
            later.add(key)
    return later


def _before(step: Planned, nexts: Sequence[date], wished_on: date) -> Period:
    if step.is_move_in:
        return Period(_start(wished_on, step.days), wished_on)
    due = add_working_days(min(nexts), -1) if nexts else _last_working_day(wished_on)
    if step.chosen_on is not None:
        due = min(due, _last_working_day(step.chosen_on))
    return Period(_start(due, step.days), due)


def _behind(step: Planned, previous: date) -> Period:
    starts = add_working_days(previous, 1)
    due = add_working_days(starts, step.days - 1)
    if step.chosen_on is not None and step.chosen_on > due:
        due = next_working_day(step.chosen_on)
        starts = _start(due, step.days)
    return Period(starts, due)


def _start(due: date, days: int) -> date:
    return due if days == 1 else add_working_days(due, 1 - days)


def _last_working_day(day: date) -> date:
    return day if is_working_day(day) else add_working_days(day, -1)
