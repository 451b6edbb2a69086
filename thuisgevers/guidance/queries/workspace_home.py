"""The first page of a workspace: who has the ball, what is expected of the reader, and the newest of each part.

One statement, the function `workspace_parts` in the database (migration 0060), where its plan is kept: as seven questions, asking took
half of the page's time. Row security decides about every row once more.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.text import capfirst

from initiatives.models import Dossier, InformationRequest, Initiative
from initiatives.permissions import can_view_dossier
from initiatives.queries.progress import Progress, progress_of
from thuisgevers.common.addresses import address
from thuisgevers.common.deadlines import Deadline
from thuisgevers.common.rows import row_of
from thuisgevers.common.words import label
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.working_days import today, working_days_between

from ..enums import StepState, TaskKind, TaskState
from ..models import StepPlan
from ..permissions.plans import can_view_plan
from .plans import NEXT
from .workspace import KIND_ICONS, ConversationLine, needs_in_words, readable_id, unread_total

NEWEST = 3


@dataclass(frozen=True, slots=True)
class DueStep:
    """`who` is the person who took it, or the role that should."""

    title: str
    url: str
    who: str
    waits_for: tuple[str, ...]
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task that the reader does."""

    pk: str
    title: str
    icon: str
    state_label: str
    needs: str
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    title: str
    starts_at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class Home:
    """The first page of a workspace. `has_plan` is true where every step is done as well."""

    progress: Progress
    dossier_id: UUID | None
    steps: list[DueStep]
    has_plan: bool
    mine: list[TaskLine]
    own_steps: list[DueStep]
    unread: int
    open_tasks: int
    missing_goods: int
    conversations: list[ConversationLine]
    appointments: list[AppointmentLine]
    promises: int


def home(access: Access, initiative: Initiative) -> Home:
    """A pioneer reads the workspace, but not every plan and dossier."""
    place, me = initiative.municipality, 0 if access.user is None else access.user.pk
    reads_plan = can_view_plan(access, StepPlan(municipality=place, initiative_id=initiative.pk))
    reads_dossiers = can_view_dossier(access, Dossier(municipality=place, initiative_id=initiative.pk))
    values = [
        readable_id(access, initiative),
        initiative.pk if reads_plan else None,
        initiative.pk if reads_dossiers else None,
        me,
        timezone.now(),
        NEWEST,
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM workspace_parts(%s, %s, %s, %s, %s, %s)", values)
        talks, has_plan, steps, tasks, appointments, promises, newest, asked_for = cursor.fetchone()
    conversations = [_conversation(row) for row in _read(talks)]
    tasks = _read(tasks)
    due_next, own_steps = _steps(_read(steps), me)
    dossier = row_of(Dossier, _read(newest)) if newest else None
    question = row_of(InformationRequest, {"due_on": asked_for}) if asked_for else None
    return Home(
        progress=progress_of(initiative, dossier, question),
        dossier_id=None if dossier is None else dossier.pk,
        steps=due_next,
        has_plan=has_plan,
        mine=[_task(row) for row in tasks if row["owner_id"] == me],
        own_steps=own_steps,
        unread=unread_total(conversations),
        open_tasks=len(tasks),
        missing_goods=sum(max(0, (row["needed"] or 0) - row["promised"]) for row in tasks),
        conversations=conversations[:NEWEST],
        appointments=[
            AppointmentLine(row["title"], datetime.fromisoformat(row["starts_at"]), row["place"])
            for row in _read(appointments)
        ],
        promises=promises,
    )


def _read(part: Any) -> Any:
    return json.loads(part) if isinstance(part, str) else part or []


def _conversation(row: dict[str, Any]) -> ConversationLine:
    return ConversationLine(**{**row, "pk": UUID(row["pk"]), "last_at": datetime.fromisoformat(row["last_at"])})


def _steps(held: Sequence[dict[str, Any]], me: int) -> tuple[list[DueStep], list[DueStep]]:
    """The next ones and the reader's own, in the order of the page of the plan: what can be done now, then by day."""
    rows = [row for row in held if _applies(row)]
    titles = {row["key"]: row["title"] for row in rows}
    for row in rows:
        row["waits_for"] = tuple(titles[key] for key in row["after"] if key in titles)
    # A day as ISO writes it sorts as the day itself; what has none comes last.
    rows.sort(key=lambda row: (bool(row["waits_for"]), row["due_on"] or "~", row["state"] != StepState.DOING))
    return [_step(row) for row in rows[:NEXT]], [_step(row) for row in rows if row["owner_id"] == me]


def _applies(row: dict[str, Any]) -> bool:
    """As `models.plans.applies`, for columns."""
    if row["property_kind"] and row["property_kinds"] and row["property_kind"] not in row["property_kinds"]:
        return False
    return not (row["scheme"] and row["schemes"] and row["scheme"] not in row["schemes"])


def _step(row: dict[str, Any]) -> DueStep:
    return DueStep(
        title=row["title"],
        url=address("guidance:step_detail", UUID(row["id"])),
        who=row["owner"] or capfirst(label(Role(row["role"]))),
        waits_for=row["waits_for"],
        deadline=_deadline(row["due_on"]),
    )


def _task(row: dict[str, Any]) -> TaskLine:
    return TaskLine(
        pk=row["id"],
        title=row["title"],
        icon=KIND_ICONS[TaskKind(row["kind"])],
        state_label=label(TaskState(row["state"])),
        needs=needs_in_words(row["kind"], row["needed"], row["promised"]),
        deadline=_deadline(row["due_on"]),
    )


def _deadline(due_on: str | None) -> Deadline | None:
    if due_on is None:
        return None
    on, day = date.fromisoformat(due_on), today()
    return Deadline(on=on, working_days_left=working_days_between(day, on), today=day)
