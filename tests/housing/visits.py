"""A visit, answered and handed in, as the tests of it need one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from housing.models import Assessment, Property, SuitabilityCheck, SuitabilityCriterion
from housing.queries.suitability import criteria_on
from housing.services.suitability import (
    record_check,
    start_assessment,
    submit_assessment,
)
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

TODAY = timezone.localdate()


def by[Result](user: Any, do: Callable[[Access], Result]) -> Result:
    """Run a service as this person, as the gate would."""
    with transaction.atomic(), acting(user_id=user.pk):
        return do(Access.for_user(user, second_factor=True))


def start(user: Any, place: Property, **fields: Any) -> Assessment:
    return by(user, lambda access: start_assessment(access=access, property=place, **{"visited_on": TODAY, **fields}))


def answer(user: Any, assessment: Assessment, key: str, outcome: str = "passed", **fields: Any) -> SuitabilityCheck:
    criterion = SuitabilityCriterion.objects.get(key=key)
    return by(
        user,
        lambda access: record_check(
            access=access, assessment=assessment, criterion=criterion, outcome=outcome, **fields
        ),
    )


def answer_all(user: Any, assessment: Assessment, **wrong: str) -> None:
    """Everything in order, except what is named: `smoke_alarms="geen rookmelder"`."""
    reasons = {key.replace("_", "-"): reason for key, reason in wrong.items()}
    for criterion in criteria_on(TODAY):
        reason = reasons.get(criterion.key, "")
        answer(user, assessment, criterion.key, "failed" if reason else "passed", failure_reason=reason)


def submitted(cast: Cast, place: Property, **wrong: str) -> Assessment:
    made = start(cast.bram, place)
    answer_all(cast.bram, made, **wrong)
    return by(cast.bram, lambda access: submit_assessment(access=access, assessment=made))


def fresh(row: Any) -> Any:
    with seed():
        return type(row)._default_manager.get(pk=row.pk)
