"""Signals for who receives them: the list, one of them, and its steps. Every read is logged, without the municipality: its log
is read by people a signal may be about."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import SignalState
from ..models import SafeguardingSignal
from ..permissions.signals import is_adviser, viewable_signals
from ..queries.signals import SIGNAL_LOOKS, case_facts, inbox
from .signal_steps import SIGNAL_STEPS

UNPROCESSABLE, CONFLICT = 422, 409


@require_safe
@gate(permission=Capability.SIGNAL_RECEIVE)
def signal_list(request: Request) -> HttpResponse:
    """Everything that went to this person, in every municipality."""
    lines = inbox(request.access)
    _log(request, "signals", [one.signal.pk for one in lines])
    return render(request, "buddies/signal_list.html", {"lines": lines, "municipality": None})


@require_safe
@gate(permission=Capability.SIGNAL_RECEIVE)
def signal_list_here(request: Request) -> HttpResponse:
    """The same, of one municipality."""
    lines = inbox(request.access)
    _log(request, "signals", [one.signal.pk for one in lines])
    return render(request, "buddies/signal_list.html", {"lines": lines, "municipality": request.municipality})


@require_safe
@gate(permission=Capability.SIGNAL_RECEIVE)
def signal_detail(request: Request, pk: UUID) -> HttpResponse:
    """What was seen, whom it is about, the steps of the reporting code, who has it and who looked."""
    signal = _one(request, pk)
    context = {
        "municipality": request.municipality,
        "signal": signal,
        "file": signal.file,
        "look": SIGNAL_LOOKS[SignalState(signal.state)],
        "steps": [(name, step) for name, step in SIGNAL_STEPS.items() if step.offers(request.access, signal)],
        "leads": is_adviser(request.access, signal),
        **case_facts(signal),
    }
    return render(request, "buddies/signal_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.SIGNAL_RECEIVE)
def signal_step(request: Request, pk: UUID, name: str) -> HttpResponse:
    """One step: a form or only a button. What is no longer possible says so and shows what there is."""
    signal = _one(request, pk)
    step = SIGNAL_STEPS.get(name)
    if step is None:
        raise Http404
    slug = request.municipality.slug
    back = reverse("buddies:signal_detail", args=[slug, pk])
    if not step.offers(request.access, signal):
        messages.info(request, _("Deze stap kan nu niet (meer). Hieronder ziet u de nieuwste stand."))
        return HttpResponseRedirect(back)
    form = step.form(request.access, signal, request.POST if request.method == "POST" else None)
    conflict, status = "", 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                step.do(request.access, signal, form)
            except ValidationError as error:
                form.add_error(None, error)
            except ConflictError as error:
                conflict, status = error.message, CONFLICT
            else:
                messages.success(request, step.done)
                still_mine = viewable_signals(request.access).filter(pk=pk).exists()
                return HttpResponseRedirect(back if still_mine else reverse("buddies:signal_list"))
    context = {
        "step": step,
        "form": form,
        "conflict": conflict,
        "signal": signal,
        "back_url": back,
        "crumbs": [(_("Zorgsignalen"), reverse("buddies:signal_list_here", args=[slug])), (signal.reference, back)],
    }
    return render(request, "buddies/signal_step.html", context, status=status)


def _one(request: Request, pk: UUID) -> SafeguardingSignal:
    """The door; reading is logged."""
    rows = viewable_signals(request.access).select_related("municipality", "file", "raised_by")
    signal: SafeguardingSignal = request.access.get_or_404(rows, pk=pk)
    _log(request, "signal", [signal.pk])
    return signal


def _log(request: Request, purpose: str, ids: list[UUID]) -> None:
    log_read(access=request.access, purpose=purpose, object_type="buddies.SafeguardingSignal", object_ids=ids)
