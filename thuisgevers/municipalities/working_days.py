"""Working days of Dutch government: the days on which somebody may be expected to answer.

Not working days are Saturdays, Sundays and the days of article 3 of the Algemene termijnenwet: New Year's Day, Good Friday
(put on a par with them), Easter Monday, King's Day, 5 May in *every* year (not only the lustrum years in which most
employers close), Ascension Day, Whit Monday and both days of Christmas. Moving days that the government names for one
year ("brugdagen") are not in it: a municipality that is closed then answers a little later than promised.

Everything is in whole days of the Dutch calendar; nothing here looks at the clock except `today`.
"""

from datetime import date, datetime, timedelta
from functools import cache, lru_cache

import holidays
from django.utils import timezone

FURTHEST = 2_000
"""No term in this domain comes near; a larger number is a mistake and must not keep a process busy."""


@cache
def _holidays_of(year: int) -> dict[date, str]:
    # "optional" adds 5 May in the years between the lustrum years.
    return dict(holidays.country_holidays("NL", years=year, categories=("public", "optional"), language="nl"))


def holiday_name(day: date) -> str:
    """Dutch name of the public holiday, or empty."""
    return _holidays_of(day.year).get(_plain(day), "")


def is_working_day(day: date) -> bool:
    return _plain(day).weekday() < 5 and not holiday_name(day)


def add_working_days(day: date, number: int) -> date:
    """The `number`-th working day after `day` (before it when negative). Zero gives the day itself, or the first working
    day after it: a term that would end on a day off ends on the next working day."""
    if abs(number) > FURTHEST:
        raise ValueError(f"{number} working days is further than {FURTHEST}")
    result = _plain(day)
    if number == 0:
        return next_working_day(result)
    step = timedelta(days=1 if number > 0 else -1)
    left = abs(number)
    while left:
        result += step
        if is_working_day(result):
            left -= 1
    return result


def next_working_day(day: date) -> date:
    """`day` itself if somebody works then, else the first day after it on which somebody does."""
    result = _plain(day)
    while not is_working_day(result):
        result += timedelta(days=1)
    return result


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; negative when `end` lies before `start`.

    So that `add_working_days(a, working_days_between(a, b)) == b` for every working day `b` after `a`.
    """
    start, end = _plain(start), _plain(end)
    return _between(start, end) if start <= end else -_between(end, start)


@lru_cache(maxsize=4096)
def _between(start: date, end: date) -> int:
    """A list asks it of the same few days for every row."""
    days = (end - start).days
    whole_weeks, rest = divmod(days, 7)
    count = whole_weeks * 5
    count += sum((start + timedelta(days=whole_weeks * 7 + k)).weekday() < 5 for k in range(1, rest + 1))
    off = (
        day
        for year in range(start.year, end.year + 1)
        for day in _holidays_of(year)
        if start < day <= end and day.weekday() < 5
    )
    return count - sum(1 for _ in off)


def dutch_day(moment: datetime) -> date:
    """The calendar day in the Netherlands on which something happened; 23:30 UTC is the next day there."""
    return timezone.localdate(moment)


def today() -> date:
    return timezone.localdate()


def _plain(day: date) -> date:
    """A datetime would compare unequal to a date: a moment counts as its day in the Netherlands."""
    return dutch_day(day) if isinstance(day, datetime) else day
