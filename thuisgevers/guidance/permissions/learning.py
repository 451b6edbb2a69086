"""Who looks back on a step: whoever may work on it, once it is over. Who sees the plan reads the answer; the national desk reads
mark and line only, through the database's own functions."""

from __future__ import annotations

from django.db.models import QuerySet

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..enums import OPEN_STEPS
from ..models import PlanStep, StepFeedback, StepSource
from .plans import can_work_step, workable_steps


def reviewable_steps(access: Access) -> QuerySet[PlanStep]:
    return workable_steps(access).exclude(state__in=OPEN_STEPS)


def can_review_step(access: Access, step: PlanStep) -> bool:
    return step.state not in OPEN_STEPS and can_work_step(access, step)


def viewable_feedback(access: Access) -> QuerySet[StepFeedback]:
    return access.rows(StepFeedback.objects.all(), Capability.PLAN_READ, scope="initiative_id")


def can_view_feedback(access: Access, feedback: StepFeedback) -> bool:
    return access.may(Capability.PLAN_READ, municipality=feedback.municipality, scope_id=feedback.initiative_id)


def viewable_sources(access: Access) -> QuerySet[StepSource]:
    if not access.is_national(Capability.TEMPLATE_MANAGE):
        return StepSource.objects.none()
    return StepSource.objects.all()
