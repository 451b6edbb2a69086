"""What a newer version of the national plan would change in a running plan."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import ngettext

from ..enums import OPEN_STEPS, TemplateState
from ..models import PlanStep, StepPlan, StepPlanTemplate, TemplateStep
from .templates import Differences, StepChange, differences


@dataclass(frozen=True, slots=True)
class UpgradeOffer:
    """`gone` are steps that nobody has done yet; a step that was done stays in the plan, whatever a new version says."""

    template: StepPlanTemplate
    added: list[TemplateStep]
    changed: list[StepChange]
    gone: list[TemplateStep]

    @property
    def keys(self) -> list[str]:
        return [
            *(step.key for step in self.added),
            *(change.key for change in self.changed),
            *(step.key for step in self.gone),
        ]


def newest_version(audience: str) -> StepPlanTemplate | None:
    return StepPlanTemplate.objects.filter(audience=audience, state=TemplateState.PUBLISHED).order_by("-number").first()


def newer_template(plan: StepPlan) -> StepPlanTemplate | None:
    """The newest version, where the plan still follows an older one."""
    newest = newest_version(plan.template.audience)
    return None if newest is None or newest.pk == plan.template_id else newest


def offer_in_words(plan: StepPlan, newest: StepPlanTemplate) -> str:
    """What a worker found when it compared the plan with this version; empty as long as it did not."""
    if plan.offer_for_id != newest.pk:
        return ""
    parts = [
        ngettext("%d stap is nieuw", "%d stappen zijn nieuw", plan.offer_added) % plan.offer_added,
        ngettext("%d stap is gewijzigd", "%d stappen zijn gewijzigd", plan.offer_changed) % plan.offer_changed,
        ngettext("%d stap vervalt", "%d stappen vervallen", plan.offer_gone) % plan.offer_gone,
    ]
    numbers = (plan.offer_added, plan.offer_changed, plan.offer_gone)
    found = ", ".join(part for part, number in zip(parts, numbers, strict=True) if number)
    return f"{found[0].upper()}{found[1:]}." if found else ""


def upgrade_offer(plan: StepPlan) -> UpgradeOffer | None:
    newest = newer_template(plan)
    if newest is None:
        return None
    rows = list(PlanStep.objects.filter(plan=plan).select_related("step", "step__phase").order_by("step__position"))
    return offer_of(newest, rows)


def offer_of(newest: StepPlanTemplate, rows: list[PlanStep]) -> UpgradeOffer:
    new = list(TemplateStep.objects.filter(template=newest).select_related("phase").order_by("position"))
    found: Differences = differences([row.step for row in rows], new)
    unfinished = {row.step.key for row in rows if row.state in OPEN_STEPS}
    return UpgradeOffer(
        template=newest,
        added=found.added,
        changed=found.changed,
        gone=[step for step in found.gone if step.key in unfinished],
    )
