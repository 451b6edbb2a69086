"""Pages of help, of looking back on steps, and of the week."""

from __future__ import annotations

from typing import Any


def add_support_pages(pages: Any) -> None:
    """Of the demo's own initiative, its pioneer, Kampen's liaison and the national desk."""
    from django.db import transaction

    from tests.seeding import seed
    from thuisgevers.guidance.enums import OPEN_STEPS, OPEN_SUPPORT
    from thuisgevers.guidance.models import PlanStep, StepFeedback, StepPlan, SupportOffer, SupportRequest
    from thuisgevers.municipalities.models import Membership

    with transaction.atomic(), seed():
        led = Membership.objects.filter(user__email__startswith="bram@", scope="initiative", role="lead_volunteer")
        plan = StepPlan.objects.filter(initiative_id__in=led.values("scope_id")).order_by("created_at", "id").first()
        assert plan is not None
        steps = PlanStep.objects.filter(plan=plan).order_by("step__position")
        waiting = steps.filter(state__in=OPEN_STEPS).first()
        over = PlanStep.objects.filter(initiative_id__in=led.values("scope_id")).exclude(state__in=OPEN_STEPS).first()
        town = PlanStep.objects.filter(initiative=None, municipality__slug="kampen").exclude(state__in=OPEN_STEPS)
        done = town.order_by("step__position").first()
        asked = list(
            SupportRequest.objects.filter(initiative_id__in=led.values("scope_id")).order_by("created_at", "id")
        )
        said = StepFeedback.objects.exclude(remark="").filter(plan_step__step__template__audience="initiative")
        told = said.select_related("plan_step__step").order_by("created_at", "id").first()
        offer = SupportOffer.objects.exclude(user__email__startswith="bram@").order_by("created_at", "id").first()
        pioneer = (
            Membership.objects.filter(user__email__startswith="pieter@", role="pioneer").select_related("user").first()
        )
        assert waiting is not None
        assert over is not None
        assert done is not None
        assert asked
        assert offer is not None
        assert pioneer is not None
        key = "working-group" if told is None else told.plan_step.step.key
    for who in ("bram", "anna", "pieter", "els", "daan"):
        pages.add(who, "guidance:this_week")
    pages.add("bram", "guidance:step_detail", pk=over.pk)
    pages.add("bram", "guidance:step_review", pk=over.pk)
    pages.add("anna", "guidance:step_review", pk=done.pk)
    pages.add("bram", "guidance:support_mine")
    pages.add("bram", "guidance:support_ask_step", pk=waiting.pk)
    pages.add("bram", "guidance:support_ask_plan", pk=plan.pk)
    for one in asked[:4]:
        pages.add("bram", "guidance:support_detail", pk=one.pk)
        pages.add("bram", "guidance:support_again", pk=one.pk)
    is_open = next((one for one in asked if one.state in OPEN_SUPPORT), asked[0])
    pages.add("els", "guidance:support_detail", pk=is_open.pk)
    for name in ("answer", "pass"):
        pages.add("els", f"guidance:support_{name}", pk=is_open.pk)
    for query in ("", "?onderwerp=residents"):
        pages.add("bram", "guidance:offer_list", query=query)
    pages.add("bram", "guidance:offer_add")
    pages.add("bram", "guidance:offer_ask", pk=offer.pk)
    for name in ("desk", "coverage", "away", "log", "log_add", "pack"):
        pages.add("pieter", f"guidance:support_{name}")
    pages.add("els", "guidance:support_national")
    pages.add("els", "guidance:support_helper", pk=pioneer.user.public_id)
    for audience in ("initiative", "municipality"):
        pages.add("els", "guidance:learning_audience", audience=audience)
    pages.add("els", "guidance:learning_step", audience="initiative", key=key)
