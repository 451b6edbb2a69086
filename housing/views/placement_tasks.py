"""Tasks around placements: one's own list, ticking off, and giving to somebody else."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from housing.forms.placements import DoneForm, TaskForm
from housing.models import PlacementTask
from housing.permissions.placements import viewable_placement_tasks
from housing.queries.placement_page import my_tasks
from housing.queries.placement_people import handlers
from housing.services.placement_tasks import assign_task, finish_task, reopen_task
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from .placements_acting import ActionPage, act, form_page, one_placement, page_url


@require_safe
@gate(permission=Capability.PLACEMENT_READ)
def placement_task_list(request: Request) -> HttpResponse:
    request.access.require(Capability.PLACEMENT_READ, municipality=request.municipality)
    chosen = request.GET.get("lijst", "")
    tasks = my_tasks(request.access, everybody=chosen == "alle", done=chosen == "gedaan")
    tabs = (("", _("Van mij")), ("alle", _("Van iedereen")), ("gedaan", _("Van mij, gedaan")))
    context = {
        "municipality": request.municipality,
        "tasks": tasks,
        "is_done": chosen == "gedaan",
        "tabs": [
            {"label": label, "url": f"?lijst={name}" if name else request.path, "current": name == chosen}
            for name, label in tabs
        ],
    }
    return render(request, "housing/placement_task_list.html", context)


@form_page
@gate(permission=Capability.PLACEMENT_WRITE)
def placement_task_done(request: Request, task_pk: UUID) -> HttpResponse:
    task = _one_task(request, task_pk)
    placement = one_placement(request, task.placement_id)
    page = ActionPage(
        title=_("Taak afvinken: %(task)s") % {"task": task.get_kind_display()},
        icon="check",
        button=_("Taak afvinken"),
        done=_("De taak is afgevinkt. Op de pagina van de plaatsing kunt u dat terugdraaien."),
        anchor="taken",
    )
    return act(
        request,
        placement,
        lambda data: DoneForm(data, initial={"done_on": timezone.localdate()}),
        lambda form: finish_task(access=request.access, task=task, done_on=form.cleaned_data["done_on"]),
        page,
    )


@form_page
@gate(permission=Capability.PLACEMENT_WRITE)
def placement_task_edit(request: Request, task_pk: UUID) -> HttpResponse:
    task = _one_task(request, task_pk)
    placement = one_placement(request, task.placement_id)
    people = handlers(request.municipality)
    page = ActionPage(
        title=_("Wie doet dit, en wanneer: %(task)s?") % {"task": task.get_kind_display()},
        icon="user-check",
        button=_("Bewaren"),
        done=_("De taak is gewijzigd."),
        anchor="taken",
    )
    initial = {"owner": str(task.owner.public_id), "due_on": task.due_on}
    return act(
        request,
        placement,
        lambda data: TaskForm(data, people=people, me=request.user, initial=initial),
        lambda form: assign_task(access=request.access, task=task, **form.cleaned_data),
        page,
    )


@require_POST
@gate(permission=Capability.PLACEMENT_WRITE)
def placement_task_reopen(request: Request, task_pk: UUID) -> HttpResponse:
    task = _one_task(request, task_pk)
    placement = one_placement(request, task.placement_id)
    reopen_task(access=request.access, task=task)
    messages.success(request, _("De taak staat weer open."))
    return HttpResponseRedirect(page_url(placement, "taken"))


def _one_task(request: Request, pk: UUID) -> PlacementTask:
    rows = viewable_placement_tasks(request.access).select_related("owner")
    return request.access.get_or_404(rows, pk=pk)
