"""Running step plans, written past the policies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.guidance.enums import Audience, TemplateState
from thuisgevers.guidance.models import PlanComment, PlanStep, StepPlan, StepPlanTemplate, TemplatePhase, TemplateStep
from thuisgevers.guidance.services.plans import count_days, newest_template
from thuisgevers.guidance.services.templates import copy_steps
from thuisgevers.municipalities.models import Municipality


def step_plan(
    municipality: Municipality, *, initiative: Any = None, wished_on: date | None = None, **facts: Any
) -> StepPlan:
    """A plan of the newest national version: the initiative's, or without one the municipality's own."""
    audience = Audience.MUNICIPALITY if initiative is None else Audience.INITIATIVE
    with seed():
        template = newest_template(audience)
        plan = StepPlan(
            municipality=municipality, initiative=initiative, template=template, wished_on=wished_on, **facts
        )
        plan.save(force_insert=True)
        PlanStep.objects.bulk_create(
            [
                PlanStep(municipality=municipality, initiative=initiative, plan=plan, step=step, role=step.role)
                for step in TemplateStep.objects.filter(template=template).order_by("position")
            ]
        )
        if wished_on is not None:
            count_days(plan)
    return plan


@dataclass(frozen=True)
class PlanThings:
    """What an address about step plans can name, for one case."""

    plan_id: UUID
    step_id: UUID
    draft_id: UUID
    phase_id: UUID
    template_step_id: UUID
    own_step_id: UUID


def plan_things(case: Any, official: User) -> PlanThings:
    """Plans of the case's initiative and municipality, a marked comment at a step of the team, and a draft of the desk."""
    plan = step_plan(case.municipality, initiative=case.initiative)
    step_plan(case.municipality)
    step = plan_step(plan, "working-group")
    comment(step, official, f"{case.mark} bericht")
    own = own_step(case.municipality, title=f"{case.mark} eigen stap")
    draft = draft_template()
    with seed():
        phase = draft.phases.latest("position")
        held = draft.steps.earliest("position")
    return PlanThings(
        plan_id=plan.pk,
        step_id=step.pk,
        draft_id=draft.pk,
        phase_id=phase.pk,
        template_step_id=held.pk,
        own_step_id=own.pk,
    )


def own_step(
    municipality: Municipality,
    *,
    title: str = "Bel de wijkagent",
    place_after: str = "viewing",
    audience: Audience = Audience.INITIATIVE,
) -> TemplateStep:
    """The first version of what a municipality adds to the national plan."""
    with seed():
        template = StepPlanTemplate(
            town=municipality, audience=audience, number=1, change_note=f"Nieuwe stap van de gemeente: “{title}”."
        )
        template.save(force_insert=True)
        phase = TemplatePhase(template=template, key="eigen", title="Van de gemeente", position=0)
        phase.save(force_insert=True)
        step = TemplateStep(
            template=template,
            phase=phase,
            key=f"eigen-{uuid4().hex[-8:]}",
            title=title,
            position=0,
            role="volunteer",
            days=3,
            place_after=place_after,
            after=[place_after],
            help_text="Spreek af wie er komt.",
        )
        step.save(force_insert=True)
        template.state, template.published_at = TemplateState.PUBLISHED, timezone.now()
        template.save(update_fields=["state", "published_at"])
    return step


def draft_template(audience: Audience = Audience.INITIATIVE) -> StepPlanTemplate:
    """A draft that is a copy of the newest version; there is one at a time, so a second case shares it."""
    with seed():
        held = StepPlanTemplate.objects.filter(town=None, audience=audience, state=TemplateState.DRAFT).first()
        if held is not None:
            return held
        newest = newest_template(audience)
        draft = StepPlanTemplate(audience=audience, number=newest.number + 1)
        draft.save(force_insert=True)
        copy_steps(newest, draft)
    return draft


def plan_step(plan: StepPlan, key: str) -> PlanStep:
    with seed():
        return PlanStep.objects.select_related("step", "plan", "municipality", "plan__municipality").get(
            plan=plan, step__key=key
        )


def comment(step: PlanStep, author: User, text: str) -> PlanComment:
    with seed():
        row = PlanComment(
            municipality=step.municipality, initiative=step.initiative, plan_step=step, author=author, text=text
        )
        row.save(force_insert=True)
    return row
