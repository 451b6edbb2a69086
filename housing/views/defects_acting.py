"""What is done with a report: answer, pass on, work, close, reopen, write. Each under a municipality for officials, and under
"my reports" for everybody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from housing.forms.defects import AnswerDefectForm, CloseForm, MessageForm, PassOnForm, ReopenForm, StartDefectForm
from housing.models import DefectReport
from housing.permissions.defects import can_handle_defect, can_reopen_defect, can_write_defect
from housing.queries.defects import LOOKS, URGENCY_LOOKS, deadline_of, defect_url, history_of_defect, where_of
from housing.services.defects import (
    acknowledge_defect,
    add_message,
    close_defect,
    pass_on_defect,
    possible_actors,
    reopen_defect,
    start_defect,
)
from housing.views.defects import CONFLICT, UNPROCESSABLE, form_page, one_defect, show_defect
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act on a report and the words around its form."""

    title: Any
    button: Any
    done: Any
    icon: str
    may: Callable[[Any, DefectReport], bool]
    form: Callable[[DefectReport, Any], Any]
    do: Callable[..., DefectReport]
    fields: tuple[str, ...]


ACTS: dict[str, Act] = {
    "beantwoorden": Act(
        title=_lazy("Melding beantwoorden"),
        button=_lazy("Verstuur het antwoord"),
        done=_lazy("De melder heeft antwoord."),
        icon="send",
        may=can_handle_defect,
        form=lambda _defect, data: AnswerDefectForm(data),
        do=acknowledge_defect,
        fields=("text", "due_on"),
    ),
    "starten": Act(
        title=_lazy("Aan het werk"),
        button=_lazy("Er wordt aan gewerkt"),
        done=_lazy("De melder weet dat er aan wordt gewerkt."),
        icon="tool",
        may=can_handle_defect,
        form=lambda _defect, data: StartDefectForm(data),
        do=start_defect,
        fields=("text", "due_on"),
    ),
    "overdragen": Act(
        title=_lazy("Melding overdragen"),
        button=_lazy("Draag over"),
        done=_lazy("De melding is overgedragen."),
        icon="arrow-right",
        may=can_handle_defect,
        form=lambda defect, data: PassOnForm(
            data, actors=[one for one in possible_actors(defect) if one != defect.acts]
        ),
        do=pass_on_defect,
        fields=("to", "text"),
    ),
    "afronden": Act(
        title=_lazy("Melding afronden"),
        button=_lazy("Rond af"),
        done=_lazy("De melding is afgerond. De melder krijgt bericht."),
        icon="circle-check",
        may=can_handle_defect,
        form=lambda _defect, data: CloseForm(data),
        do=close_defect,
        fields=("outcome", "text"),
    ),
    "heropenen": Act(
        title=_lazy("Melding heropenen"),
        button=_lazy("Heropen"),
        done=_lazy("De melding is weer open."),
        icon="arrow-back-up",
        may=can_reopen_defect,
        form=lambda _defect, data: ReopenForm(data),
        do=reopen_defect,
        fields=("text",),
    ),
}


def _act(request: Request, pk: UUID, *, name: str, is_own: bool) -> HttpResponse:
    defect = one_defect(request, pk, is_own=is_own)
    act = ACTS[name]
    # A state in which it cannot be done any more is a conflict that the service tells; only a lack of rights ends here.
    if not (act.may(request.access, defect) or can_handle_defect(request.access, defect)):
        raise PermissionDenied
    show = partial(_page, request, act, is_own=is_own)
    form = act.form(defect, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return show(defect, form)
    if not form.is_valid() or form.must_warn:
        return show(defect, form, status=UNPROCESSABLE)
    given = {field: form.cleaned_data[field] for field in act.fields}
    try:
        with transaction.atomic():
            act.do(access=request.access, defect=defect, **given)
    except ConflictError as conflict:
        fresh = one_defect(request, pk, is_own=is_own)
        return show(fresh, form, status=CONFLICT, conflict=conflict.message)
    except ValidationError as error:
        for field, errors in error.error_dict.items() if hasattr(error, "error_dict") else [(None, error)]:
            form.add_error(field if field in form.fields else None, errors)
        return show(defect, form, status=UNPROCESSABLE)
    messages.success(request, str(act.done))
    return HttpResponseRedirect(defect_url(defect, is_own=is_own))


def _page(
    request: Request,
    act: Act,
    defect: DefectReport,
    form: Any,
    *,
    is_own: bool,
    status: int = 200,
    conflict: str = "",
) -> HttpResponse:
    tone, icon = LOOKS[defect.state]
    context = {
        "municipality": defect.municipality,
        "defect": defect,
        "act": act,
        "form": form,
        "findings": form.findings if form.is_bound else [],
        "conflict": conflict,
        "where": where_of(defect),
        "tone": tone,
        "icon": icon,
        "urgency_look": URGENCY_LOOKS[defect.urgency],
        "deadline": deadline_of(defect),
        "history": history_of_defect(defect)[:5] if conflict else [],
        "is_own": is_own,
        "back_url": defect_url(defect, is_own=is_own),
    }
    return render(request, "housing/defect_action.html", context, status=status)


def _official(name: str, permission: Capability) -> Any:
    @form_page
    @gate(permission=permission)
    def view(request: Request, pk: UUID) -> HttpResponse:
        return _act(request, pk, name=name, is_own=False)

    return view


def _mine(name: str, permission: Capability) -> Any:
    @form_page
    @gate(permission=permission)
    def view(request: Request, pk: UUID) -> HttpResponse:
        return _act(request, pk, name=name, is_own=True)

    return view


defect_answer = _official("beantwoorden", Capability.DEFECT_HANDLE)
defect_start = _official("starten", Capability.DEFECT_HANDLE)
defect_pass_on = _official("overdragen", Capability.DEFECT_HANDLE)
defect_close = _official("afronden", Capability.DEFECT_HANDLE)
defect_reopen = _official("heropenen", Capability.DEFECT_HANDLE)
my_defect_answer = _mine("beantwoorden", Capability.DEFECT_HANDLE)
my_defect_start = _mine("starten", Capability.DEFECT_HANDLE)
my_defect_pass_on = _mine("overdragen", Capability.DEFECT_HANDLE)
my_defect_close = _mine("afronden", Capability.DEFECT_HANDLE)
my_defect_reopen = _mine("heropenen", Capability.DEFECT_REPORT)


@require_POST
@gate(permission=Capability.DEFECT_REPORT)
def defect_message(request: Request, pk: UUID) -> HttpResponse:
    return _message(request, pk, is_own=False)


@require_POST
@gate(permission=Capability.DEFECT_REPORT)
def my_defect_message(request: Request, pk: UUID) -> HttpResponse:
    return _message(request, pk, is_own=True)


def _message(request: Request, pk: UUID, *, is_own: bool) -> HttpResponse:
    defect = one_defect(request, pk, is_own=is_own)
    if not can_write_defect(request.access, defect):
        raise PermissionDenied
    form = MessageForm(request.POST)
    if not form.is_valid() or form.must_warn:
        return show_defect(request, defect, is_own=is_own, form=form, status=UNPROCESSABLE)
    with transaction.atomic():
        add_message(access=request.access, defect=defect, text=form.cleaned_data["text"])
    messages.success(request, _("Uw bericht staat erbij."))
    return HttpResponseRedirect(f"{defect_url(defect, is_own=is_own)}#berichten")
