"""Changing a draft: phases, steps and their order; publishing it or throwing it away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..forms.templates import MoveForm, PhaseForm, PublishForm, StepForm
from ..models import StepPlanTemplate, TemplatePhase, TemplateStep
from ..permissions.templates import editable_templates
from ..queries.learning import sources_of
from ..queries.templates import compare, phases_of, previous_version
from ..services.learning import mark_used
from ..services.templates import (
    discard_draft,
    move_phase,
    move_step,
    nudge_phase,
    nudge_step,
    publish_template,
    remove_phase,
    remove_step,
    save_phase,
    save_step,
)
from .templates import crumbs, title_of

UNPROCESSABLE = 422
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@gate(permission=Capability.TEMPLATE_MANAGE)
def template_edit(request: Request, pk: UUID) -> HttpResponse:
    draft = _draft(request, pk)
    context = {
        "template": draft,
        "phases": phases_of(draft),
        "title": title_of(draft),
        "crumbs": crumbs(),
        "previous": previous_version(draft),
    }
    return render(request, "guidance/template_edit.html", context)


@form_page
@gate(permission=Capability.TEMPLATE_MANAGE)
def template_publish(request: Request, pk: UUID) -> HttpResponse:
    draft = _draft(request, pk)
    previous = previous_version(draft)
    form = PublishForm(request.POST if request.method == "POST" else None)
    return _form(
        request,
        draft,
        form,
        lambda: publish_template(access=request.access, template=draft, **form.cleaned_data),
        {
            "title": _("Versie %(n)d publiceren?") % {"n": draft.number},
            "lead": _("Nieuwe plannen volgen voortaan deze versie. Wijzigen kan daarna niet meer."),
            "button": _("Publiceren"),
            "found": None if previous is None else compare(previous, draft),
        },
        done=_("De nieuwe versie is gepubliceerd."),
        to=reverse("guidance:template_list"),
    )


@form_page
@gate(permission=Capability.TEMPLATE_MANAGE)
def template_discard(request: Request, pk: UUID) -> HttpResponse:
    draft = _draft(request, pk)
    if request.method == "POST":
        discard_draft(access=request.access, template=draft)
        messages.success(request, _("Het concept is weggegooid."))
        return HttpResponseRedirect(reverse("guidance:template_list"))
    words = {
        "title": _("Concept van versie %(n)d weggooien?") % {"n": draft.number},
        "lead": _("Alle wijzigingen in dit concept verdwijnen. De gepubliceerde versie blijft zoals die is."),
        "button": _("Weggooien"),
    }
    return _confirm(request, draft, words)


@form_page
@gate(permission=Capability.TEMPLATE_MANAGE)
def phase_add(request: Request, pk: UUID) -> HttpResponse:
    draft = _draft(request, pk)
    form = PhaseForm(request.POST if request.method == "POST" else None)
    return _form(
        request,
        draft,
        form,
        lambda: save_phase(access=request.access, template=draft, **form.cleaned_data),
        {"title": _("Fase toevoegen"), "button": _("Toevoegen")},
        done=_("De fase staat onderaan."),
    )


@form_page
@gate(permission=Capability.TEMPLATE_MANAGE)
def phase_edit(request: Request, pk: UUID, phase_pk: UUID) -> HttpResponse:
    draft = _draft(request, pk)
    phase = _phase(request, draft, phase_pk)
    form = PhaseForm(request.POST if request.method == "POST" else None, initial={"title": phase.title})
    return _form(
        request,
        draft,
        form,
        lambda: save_phase(access=request.access, template=draft, phase=phase, **form.cleaned_data),
        {"title": _("Fase “%(title)s” hernoemen") % {"title": phase.title}, "button": _("Bewaren")},
        done=_("De fase heeft een andere naam."),
    )


@require_POST
@gate(permission=Capability.TEMPLATE_MANAGE)
def phase_remove(request: Request, pk: UUID, phase_pk: UUID) -> HttpResponse:
    draft = _draft(request, pk)
    try:
        with transaction.atomic():
            remove_phase(access=request.access, template=draft, phase=_phase(request, draft, phase_pk))
    except ConflictError as conflict:
        messages.error(request, conflict.message)
    else:
        messages.success(request, _("De fase is verwijderd."))
    return HttpResponseRedirect(_edit_url(draft))


@require_POST
@gate(permission=Capability.TEMPLATE_MANAGE)
def phase_move(request: Request, pk: UUID, phase_pk: UUID) -> HttpResponse:
    """By button (up, down) or dragged (to a place)."""
    draft = _draft(request, pk)
    phase = _phase(request, draft, phase_pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    asked = form.cleaned_data
    if asked["way"] == "to":
        if asked["place"] is None:
            raise BadRequest
        move_phase(access=request.access, template=draft, phase=phase, place=asked["place"])
    else:
        nudge_phase(access=request.access, template=draft, phase=phase, up=asked["way"] == "up")
    return HttpResponseRedirect(f"{_edit_url(draft)}#fase-{phase.pk}")


@form_page
@gate(permission=Capability.TEMPLATE_MANAGE)
def step_add(request: Request, pk: UUID) -> HttpResponse:
    draft = _draft(request, pk)
    asked = request.GET.get("fase", "")
    phase = next((one for one in draft.phases.order_by("position") if str(one.pk) == asked), None)
    return _step_form(request, draft, None, _("Stap toevoegen"), phase=phase)


@form_page
@gate(permission=Capability.TEMPLATE_MANAGE)
def step_edit(request: Request, pk: UUID, step_pk: UUID) -> HttpResponse:
    draft = _draft(request, pk)
    step = _step(request, draft, step_pk)
    return _step_form(request, draft, step, _("“%(title)s” wijzigen") % {"title": step.title})


@form_page
@gate(permission=Capability.TEMPLATE_MANAGE)
def step_remove(request: Request, pk: UUID, step_pk: UUID) -> HttpResponse:
    draft = _draft(request, pk)
    step = _step(request, draft, step_pk)
    if request.method == "POST":
        remove_step(access=request.access, template=draft, step=step)
        messages.success(request, _("De stap is uit het concept verwijderd."))
        return HttpResponseRedirect(_edit_url(draft))
    words = {
        "title": _("“%(title)s” verwijderen?") % {"title": step.title},
        "lead": _("Stappen die hierop wachtten, wachten voortaan op wat hiervoor kwam."),
        "button": _("Verwijderen"),
    }
    return _confirm(request, draft, words)


@require_POST
@gate(permission=Capability.TEMPLATE_MANAGE)
def step_move(request: Request, pk: UUID, step_pk: UUID) -> HttpResponse:
    """By button (up, down) or dragged (to a place in a phase)."""
    draft = _draft(request, pk)
    step = _step(request, draft, step_pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    asked = form.cleaned_data
    if asked["way"] == "to":
        if asked["phase"] is None or asked["place"] is None:
            raise BadRequest
        phase = _phase(request, draft, asked["phase"])
        move_step(access=request.access, template=draft, step=step, to_phase=phase, place=asked["place"])
    else:
        nudge_step(access=request.access, template=draft, step=step, up=asked["way"] == "up")
    return HttpResponseRedirect(f"{_edit_url(draft)}#stap-{step.pk}")


def _draft(request: Request, pk: UUID) -> StepPlanTemplate:
    return request.access.get_or_404(editable_templates(request.access), pk=pk)


def _phase(request: Request, draft: StepPlanTemplate, pk: UUID) -> TemplatePhase:
    return request.access.get_or_404(draft.phases.all(), pk=pk)


def _step(request: Request, draft: StepPlanTemplate, pk: UUID) -> TemplateStep:
    return request.access.get_or_404(draft.steps.all(), pk=pk)


def _edit_url(draft: StepPlanTemplate) -> str:
    return reverse("guidance:template_edit", args=[draft.pk])


def _step_form(
    request: Request,
    draft: StepPlanTemplate,
    step: TemplateStep | None,
    title: str,
    *,
    phase: TemplatePhase | None = None,
) -> HttpResponse:
    form = StepForm(
        request.POST if request.method == "POST" else None,
        template=draft,
        phases=list(draft.phases.order_by("position")),
        steps=list(draft.steps.order_by("position")),
        step=step,
        phase=phase,
    )
    return _form(
        request,
        draft,
        form,
        lambda: _save_step(request, draft, form, step),
        {
            "title": title,
            "button": _("Bewaren"),
            "step": step,
            "tips": [] if step is None else sources_of(request.access, draft, step.key),
        },
        done=_("De stap is bewaard in het concept."),
    )


def _save_step(request: Request, draft: StepPlanTemplate, form: StepForm, step: TemplateStep | None) -> None:
    saved = save_step(access=request.access, template=draft, phase=form.chosen_phase(), facts=form.facts(), step=step)
    mark_used(access=request.access, template=draft, key=saved.key)


def _form(
    request: Request,
    draft: StepPlanTemplate,
    form: Any,
    act: Callable[[], object],
    words: dict[str, Any],
    *,
    done: str,
    to: str = "",
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                act()
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                form.add_error(name if name in form.fields else None, errors)
        else:
            messages.success(request, done)
            return HttpResponseRedirect(to or _edit_url(draft))
    context = _context(draft, words) | {"form": form}
    return render(request, "guidance/template_form.html", context, status=UNPROCESSABLE if form.errors else 200)


def _confirm(request: Request, draft: StepPlanTemplate, words: dict[str, Any]) -> HttpResponse:
    return render(request, "guidance/template_form.html", _context(draft, words) | {"is_danger": True})


def _context(draft: StepPlanTemplate, words: dict[str, Any]) -> dict[str, Any]:
    url = _edit_url(draft)
    return {
        "lead": "",
        "found": None,
        "is_danger": False,
        "form": None,
        "tips": [],
        **words,
        "template": draft,
        "back_url": url,
        "crumbs": [*crumbs(), {"label": title_of(draft), "url": url}],
    }
