"""Working days around the days on which Dutch government is closed, and terms counted with them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuisgevers.municipalities.working_days import (
    add_working_days,
    dutch_day,
    holiday_name,
    is_working_day,
    next_working_day,
    working_days_between,
)

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "Nieuwjaarsdag"),
        (date(2026, 4, 3), "Goede vrijdag"),
        (date(2026, 4, 6), "Tweede paasdag"),
        (date(2026, 4, 27), "Koningsdag"),
        (date(2026, 5, 5), "Bevrijdingsdag"),
        (date(2025, 5, 5), "Bevrijdingsdag"),
        (date(2026, 5, 14), "Hemelvaartsdag"),
        (date(2026, 5, 25), "Tweede pinksterdag"),
        (date(2026, 12, 25), "Eerste kerstdag"),
    ],
)
def test_nobody_answers_on_the_days_of_the_termijnenwet(day: date, name: str) -> None:
    assert holiday_name(day) == name
    assert not is_working_day(day)


def test_kings_day_moves_to_saturday_when_it_is_a_sunday() -> None:
    assert holiday_name(date(2025, 4, 26)) == "Koningsdag"
    assert holiday_name(date(2025, 4, 27)) == ""
    assert is_working_day(date(2025, 4, 28))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday to Monday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # Saturday to Monday
        (date(2026, 11, 20), 5, date(2026, 11, 27)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Good Friday and Easter Monday
        (date(2026, 12, 24), 1, date(2026, 12, 28)),  # over Christmas and the weekend
        (date(2026, 12, 24), 5, date(2027, 1, 4)),  # and New Year's Day
        (date(2026, 4, 7), -1, date(2026, 4, 2)),
        (date(2026, 4, 3), 0, date(2026, 4, 7)),
        (date(2026, 3, 27), 2, date(2026, 3, 31)),  # summer time begins on 29 March
    ],
)
def test_add_working_days(start: date, days: int, end: date) -> None:
    assert add_working_days(start, days) == end


@given(DAYS, st.integers(1, 60))
def test_counting_there_and_back_agrees(start: date, days: int) -> None:
    end = add_working_days(start, days)
    assert is_working_day(end)
    assert working_days_between(start, end) == days
    assert working_days_between(end, start) == -days


@given(DAYS, DAYS)
def test_between_counts_each_day_once(start: date, end: date) -> None:
    early, late = sorted((start, end))
    counted = sum(is_working_day(date.fromordinal(day)) for day in range(early.toordinal() + 1, late.toordinal() + 1))
    assert working_days_between(early, late) == counted


def test_a_moment_counts_as_its_dutch_day() -> None:
    winter = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    summer = datetime(2026, 7, 1, 22, 15, tzinfo=UTC)
    assert dutch_day(winter) == date(2026, 11, 23)
    assert dutch_day(summer) == date(2026, 7, 2)
    assert add_working_days(winter, 1) == date(2026, 11, 24)


def test_next_working_day_skips_a_long_weekend() -> None:
    assert next_working_day(date(2026, 4, 3)) == date(2026, 4, 7)
    assert next_working_day(date(2026, 4, 7)) == date(2026, 4, 7)


def test_a_number_that_must_be_a_mistake_is_refused() -> None:
    with pytest.raises(ValueError, match="working days"):
        add_working_days(date(2026, 1, 1), 1_000_000)
