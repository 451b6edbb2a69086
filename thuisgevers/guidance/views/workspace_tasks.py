"""The board of a team: tasks, goods and jobs."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from initiatives.models import Initiative
from thuisgevers.accounts.models import User
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import TaskKind, TaskState
from ..forms.workspace import PromiseForm, TaskForm
from ..models import WorkspaceTask
from ..permissions.workspace import can_work_task, viewable_tasks
from ..queries.workspace import board, goods_needed
from ..queries.workspace_people import people_of
from ..services.workspace.noting import version_of
from ..services.workspace.tasks import (
    add_task,
    edit_task,
    finish_task,
    promise_goods,
    put_back_task,
    reopen_task,
    take_task,
)
from .workspace_parts import CONFLICT, form_answer, form_page, read, shell, workspace

MINE = "mij"
EMPTY = {
    TaskState.OPEN: gettext_lazy("Niets te doen. Zet hier neer wat er nodig is."),
    TaskState.DOING: gettext_lazy("Niemand is nu ergens mee bezig."),
    TaskState.DONE: gettext_lazy("Hier komt wat klaar is."),
}


@require_safe
@gate(permission=Capability.WORKSPACE_READ)
def workspace_board(request: Request, pk: UUID) -> HttpResponse:
    initiative = workspace(request, pk)
    return _board(request, initiative)


@require_safe
@gate(permission=Capability.WORKSPACE_READ)
def workspace_goods(request: Request, pk: UUID) -> HttpResponse:
    """What is still looked for, to print and hang up."""
    initiative = workspace(request, pk)
    read(request, initiative, "goods")
    context = {**shell(request, initiative, "board"), "cards": goods_needed(request.access, initiative)}
    return render(request, "guidance/workspace_goods.html", context)


@form_page
@gate(permission=Capability.WORKSPACE_WRITE)
def workspace_task_add(request: Request, pk: UUID) -> HttpResponse:
    initiative = workspace(request, pk, to_work=True)
    kind = request.GET.get("soort", "")
    form = TaskForm(
        request.POST if request.method == "POST" else None,
        people=people_of(pk),
        initial={"kind": kind if kind in TaskKind.values else TaskKind.TASK},
    )
    return form_answer(
        request,
        initiative,
        form,
        lambda: add_task(access=request.access, initiative=initiative, facts=form.facts()),
        title=_("Wat is er te doen of nodig?"),
        back_url=_board_url(initiative),
        part=(_("Taken"), _board_url(initiative)),
        done=_("Het staat op het bord."),
    )


@form_page
@gate(permission=Capability.WORKSPACE_WRITE)
def task_edit(request: Request, pk: UUID) -> HttpResponse:
    task = _task(request, pk)
    people = _with_owner(people_of(task.initiative_id), task.owner)
    form = TaskForm(
        request.POST if request.method == "POST" else None,
        people=people,
        initial={
            "kind": task.kind,
            "title": task.title,
            "text": task.text,
            "owner": str(task.owner_id or ""),
            "due_on": task.due_on,
            "needed": task.needed,
            "seen": version_of(task),
        },
    )
    return form_answer(
        request,
        task.initiative,
        form,
        lambda: edit_task(access=request.access, task=task, facts=form.facts(), seen=form.cleaned_data["seen"]),
        title=_("Wijzigen"),
        back_url=_card_url(task),
        part=(_("Taken"), _board_url(task.initiative)),
        done=_("De wijziging is bewaard."),
    )


@form_page
@gate(permission=Capability.WORKSPACE_WRITE)
def task_promise(request: Request, pk: UUID) -> HttpResponse:
    """How many goods were promised by now: the form asks for the total, the service adds what is new."""
    task = _task(request, pk)
    if task.kind != TaskKind.GOODS or task.state == TaskState.DONE:
        messages.info(request, _("Hier valt niets toe te zeggen."))
        return HttpResponseRedirect(_card_url(task))
    form = PromiseForm(request.POST if request.method == "POST" else None, initial={"number": task.promised})
    return form_answer(
        request,
        task.initiative,
        form,
        lambda: promise_goods(access=request.access, task=task, number=form.cleaned_data["number"] - task.promised),
        title=task.title,
        lead=_("Er zijn er %(needed)d nodig.") % {"needed": task.needed or 0},
        back_url=_card_url(task),
        part=(_("Taken"), _board_url(task.initiative)),
        done=_("Het aantal is bijgewerkt."),
    )


@require_POST
@gate(permission=Capability.WORKSPACE_WRITE)
def task_take(request: Request, pk: UUID) -> HttpResponse:
    return _press(request, pk, take_task, _("U hebt “%(title)s” opgepakt."))


@require_POST
@gate(permission=Capability.WORKSPACE_WRITE)
def task_put_back(request: Request, pk: UUID) -> HttpResponse:
    return _press(request, pk, put_back_task, _("“%(title)s” ligt weer klaar voor een ander."))


@require_POST
@gate(permission=Capability.WORKSPACE_WRITE)
def task_finish(request: Request, pk: UUID) -> HttpResponse:
    return _press(request, pk, finish_task, _("“%(title)s” is klaar. Vergist? Kies “Toch niet klaar”."))


@require_POST
@gate(permission=Capability.WORKSPACE_WRITE)
def task_reopen(request: Request, pk: UUID) -> HttpResponse:
    return _press(request, pk, reopen_task, _("“%(title)s” staat weer bij “te doen”."))


@require_POST
@gate(permission=Capability.WORKSPACE_WRITE)
def task_promised_one(request: Request, pk: UUID) -> HttpResponse:
    """One more, from the board itself."""

    def one_more(*, access: object, task: WorkspaceTask) -> object:
        return promise_goods(access=request.access, task=task, number=1)

    return _press(request, pk, one_more, _("Eén “%(title)s” erbij toegezegd."))


def _board(request: Request, initiative: Initiative, *, status: int = 200, problem: str = "") -> HttpResponse:
    read(request, initiative, "board")
    only_mine = request.GET.get("van") == MINE
    kind = request.GET.get("soort", "")
    kind = kind if kind in TaskKind.values else ""
    url = _board_url(initiative)
    filters = [
        {"label": _("Alles"), "url": url, "current": not only_mine and not kind},
        {"label": _("Van mij"), "url": f"{url}?{urlencode({'van': MINE})}", "current": only_mine},
        *(
            {
                "label": label,
                "url": f"{url}?{urlencode({'soort': value})}",
                "current": kind == value and not only_mine,
            }
            for value, label in (("task", _("Taken")), ("goods", _("Spullen")), ("job", _("Klussen")))
        ),
    ]
    context = {
        **shell(request, initiative, "board"),
        "columns": [
            (column, EMPTY[column.state])
            for column in board(request.access, initiative, only_mine=only_mine, kind=kind)
        ],
        "filters": filters,
        "problem": problem,
        "is_filtered": only_mine or bool(kind),
    }
    return render(request, "guidance/workspace_board.html", context, status=status)


def _task(request: Request, pk: UUID) -> WorkspaceTask:
    rows = viewable_tasks(request.access).select_related(
        "municipality", "initiative", "initiative__municipality", "owner"
    )
    task = request.access.get_or_404(rows, pk=pk)
    if not can_work_task(request.access, task):
        raise PermissionDenied
    return task


def _press(request: Request, pk: UUID, act: Callable[..., object], done: str) -> HttpResponse:
    """One press of a button. Whoever comes second sees the board as it is now with a word about it (409)."""
    task = _task(request, pk)
    try:
        with transaction.atomic():
            act(access=request.access, task=task)
    except ConflictError:
        problem = _("Iemand van uw team was u net voor bij “%(title)s”. Hieronder ziet u hoe het nu staat.")
        return _board(request, task.initiative, status=CONFLICT, problem=problem % {"title": task.title})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(_card_url(task))
    messages.success(request, done % {"title": task.title})
    return HttpResponseRedirect(_card_url(task))


def _with_owner(people: list[User], owner: User | None) -> list[User]:
    """Who has it now stays a choice, also after leaving the team."""
    if owner is not None and owner.pk not in {person.pk for person in people}:
        people.append(owner)
    return people


def _board_url(initiative: Initiative) -> str:
    return reverse("guidance:workspace_board", args=[initiative.pk])


def _card_url(task: WorkspaceTask) -> str:
    return f"{_board_url(task.initiative)}#taak-{task.pk}"
