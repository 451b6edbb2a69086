"""Placements in every state, made by the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from housing.enums import (
    HouseholdAnswer,
    PlacementOutcome,
)
from housing.models import Placement
from housing.services.placements import (
    confirm_placement,
    end_placement,
    move_in,
    propose_placement,
    record_answer,
)
from tests.factories.housing import household, unit
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

TODAY = timezone.localdate()


YEAR = timedelta(days=365)


def by[Result](user: Any, do: Callable[[Access], Result]) -> Result:
    """Run a service as this person, as the gate would."""
    with transaction.atomic(), acting(user_id=user.pk):
        return do(Access.for_user(user, second_factor=True))


def fresh(row: Any) -> Any:
    with seed():
        return type(row).objects.get(pk=row.pk)


def proposed(cast: Cast, **fields: Any) -> Placement:
    facts = {"move_in_on": TODAY, "expected_end_on": TODAY + YEAR} | fields
    people = facts.pop("household", None) or household(cast.kampen)
    home = facts.pop("unit", None) or unit(cast.kampen)
    return by(cast.anna, lambda a: propose_placement(access=a, household=people, unit=home, **facts))


def say(cast: Cast, row: Placement, answer: HouseholdAnswer = HouseholdAnswer.YES) -> Placement:
    return by(
        cast.anna,
        lambda a: record_answer(
            access=a, placement=row, answer=answer, asked_on=TODAY, asked_in="ar", interpreter=True
        ),
    )


def planned(cast: Cast, **fields: Any) -> Placement:
    row = say(cast, proposed(cast, **fields))
    return by(cast.anna, lambda a: confirm_placement(access=a, placement=row))


def moved_in(cast: Cast, on: date = TODAY, **fields: Any) -> Placement:
    row = planned(cast, **{"move_in_on": on, "expected_end_on": on + YEAR} | fields)
    return by(cast.anna, lambda a: move_in(access=a, placement=row, moved_in_on=on, follow_on_owner=cast.coen))


def ended(cast: Cast, outcome: PlacementOutcome = PlacementOutcome.OWN_HOME, **fields: Any) -> Placement:
    row = moved_in(cast, on=TODAY - timedelta(days=30), **fields)
    return by(cast.anna, lambda a: end_placement(access=a, placement=row, ended_on=TODAY, outcome=outcome, note="weg"))


def fields_of(refusal: Any) -> set[str]:
    return set(refusal.value.error_dict)
