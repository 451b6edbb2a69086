"""How a step went: the team's answer, and what all plans together tell the makers of the method."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives.views.second_look import second_look
from thuisgevers.audit.services import log_read
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import Audience, StepRating
from ..forms.learning import ReviewStepForm, TapForm
from ..models import PlanStep, StepFeedback, StepPlanTemplate, TemplateStep
from ..permissions.learning import reviewable_steps
from ..permissions.templates import viewable_templates
from ..queries.learning import remarks, shown, skip_reasons, step_figures
from ..services.learning import drop_sources, review_step, take_remark, tap_rating
from .plans import UNPROCESSABLE, crumbs, plan_name
from .steps import step_url
from .templates import crumbs as template_crumbs


@require_POST
@gate(permission=Capability.PLAN_WORK)
def step_tap(request: Request, pk: UUID) -> HttpResponse:
    step = _step(request, pk)
    form = TapForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    tap_rating(access=request.access, step=step, rating=StepRating(form.cleaned_data["rating"]))
    messages.success(request, _("Dank u. Wilt u er iets bij zeggen? Dan leren anderen ervan."))
    return HttpResponseRedirect(f"{step_url(step)}#hoe-ging-dit")


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.PLAN_WORK)
def step_review(request: Request, pk: UUID) -> HttpResponse:
    step = _step(request, pk)
    held = StepFeedback.objects.filter(plan_step=step).first()
    initial = (
        {"rating": held.rating, "remark": held.remark, "may_be_named": held.may_be_named} if held is not None else {}
    )
    form = ReviewStepForm(request.POST if request.method == "POST" else None, initial=initial)
    findings: list[Any] = []
    if request.method == "POST" and form.is_valid():
        findings = second_look(request, form)
        if not findings:
            review_step(access=request.access, step=step, **form.cleaned_data)
            messages.success(request, _("Dank u. De makers van het stappenplan lezen het."))
            return HttpResponseRedirect(f"{step_url(step)}#hoe-ging-dit")
    context = {
        "title": _("Hoe ging “%(title)s”?") % {"title": step.step.title},
        "lead": _("Het landelijk team maakt het stappenplan beter met wat u hier zegt. Uw naam ziet het niet."),
        "button": _("Bewaren"),
        "step": step,
        "form": form,
        "findings": findings,
        "name": plan_name(step.plan),
        "crumbs": [*crumbs(step.plan), {"label": step.step.title, "url": step_url(step)}],
        "back_url": step_url(step),
    }
    status = UNPROCESSABLE if form.errors or findings else 200
    return render(request, "guidance/step_form.html", context, status=status)


@require_safe
@gate(permission=Capability.TEMPLATE_MANAGE)
def learning_audience(request: Request, audience: str) -> HttpResponse:
    wanted = _audience(audience)
    figures = step_figures(wanted)
    context = {
        "audience": wanted,
        "figures": figures,
        "tabs": [
            {
                "label": _("Voor %(label)s") % {"label": one.label},
                "url": reverse("guidance:learning_audience", args=[one]),
                "current": one == wanted,
                "icon": "building-community" if one == Audience.MUNICIPALITY else "home-heart",
            }
            for one in Audience
        ],
        "crumbs": template_crumbs(),
    }
    return render(request, "guidance/learning_audience.html", context)


@require_safe
@gate(permission=Capability.TEMPLATE_MANAGE)
def learning_step(request: Request, audience: str, key: str) -> HttpResponse:
    """What teams said about one step, without who said it."""
    wanted = _audience(audience)
    words = _words(request, wanted, key)
    said = remarks(wanted, key)
    log_read(
        access=request.access,
        purpose="step_remarks",
        object_type="guidance.StepFeedback",
        object_ids=[one.pk for one in said],
    )
    reasons = skip_reasons(wanted, key)
    context = {
        "audience": wanted,
        "words": words,
        "figures": next((one for one in step_figures(wanted) if one.key == key), None),
        "remarks": said,
        "reasons": reasons,
        "reason_count": shown(len(reasons)),
        "crumbs": [
            *template_crumbs(),
            {"label": _("Ervaringen"), "url": reverse("guidance:learning_audience", args=[wanted])},
        ],
    }
    return render(request, "guidance/learning_step.html", context)


@require_POST
@gate(permission=Capability.TEMPLATE_MANAGE)
def learning_take(request: Request, audience: str, key: str, pk: UUID) -> HttpResponse:
    """Open the step in the draft with this line beside it."""
    draft, step = take_remark(access=request.access, audience=_audience(audience), key=key, feedback_id=pk)
    messages.info(
        request, _("De tip staat hieronder. Bewaart u de stap, dan onthouden wij waar de wijziging vandaan komt.")
    )
    return HttpResponseRedirect(reverse("guidance:template_step_edit", args=[draft.pk, step.pk]))


@require_POST
@gate(permission=Capability.TEMPLATE_MANAGE)
def learning_drop(request: Request, pk: UUID, step_pk: UUID, feedback_pk: UUID) -> HttpResponse:
    draft = request.access.get_or_404(viewable_templates(request.access), pk=pk)
    step = request.access.get_or_404(TemplateStep.objects.filter(template=draft), pk=step_pk)
    drop_sources(access=request.access, template=draft, key=step.key, feedback_ids=[feedback_pk])
    messages.success(request, _("De tip staat niet meer bij deze wijziging."))
    return HttpResponseRedirect(reverse("guidance:template_step_edit", args=[draft.pk, step.pk]))


def _step(request: Request, pk: UUID) -> PlanStep:
    rows = reviewable_steps(request.access).select_related(
        "step", "municipality", "initiative", "plan", "plan__municipality", "plan__initiative"
    )
    return request.access.get_or_404(rows, pk=pk)


def _audience(audience: str) -> Audience:
    if audience not in Audience.values:
        raise Http404
    return Audience(audience)


def _words(request: Request, audience: Audience, key: str) -> TemplateStep:
    """The step as the newest published version has it."""
    newest: StepPlanTemplate = (
        viewable_templates(request.access).filter(audience=audience, state="published").latest("number")
    )
    return request.access.get_or_404(TemplateStep.objects.select_related("phase"), template=newest, key=key)
