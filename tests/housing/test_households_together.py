"""Splitting and merging households, their cards, and new keys for what is encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from housing.enums import HouseholdAnswer, HouseholdState, HousingNeed, PlacementState
from housing.models import CoaAllocation, Household, HouseholdCard, Placement, StatusHolder
from housing.needs import Needs, read_list, write_needs
from housing.services.cards import write_card
from housing.services.households import HouseholdFacts, edit_household
from housing.services.households_splitting import OwnWord, merge_households, split_household
from tests.factories import housing as make
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent, ReadEvent
from thuisgevers.common.encryption import key_id_of, make_key
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

pytestmark = pytest.mark.django_db

WORD = OwnWord(asked_on=date(2026, 11, 1), asked_in="ar", interpreter=True)


@contextmanager
def as_anna(cast: Cast) -> Iterator[Access]:
    with acting(user_id=cast.anna.pk):
        yield Access.for_user(cast.anna, second_factor=True)


def person(cast: Cast, household: Household, name: str, **fields: Any) -> StatusHolder:
    with seed():
        return StatusHolder.objects.create(
            municipality=cast.kampen, household=household, first_name=name, **{"age_band": "27_54", **fields}
        )


def names(household: Household) -> set[str]:
    with seed():
        return {person.first_name for person in StatusHolder.objects.filter(household=household)}


def test_split_divides_people_and_leaves_the_placement_where_it_was(cast: Cast) -> None:
    household = make.household(cast.kampen, people_27_54=2, people_4_11=1)
    make.allocation(household, allocated_on=date(2026, 10, 1))
    stays, goes = person(cast, household, "Amal", is_contact=True), person(cast, household, "Noor", age_band="4_11")
    placement = make.placement(make.unit(cast.kampen), household, by=cast.anna)
    with as_anna(cast) as access:
        made = split_household(
            access=access, household=household, leaving={"27_54": 1, "4_11": 1}, people=[goes.pk], word=WORD
        )
    with seed():
        kept = Household.objects.get(pk=household.pk)
        made = Household.objects.get(pk=made.pk)
        assert Placement.objects.get(pk=placement.pk).household_id == household.pk
        assert CoaAllocation.objects.filter(ended_on__isnull=True).count() == 2
        event = AuditEvent.objects.get(verb="split")
    assert (kept.size, made.size, made.split_from_id) == (1, 2, household.pk)
    assert (names(kept), names(made)) == ({stays.first_name}, {"Noor"})
    assert event.data == {"asked_on": "2026-11-01", "asked_in": "ar", "interpreter": True, "into": str(made.pk)}


@pytest.mark.parametrize("leaving", [{}, {"27_54": 2, "4_11": 1}, {"27_54": 3}, {"67_plus": 1}])
def test_split_leaves_somebody_on_both_sides(cast: Cast, leaving: dict[str, int]) -> None:
    household = make.household(cast.kampen, people_27_54=2, people_4_11=1)
    with as_anna(cast) as access, pytest.raises(ValidationError):
        split_household(access=access, household=household, leaving=leaving, people=[], word=WORD)


def test_merge_moves_people_the_one_placement_and_the_first_clock(cast: Cast) -> None:
    first, second = make.household(cast.kampen, people_4_11=0), make.household(cast.kampen, people_4_11=0)
    make.allocation(first, allocated_on=date(2026, 10, 20), move_by=date(2027, 1, 20))
    make.allocation(second, allocated_on=date(2026, 10, 1), move_by=date(2027, 1, 1))
    person(cast, first, "Amal", is_contact=True)
    person(cast, second, "Sami", is_contact=True)
    placement = make.placement(make.unit(cast.kampen, capacity_max=4), second, by=cast.anna)
    with as_anna(cast) as access:
        kept = merge_households(access=access, household=first, other=second, word=WORD)
        cards = list(HouseholdCard.objects.all())
    with seed():
        gone = Household.objects.get(pk=second.pk)
        kept = Household.objects.get(pk=kept.pk)
        moved = Placement.objects.get(pk=placement.pk)
        running = CoaAllocation.objects.get(ended_on__isnull=True)
        contacts = StatusHolder.objects.filter(is_contact=True).count()
    assert (gone.state, gone.merged_into_id) == (HouseholdState.MERGED, kept.pk)
    assert (kept.size, moved.household_id, running.household_id) == (4, kept.pk, kept.pk)
    assert running.move_by == date(2027, 1, 1)
    assert names(kept) == {"Amal", "Sami"}
    assert contacts == 1
    assert [card.size for card in cards] == [4]


def test_merge_of_two_with_a_home_says_what_to_do(cast: Cast, client_as: Any) -> None:
    first, second = make.household(cast.kampen), make.household(cast.kampen)
    for household in (first, second):
        make.placement(make.unit(cast.kampen), household, by=cast.anna)
    word = {"asked_on": "2026-11-01", "asked_in": "ar", "interpreter": "nee", "is_agreed": "on"}
    answer = client_as(cast.anna).post(
        f"/kampen/huishoudens/{first.pk}/samenvoegen/", {**word, "other": second.reference}
    )
    assert answer.status_code == 422
    assert "trek er eerst één in" in str(answer.context["form"].errors["other"])


def test_merge_that_does_not_fit_the_home_changes_nothing(cast: Cast) -> None:
    first, second = make.household(cast.kampen, people_27_54=2), make.household(cast.kampen, people_27_54=2)
    make.placement(make.unit(cast.kampen, capacity_max=4), first, by=cast.anna)
    with as_anna(cast) as access, pytest.raises(ValidationError):
        merge_households(access=access, household=first, other=second, word=WORD)
    with seed():
        assert Household.objects.get(pk=second.pk).state == HouseholdState.EXPECTED


def test_without_the_households_own_word_nothing_is_split(cast: Cast, client_as: Any) -> None:
    household = make.household(cast.kampen)
    answer = client_as(cast.anna).post(
        f"/kampen/huishoudens/{household.pk}/splitsen/", {"people_27_54": "1", "asked_in": "ar", "interpreter": "ja"}
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"asked_on", "is_agreed"}


def test_a_card_shows_names_only_after_the_yes_and_follows_the_household(cast: Cast, client_as: Any) -> None:
    needs = write_needs(Needs(limits=(HousingNeed.STEP_FREE,), wishes=(HousingNeed.PETS,), note="Geheimschrift"))
    household = make.household(cast.kampen, needs=needs, contact_details='{"phone": "0612345678", "email": ""}')
    person(cast, household, "Kanariena")
    unit = make.unit(cast.kampen, make.property_(cast.kampen, initiative_scope_id=cast.initiative_id), capacity_max=6)
    placement = make.placement(unit, household, by=cast.anna, state=PlacementState.PROPOSED)
    with as_anna(cast) as access:
        card = write_card(Placement.objects.select_related("unit", "household").get(pk=placement.pk))
        assert read_list(card.first_names) == []
        assert read_list(card.practical_needs) == ["step_free", "pets"]
        edit_household(
            access=access, household=household, facts=HouseholdFacts(age_bands={"27_54": 3}, languages=["ti"])
        )
        card.refresh_from_db()
        assert (card.size, card.languages, read_list(card.practical_needs)) == (3, ["ti"], [])
    bram = client_as(cast.bram)
    before = bram.get("/mijn-initiatief/huishoudens/").content.decode()
    assert "3 personen" in before
    assert "Kanariena" not in before
    with seed():
        Placement.objects.filter(pk=placement.pk).update(
            state=PlacementState.PLANNED,
            answer=HouseholdAnswer.YES,
            asked_on=timezone.localdate(),
            asked_in="ar",
            interpreter=False,
            asked_by=cast.anna,
            confirmed_by=cast.anna,
        )
    with as_anna(cast):
        write_card(Placement.objects.select_related("unit", "household").get(pk=placement.pk))
    for reader in (cast.bram, cast.joke):
        assert "Kanariena" in client_as(reader).get("/mijn-initiatief/huishoudens/").content.decode()
    for reader in (cast.vera, cast.els, cast.chaima, cast.daan, cast.pieter):
        answer = client_as(reader).get("/mijn-initiatief/huishoudens/")
        assert "Kanariena" not in answer.content.decode()
    page = bram.get("/mijn-initiatief/huishoudens/").content.decode()
    assert "Geheimschrift" not in page
    assert "0612345678" not in page
    assert household.reference not in page
    with seed():
        reads = ReadEvent.objects.filter(purpose="card_list", reader=cast.bram)
        assert {read.municipality_id for read in reads} == {cast.kampen.pk}


def test_a_card_that_came_to_nothing_vanishes(cast: Cast, client_as: Any) -> None:
    household = make.household(cast.kampen)
    unit = make.unit(cast.kampen, make.property_(cast.kampen, initiative_scope_id=cast.initiative_id))
    placement = make.placement(unit, household, by=cast.anna, state=PlacementState.PROPOSED)
    with as_anna(cast):
        write_card(Placement.objects.select_related("unit", "household").get(pk=placement.pk))
    bram = client_as(cast.bram)
    assert len(bram.get("/mijn-initiatief/huishoudens/").context["cards"]) == 1
    for state, ended in (
        (PlacementState.DECLINED, None),
        (PlacementState.ENDED, timezone.localdate() - timedelta(days=31)),
    ):
        with seed():
            HouseholdCard.objects.update(state=state, ended_on=ended)
        assert bram.get("/mijn-initiatief/huishoudens/").context["cards"] == []


def test_new_keys_reach_every_column_of_households_and_their_history(cast: Cast) -> None:
    household = make.household(cast.kampen, needs="geheim", contact_details="geheim")
    person(cast, household, "Kanariena")
    with seed():
        household.contact_details = "nieuw geheim"
        household.save()
    from django.conf import settings

    fresh = [f"nieuw:{make_key()}", *settings.ENCRYPTION_KEYS]
    with override_settings(ENCRYPTION_KEYS=fresh, DB_ROLE="owner"):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE seed")
            call_command("rotate_encryption", verbosity=0)
            ids = set()
            for table, column in (
                ("housing_household", "needs"),
                ("housing_household", "contact_details"),
                ("housing_householdevent", "needs"),
                ("housing_householdevent", "contact_details"),
                ("housing_statusholder", "first_name"),
                ("housing_statusholderevent", "first_name"),
            ):
                cursor.execute(f"SELECT {column} FROM {table}")
                rows = cursor.fetchall()
                assert rows, table
                ids |= {key_id_of(bytes(row[0])) for row in rows}
        assert ids == {"nieuw"}
        assert Household.objects.get(pk=household.pk).contact_details == "nieuw geheim"
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE NONE")
