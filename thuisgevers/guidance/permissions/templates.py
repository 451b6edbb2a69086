"""Who sees and changes the national step plans: the national desk. Running plans read the steps they point at."""

from __future__ import annotations

from django.db.models import QuerySet

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..enums import TemplateState
from ..models import StepPlanTemplate


def editable_templates(access: Access) -> QuerySet[StepPlanTemplate]:
    """Drafts, for the national desk."""
    return viewable_templates(access).filter(state=TemplateState.DRAFT)


def can_edit_template(access: Access, template: StepPlanTemplate) -> bool:
    return template.is_draft and can_view_template(access, template)


def viewable_templates(access: Access) -> QuerySet[StepPlanTemplate]:
    if not access.is_national(Capability.TEMPLATE_MANAGE):
        return StepPlanTemplate.objects.none()
    return StepPlanTemplate.objects.all()


def can_view_template(access: Access, template: StepPlanTemplate) -> bool:
    return access.is_national(Capability.TEMPLATE_MANAGE)
