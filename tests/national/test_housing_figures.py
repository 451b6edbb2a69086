"""Figures about people who live somewhere: small numbers are hidden, and cannot be worked out from the rest."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.tasks.placements import refresh_figures
from tests.clients import ThuisClient
from tests.factories.housing import household, placement, unit
from tests.factories.people import Cast
from thuisgevers.national.queries.figures import public_figures
from thuisgevers.national.queries.housing import HIDDEN, LEAST_SHOWN, NOT_SHOWN, shown_number, suppress

numbers = st.lists(st.one_of(st.integers(0, 12), st.integers(0, 60)), min_size=1, max_size=6)


def could_be(shown: list[str], total: int) -> list[tuple[int, ...]]:
    """Every table that fits what was shown, for who knows the total."""
    ranges = []
    for mark in shown:
        if mark == HIDDEN:
            ranges.append(range(1, LEAST_SHOWN))
        elif mark == str(NOT_SHOWN):
            ranges.append(range(LEAST_SHOWN, total + 1))
        else:
            ranges.append(range(int(mark), int(mark) + 1))
    return [row for row in product(*ranges) if sum(row) == total]


@given(numbers)
def test_who_knows_the_total_learns_no_small_number(found: list[int]) -> None:
    shown = suppress(found)
    small = [place for place, number in enumerate(found) if 0 < number < LEAST_SHOWN]
    assert all(shown[place] == HIDDEN for place in small)
    if all(shown[place] in (HIDDEN, NOT_SHOWN) or not found[place] for place in range(len(found))):
        return
    tables = could_be(shown, sum(found)) if shown.count(str(NOT_SHOWN)) < 3 else []
    for place in small:
        if tables:
            assert len({table[place] for table in tables}) > 1, (found, shown)


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ([0, 7, 30], ["0", "7", "30"]),
        ([3, 7, 30], ["<5", "niet getoond", "30"]),
        ([1, 5, 30], ["<5", "niet getoond", "niet getoond"]),
        ([2, 3, 30], ["<5", "<5", "30"]),
        ([4, 4, 30], ["<5", "<5", "niet getoond"]),
        ([3], ["<5"]),
    ],
)
def test_examples(found: list[int], shown: list[str]) -> None:
    assert suppress(found) == shown


def test_nobody_is_no_secret() -> None:
    assert [shown_number(n) for n in (0, 1, 4, 5, 1200)] == ["0", "<5", "<5", "5", "1.200"]


@pytest.mark.django_db
def test_the_front_door_shows_them_from_five_people_on(cast: Cast, client: ThuisClient) -> None:
    assert "nachten vrijgespeeld" not in client.get("/").content.decode()
    placement(unit(cast.kampen), household(cast.kampen), by=cast.anna)
    refresh_figures()
    assert public_figures().housing.people_now == HIDDEN
    assert "&lt;5" in client.get("/").content.decode()
    placement(unit(cast.zwolle), household(cast.zwolle), by=cast.chaima)
    refresh_figures()
    assert public_figures().housing.people_now == "6"
