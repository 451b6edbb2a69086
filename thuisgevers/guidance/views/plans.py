"""The page of a running plan: list or timeline, of an initiative or of the municipality itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.common.addresses import address
from thuisgevers.common.words import gettext as _
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.working_days import today

from ..forms.plans import SetUpPlanForm
from ..models import StepPlan
from ..permissions.plans import can_schedule_plan, schedulable_plans, viewable_plans
from ..permissions.support import can_ask_for
from ..permissions.templates import can_extend
from ..queries.plans import plan_page
from ..queries.upgrades import newer_version, offer_in_words
from ..services.plans import set_up_plan

UNPROCESSABLE = 422
TIMELINE = "tijdlijn"
#: Of the plan and what it belongs to, what its page shows and its buttons ask.
SHOWN = (
    "initiative_id",
    "wished_on",
    "property_kind",
    "scheme",
    "template__number",
    "additions_id",
    "offer_for_id",
    "offer_additions_id",
    "offer_added",
    "offer_changed",
    "offer_gone",
    "municipality__name",
    "municipality__slug",
    "municipality__participates_since",
)


@require_safe
@gate(permission=Capability.PLAN_READ)
def initiative_plan(request: Request, pk: UUID) -> HttpResponse:
    """For the team, and for the officials, liaisons and pioneers who read along."""
    rows = (
        viewable_plans(request.access)
        .select_related("municipality", "initiative", "template")
        .only(*SHOWN, "initiative__name")
    )
    return _show(request, request.access.get_or_404(rows, initiative_id=pk))


@require_safe
@gate(permission=Capability.PLAN_READ)
def municipal_plan(request: Request) -> HttpResponse:
    request.access.require(Capability.PLAN_READ, municipality=request.municipality)
    rows = viewable_plans(request.access).select_related("municipality", "template").only(*SHOWN)
    return _show(request, request.access.get_or_404(rows, initiative=None, municipality=request.municipality))


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.PLAN_WORK)
def plan_set_up(request: Request, pk: UUID) -> HttpResponse:
    rows = schedulable_plans(request.access).select_related("municipality", "initiative", "template")
    plan = request.access.get_or_404(rows, pk=pk)
    initial = {
        "wished_on": plan.wished_on,
        "property_kind": plan.property_kind,
        "scheme": plan.scheme,
        "takes_over_itself": plan.takes_over_itself,
    }
    form = SetUpPlanForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_up_plan(access=request.access, plan=plan, **form.cleaned_data)
        messages.success(request, _("Het plan is ingesteld. De dagen zijn opnieuw berekend."))
        return HttpResponseRedirect(plan_url(plan))
    context = {"form": form, "plan": plan, "crumbs": crumbs(plan)}
    return render(request, "guidance/plan_set_up.html", context, status=UNPROCESSABLE if form.errors else 200)


def plan_url(plan: StepPlan) -> str:
    if plan.initiative_id is None:
        return address("guidance:municipal_plan", plan.municipality.slug)
    return address("guidance:initiative_plan", plan.initiative_id)


def plan_name(plan: StepPlan) -> str:
    """What the plan is called above its pages."""
    return plan.municipality.name if plan.initiative is None else plan.initiative.name


def crumbs(plan: StepPlan) -> list[dict[str, str]]:
    return [{"label": _("Stappenplan van %(name)s") % {"name": plan_name(plan)}, "url": plan_url(plan)}]


def _show(request: Request, plan: StepPlan) -> HttpResponse:
    log_read(
        access=request.access,
        purpose="step_plan",
        object_type="guidance.StepPlan",
        object_ids=[plan.pk],
        municipality=plan.municipality,
    )
    may_schedule = can_schedule_plan(request.access, plan)
    newer = newer_version(plan) if may_schedule else None
    view = TIMELINE if request.GET.get("toon") == TIMELINE else "lijst"
    context: dict[str, Any] = {
        "plan": plan,
        "name": plan_name(plan),
        "page": plan_page(plan, today=today()),
        "today": today(),
        "gantt_legend": [
            ("open", _("te doen")),
            ("doing", _("mee bezig")),
            ("done", _("klaar")),
            ("late", _("te laat")),
        ],
        "is_timeline": view == TIMELINE,
        "tabs": [
            {"label": _("Lijst"), "url": plan_url(plan), "current": view != TIMELINE, "icon": "list-check"},
            {
                "label": _("Tijdlijn"),
                "url": f"{plan_url(plan)}?toon={TIMELINE}",
                "current": view == TIMELINE,
                "icon": "calendar-time",
            },
        ],
        "may_schedule": may_schedule,
        "newer": newer,
        "newer_text": "" if newer is None else offer_in_words(plan, newer),
        "may_extend": plan.initiative_id is None and can_extend(request.access, plan.municipality),
        "may_ask": can_ask_for(request.access, plan.municipality, plan.initiative_id),
    }
    return render(request, "guidance/plan_detail.html", context)
