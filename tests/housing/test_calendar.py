"""The calendar of homes: where a day stands in the drawing, what is free, and that the table says the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from housing.enums import PlacementState
from housing.models import UnitClosure
from housing.queries.calendar import MONTH_WIDTH, Bar, Lane, Window, shift_month
from tests.clients import ThuisClient
from tests.factories.housing import household, placement, property_, unit
from tests.factories.people import Cast
from tests.seeding import seed

Clients = Callable[..., ThuisClient]
TODAY = timezone.localdate()
months = st.dates(date(2020, 1, 1), date(2035, 12, 1)).map(lambda day: day.replace(day=1))


@given(months, st.sampled_from([3, 6, 12, 24]), st.dates(date(2019, 1, 1), date(2038, 1, 1)))
def test_days_stand_in_order_and_inside(first: date, number: int, day: date) -> None:
    window = Window(first, number)
    x = window.at(day)
    assert 0 <= x <= number * MONTH_WIDTH
    assert window.at(day + timedelta(days=1)) >= x
    for index, month in enumerate(window.headings()):
        assert window.at(month) == index * MONTH_WIDTH


@given(months, st.integers(-40, 40))
def test_months_shift_and_come_back(first: date, number: int) -> None:
    assert shift_month(shift_month(first, number), -number) == first


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=5),
    st.integers(0, 40),
    st.integers(1, 9),
    st.integers(0, 5),
    st.integers(20, 50),
)
def test_free_means_every_day_of_it(
    taken: list[tuple[int, int]], start: int, length: int, opens: int, closes: int
) -> None:
    def day(number: int) -> date:
        return date(2027, 1, 1) + timedelta(days=number)

    bars = [Bar("active", day(a), day(a + n), "", "", "", "", None) for a, n in taken]
    lane = Lane("", "", "", "", "", 4, day(opens), day(closes), bars)
    free_days = set(range(opens, closes)) - {d for a, n in taken for d in range(a, a + n)}
    assert lane.is_free(day(start), day(start + length)) == (set(range(start, start + length)) <= free_days)


def calendar(client: ThuisClient, **asked: Any) -> Any:
    return client.get(reverse("housing:placement_calendar", args=["kampen"]), asked)


@pytest.mark.django_db
def test_drawing_and_table_say_the_same(cast: Cast, client_as: Clients) -> None:
    home = unit(cast.kampen, name="Bovenwoning")
    first = placement(home, household(cast.kampen), by=cast.anna)
    late = placement(
        unit(cast.kampen),
        household(cast.kampen),
        by=cast.anna,
        move_in_on=TODAY - timedelta(days=300),
        expected_end_on=TODAY - timedelta(days=100),
    )
    with seed():
        UnitClosure.objects.create(
            municipality=cast.kampen,
            unit=home,
            property_id=home.property_id,
            kind="renovation",
            starts_on=first.expected_end_on,
        )
    client = client_as(cast.anna)
    drawn = calendar(client, maanden=24).content.decode()
    table = calendar(client, maanden=24, vorm="tabel").content.decode()
    labels = re.findall(r'<a href="[^"]+" aria-label="([^"]+)">', drawn)
    assert len(labels) == 2
    assert any(first.household.reference in label and "bewoond van" in label for label in labels)
    assert any(late.household.reference in label and "verwacht einde voorbij" in label for label in labels)
    assert "gesloten: verbouwing" in drawn
    for word in (first.household.reference, late.household.reference, "verbouwing", "Bovenwoning"):
        assert word in table


@pytest.mark.django_db
def test_filters_by_property_and_by_a_free_period(cast: Cast, client_as: Clients) -> None:
    church = property_(cast.kampen, street="Kerkpad")
    free = unit(cast.kampen, church, name="Vrij")
    taken = unit(cast.kampen, church, name="Bezet")
    placement(taken, household(cast.kampen), by=cast.anna, state=PlacementState.PLANNED)
    elsewhere = unit(cast.kampen, property_(cast.kampen, street="Elderslaan"), name="Elders")
    client = client_as(cast.anna)
    page = calendar(client, pand=str(church.pk)).content.decode()
    assert f">{elsewhere.name}," not in page
    assert f">{taken.name}," in page
    page = calendar(
        client, vrij_van=TODAY.isoformat(), vrij_tot=(TODAY + timedelta(days=9)).isoformat()
    ).content.decode()
    assert f">{free.name}," in page
    assert f">{taken.name}," not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [
        {"vanaf": "gisteren"},
        {"maanden": "13"},
        {"pand": "geen-id"},
        {"vrij_van": "2027-02-01", "vrij_tot": "2027-01-01"},
        {"vanaf": "9999-12-31"},
        {"vrij_tot": "31-02-2027"},
    ],
)
def test_what_cannot_be_asked_is_said_and_the_rest_holds(cast: Cast, client_as: Clients, asked: dict[str, str]) -> None:
    unit(cast.kampen, name="Zolder")
    answer = calendar(client_as(cast.anna), **asked)
    assert answer.status_code == 422
    assert "Zolder" in answer.content.decode()
    assert next(iter(asked.values())) in answer.content.decode() or "maanden" in asked or "pand" in asked


@pytest.mark.django_db
def test_nothing_of_another_municipality_is_drawn(cast: Cast, client_as: Clients) -> None:
    placement(unit(cast.zwolle, name="Zwolse zolder"), household(cast.zwolle), by=cast.chaima)
    assert "Zwolse" not in calendar(client_as(cast.anna)).content.decode()
    assert calendar(client_as(cast.chaima)).status_code == 404
    assert calendar(client_as(cast.vince)).status_code == 403
