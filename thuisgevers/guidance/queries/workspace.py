"""What the pages of a workspace show. Each list is one question, whatever its number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet

from initiatives.models import Initiative
from thuisgevers.common.deadlines import Deadline
from thuisgevers.common.words import gettext as _
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.working_days import today, working_days_between

from ..enums import TaskKind, TaskState
from ..models import Conversation, ConversationMessage, SupportEntry, WorkspaceTask
from ..permissions.workspace import (
    can_view_workspace,
    own_marks,
    viewable_messages,
    viewable_support,
    viewable_tasks,
)

MOST_DONE = 20
MOST_MESSAGES = 200

KIND_ICONS = {TaskKind.TASK: "checklist", TaskKind.GOODS: "bed", TaskKind.JOB: "tool"}


@dataclass(frozen=True, slots=True)
class TaskCard:
    """A task on the board. `is_mine`: the reader does it."""

    task: WorkspaceTask
    icon: str
    owner: str
    deadline: Deadline | None
    needs: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Column:
    state: TaskState
    cards: list[TaskCard]
    more: int = 0


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """`last_by` wrote the newest message."""

    pk: UUID
    subject: str
    last_at: datetime
    messages: int
    unread: int
    last_by: str


def board(access: Access, initiative: Initiative, *, only_mine: bool = False, kind: str = "") -> list[Column]:
    """Three lists: what has a day first, then the oldest; of what is done the newest."""
    rows = _tasks(access, initiative)
    if only_mine and access.user is not None:
        rows = rows.filter(owner=access.user)
    if kind in TaskKind.values:
        rows = rows.filter(kind=kind)
    cards = [task_card(access, task) for task in rows]
    columns = []
    for state in TaskState:
        held = [card for card in cards if card.task.state == state]
        if state == TaskState.DONE:
            held.sort(key=lambda card: card.task.finished_at or card.task.created_at, reverse=True)
            columns.append(Column(state, held[:MOST_DONE], max(0, len(held) - MOST_DONE)))
        else:
            columns.append(Column(state, held))
    return columns


def goods_needed(access: Access, initiative: Initiative) -> list[TaskCard]:
    """What is still looked for: for on paper, in a shop or in the church hall."""
    rows = _tasks(access, initiative).filter(kind=TaskKind.GOODS).exclude(state=TaskState.DONE)
    return [card for card in (task_card(access, task) for task in rows) if card.task.missing]


def task_card(access: Access, task: WorkspaceTask) -> TaskCard:
    is_open = task.state != TaskState.DONE
    deadline = None
    if is_open and task.due_on is not None:
        day = today()
        deadline = Deadline(on=task.due_on, working_days_left=working_days_between(day, task.due_on), today=day)
    return TaskCard(
        task=task,
        icon=KIND_ICONS[TaskKind(task.kind)],
        owner="" if task.owner is None else task.owner.display_name,
        deadline=deadline,
        needs=needs_in_words(task.kind, task.needed, task.promised) if is_open else "",
        is_mine=access.user is not None and task.owner_id == access.user.pk,
    )


def needs_in_words(kind: str, needed: int | None, promised: int) -> str:
    if kind != TaskKind.GOODS:
        return ""
    missing = max(0, (needed or 0) - promised)
    if not missing:
        return _("alle %(number)d toegezegd") % {"number": needed or 0}
    return _("nog %(missing)d van %(needed)d nodig") % {"missing": missing, "needed": needed or 0}


def _tasks(access: Access, initiative: Initiative) -> QuerySet[WorkspaceTask]:
    return (
        viewable_tasks(access)
        .filter(initiative=initiative)
        .select_related("owner")
        .order_by(F("due_on").asc(nulls_last=True), "created_at", "id")
    )


def conversation_lines(access: Access, initiative: Initiative) -> list[ConversationLine]:
    """Newest first, with how many messages the reader has not seen; what one wrote oneself counts as seen."""
    me = 0 if access.user is None else access.user.pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM conversation_rows(%s, %s)", [readable_id(access, initiative), me])
        return [ConversationLine(*row) for row in cursor.fetchall()]


def readable_id(access: Access, initiative: Initiative) -> UUID | None:
    """For statements of our own: rows of this initiative, or of none where its workspace is not the reader's."""
    return initiative.pk if can_view_workspace(access, initiative) else None


def messages_of(access: Access, conversation: Conversation) -> list[ConversationMessage]:
    """The newest two hundred, oldest first."""
    rows = viewable_messages(access).filter(conversation=conversation).select_related("author", "initiative")
    return list(reversed(rows.order_by("-created_at", "-id")[:MOST_MESSAGES]))


def seen_until(access: Access, conversation: Conversation) -> datetime | None:
    return own_marks(access).filter(conversation=conversation).values_list("seen_at", flat=True).first()


def support_entries(access: Access, initiative: Initiative, *, kind: str = "") -> list[SupportEntry]:
    rows = viewable_support(access).filter(initiative=initiative).select_related("created_by", "initiative")
    return list(rows.filter(kind=kind) if kind else rows)


def shared_entries(entries: Iterable[SupportEntry]) -> list[SupportEntry]:
    """What the team chose for its summary."""
    return [entry for entry in entries if entry.may_share]


def unread_total(lines: Sequence[ConversationLine]) -> int:
    return sum(line.unread for line in lines)
