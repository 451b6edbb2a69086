"""What a newer version of the national plan would change in a running plan."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import ngettext

from thuisgevers.municipalities.models import Municipality

from ..enums import OPEN_STEPS, Audience, TemplateState
from ..models import PlanStep, StepPlan, StepPlanTemplate, TemplateStep
from .templates import Differences, StepChange, differences


@dataclass(frozen=True, slots=True)
class Newest:
    """What a plan could follow: the newest national version and, where there are, the newest steps of its municipality."""

    template: StepPlanTemplate
    additions: StepPlanTemplate | None

    @property
    def additions_id(self) -> UUID | None:
        return None if self.additions is None else self.additions.pk

    def is_followed(self, plan: StepPlan) -> bool:
        return (plan.template_id, plan.additions_id) == (self.template.pk, self.additions_id)

    def is_compared(self, plan: StepPlan) -> bool:
        return (plan.offer_for_id, plan.offer_additions_id) == (self.template.pk, self.additions_id)


@dataclass(frozen=True, slots=True)
class UpgradeOffer:
    """`gone` are steps that nobody has done yet; a step that was done stays in the plan, whatever a new version says."""

    newest: Newest
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


def newest_additions_of(municipality: Municipality, audience: str) -> StepPlanTemplate | None:
    """The steps that the municipality adds for this audience, as they stand now."""
    rows = StepPlanTemplate.objects.filter(town=municipality, audience=audience, state=TemplateState.PUBLISHED)
    return rows.order_by("-number").first()


def newest_of(plan: StepPlan) -> Newest:
    """One question: the national versions and the municipality's, the newest of each."""
    audience = Audience.MUNICIPALITY if plan.initiative_id is None else Audience.INITIATIVE
    rows = StepPlanTemplate.objects.filter(
        Q(town=None) | Q(town_id=plan.municipality_id), audience=audience, state=TemplateState.PUBLISHED
    )
    rows = rows.order_by("town_id", "-number").distinct("town_id").only("town_id", "number", "change_note")
    found = {one.town_id: one for one in rows}
    return Newest(found[None], found.get(plan.municipality_id))


def newer_version(plan: StepPlan) -> Newest | None:
    """The newest, where the plan still follows something older."""
    newest = newest_of(plan)
    return None if newest.is_followed(plan) else newest


def offer_in_words(plan: StepPlan, newest: Newest) -> str:
    """What is new, in the words of who wrote it, and what a worker found when it compared the plan with it."""
    notes = [newest.template.change_note] if newest.template.pk != plan.template_id else []
    if newest.additions is not None and newest.additions_id != plan.additions_id:
        notes.append(newest.additions.change_note)
    if newest.is_compared(plan):
        parts = [
            ngettext("%d stap is nieuw", "%d stappen zijn nieuw", plan.offer_added) % plan.offer_added,
            ngettext("%d stap is gewijzigd", "%d stappen zijn gewijzigd", plan.offer_changed) % plan.offer_changed,
            ngettext("%d stap vervalt", "%d stappen vervallen", plan.offer_gone) % plan.offer_gone,
        ]
        numbers = (plan.offer_added, plan.offer_changed, plan.offer_gone)
        found = ", ".join(part for part, number in zip(parts, numbers, strict=True) if number)
        if found:
            notes.append(f"{found[0].upper()}{found[1:]}.")
    return " ".join(notes)


def upgrade_offer(plan: StepPlan) -> UpgradeOffer | None:
    newest = newer_version(plan)
    if newest is None:
        return None
    rows = list(PlanStep.objects.filter(plan=plan).select_related("step", "step__phase").order_by("step__position"))
    return offer_of(newest, rows)


def offer_of(newest: Newest, rows: list[PlanStep]) -> UpgradeOffer:
    templates = [newest.template.pk, newest.additions_id]
    new = list(TemplateStep.objects.filter(template__in=templates).select_related("phase").order_by("position"))
    found: Differences = differences([row.step for row in rows], new)
    unfinished = {row.step.key for row in rows if row.state in OPEN_STEPS}
    return UpgradeOffer(
        newest=newest,
        added=found.added,
        changed=found.changed,
        gone=[step for step in found.gone if step.key in unfinished],
    )
