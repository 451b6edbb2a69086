"""What the database alone forbids and hides, whatever the code above it does."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from housing.enums import PlacementState
from housing.models import (
    DwellingUnit,
    Household,
    Placement,
    Property,
    PropertyContact,
    StatusHolder,
    UnitClosure,
)
from housing.refusals import REFUSALS, telling_refusals
from tests.factories.housing import household, placement, property_, unit
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.common.who import acting

pytestmark = pytest.mark.django_db

START, END = date(2027, 1, 1), date(2027, 12, 31)


def stay(cast: Cast, place: DwellingUnit, people: Household, **fields: Any) -> Placement:
    facts = {"move_in_on": START, "expected_end_on": END, "state": PlacementState.PLANNED} | fields
    return placement(place, people, by=cast.anna, **facts)


def refused(rule: str) -> Any:
    return pytest.raises(ValidationError, match=str(REFUSALS[rule][1])[:40])


def test_two_households_in_one_unit_are_refused(cast: Cast) -> None:
    place = unit(cast.kampen)
    stay(cast, place, household(cast.kampen))
    with refused("placement_unit_free"), telling_refusals():
        stay(cast, place, household(cast.kampen), move_in_on=END - timedelta(days=1), expected_end_on=END.replace(2028))


def test_the_day_one_leaves_another_may_come(cast: Cast) -> None:
    place = unit(cast.kampen)
    stay(cast, place, household(cast.kampen))
    stay(cast, place, household(cast.kampen), move_in_on=END, expected_end_on=END.replace(2028))
    with seed():
        assert Placement.objects.filter(unit=place).count() == 2


def test_one_household_in_two_units_is_refused(cast: Cast) -> None:
    people = household(cast.kampen)
    stay(cast, unit(cast.kampen), people)
    with refused("placement_household_free"), telling_refusals():
        stay(cast, unit(cast.kampen), people)


def test_more_people_than_the_unit_holds_are_refused(cast: Cast) -> None:
    with refused("placement_capacity"), telling_refusals():
        stay(cast, unit(cast.kampen, capacity_max=2), household(cast.kampen))


def test_a_stay_in_a_renovation_is_refused_and_the_other_way_round(cast: Cast) -> None:
    place = unit(cast.kampen)
    closure = {"municipality": cast.kampen, "unit": place, "property_id": place.property_id, "kind": "renovation"}
    with seed():
        UnitClosure.objects.create(starts_on=END - timedelta(days=1), ends_on=None, **closure)
    with refused("placement_in_closure"), telling_refusals():
        stay(cast, place, household(cast.kampen))
    stay(cast, place, household(cast.kampen), expected_end_on=END - timedelta(days=1))
    with seed(), refused("closure_in_use"), telling_refusals():
        UnitClosure.objects.create(starts_on=START, ends_on=START + timedelta(days=1), **closure)


def test_a_stay_past_the_vacancy_is_refused_and_the_vacancy_cannot_shrink_below_it(cast: Cast) -> None:
    building = property_(cast.kampen, vacant_from=START, vacant_until=END)
    place = unit(cast.kampen, building)
    with refused("placement_after_available"), telling_refusals():
        stay(cast, place, household(cast.kampen), expected_end_on=END + timedelta(days=1))
    with refused("placement_before_available"), telling_refusals():
        stay(cast, place, household(cast.kampen), move_in_on=START - timedelta(days=1))
    stay(cast, place, household(cast.kampen))
    with seed(), refused("property_period_in_use"), telling_refusals():
        Property.objects.filter(pk=building.pk).update(vacant_until=END - timedelta(days=1))


def test_a_unit_keeps_who_lives_there(cast: Cast) -> None:
    place = unit(cast.kampen)
    stay(cast, place, household(cast.kampen))
    rows = DwellingUnit.objects.filter(pk=place.pk)
    with seed(), refused("unit_capacity_in_use"), telling_refusals():
        rows.update(capacity_max=2)
    with seed(), refused("unit_in_use"), telling_refusals():
        rows.update(retired_on=START)
    with seed(), refused("unit_period_in_use"), telling_refusals():
        rows.update(available_until=END - timedelta(days=1))


def test_a_household_cannot_outgrow_its_unit(cast: Cast) -> None:
    people = household(cast.kampen)
    stay(cast, unit(cast.kampen, capacity_max=3), people)
    with seed(), refused("household_too_large"), telling_refusals():
        Household.objects.filter(pk=people.pk).update(people_0_3=1)


def test_an_end_needs_a_date_and_an_outcome(cast: Cast) -> None:
    made = stay(cast, unit(cast.kampen), household(cast.kampen), state=PlacementState.ACTIVE)
    with seed(), pytest.raises(IntegrityError, match="placement_outcome"), transaction.atomic():
        Placement.objects.filter(pk=made.pk).update(state=PlacementState.ENDED, ended_on=END)


def test_a_unit_of_another_property_is_refused(cast: Cast) -> None:
    made = stay(cast, unit(cast.kampen), household(cast.kampen))
    with seed(), connection.cursor() as cursor:
        Placement.objects.filter(pk=made.pk).update(property_id=property_(cast.kampen).pk)
        with pytest.raises(IntegrityError, match="placement_in_property"), transaction.atomic():
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        Placement.objects.filter(pk=made.pk).update(property_id=made.property_id)


def test_households_are_seen_by_handlers_of_their_municipality_only(cast: Cast) -> None:
    people = household(cast.kampen)
    with seed():
        StatusHolder.objects.create(
            municipality=cast.kampen, household=people, first_name="Samira", age_band="27_54", contact_language="ar"
        )
    stay(cast, unit(cast.kampen), people)
    for user in [*cast.by_role().values(), cast.chaima, cast.stranger]:
        with acting(user_id=user.pk):
            seen = [Household.objects.count(), StatusHolder.objects.count(), Placement.objects.count()]
        assert seen == ([1, 1, 1] if user in (cast.anna, cast.coen) else [0, 0, 0]), user


def test_units_follow_the_property_to_another_initiative(cast: Cast) -> None:
    building = property_(cast.kampen)
    place = unit(cast.kampen, building)
    with acting(user_id=cast.bram.pk):
        assert not DwellingUnit.objects.exists()
    with acting(user_id=cast.anna.pk):
        Property.objects.filter(pk=building.pk).update(initiative_scope_id=cast.initiative_id)
    with acting(user_id=cast.bram.pk):
        assert list(DwellingUnit.objects.values_list("pk", flat=True)) == [place.pk]


def test_an_owner_sees_their_own_property_and_its_contact(cast: Cast) -> None:
    with seed():
        own = property_(cast.kampen, id=cast.property_id)
        other = property_(cast.kampen)
        for building in (own, other):
            PropertyContact.objects.create(municipality=cast.kampen, property=building, name="Gerrit", email="g@x.nl")
    with acting(user_id=cast.gerrit.pk):
        assert [row.pk for row in Property.objects.all()] == [own.pk]
        assert [row.name for row in PropertyContact.objects.all()] == ["Gerrit"]
    with acting(user_id=cast.vera.pk):
        assert not PropertyContact.objects.exists()
