"""The board: tasks, goods and jobs, who does them, and how many goods were promised."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.models import Initiative
from thuisgevers.accounts.models import User
from thuisgevers.audit.transitions import transition
from thuisgevers.guidance.enums import TaskKind
from thuisgevers.guidance.models import WorkspaceTask
from thuisgevers.guidance.models.workspace import MOST_GOODS
from thuisgevers.guidance.permissions.workspace import can_work_task
from thuisgevers.guidance.states import TASK
from thuisgevers.municipalities.access import Access

from .noting import check_seen, note, worker


@dataclass(frozen=True, kw_only=True)
class TaskFacts:
    """`needed` counts for goods only."""

    kind: TaskKind
    title: str
    text: str = ""
    owner: User | None = None
    due_on: date | None = None
    needed: int | None = None


def add_task(*, access: Access, initiative: Initiative, facts: TaskFacts) -> WorkspaceTask:
    user = worker(access, initiative)
    _check(facts)
    with transaction.atomic():
        task = WorkspaceTask(
            municipality=initiative.municipality, initiative=initiative, created_by=user, **_columns(facts)
        )
        task.save(force_insert=True)
        note(access, task, "add")
    return task


def edit_task(*, access: Access, task: WorkspaceTask, facts: TaskFacts, seen: str = "") -> WorkspaceTask:
    """Raises ConflictError when it changed since `seen`. What was promised stays, as far as goods stay goods."""
    _check(facts)
    with transaction.atomic():
        fresh = _locked(access, task)
        check_seen(fresh, seen)
        for name, value in _columns(facts).items():
            setattr(fresh, name, value)
        if facts.kind != TaskKind.GOODS:
            fresh.promised = 0
        fresh.save(
            update_fields=["kind", "title", "text", "owner", "due_on", "needed", "promised", "updated_at"],
        )
        note(access, fresh, "edit")
    return fresh


def take_task(*, access: Access, task: WorkspaceTask) -> WorkspaceTask:
    """Somebody takes it on. Of two who press at the same moment one gets it and the other a WrongStateError."""
    _require(access, task)
    changes = {"owner": access.user}
    return transition(access=access, obj=task, machine=TASK, name="take", may=can_work_task, changes=changes)


def put_back_task(*, access: Access, task: WorkspaceTask) -> WorkspaceTask:
    """Back on the pile, for anybody."""
    _require(access, task)
    return transition(
        access=access, obj=task, machine=TASK, name="put_back", may=can_work_task, changes={"owner": None}
    )


def finish_task(*, access: Access, task: WorkspaceTask) -> WorkspaceTask:
    _require(access, task)
    changes = {"finished_at": timezone.now()}
    return transition(access=access, obj=task, machine=TASK, name="finish", may=can_work_task, changes=changes)


def reopen_task(*, access: Access, task: WorkspaceTask) -> WorkspaceTask:
    _require(access, task)
    changes = {"finished_at": None}
    return transition(access=access, obj=task, machine=TASK, name="reopen", may=can_work_task, changes=changes)


def promise_goods(*, access: Access, task: WorkspaceTask, number: int) -> WorkspaceTask:
    """`number` more were promised, or less when a promise was taken back. Two at once both count."""
    with transaction.atomic():
        fresh = _locked(access, task)
        if fresh.kind != TaskKind.GOODS:
            raise ValidationError({"number": _("Dit zijn geen spullen.")})
        promised = fresh.promised + number
        if not 0 <= promised <= MOST_GOODS:
            raise ValidationError(
                {"number": _("Er zijn er nu %(count)d toegezegd; zo klopt het niet meer.") % {"count": fresh.promised}}
            )
        fresh.promised = promised
        fresh.save(update_fields=["promised", "updated_at"])
        note(access, fresh, "promise" if number > 0 else "unpromise")
    return fresh


def _check(facts: TaskFacts) -> None:
    if facts.kind == TaskKind.GOODS and not facts.needed:
        raise ValidationError({"needed": _("Vul in hoeveel u er nodig hebt.")})


def _columns(facts: TaskFacts) -> dict[str, object]:
    return {**asdict(facts), "owner": facts.owner, "needed": facts.needed if facts.kind == TaskKind.GOODS else None}


def _require(access: Access, task: WorkspaceTask) -> None:
    """Before the row is locked: the database shows nobody a row to lock that they may not change."""
    if access.user is None or not can_work_task(access, task):
        raise PermissionDenied


def _locked(access: Access, task: WorkspaceTask) -> WorkspaceTask:
    _require(access, task)
    rows = WorkspaceTask.objects.select_related("municipality", "initiative")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=task.pk)
