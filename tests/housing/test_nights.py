"""Nights freed: what the database counts equals counting night by night; and figures for everybody hold nobody."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from housing.enums import PlacementState, PropertyState
from housing.models import Household, HousingFigure, NightsFreed, Placement
from housing.queries.quota import nights_by_month, nights_by_stay, nights_in_total
from housing.tasks.placements import refresh_figures
from tests.factories.housing import household, placement, property_, unit
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.common.stats import as_stats
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
FIRST = date(2019, 11, 1)
days = st.integers(0, (TODAY - FIRST).days).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def stays(draw: Any) -> tuple[date, date | None, int]:
    """From when, until when (none: they still live there), with how many."""
    start = draw(st.one_of(days, st.sampled_from([date(2020, 2, 28), date(2024, 2, 29), date(2023, 12, 31), FIRST])))
    stop = draw(st.one_of(st.none(), st.integers(0, 800).map(lambda n: min(TODAY, start + timedelta(days=n)))))
    return start, stop, draw(st.integers(1, 6))


def write(cast: Cast, start: date, stop: date | None, people: int) -> Placement:
    family = household(cast.kampen, people_27_54=people, people_4_11=0)
    facts: dict[str, Any] = {"move_in_on": start, "expected_end_on": max(start, TODAY) + timedelta(days=1)}
    if stop is not None:
        facts |= {"state": PlacementState.ENDED, "ended_on": stop, "outcome": "own_home"}
    return placement(unit(cast.kampen, capacity_max=6), family, by=cast.anna, **facts)


def night_by_night(start: date, stop: date | None, people: int) -> Counter[date]:
    """The slow way: walk through every night."""
    counted: Counter[date] = Counter()
    night = start
    while night < (stop or TODAY):
        counted[night.replace(day=1)] += people
        night += timedelta(days=1)
    return counted


def as_anna(cast: Cast, do: Any) -> Any:
    with transaction.atomic(), acting(user_id=cast.anna.pk):
        return do(Access.for_user(cast.anna, second_factor=True).narrowed(cast.kampen))


class Undone(Exception):
    """Ends an example without keeping its rows."""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(stays(), min_size=1, max_size=4))
def test_the_ledger_equals_counting_night_by_night(cast: Cast, found: list[tuple[date, date | None, int]]) -> None:
    try:
        with transaction.atomic():
            rows = [write(cast, *stay) for stay in found]
            slow = [night_by_night(*stay) for stay in found]
            months: Counter[date] = sum(slow, Counter())
            by_stay = {
                stay.placement_id: stay.nights for stay in as_anna(cast, lambda a: nights_by_stay(a, cast.kampen))
            }
            by_month = as_anna(cast, lambda _a: nights_by_month(cast.kampen, most=999))
            assert by_stay == {row.pk: n.total() for row, n in zip(rows, slow, strict=True) if n}
            assert {m.month: m.nights for m in by_month if m.nights} == dict(months)
            assert as_anna(cast, lambda _a: nights_in_total(cast.kampen)) == months.total()
            refresh_figures()
            with as_stats():
                kept = dict(NightsFreed.objects.filter(municipality=cast.kampen).values_list("month", "nights"))
            assert kept == dict(months)
            raise Undone
    except Undone:
        pass


def test_one_month_of_the_ledger(cast: Cast) -> None:
    write(cast, date(2024, 2, 27), date(2024, 3, 2), 2)
    found = as_anna(cast, lambda a: nights_by_stay(a, cast.kampen, month=date(2024, 2, 1)))
    assert [stay.nights for stay in found] == [6]
    found = as_anna(cast, lambda a: nights_by_stay(a, cast.kampen, month=date(2024, 3, 1)))
    assert [stay.nights for stay in found] == [2]


def test_people_follow_the_household_while_they_live_there_and_stay_once_they_left(cast: Cast) -> None:
    living = write(cast, TODAY - timedelta(days=10), None, 2)
    gone = write(cast, TODAY - timedelta(days=10), TODAY, 2)
    with seed():
        Household.objects.filter(pk__in=[living.household_id, gone.household_id]).update(people_0_3=1)
        assert Placement.objects.get(pk=living.pk).people == 3
        assert Placement.objects.get(pk=gone.pk).people == 2


@pytest.mark.parametrize("who", ["chaima", "bram", "els", "gerrit"])
def test_counting_is_for_readers_of_the_quota_there(cast: Cast, who: str) -> None:
    write(cast, TODAY - timedelta(days=10), None, 2)
    with transaction.atomic(), acting(user_id=getattr(cast, who).pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM housing_nights_by_month(%s)", [cast.kampen.pk])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM housing_housed(%s, '2000-01-01', '2100-01-01')", [cast.kampen.pk])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM housing_stay_month")
        assert cursor.fetchone() == (0,)


def test_figures_are_read_by_stats_only_and_count_everybody_once(cast: Cast) -> None:
    first = write(cast, TODAY - timedelta(days=100), TODAY - timedelta(days=50), 3)
    with seed():
        family = Household.objects.get(pk=first.household_id)
    placement(unit(cast.kampen), family, by=cast.anna, move_in_on=TODAY - timedelta(days=50))
    unit(cast.kampen, property_(cast.kampen, state=PropertyState.CLOSED))
    unit(cast.kampen, retired_on=TODAY)
    refresh_figures()
    with as_stats():
        figure = HousingFigure.objects.get(municipality=cast.kampen)
    assert (figure.homes_open, figure.people_now, figure.people_ever) == (2, 3, 3)
    for statement in ("SELECT * FROM housing_housingfigure", "SELECT * FROM housing_nightsfreed"):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_figures_forget_what_is_gone(cast: Cast) -> None:
    row = write(cast, TODAY - timedelta(days=3), None, 2)
    refresh_figures()
    with seed():
        Placement.objects.filter(pk=row.pk).update(state=PlacementState.PLANNED, moved_in_on=None)
    refresh_figures()
    with as_stats():
        assert not NightsFreed.objects.exists()
        assert HousingFigure.objects.get(municipality=cast.kampen).people_now == 0
