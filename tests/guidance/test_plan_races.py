"""Two people at the same second, in real transactions: one wins, the other is told, and the plan is right afterwards."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.factories.initiatives import initiative
from tests.factories.people import Cast, make_cast
from tests.factories.plans import plan_step, step_plan
from tests.housing.test_placement_races import as_, at_once
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.guidance.enums import Audience, StepState
from thuisgevers.guidance.models import StepPlanTemplate
from thuisgevers.guidance.services.steps import finish_step, skip_step
from thuisgevers.guidance.services.templates import start_draft


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    with transaction.atomic():
        return make_cast()


def test_two_people_finish_one_step(cast: Cast) -> None:
    with transaction.atomic():
        plan = step_plan(cast.kampen, initiative=initiative(cast.kampen, id=cast.initiative_id))
        step = plan_step(plan, "working-group")
    people = (cast.bram, cast.vera, cast.joke)
    outcomes = at_once(*[as_(who, lambda access: finish_step(access=access, step=step)) for who in people])
    assert sorted(outcomes) == ["conflict", "conflict", "won"]
    with transaction.atomic(), seed():
        assert AuditEvent.objects.filter(object_id=step.pk, verb="finish").count() == 1


def test_one_finishes_while_the_other_skips(cast: Cast) -> None:
    with transaction.atomic():
        plan = step_plan(cast.kampen, initiative=initiative(cast.kampen, id=cast.initiative_id))
        step = plan_step(plan, "press-release")
    outcomes = at_once(
        as_(cast.bram, lambda access: finish_step(access=access, step=step)),
        as_(cast.vera, lambda access: skip_step(access=access, step=step, reason="Liever niet.")),
    )
    assert sorted(outcomes) == ["conflict", "won"]
    with transaction.atomic():
        after = plan_step(plan, "press-release")
    assert (after.state == StepState.SKIPPED) == (after.skip_reason != "")


def test_two_people_start_a_draft(cast: Cast) -> None:
    with transaction.atomic():
        acts = [as_(cast.els, lambda access: start_draft(access=access, audience=Audience.MUNICIPALITY))] * 3
    assert at_once(*acts) == ["won"] * 3
    with transaction.atomic(), seed():
        assert StepPlanTemplate.objects.filter(audience=Audience.MUNICIPALITY).count() == 2
