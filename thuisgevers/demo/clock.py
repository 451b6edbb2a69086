"""The days of a story, counted back from today, and the act of being there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import time_machine
from django.utils import timezone

from thuisgevers.municipalities.working_days import add_working_days

OFFICE_OPENS, OFFICE_CLOSES = 9, 16


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Make it that moment for everything in this process; the clock ticks on from there. The database's own clock (row
    history, `app_today`) stays where it is."""
    # UTC, because a named zone would also become the zone of the whole process.
    with time_machine.travel(moment.astimezone(UTC), tick=True):
        yield


def on(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def days_back(today: date, gaps: list[int], ended: int) -> list[date]:
    """The day of each step: the last one `ended` working days ago, `gaps[k]` working days between step k-1 and k."""
    days = [add_working_days(today, -max(1, ended))]
    for gap in reversed(gaps[1:]):
        days.append(days[-1] if gap == 0 else add_working_days(days[-1], -gap))
    return days[::-1]


def office_moments(days: list[date], evenings: list[bool], chance: Random) -> list[datetime]:
    """A time on each day: office hours, or the evening for volunteers; steps on one day follow each other."""
    moments: list[datetime] = []
    for day, is_evening in zip(days, evenings, strict=True):
        hour = chance.randint(19, 21) if is_evening else chance.randint(OFFICE_OPENS, OFFICE_CLOSES)
        moment = on(day, hour, chance.randint(0, 59))
        if moments and moment <= moments[-1]:
            moment = moments[-1] + timedelta(minutes=chance.randint(12, 50))
        moments.append(moment)
    return moments
