"""Steps that are over and what was said about them, written past the policies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.factories.initiatives import initiative
from tests.factories.plans import plan_step, step_plan
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.guidance.enums import StepRating, StepState
from thuisgevers.guidance.models import PlanStep, StepFeedback
from thuisgevers.municipalities.models import Municipality


def done_step(step: PlanStep, *, days: int = 10, state: StepState = StepState.DONE, reason: str = "") -> PlanStep:
    """The step, over since now, after so many days."""
    with seed():
        PlanStep.objects.filter(pk=step.pk).update(
            state=state,
            finished_at=timezone.now(),
            started_at=timezone.now() - timedelta(days=days),
            took_days=days if state == StepState.DONE else None,
            skip_reason=reason,
        )
    return plan_step(step.plan, step.step.key)


def feedback(step: PlanStep, by: User, rating: StepRating = StepRating.HARD, **facts: Any) -> StepFeedback:
    with seed():
        row = StepFeedback(
            municipality=step.municipality,
            initiative_id=step.initiative_id,
            plan_step=step,
            rating=rating,
            given_by=by,
            **facts,
        )
        row.save(force_insert=True)
    return row


def plans_that_did(municipality: Municipality, key: str, days: list[int]) -> list[PlanStep]:
    """One plan of an initiative for each number, in which the step took so many days."""
    plans = [step_plan(municipality, initiative=initiative(municipality)) for _one in days]
    return [done_step(plan_step(plan, key), days=taken) for plan, taken in zip(plans, days, strict=True)]
