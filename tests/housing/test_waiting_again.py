"""A household that loses its home waits from that day: the clock of 14 weeks stopped with its first home."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from housing.enums import PlacementOutcome
from housing.matching.judging import CLOCK_DAYS
from housing.models import Household
from housing.queries.matching_facts import household_facts
from housing.services.allocations import end_allocation, record_allocation
from housing.services.households_splitting import OwnWord, merge_households, split_household
from housing.services.placements import end_placement, undo_end, undo_move_in
from housing.services.transfers import accept_transfer, offer_transfer
from tests.factories import housing as make
from tests.factories.handing_over import agreement
from tests.factories.people import Cast
from tests.housing.stays import TODAY, by, ended, fresh, moved_in
from tests.seeding import seed

pytestmark = pytest.mark.django_db

LIST = "/kampen/huishoudens/"
WORD = OwnWord(asked_on=TODAY, asked_in="ar", interpreter=False)


def coupled(cast: Cast, allocated_on: date, **fields: Any) -> Household:
    household = make.household(cast.kampen, **fields)
    make.allocation(household, allocated_on=allocated_on)
    return household


def lost_home(cast: Cast, **fields: Any) -> Household:
    """Coupled a year ago, lived somewhere for a month until today, and now looks again."""
    row = ended(cast, PlacementOutcome.OTHER_INITIATIVE, household=coupled(cast, TODAY - timedelta(days=400), **fields))
    found: Household = fresh(row.household)
    return found


def listed(client: Any, **query: str) -> list[tuple[Any, bool, date | None]]:
    rows = client.get(LIST, {"lijst": "zoekt", **query}).context["list"].rows
    return [(row.pk, row.clock is not None and row.clock.on is not None, row.waiting_since) for row in rows]


def test_list_page_and_plan_count_from_the_end_of_the_stay(cast: Cast, client_as: Any) -> None:
    waiting, first = lost_home(cast), coupled(cast, TODAY - timedelta(weeks=11))
    assert waiting.waiting_since == TODAY
    client = client_as(cast.anna)
    assert listed(client) == [(waiting.pk, False, TODAY), (first.pk, True, None)], "who lost a home comes first"
    assert [pk for pk, *_ in listed(client, lijst="klok")] == [first.pk]
    page = client.get(LIST).text
    assert "zoekt opnieuw sinds" in page and "dagen te laat" not in page
    detail = client.get(f"{LIST}{waiting.pk}/").text
    assert "Zoekt opnieuw sinds" in detail and "hoort bij de eerste woning" in detail and "te laat" not in detail
    assert "Verhuisd uiterlijk" in client.get(f"{LIST}{first.pk}/").text
    with seed():
        rows = Household.objects.order_by("created_at")
        facts = by(cast.anna, lambda access: household_facts(access, rows, cast.kampen))
    by_id = {one.id: one for one in facts}
    assert by_id[waiting.pk].move_by == TODAY + timedelta(days=CLOCK_DAYS)
    assert by_id[first.pk].waiting_since is None and by_id[first.pk].move_by == TODAY + timedelta(weeks=1)


def test_coupling_anew_starts_a_clock_of_its_own(cast: Cast, client_as: Any) -> None:
    waiting = lost_home(cast)
    by(cast.anna, lambda access: end_allocation(access=access, household=waiting, ended_on=TODAY))
    assert listed(client_as(cast.anna)) == [(waiting.pk, False, TODAY)], "without a coupling the wait still shows"
    by(cast.anna, lambda access: record_allocation(access=access, household=waiting, allocated_on=TODAY))
    assert listed(client_as(cast.anna)) == [(waiting.pk, True, None)]


def test_taking_back_gives_the_wait_of_before(cast: Cast, client_as: Any) -> None:
    household = coupled(cast, TODAY - timedelta(weeks=8))
    row = moved_in(cast, on=TODAY - timedelta(days=3), household=household)
    by(cast.anna, lambda access: undo_move_in(access=access, placement=row, reason="verkeerde dag"))
    assert fresh(household).waiting_since is None, "it never lived there: the clock of the coupling goes on"
    assert listed(client_as(cast.anna)) == [(household.pk, True, None)]
    again = lost_home(cast)
    with seed():
        Household.objects.filter(pk=again.pk).update(waiting_since=TODAY - timedelta(days=30))
        stay = again.placements.get()
        stay.ended_on, stay.moved_in_on = TODAY - timedelta(days=30), TODAY - timedelta(days=60)
        stay.move_in_on = stay.moved_in_on
        stay.save()
    second = moved_in(cast, on=TODAY - timedelta(days=5), household=fresh(again))
    over = by(
        cast.anna,
        lambda access: end_placement(
            access=access, placement=second, ended_on=TODAY, outcome=PlacementOutcome.BACK_TO_COA, note="weg"
        ),
    )
    assert fresh(again).waiting_since == TODAY
    by(cast.anna, lambda access: undo_end(access=access, placement=over, reason="vergissing"))
    assert fresh(again).waiting_since == TODAY - timedelta(days=30)


def test_who_leaves_a_home_by_a_split_waits_from_today_and_a_merge_from_the_longest_wait(cast: Cast) -> None:
    placed = coupled(cast, TODAY - timedelta(days=400), people_27_54=3)
    moved_in(cast, on=TODAY - timedelta(days=9), household=placed)

    def split(household: Household) -> Household:
        return by(
            cast.anna,
            lambda access: split_household(
                access=access, household=household, leaving={"27_54": 1}, people=[], word=WORD
            ),
        )

    left = split(fresh(placed))
    assert left.waiting_since == TODAY and fresh(placed).waiting_since is None
    with seed():
        Household.objects.filter(pk=left.pk).update(waiting_since=TODAY - timedelta(days=9))
    other = coupled(cast, TODAY - timedelta(weeks=3))
    kept = by(
        cast.anna,
        lambda access: merge_households(access=access, household=other, other=fresh(left), word=WORD),
    )
    assert kept.waiting_since == TODAY - timedelta(days=9)
    expected = coupled(cast, TODAY - timedelta(weeks=3), people_27_54=3)
    assert split(expected).waiting_since is None


def test_a_transfer_takes_the_wait_along_and_no_clock_that_stopped(cast: Cast) -> None:
    for own, other in ((cast.kampen, cast.zwolle), (cast.zwolle, cast.kampen)):
        agreement(own, other, cast.coen)
    waiting = lost_home(cast)
    offer = by(
        cast.anna,
        lambda access: offer_transfer(access=access, household=waiting, to_municipality=cast.zwolle, word=WORD),
    )
    assert offer.move_by is None
    got = by(cast.chaima, lambda access: accept_transfer(access=access, transfer=offer))
    assert (got.waiting_since, got.municipality) == (TODAY, cast.zwolle)
