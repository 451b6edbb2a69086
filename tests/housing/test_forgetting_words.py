"""What officials wrote about a household goes with its names, history included; old plans go, and nothing that is still needed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from housing.models import (
    FollowOnHousing,
    Household,
    HouseholdTransfer,
    MatchingProposal,
    MatchingRun,
    Placement,
    StatusHolder,
)
from housing.name_index import name_index
from housing.services.retention import forget_households
from tests.factories.people import Cast
from tests.housing.test_forgetting import CANARY, before_today, gone, tables_with
from tests.seeding import seed

pytestmark = pytest.mark.django_db

WRITTEN = f"Dicht bij de school van {CANARY}"
PLACES = {
    "housing_placement.choice_reason",
    "housing_placementevent.choice_reason",
    "housing_followonhousing.note",
    "housing_followonhousingevent.note",
    "housing_householdtransfer.answer_reason",
    "housing_householdtransferevent.answer_reason",
    "housing_statusholder.name_index",
}


def written_about(cast: Cast, household: Household) -> None:
    """Free text in every column that has room for it, written twice."""
    with seed():
        stay = Placement.objects.get(household=household)
        stay.choice_reason = WRITTEN
        stay.save()
        follow_on = FollowOnHousing.objects.create(
            municipality=household.municipality, placement=stay, household=household, owner=cast.anna, note=WRITTEN
        )
        follow_on.note = f"{WRITTEN}!"
        follow_on.save()
        transfer = HouseholdTransfer.objects.get(household=household)
        transfer.answer_reason = WRITTEN
        transfer.save()
        for person in StatusHolder.objects.filter(household=household):
            person.name_index = name_index(person.first_name, municipality_id=household.municipality_id)
            person.save()


def kept_words(household: Household) -> list[str]:
    found = []
    with seed():
        for model, column in (
            (Placement, "choice_reason"), (FollowOnHousing, "note"), (HouseholdTransfer, "answer_reason"),
        ):  # fmt: skip
            for rows in (model, model.pgh_event_model):  # type: ignore[union-attr]
                found += [
                    word for word in rows.objects.filter(household=household).values_list(column, flat=True) if word
                ]
        found += [
            word
            for word in StatusHolder.objects.filter(household=household).values_list("name_index", flat=True)
            if word
        ]
    return sorted(found)


def test_what_was_written_goes_after_a_month_and_nobody_elses(cast: Cast) -> None:
    household = gone(cast, cast.kampen, closed_on=before_today(months=1))
    others = [
        gone(cast, cast.kampen, closed_on=None),
        gone(cast, cast.zwolle, closed_on=before_today(months=1) + timedelta(days=1)),
    ]
    for one in (household, *others):
        written_about(cast, one)
    kept = [kept_words(other) for other in others]
    assert all(len(words) > 8 for words in kept)
    counted = forget_households()
    assert {f"1 month: {place}" for place in PLACES} <= set(counted)
    assert kept_words(household) == []
    assert [kept_words(other) for other in others] == kept
    assert forget_households() == {}


def test_no_table_of_housing_holds_the_word_after_a_year(cast: Cast) -> None:
    household = gone(cast, cast.kampen, closed_on=before_today(years=1))
    written_about(cast, household)
    assert "housing_followonhousingevent" in tables_with(CANARY)
    forget_households()
    assert tables_with(CANARY) == set()


def test_erasing_words_writes_no_new_version_and_wakes_the_guard_again(cast: Cast) -> None:
    household = gone(cast, cast.kampen, closed_on=before_today(months=1))
    written_about(cast, household)
    history: Any = FollowOnHousing.pgh_event_model  # type: ignore[attr-defined]
    with seed():
        before = history.objects.count()
    forget_households()
    with seed():
        assert history.objects.count() == before == 2
        with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
            history.objects.update(note="")


def test_the_application_may_not_erase_words_in_history(cast: Cast) -> None:
    household = gone(cast, cast.kampen, closed_on=before_today(days=3))
    written_about(cast, household)
    with connection.cursor() as cursor:
        for statement in (
            "UPDATE housing_followonhousingevent SET note = ''",
            "UPDATE housing_placementevent SET choice_reason = ''",
            "DELETE FROM housing_matchingproposal",
        ):
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                cursor.execute(statement)
    assert forget_households() == {}
    assert kept_words(household)


def test_pages_of_a_household_whose_words_are_gone_still_open(cast: Cast, client_as: Any) -> None:
    household = gone(cast, cast.kampen, closed_on=before_today(months=2))
    written_about(cast, household)
    forget_households()
    with seed():
        stay, transfer = Placement.objects.get(), HouseholdTransfer.objects.get()
    client = client_as(cast.anna)
    for url in (f"/kampen/plaatsingen/{stay.pk}/", f"/kampen/huishoudens/overdrachten/{transfer.pk}/"):
        page = client.get(url)
        assert page.status_code == 200, url
        assert CANARY not in page.content.decode()


def aged(cast: Cast, *, days: int, state: str = "ready") -> MatchingRun:
    """A plan with one proposal, asked for so many days ago."""
    gone(cast, cast.kampen, closed_on=None)
    with seed():
        run = MatchingRun.objects.order_by("-created_at")[0]
        claimed = timezone.now() if state == "solving" else None
        MatchingRun.objects.filter(pk=run.pk).update(
            created_at=timezone.now() - timedelta(days=days), state=state, claimed_at=claimed, heartbeat_at=claimed
        )
    return run


def test_a_plan_goes_half_a_year_after_it_was_asked_for(cast: Cast) -> None:
    old, failed, fresh = aged(cast, days=190), aged(cast, days=190, state="failed"), aged(cast, days=170)
    assert forget_households() == {"6 months: housing_matchingproposal": 2, "6 months: housing_matchingrun": 2}
    with seed():
        assert set(MatchingRun.objects.values_list("pk", flat=True)) == {fresh.pk}
        assert set(MatchingProposal.objects.values_list("run_id", flat=True)) == {fresh.pk}
    assert forget_households() == {}
    assert {old.pk, failed.pk}.isdisjoint({fresh.pk})


@pytest.mark.parametrize("state", ["requested", "solving"])
def test_a_plan_that_somebody_still_waits_for_stays(cast: Cast, state: str) -> None:
    run = aged(cast, days=400, state=state)
    assert forget_households() == {}
    with seed():
        assert MatchingRun.objects.filter(pk=run.pk).exists()


def test_an_old_plan_in_another_municipality_goes_too_and_its_page_says_not_found(cast: Cast, client_as: Any) -> None:
    run = aged(cast, days=200)
    client = client_as(cast.anna)
    assert client.get(f"/kampen/matchen/plan/{run.pk}/").status_code == 200
    forget_households()
    assert client.get(f"/kampen/matchen/plan/{run.pk}/").status_code == 404
    assert client.get("/kampen/matchen/").status_code == 200
