"""Dwelling units and closures: bad input, and changes under people who live there or are planned to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from housing.models import DwellingUnit, UnitClosure
from housing.services.units import (
    UnitFacts,
    add_closure,
    add_unit,
    delete_unit,
    edit_closure,
    edit_unit,
    remove_closure,
    restore_unit,
    retire_unit,
)
from tests.factories import housing as make
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

pytestmark = pytest.mark.django_db
TODAY = date.today()


def doing(user: Any, verb: Any, **what: Any) -> Any:
    with transaction.atomic(), acting(user_id=user.pk):
        return verb(access=Access.for_user(user, second_factor=True), **what)


def lived_in(cast: Cast, **fields: Any) -> DwellingUnit:
    room = make.unit(cast.kampen, **fields)
    make.placement(room, make.household(cast.kampen), by=cast.anna)
    return room


def facts(room: DwellingUnit, **changes: Any) -> UnitFacts:
    return UnitFacts(**{"name": room.name, "capacity_max": room.capacity_max, "bedrooms": room.bedrooms, **changes})


def test_name_is_once_in_a_property(cast: Cast) -> None:
    place = make.property_(cast.kampen)
    doing(cast.anna, add_unit, property=place, facts=UnitFacts(name="Zolder", capacity_max=2))
    with pytest.raises(ValidationError) as refused:
        doing(cast.anna, add_unit, property=place, facts=UnitFacts(name="Zolder", capacity_max=3))
    assert "name" in refused.value.message_dict


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"capacity_max": 2}, "capacity_max"),
        ({"available_until": TODAY + timedelta(days=10)}, "available_until"),
        ({"lockable_bedrooms": 9}, "lockable_bedrooms"),
        ({"capacity_min": 9}, "capacity_max"),
    ],
)
def test_change_under_residents_is_told_at_the_field(cast: Cast, changes: dict[str, Any], field: str) -> None:
    room = lived_in(cast)
    with pytest.raises(ValidationError) as refused:
        doing(cast.anna, edit_unit, unit=room, facts=facts(room, **changes))
    assert field in refused.value.message_dict


def test_initiative_is_refused_too_without_hearing_who_lives_there(cast: Cast) -> None:
    place = make.property_(cast.kampen, initiative_scope_id=cast.initiative_id)
    room = make.unit(cast.kampen, place)
    make.placement(room, make.household(cast.kampen), by=cast.anna)
    with pytest.raises(ValidationError):
        doing(cast.bram, edit_unit, unit=room, facts=facts(room, capacity_max=1))


def test_unit_with_residents_is_not_retired(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        doing(cast.anna, retire_unit, unit=lived_in(cast))


def test_unit_is_retired_and_restored(cast: Cast) -> None:
    room = make.unit(cast.kampen)
    assert doing(cast.anna, retire_unit, unit=room).retired_on == TODAY
    assert doing(cast.anna, restore_unit, unit=room).retired_on is None


def test_unit_with_a_history_is_never_deleted(cast: Cast) -> None:
    room = make.unit(cast.kampen)
    made = make.placement(room, make.household(cast.kampen), by=cast.anna, state="declined")
    assert made.unit_id == room.pk
    for user in (cast.anna, cast.coen):
        with pytest.raises(ValidationError):
            doing(user, delete_unit, unit=room)
    with seed():
        assert DwellingUnit.objects.filter(pk=room.pk).exists()


def test_history_that_somebody_cannot_see_protects_as_well(cast: Cast) -> None:
    place = make.property_(cast.kampen, initiative_scope_id=cast.initiative_id)
    room = make.unit(cast.kampen, place)
    make.placement(room, make.household(cast.kampen), by=cast.anna, state="declined")
    with pytest.raises(ValidationError):
        doing(cast.bram, delete_unit, unit=room)
    with seed():
        assert DwellingUnit.objects.filter(pk=room.pk).exists()


def test_unit_that_never_was_anything_goes_away(cast: Cast) -> None:
    room = make.unit(cast.kampen)
    doing(cast.anna, delete_unit, unit=room)
    with seed():
        assert not DwellingUnit.objects.filter(pk=room.pk).exists()


def test_closure_does_not_cross_a_stay(cast: Cast) -> None:
    room = lived_in(cast)
    with pytest.raises(ValidationError) as refused:
        doing(cast.anna, add_closure, unit=room, kind="repair", starts_on=TODAY, ends_on=None)
    assert "starts_on" in refused.value.message_dict


def test_closures_touch_and_do_not_overlap(cast: Cast) -> None:
    room = make.unit(cast.kampen)
    first = {"kind": "repair", "starts_on": TODAY, "ends_on": TODAY + timedelta(days=10)}
    doing(cast.anna, add_closure, unit=room, **first)
    second = {"kind": "own_use", "starts_on": TODAY + timedelta(days=10), "ends_on": None}
    closure = doing(cast.anna, add_closure, unit=room, **second)
    with pytest.raises(ValidationError) as refused:
        doing(cast.anna, edit_closure, closure=closure, **{**second, "starts_on": TODAY + timedelta(days=9)})
    assert "starts_on" in refused.value.message_dict
    doing(cast.anna, remove_closure, closure=closure)
    with seed():
        assert UnitClosure.objects.filter(unit=room).count() == 1


@pytest.mark.parametrize("days", [0, -1])
def test_closure_ends_after_it_starts(cast: Cast, days: int) -> None:
    with pytest.raises(ValidationError) as refused:
        doing(
            cast.anna,
            add_closure,
            unit=make.unit(cast.kampen),
            kind="repair",
            starts_on=TODAY,
            ends_on=TODAY + timedelta(days=days),
        )
    assert "ends_on" in refused.value.message_dict or "starts_on" in refused.value.message_dict
