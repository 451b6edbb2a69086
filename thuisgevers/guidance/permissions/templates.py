"""Who sees and changes the national step plans: the national desk; and what a municipality adds: its coordinators. Running plans read the steps they point at."""

from __future__ import annotations

from django.db.models import QuerySet

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

from ..enums import TemplateState
from ..models import StepPlanTemplate, TemplateStep


def editable_templates(access: Access) -> QuerySet[StepPlanTemplate]:
    """Drafts, for the national desk."""
    return viewable_templates(access).filter(state=TemplateState.DRAFT)


def can_edit_template(access: Access, template: StepPlanTemplate) -> bool:
    return template.is_draft and can_view_template(access, template)


def viewable_templates(access: Access) -> QuerySet[StepPlanTemplate]:
    if not access.is_national(Capability.TEMPLATE_MANAGE):
        return StepPlanTemplate.objects.none()
    return StepPlanTemplate.objects.filter(town=None)


def can_view_template(access: Access, template: StepPlanTemplate) -> bool:
    return template.town_id is None and access.is_national(Capability.TEMPLATE_MANAGE)


def newest_additions() -> QuerySet[StepPlanTemplate]:
    """The published additions of each municipality and audience, the newest of each."""
    published = StepPlanTemplate.objects.filter(town__isnull=False, state=TemplateState.PUBLISHED)
    return published.order_by("town_id", "audience", "-number").distinct("town_id", "audience")


def own_steps(access: Access) -> QuerySet[TemplateStep]:
    """What the municipality added to the national plan, in every version: for who may change it."""
    return TemplateStep.objects.filter(access.where(Capability.PLAN_EXTEND, municipality="template__town"))


def can_change_own_step(access: Access, step: TemplateStep) -> bool:
    return step.template.town is not None and can_extend(access, step.template.town)


def can_extend(access: Access, municipality: Municipality) -> bool:
    """Whether somebody may add steps of the municipality's own to both national plans."""
    return access.may(Capability.PLAN_EXTEND, municipality=municipality)
