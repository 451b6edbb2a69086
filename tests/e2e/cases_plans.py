"""Pages of step plans: running ones of an initiative and a municipality, steps, and the editor of the national desk."""

from __future__ import annotations

from typing import Any


def add_plan_pages(pages: Any) -> None:
    """The plans of the demo's own initiative and of Kampen, and a draft of version 2."""
    from django.db import transaction

    from tests.factories.plans import draft_template, own_step
    from tests.seeding import seed
    from thuisgevers.guidance.enums import OPEN_STEPS
    from thuisgevers.guidance.models import PlanStep, StepPlan, StepPlanTemplate, TemplatePhase, TemplateStep
    from thuisgevers.municipalities.models import Membership

    with transaction.atomic(), seed():
        led = Membership.objects.filter(user__email__startswith="bram@", scope="initiative", role="lead_volunteer")
        mine = StepPlan.objects.filter(initiative_id__in=led.values("scope_id")).select_related("municipality")
        plan = mine.order_by("created_at", "id").first()
        assert plan is not None
        own = list(PlanStep.objects.filter(plan=plan).order_by("step__position"))
        waiting = next(step for step in own if step.state in OPEN_STEPS)
        over = next((step for step in own if step.state not in OPEN_STEPS), waiting)
        making = next(step for step in own if step.step.documents)
        draft = (
            StepPlanTemplate.objects.filter(town=None, audience="initiative", state="draft").first() or draft_template()
        )
        phase = TemplatePhase.objects.filter(template=draft).earliest("position")
        held = TemplateStep.objects.filter(template=draft).earliest("position")
        published = StepPlanTemplate.objects.filter(town=None, state="published").earliest("number")
    for who in ("bram", "anna"):
        pages.add(who, "guidance:initiative_plan", pk=plan.initiative_id)
    pages.add("bram", "guidance:initiative_plan", query="?toon=tijdlijn", pk=plan.initiative_id)
    for name in ("set_up", "upgrade"):
        pages.add("bram", f"guidance:plan_{name}", pk=plan.pk)
    for step in (waiting, over, making):
        pages.add("bram", "guidance:step_detail", pk=step.pk)
    for name in ("skip", "arrange", "comment"):
        pages.add("bram", f"guidance:step_{name}", pk=waiting.pk)
    for query in ("", "?toon=tijdlijn"):
        pages.add("anna", "guidance:municipal_plan", query=query, gemeente="kampen")
    with transaction.atomic(), seed():
        added = TemplateStep.objects.filter(template__town=plan.municipality)
        addition = added.order_by("-template__number", "position").first() or own_step(plan.municipality)
    pages.add("coen", "guidance:own_step_list", gemeente="kampen")
    pages.add("coen", "guidance:own_step_add", gemeente="kampen", audience="initiative")
    for name in ("edit", "withdraw"):
        pages.add("coen", f"guidance:own_step_{name}", gemeente="kampen", pk=addition.pk)
    for name in ("list", "usage"):
        pages.add("els", f"guidance:template_{name}")
    for template in (draft, published):
        pages.add("els", "guidance:template_detail", pk=template.pk)
    for name in ("compare", "edit", "publish", "discard", "phase_add", "step_add"):
        pages.add("els", f"guidance:template_{name}", pk=draft.pk)
    pages.add("els", "guidance:template_phase_edit", pk=draft.pk, phase_pk=phase.pk)
    for name in ("edit", "remove"):
        pages.add("els", f"guidance:template_step_{name}", pk=draft.pk, step_pk=held.pk)
