"""One step of a running plan, and what people do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives.views.second_look import second_look
from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.working_days import today

from ..enums import MUNICIPAL_STEP_ROLES, STEP_ROLES, StepState
from ..forms.plans import ArrangeStepForm, CommentForm, SkipStepForm
from ..models import PlanStep
from ..permissions.plans import can_comment_step, can_schedule_plan, can_work_step, viewable_steps
from ..permissions.support import can_ask_about
from ..queries.learning import look_back
from ..queries.plans import LOOKS, candidates, comments_of, documents_of, neighbours_of, only_for, step_deadline
from ..services.steps import add_comment, arrange_step, finish_step, reopen_step, skip_step, start_step
from .plans import UNPROCESSABLE, crumbs, plan_name
from .step_files import files_of

CONFLICT = 409
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@gate(permission=Capability.PLAN_READ)
def step_detail(request: Request, pk: UUID) -> HttpResponse:
    return _page(request, _step(request, pk))


@require_POST
@gate(permission=Capability.PLAN_WORK)
def step_start(request: Request, pk: UUID) -> HttpResponse:
    return _do(request, pk, start_step, _("U bent aan deze stap begonnen."))


@require_POST
@gate(permission=Capability.PLAN_WORK)
def step_finish(request: Request, pk: UUID) -> HttpResponse:
    return _do(request, pk, finish_step, _("De stap is klaar. Vergist? Kies “Toch niet klaar”."))


@require_POST
@gate(permission=Capability.PLAN_WORK)
def step_reopen(request: Request, pk: UUID) -> HttpResponse:
    return _do(request, pk, reopen_step, _("De stap staat weer open."))


@form_page
@gate(permission=Capability.PLAN_WORK)
def step_skip(request: Request, pk: UUID) -> HttpResponse:
    step = _workable(request, pk)
    form = SkipStepForm(request.POST if request.method == "POST" else None)
    words = {
        "title": _("“%(title)s” overslaan?") % {"title": step.step.title},
        "lead": _("Een overgeslagen stap telt als afgehandeld. U kunt dit niet terugdraaien."),
        "button": _("Overslaan"),
    }
    return _form(
        request,
        step,
        form,
        lambda: skip_step(access=request.access, step=step, reason=form.cleaned_data["reason"]),
        words,
        _("De stap is overgeslagen."),
    )


@form_page
@gate(permission=Capability.PLAN_WORK)
def step_arrange(request: Request, pk: UUID) -> HttpResponse:
    step = _workable(request, pk)
    may_schedule = can_schedule_plan(request.access, step.plan)
    is_teams = step.initiative_id is not None and may_schedule
    form = ArrangeStepForm(
        request.POST if request.method == "POST" else None,
        people=candidates(step),
        roles=STEP_ROLES if is_teams else MUNICIPAL_STEP_ROLES,
        may_schedule=may_schedule,
        initial={"role": step.role, "owner": str(step.owner_id or ""), "chosen_on": step.chosen_on},
    )
    words = {
        "title": _("Wie doet “%(title)s”, en wanneer?") % {"title": step.step.title},
        "lead": "",
        "button": _("Bewaren"),
    }
    return _form(
        request,
        step,
        form,
        lambda: arrange_step(access=request.access, step=step, **form.facts()),
        words,
        _("De afspraak is bewaard."),
    )


@form_page
@gate(permission=Capability.PLAN_COMMENT)
def step_comment(request: Request, pk: UUID) -> HttpResponse:
    step = _step(request, pk)
    if not can_comment_step(request.access, step):
        raise PermissionDenied
    form = CommentForm(request.POST if request.method == "POST" else None)
    words = {"title": _("Bericht bij “%(title)s”") % {"title": step.step.title}, "lead": "", "button": _("Plaatsen")}
    return _form(
        request,
        step,
        form,
        lambda: add_comment(access=request.access, step=step, text=form.cleaned_data["text"]),
        words,
        _("Uw bericht staat bij de stap."),
        anchor="berichten",
    )


def _step(request: Request, pk: UUID) -> PlanStep:
    rows = viewable_steps(request.access).select_related(
        "step", "step__phase", "owner", "municipality", "initiative", "plan", "plan__municipality", "plan__initiative"
    )
    return request.access.get_or_404(rows, pk=pk)


def _workable(request: Request, pk: UUID) -> PlanStep:
    step = _step(request, pk)
    if not can_work_step(request.access, step):
        raise PermissionDenied
    return step


def step_url(step: PlanStep) -> str:
    return reverse("guidance:step_detail", args=[step.pk])


def _do(request: Request, pk: UUID, act: Callable[..., PlanStep], done: str) -> HttpResponse:
    """One press of a button. Whoever comes second sees the fresh step with a word about it (409)."""
    step = _workable(request, pk)
    try:
        with transaction.atomic():
            act(access=request.access, step=step)
    except ConflictError:
        return _page(request, _step(request, pk), status=CONFLICT, is_late=True)
    messages.success(request, done)
    return HttpResponseRedirect(step_url(step))


def _form(
    request: Request,
    step: PlanStep,
    form: Any,
    act: Callable[[], object],
    words: dict[str, str],
    done: str,
    *,
    anchor: str = "",
) -> HttpResponse:
    """GET shows, POST does; 422 with what is wrong or worth a second look, 409 with the fresh step. Nothing typed is lost."""
    findings: list[Any] = []
    if request.method == "POST" and form.is_valid():
        findings = second_look(request, form)
        if not findings:
            try:
                with transaction.atomic():
                    act()
            except ConflictError:
                return _page(request, _step(request, step.pk), status=CONFLICT, is_late=True)
            except ValidationError as error:
                for name, errors in error.error_dict.items():
                    form.add_error(name if name in form.fields else None, errors)
            else:
                messages.success(request, done)
                return HttpResponseRedirect(f"{step_url(step)}#{anchor}" if anchor else step_url(step))
    context = {
        **words,
        "step": step,
        "form": form,
        "findings": findings,
        "name": plan_name(step.plan),
        "crumbs": [*crumbs(step.plan), {"label": step.step.title, "url": step_url(step)}],
        "back_url": step_url(step),
    }
    status = UNPROCESSABLE if form.errors or findings else 200
    return render(request, "guidance/step_form.html", context, status=status)


def _page(request: Request, step: PlanStep, *, status: int = 200, is_late: bool = False) -> HttpResponse:
    log_read(
        access=request.access,
        purpose="plan_step",
        object_type="guidance.PlanStep",
        object_ids=[step.pk],
        municipality=step.municipality,
    )
    tone, icon = LOOKS[step.state]
    may_work = can_work_step(request.access, step)
    context = {
        "step": step,
        "words": step.step,
        "name": plan_name(step.plan),
        "crumbs": crumbs(step.plan),
        "tone": tone,
        "icon": icon,
        "deadline": step_deadline(step, today()) if step.state in {StepState.OPEN, StepState.DOING} else None,
        "only_for": only_for(step.step),
        "documents": documents_of(request.access, step),
        "files": files_of(request.access, step),
        "comments": comments_of(request.access, step),
        "neighbours": neighbours_of(step),
        "may_work": may_work,
        "may_comment": can_comment_step(request.access, step),
        "may_start": may_work and step.state == StepState.OPEN,
        "may_finish": may_work and step.state in {StepState.OPEN, StepState.DOING},
        "may_reopen": may_work and step.state == StepState.DONE,
        "is_late": is_late,
        **look_back(request.access, step),
        "may_ask": can_ask_about(request.access, step),
    }
    return render(request, "guidance/step_detail.html", context, status=status)
