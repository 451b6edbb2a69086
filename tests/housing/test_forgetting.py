"""Households that are gone: nothing is erased before its term, everything after it, history too, and no night less is counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from housing.enums import HouseholdState, PlacementOutcome, PlacementState
from housing.matching.codes import Wish
from housing.models import (
    CoaAllocation,
    Household,
    HouseholdCard,
    HouseholdTransfer,
    MatchingProposal,
    MatchingRun,
    NightsFreed,
    Placement,
    StatusHolder,
)
from housing.needs import read_list, read_needs
from housing.queries.quota import nights_in_total
from housing.services.cards import write_card
from housing.services.households import cancel_household, reopen_household
from housing.services.households_splitting import OwnWord, merge_households
from housing.services.placements import end_placement, undo_end
from housing.services.retention import forget_households
from housing.tasks import retention
from housing.tasks.placements import refresh_figures
from tests.factories import housing as make
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.common.encryption import CannotOpen, EncryptedTextField
from thuisgevers.common.stats import as_stats
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

pytestmark = pytest.mark.django_db

CANARY = "Kanariena"
NEEDS = f'{{"limits": ["step_free"], "wishes": [], "note": "{CANARY}"}}'
CLOSED = ("moved_on", "left", "cancelled", "transferred", "merged")


def before_today(*, years: int = 0, months: int = 0, days: int = 0) -> date:
    """So long ago, as PostgreSQL counts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (app_today() - make_interval(%s, %s, 0, %s))::date", [years, months, days])
        found: date = cursor.fetchone()[0]
        return found


def gone(cast: Cast, municipality: Municipality, *, closed_on: date | None, state: str = "moved_on") -> Household:
    """A household with everything that is kept about one, its stay over on the day it closed; every row written twice, so
    that there are earlier versions too."""
    household = make.household(
        municipality, needs=NEEDS, contact_details=f'{{"phone": "{CANARY}"}}', languages=["ti"], handler=cast.anna,
        available_from=date(2024, 1, 2), import_key=f"{CANARY}-{timezone.now():%f}",
    )  # fmt: skip
    allocation = make.allocation(household, allocated_on=date(2024, 1, 1), permit_on=date(2023, 12, 1))
    stays: dict[str, Any] = {}
    if closed_on is not None:
        stays = {"state": PlacementState.ENDED, "ended_on": closed_on, "outcome": PlacementOutcome.OWN_HOME}
    placement = make.placement(
        make.unit(municipality), household, by=cast.anna, move_in_on=date(2024, 2, 1), asked_in="ti", interpreter=True,
        expected_end_on=timezone.localdate() + timedelta(days=30), **stays,
    )  # fmt: skip
    with seed():
        for name, band in ((CANARY, "27_54"), (f"{CANARY} 2", "4_11")):
            holder = StatusHolder.objects.create(
                municipality=municipality, household=household, first_name=name, age_band=band, contact_language="ti"
            )
            holder.first_name = f"{name}!"
            holder.save()
        transfer = HouseholdTransfer.objects.create(
            municipality=municipality, to_municipality=_other(municipality),
            household=household, state="refused", asked_by=cast.anna, asked_on=date(2024, 1, 5), asked_in="ti",
            interpreter=False, size=3, languages=["ti"], practical_needs=f'["{CANARY}"]',
        )  # fmt: skip
        transfer.move_by = date(2024, 3, 1)
        transfer.save()
        household = Household.objects.get(pk=household.pk)
        household.state = state if closed_on is not None else HouseholdState.PLACED
        household.closed_on = closed_on
        household.save()
        allocation.ended_on = closed_on
        allocation.save()
        placement = Placement.objects.select_related("unit", "household").get(pk=placement.pk)
        write_card(placement)
        placement.choice_reason = "Past"
        placement.save()
        write_card(placement)
        _proposal(cast, household)
    return household


def _other(municipality: Municipality) -> Municipality:
    return Municipality.objects.exclude(pk=municipality.pk).order_by("pk")[0]


def _proposal(cast: Cast, household: Household) -> None:
    run = MatchingRun.objects.create(
        municipality=household.municipality, requested_by=cast.anna, starts_on=date(2024, 1, 1), latest_on=date(2024, 2, 1),
        shortest_days=30, wished_days=90, rule="people", state="ready", progress=100, weights={wish.value: 1 for wish in Wish},
    )  # fmt: skip
    MatchingProposal.objects.create(
        municipality=household.municipality, run=run, household=household, is_placed=False, reasons=f'{{"{CANARY}": 1}}'
    )


def sealed_values(household: Household) -> list[str]:
    """What can still be opened of a household, in every table of housing that says something about it, history included."""
    found: list[str] = []
    with seed():
        for model in apps.get_app_config("housing").get_models():
            fields = [field for field in model._meta.local_fields if isinstance(field, EncryptedTextField)]
            columns = {field.attname for field in model._meta.local_fields}
            about: str | None = next((name for name in ("household_id", "household_scope_id") if name in columns), None)
            if model._meta.db_table in ("housing_household", "housing_householdevent"):
                about = "id"
            if not fields or about is None:
                continue
            for row in model._base_manager.filter(**{about: household.pk}):
                found += [value for field in fields if (value := getattr(row, field.attname))]
    return found


def tables_with(word: str) -> set[str]:
    """The tables of housing in which a row holds the word in plain text."""
    found = set()
    with seed(), connection.cursor() as cursor:
        for model in apps.get_app_config("housing").get_models():
            table = model._meta.db_table
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{word}%"])
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def test_nothing_goes_before_a_month(cast: Cast) -> None:
    household = gone(cast, cast.kampen, closed_on=before_today(months=1) + timedelta(days=1))
    kept = sorted(sealed_values(household))
    assert len(kept) > 15
    assert forget_households() == {}
    assert sorted(sealed_values(household)) == kept


@pytest.mark.parametrize("state", CLOSED)
def test_after_a_month_nothing_sealed_is_left_anywhere(cast: Cast, state: str) -> None:
    household = gone(cast, cast.kampen, closed_on=before_today(months=1), state=state)
    others = [
        gone(cast, cast.kampen, closed_on=None),
        gone(cast, cast.zwolle, closed_on=before_today(days=3)),
    ]
    kept = [sorted(sealed_values(other)) for other in others]
    counted = forget_households()
    assert set(counted) == {
        f"1 month: housing_{table}"
        for table in (
            "household", "householdevent", "statusholder", "statusholderevent", "householdcard", "householdcardevent",
            "householdtransfer", "householdtransferevent", "matchingproposal", "placement.choice_reason",
            "placementevent.choice_reason",
        )
    }  # fmt: skip
    assert sealed_values(household) == []
    assert [sorted(sealed_values(other)) for other in others] == kept
    assert forget_households() == {}
    with seed():
        row = Household.objects.get(pk=household.pk)
        assert (row.needs, row.contact_details, read_needs(row.needs).limits) == ("", "", ())
        assert (row.languages, row.people_4_11, row.handler_id) == (["ti"], 1, cast.anna.pk)
        assert [person.first_name for person in StatusHolder.objects.filter(household=household)] == ["", ""]
        assert read_list(HouseholdCard.objects.get(household_scope_id=household.pk).first_names) == []


def test_erasing_writes_no_new_version(cast: Cast) -> None:
    household = gone(cast, cast.kampen, closed_on=before_today(years=1))
    event = Household.pgh_event_model  # type: ignore[attr-defined]
    with seed():
        before = event.objects.filter(pgh_obj_id=household.pk).count()
    forget_households()
    with seed():
        assert event.objects.filter(pgh_obj_id=household.pk).count() == before > 1


def test_after_a_year_only_figures_are_left(cast: Cast) -> None:
    household = gone(cast, cast.kampen, closed_on=before_today(years=1))
    waits = gone(cast, cast.kampen, closed_on=before_today(years=1) + timedelta(days=1))
    assert tables_with(str(CANARY)) == {"housing_household", "housing_householdevent"}
    forget_households()
    with seed():
        row = Household.objects.get(pk=household.pk)
        assert (row.size, row.age_bands, row.closed_on) == (3, {"27_54": 3}, household.closed_on)
        assert not row.ages_are_known
        assert (row.languages, row.available_from, row.handler_id, row.import_key) == ([], None, None, "")
        assert not StatusHolder.objects.filter(household=household).exists()
        assert CoaAllocation.objects.get(household=household).permit_on is None
        stay = Placement.objects.get(household=household)
        assert (stay.people, stay.moved_in_on, stay.ended_on) == (3, date(2024, 2, 1), household.closed_on)
        assert (stay.asked_in, stay.interpreter) == ("", None)
        still = Household.objects.get(pk=waits.pk)
        assert (still.languages, still.people_4_11, still.import_key) == (["ti"], 1, waits.import_key)
        assert StatusHolder.objects.filter(household=waits).count() == 2
        for model, key in (
            (Household, "id"), (StatusHolder, "household_id"), (HouseholdCard, "household_scope_id"),
            (HouseholdTransfer, "household_id"), (Placement, "household_id"),
        ):  # fmt: skip
            event = model.pgh_event_model  # type: ignore[union-attr]
            for table in (model._meta.db_table, event._meta.db_table):
                with connection.cursor() as cursor:
                    cursor.execute(
                        f"SELECT count(*) FROM {table} t WHERE t.{key} = %s AND (to_jsonb(t)->>'languages' LIKE '%%ti%%'"
                        " OR 'ti' IN (to_jsonb(t)->>'asked_in', to_jsonb(t)->>'contact_language')"
                        " OR to_jsonb(t)->>'people_4_11' = '1' OR to_jsonb(t)->>'age_bands' LIKE '%%4_11%%')",
                        [household.pk],
                    )
                    assert cursor.fetchone() == (0,), table
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM housing_householdevent WHERE id = %s AND import_key <> ''", [household.pk]
            )
            assert cursor.fetchone() == (0,)
    assert forget_households() == {}


def test_no_night_less_is_counted(cast: Cast) -> None:
    gone(cast, cast.kampen, closed_on=before_today(years=1, days=40))
    gone(cast, cast.zwolle, closed_on=None)

    def nights() -> tuple[int, list[Any]]:
        refresh_figures()
        with transaction.atomic(), acting(user_id=cast.anna.pk):
            total = nights_in_total(cast.kampen)
        with as_stats():
            return total, list(NightsFreed.objects.order_by("municipality_id", "month").values_list("month", "nights"))

    before = nights()
    assert before[0] > 0
    forget_households()
    assert nights() == before


def test_an_end_that_was_entered_late_is_left_alone_while_it_can_be_taken_back(cast: Cast) -> None:
    household = gone(cast, cast.kampen, closed_on=before_today(months=3))
    with seed():
        Placement.objects.filter(household=household).update(end_recorded_at=timezone.now() - timedelta(days=6))
    assert forget_households() == {}
    with seed():
        Placement.objects.filter(household=household).update(end_recorded_at=timezone.now() - timedelta(days=8))
    assert forget_households()


def test_the_application_cannot_erase_sooner_or_touch_history(cast: Cast) -> None:
    household = gone(cast, cast.kampen, closed_on=before_today(days=3))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM housing_past_term('0 days')")
        assert cursor.fetchone() == (0,)
        for statement in (
            "SET LOCAL ROLE definer",
            "UPDATE housing_householdevent SET needs = ''",
            "DELETE FROM housing_statusholderevent",
        ):
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                cursor.execute(statement)
    assert sealed_values(household)


def test_the_trigger_that_guards_history_is_awake_again_afterwards(cast: Cast) -> None:
    gone(cast, cast.kampen, closed_on=before_today(months=2))
    with transaction.atomic():
        forget_households()
        with pytest.raises(Exception, match="Cannot update or delete"), seed(), transaction.atomic():
            Household.pgh_event_model.objects.update(state="left")  # type: ignore[attr-defined]


def test_the_night_tells_how_many_and_not_whom(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    household = gone(cast, cast.kampen, closed_on=before_today(months=2))
    with caplog.at_level("INFO"):
        retention.forget_households()
    assert "1 month: housing_statusholder': 2" in caplog.text
    assert household.reference not in caplog.text
    assert str(household.pk) not in caplog.text


@pytest.fixture
def access(cast: Cast) -> Iterator[Access]:
    with transaction.atomic(), acting(user_id=cast.anna.pk):
        yield Access.for_user(cast.anna, second_factor=True).narrowed(cast.kampen)


def test_closing_says_when_and_coming_back_takes_it_away(cast: Cast, access: Access) -> None:
    today = timezone.localdate()
    household = make.household(cast.kampen)
    closed = cancel_household(access=access, household=household, reason="Komt niet")
    assert closed.closed_on == today
    assert reopen_household(access=access, household=closed, reason="Toch wel").closed_on is None
    stay = make.placement(make.unit(cast.kampen), household, by=cast.anna, move_in_on=today - timedelta(days=9))
    ended = end_placement(access=access, placement=stay, ended_on=today - timedelta(days=2), outcome="own_home")
    assert Household.objects.get(pk=household.pk).closed_on == today - timedelta(days=2)
    undo_end(access=access, placement=ended, reason="Vergissing")
    assert Household.objects.get(pk=household.pk).closed_on is None


def test_a_merged_household_is_closed_today_and_loses_the_versions_of_people_who_went_along(
    cast: Cast, access: Access
) -> None:
    kept, merged = make.household(cast.kampen), make.household(cast.kampen)
    with seed():
        person = StatusHolder.objects.create(
            municipality=cast.kampen, household=merged, first_name=CANARY, age_band="27_54"
        )
    word = OwnWord(asked_on=date(2024, 1, 1), asked_in="ar", interpreter=True)
    merge_households(access=access, household=kept, other=merged, word=word)
    with seed():
        assert Household.objects.get(pk=merged.pk).closed_on == timezone.localdate()
        Household.objects.filter(pk=merged.pk).update(closed_on=before_today(months=1))
    forget_households()
    with seed():
        assert StatusHolder.objects.get(pk=person.pk).first_name == CANARY
        versions = StatusHolder.pgh_event_model.objects.filter(pgh_obj_id=person.pk)  # type: ignore[attr-defined]
        assert {(row.household_id, row.first_name) for row in versions} == {(merged.pk, ""), (kept.pk, CANARY)}


def test_versions_from_before_a_person_moved_to_the_household_go_too(cast: Cast) -> None:
    stays, leaves = make.household(cast.kampen), make.household(cast.kampen, state="left")
    with seed():
        person = StatusHolder.objects.create(
            municipality=cast.kampen, household=stays, first_name=CANARY, age_band="27_54"
        )
        person.household = leaves
        person.save()
        Household.objects.filter(pk=leaves.pk).update(closed_on=before_today(months=1))
    forget_households()
    with seed():
        versions = StatusHolder.pgh_event_model.objects.filter(pgh_obj_id=person.pk)  # type: ignore[attr-defined]
        assert [row.first_name for row in versions] == ["", ""]


def test_the_page_says_that_a_name_was_erased(cast: Cast, client_as: Any) -> None:
    household = gone(cast, cast.kampen, closed_on=before_today(months=1))
    forget_households()
    page = client_as(cast.anna).get(f"/kampen/huishoudens/{household.pk}/").content.decode()
    assert page.count("Naam gewist") == 2


def test_a_plan_and_a_household_that_were_forgotten_still_open(cast: Cast, client_as: Any) -> None:
    household = gone(cast, cast.kampen, closed_on=before_today(years=1))
    forget_households()
    with seed():
        run = MatchingRun.objects.get()
        transfer = HouseholdTransfer.objects.get()
        stay = Placement.objects.get()
    client = client_as(cast.anna)
    page = client.get(f"/kampen/huishoudens/{household.pk}/")
    assert page.status_code == 200
    assert "27 tot en met 54" not in page.content.decode()
    for url in (
        f"/kampen/matchen/plan/{run.pk}/",
        f"/kampen/huishoudens/overdrachten/{transfer.pk}/",
        f"/kampen/plaatsingen/{stay.pk}/",
    ):
        assert client.get(url).status_code == 200, url


def test_an_erased_value_reads_as_empty_and_what_was_altered_still_does_not(cast: Cast) -> None:
    household = make.household(cast.kampen, needs=NEEDS)
    with seed(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE housing_household SET needs = '', contact_details = '\\x01' WHERE id = %s", [household.pk]
        )
        row = Household.objects.get(pk=household.pk)
        assert row.needs == ""
        with pytest.raises(CannotOpen):
            _ = row.contact_details
