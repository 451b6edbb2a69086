"""Who sees and works on step plans: the queryset and the predicate side by side.

The plan of an initiative is its team's; officials, liaisons and its pioneers read along, and officials and liaisons work on
the steps that are the municipality's. The municipality's own plan is for its officials and liaisons.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..enums import MUNICIPAL_STEP_ROLES
from ..models import PlanComment, PlanStep, StepPlan


def viewable_plans(access: Access) -> QuerySet[StepPlan]:
    return access.rows(StepPlan.objects.all(), Capability.PLAN_READ, scope="initiative_id")


def can_view_plan(access: Access, plan: StepPlan) -> bool:
    return access.may(Capability.PLAN_READ, municipality=plan.municipality, scope_id=plan.initiative_id)


def viewable_steps(access: Access) -> QuerySet[PlanStep]:
    return access.rows(PlanStep.objects.all(), Capability.PLAN_READ, scope="initiative_id")


def can_view_step(access: Access, step: PlanStep) -> bool:
    return access.may(Capability.PLAN_READ, municipality=step.municipality, scope_id=step.initiative_id)


def schedulable_plans(access: Access) -> QuerySet[StepPlan]:
    """Whose wished day, property and scheme somebody may set, and the days of its steps: one's own plan."""
    return StepPlan.objects.filter(
        access.where(Capability.PLAN_WORK, scope="initiative_id")
        & (Q(initiative__isnull=True) | Q(initiative_id__in=sorted(access.scope_ids(Capability.PLAN_WORK))))
    )


def can_schedule_plan(access: Access, plan: StepPlan) -> bool:
    if plan.initiative_id is None:
        return access.may(Capability.PLAN_WORK, municipality=plan.municipality)
    return access.may(Capability.PLAN_WORK, scope_id=plan.initiative_id)


def workable_steps(access: Access) -> QuerySet[PlanStep]:
    return PlanStep.objects.filter(
        access.where(Capability.PLAN_WORK, scope="initiative_id")
        & (
            Q(initiative__isnull=True)
            | Q(role__in=MUNICIPAL_STEP_ROLES)
            | Q(initiative_id__in=sorted(access.scope_ids(Capability.PLAN_WORK)))
        )
    )


def can_work_step(access: Access, step: PlanStep) -> bool:
    if step.initiative_id is not None and access.may(Capability.PLAN_WORK, scope_id=step.initiative_id):
        return True
    is_municipal = step.initiative_id is None or step.role in MUNICIPAL_STEP_ROLES
    return is_municipal and access.may(Capability.PLAN_WORK, municipality=step.municipality)


def commentable_steps(access: Access) -> QuerySet[PlanStep]:
    return access.rows(PlanStep.objects.all(), Capability.PLAN_COMMENT, scope="initiative_id")


def can_comment_step(access: Access, step: PlanStep) -> bool:
    return access.may(Capability.PLAN_COMMENT, municipality=step.municipality, scope_id=step.initiative_id)


def viewable_comments(access: Access) -> QuerySet[PlanComment]:
    return access.rows(PlanComment.objects.all(), Capability.PLAN_READ, scope="initiative_id")
