"""Asking for help and answering: the list of one's own side, a request, and what people do with it."""

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
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives.views.second_look import second_look
from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.working_days import today

from ..enums import SupportState, SupportTopic
from ..forms.support import AskSupportForm, PassOnForm, ReplyForm
from ..models import PlanStep, StepPlan, SupportRequest
from ..permissions.support import (
    askable_plans,
    askable_steps,
    can_accept_request,
    can_answer_request,
    can_close_request,
    can_help_request,
    can_own_request,
    own_offers,
    viewable_requests,
)
from ..queries.support_covering import helpers
from ..queries.support_requests import (
    SUPPORT_LOOKS,
    about,
    conversation,
    deadline_of,
    helper_name,
    lines_of,
    own_side,
    to_do,
)
from ..services.support.requests import (
    accept_request,
    answer_request,
    ask_again,
    ask_support,
    close_request,
    pass_on,
    withdraw_request,
)
from .plans import UNPROCESSABLE, plan_url
from .plans import crumbs as plan_crumbs

CONFLICT = 409
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@gate(permission=Capability.SUPPORT_ASK)
def support_mine(request: Request) -> HttpResponse:
    """What one's own initiative or municipality asked, and what came in on one's own offer."""
    access = request.access
    context = {
        "asked": lines_of(access, own_side(access), today()),
        "given": lines_of(access, to_do(access), today()),
        "offers": list(own_offers(access).select_related("municipality").order_by("created_at", "id")),
    }
    return render(request, "guidance/support_mine.html", context)


@form_page
@gate(permission=Capability.SUPPORT_ASK)
def support_ask_step(request: Request, pk: UUID) -> HttpResponse:
    rows = askable_steps(request.access).select_related(
        "step", "plan__municipality", "plan__initiative", "municipality"
    )
    step = request.access.get_or_404(rows, pk=pk)
    return _ask(request, step.plan, step)


@form_page
@gate(permission=Capability.SUPPORT_ASK)
def support_ask_plan(request: Request, pk: UUID) -> HttpResponse:
    rows = askable_plans(request.access).select_related("municipality", "initiative")
    return _ask(request, request.access.get_or_404(rows, pk=pk), None)


@require_safe
@gate(permission=Capability.SUPPORT_READ)
def support_detail(request: Request, pk: UUID) -> HttpResponse:
    return _page(request, _found(request, pk))


@require_POST
@gate(permission=Capability.SUPPORT_READ)
def support_accept(request: Request, pk: UUID) -> HttpResponse:
    return _do(request, pk, accept_request, _("U hebt deze vraag opgepakt. De vrager weet dat."))


@require_POST
@gate(permission=Capability.SUPPORT_READ)
def support_close(request: Request, pk: UUID) -> HttpResponse:
    return _do(request, pk, close_request, _("De vraag is afgesloten."))


@require_POST
@gate(permission=Capability.SUPPORT_ASK)
def support_withdraw(request: Request, pk: UUID) -> HttpResponse:
    return _do(request, pk, withdraw_request, _("De vraag is ingetrokken."))


@form_page
@gate(permission=Capability.SUPPORT_READ)
def support_answer(request: Request, pk: UUID) -> HttpResponse:
    found = _found(request, pk)
    _require(can_help_request(request.access, found))
    form = ReplyForm(request.POST if request.method == "POST" else None)
    return _form(
        request,
        found,
        form,
        lambda: answer_request(access=request.access, request=found, text=form.cleaned_data["text"]),
        {"title": _("Beantwoorden"), "button": _("Versturen"), "done": _("Uw antwoord is verstuurd.")},
    )


@form_page
@gate(permission=Capability.SUPPORT_ASK)
def support_again(request: Request, pk: UUID) -> HttpResponse:
    found = _found(request, pk)
    _require(can_own_request(request.access, found))
    form = ReplyForm(request.POST if request.method == "POST" else None)
    return _form(
        request,
        found,
        form,
        lambda: ask_again(access=request.access, request=found, text=form.cleaned_data["text"]),
        {"title": _("Nog een vraag"), "button": _("Versturen"), "done": _("Uw vraag is verstuurd.")},
    )


@form_page
@gate(permission=Capability.SUPPORT_READ)
def support_pass(request: Request, pk: UUID) -> HttpResponse:
    found = _found(request, pk)
    _require(can_help_request(request.access, found))
    people = [one.user for one in helpers(request.access, today())]
    form = PassOnForm(request.POST if request.method == "POST" else None, people=people)
    return _form(
        request,
        found,
        form,
        lambda: pass_on(access=request.access, request=found, **form.facts()),
        {"title": _("Doorgeven"), "button": _("Doorgeven"), "done": _("De vraag is doorgegeven.")},
    )


def _require(is_allowed: bool) -> None:
    if not is_allowed:
        raise PermissionDenied


def detail_url(found: SupportRequest) -> str:
    return reverse("guidance:support_detail", args=[found.pk])


def home_of(request: Request) -> dict[str, str]:
    """The list that this person came from."""
    access = request.access
    if access.is_national(Capability.SUPPORT_MANAGE):
        return {"label": _("Hulp"), "url": reverse("guidance:support_national")}
    if access.holds(Capability.SUPPORT_GIVE):
        return {"label": _("Hulpvragen"), "url": reverse("guidance:support_desk")}
    return {"label": _("Hulp"), "url": reverse("guidance:support_mine")}


def _ask(request: Request, plan: StepPlan, step: PlanStep | None) -> HttpResponse:
    form = AskSupportForm(request.POST if request.method == "POST" else None)
    findings: list[Any] = []
    if request.method == "POST" and form.is_valid():
        findings = second_look(request, form)
        if not findings:
            made = ask_support(
                access=request.access,
                municipality=plan.municipality,
                initiative_id=plan.initiative_id,
                topic=SupportTopic(form.cleaned_data["topic"]),
                question=form.cleaned_data["question"],
                step=step,
            )
            messages.success(request, _("Uw vraag is verstuurd. U krijgt een mail zodra er antwoord is."))
            return HttpResponseRedirect(detail_url(made))
    back = plan_url(plan) if step is None else reverse("guidance:step_detail", args=[step.pk])
    crumbs = plan_crumbs(plan)
    if step is not None:
        crumbs.append({"label": step.step.title, "url": back})
    context = {
        "title": _("Vraag om hulp"),
        "lead": _("Bij de stap “%(step)s”.") % {"step": step.step.title} if step is not None else "",
        "button": _("Versturen"),
        "form": form,
        "findings": findings,
        "crumbs": crumbs,
        "back_url": back,
        "visible_to": _reach(plan.initiative_id),
    }
    return render(
        request, "guidance/support_form.html", context, status=UNPROCESSABLE if form.errors or findings else 200
    )


def _reach(initiative_id: UUID | None) -> str:
    if initiative_id is None:
        return _("medewerkers en kwartiermakers van de gemeente, wie de vraag krijgt en het landelijk team")
    return _("uw team, uw pionier, wie de vraag krijgt en het landelijk team; de gemeente niet")


def _found(request: Request, pk: UUID) -> SupportRequest:
    rows = viewable_requests(request.access).select_related("municipality", "initiative", "helper", "asked_by")
    return request.access.get_or_404(rows, pk=pk)


def _do(request: Request, pk: UUID, act: Callable[..., SupportRequest], done: str) -> HttpResponse:
    """One press of a button; whoever comes second sees the fresh request (409)."""
    found = _found(request, pk)
    try:
        with transaction.atomic():
            act(access=request.access, request=found)
    except ConflictError as conflict:
        return _page(request, _found(request, pk), status=CONFLICT, late=conflict.message)
    messages.success(request, done)
    return HttpResponseRedirect(detail_url(found))


def _form(
    request: Request, found: SupportRequest, form: Any, act: Callable[[], object], words: dict[str, str]
) -> HttpResponse:
    findings: list[Any] = []
    if request.method == "POST" and form.is_valid():
        findings = second_look(request, form)
        if not findings:
            try:
                with transaction.atomic():
                    act()
            except ConflictError as conflict:
                return _page(request, _found(request, found.pk), status=CONFLICT, late=conflict.message)
            except ValidationError as error:
                for name, errors in error.error_dict.items():
                    form.add_error(name if name in form.fields else None, errors)
            else:
                messages.success(request, words["done"])
                return HttpResponseRedirect(detail_url(found))
    context = {
        **words,
        "lead": found.question,
        "form": form,
        "findings": findings,
        "crumbs": [home_of(request), {"label": capfirst(str(found.get_topic_display())), "url": detail_url(found)}],
        "back_url": detail_url(found),
        "visible_to": _reach(found.initiative_id),
    }
    return render(
        request, "guidance/support_form.html", context, status=UNPROCESSABLE if form.errors or findings else 200
    )


def _page(request: Request, found: SupportRequest, *, status: int = 200, late: str = "") -> HttpResponse:
    access = request.access
    log_read(
        access=access,
        purpose="support_request",
        object_type="guidance.SupportRequest",
        object_ids=[found.pk],
        municipality=found.municipality,
    )
    tone, icon = SUPPORT_LOOKS[found.state]
    may_answer = can_answer_request(access, found)
    is_answered = found.state == SupportState.ANSWERED
    step_seen = found.plan_step_id is not None and _may_open_step(access, found)
    context = {
        "found": found,
        "about": about(found),
        "helper": helper_name(found),
        "tone": tone,
        "icon": icon,
        "deadline": deadline_of(found, today()),
        "said": conversation(access, found),
        "crumbs": [home_of(request)],
        "step_url": reverse("guidance:step_detail", args=[found.plan_step_id]) if step_seen else "",
        "may_accept": can_accept_request(access, found),
        "may_answer": may_answer,
        "may_pass": may_answer,
        "may_ask_again": is_answered and can_own_request(access, found),
        "may_close": is_answered and can_close_request(access, found),
        "may_withdraw": found.state in {SupportState.ASKED, SupportState.ACCEPTED} and can_own_request(access, found),
        "late": late,
        "visible_to": _reach(found.initiative_id),
    }
    return render(request, "guidance/support_detail.html", context, status=status)


def _may_open_step(access: Access, found: SupportRequest) -> bool:
    """Whether the reader may open the step that the question is about."""
    return access.may(Capability.PLAN_READ, municipality=found.municipality, scope_id=found.initiative_id)
