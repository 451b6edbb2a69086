"""What the pages of a workspace show. Each list is one question, whatever its number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.enums import DossierState
from initiatives.models import Dossier, InformationRequest, Initiative
from initiatives.permissions import viewable_dossiers, viewable_information_requests
from initiatives.queries.progress import Progress, progress_of
from thuisgevers.common.deadlines import Deadline
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.working_days import today, working_days_between

from ..enums import AppointmentState, SupportKind, TaskKind, TaskState
from ..models import Appointment, Conversation, ConversationMessage, SupportEntry, WorkspaceTask
from ..permissions.workspace import (
    own_marks,
    viewable_appointments,
    viewable_conversations,
    viewable_messages,
    viewable_support,
    viewable_tasks,
)
from .workspace_steps import DueStep, due_steps

NEWEST = 3
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
    conversation: Conversation
    messages: int
    unread: int
    last_by: str


@dataclass(frozen=True, slots=True)
class Home:
    """The first page of a workspace."""

    progress: Progress
    dossier_id: UUID | None
    steps: list[DueStep]
    has_plan: bool
    mine: list[TaskCard]
    own_steps: list[DueStep]
    unread: int
    open_tasks: int
    missing_goods: int
    conversations: list[ConversationLine]
    appointments: list[Appointment]
    promises: int


def home(access: Access, initiative: Initiative) -> Home:
    """Who has the ball, what is expected of the reader, and the newest of each part."""
    tasks = list(_tasks(access, initiative).exclude(state=TaskState.DONE))
    cards = [task_card(access, task) for task in tasks]
    conversations = conversation_lines(access, initiative)
    steps = due_steps(access, initiative)
    dossier = _newest_dossier(access, initiative)
    return Home(
        progress=progress_of(initiative, dossier, _open_question(access, initiative)),
        dossier_id=None if dossier is None else dossier.pk,
        steps=steps.next,
        has_plan=steps.has_plan,
        mine=[card for card in cards if card.is_mine],
        own_steps=steps.mine,
        unread=unread_total(conversations),
        open_tasks=len(cards),
        missing_goods=sum(card.task.missing for card in cards),
        conversations=conversations[:NEWEST],
        appointments=list(
            viewable_appointments(access)
            .filter(initiative=initiative, ends_at__gte=timezone.now(), state=AppointmentState.PLANNED)
            .order_by("starts_at", "id")[:NEWEST]
        ),
        promises=viewable_support(access)
        .filter(initiative=initiative, settled_on__isnull=True, kind=SupportKind.PROMISE)
        .count(),
    )


def _newest_dossier(access: Access, initiative: Initiative) -> Dossier | None:
    rows = viewable_dossiers(access).filter(initiative=initiative).exclude(state=DossierState.DRAFT)
    return rows.order_by("-created_at", "-id").first()


def _open_question(access: Access, initiative: Initiative) -> InformationRequest | None:
    """The oldest that waits for the team."""
    rows = viewable_information_requests(access).filter(
        initiative=initiative, answered_at__isnull=True, closed_at__isnull=True
    )
    return rows.order_by("asked_at", "id").first()


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
        needs=_needs(task) if is_open else "",
        is_mine=access.user is not None and task.owner_id == access.user.pk,
    )


def _needs(task: WorkspaceTask) -> str:
    if task.kind != TaskKind.GOODS:
        return ""
    if not task.missing:
        return _("alle %(number)d toegezegd") % {"number": task.needed or 0}
    return _("nog %(missing)d van %(needed)d nodig") % {"missing": task.missing, "needed": task.needed or 0}


def _tasks(access: Access, initiative: Initiative) -> QuerySet[WorkspaceTask]:
    return (
        viewable_tasks(access)
        .filter(initiative=initiative)
        .select_related("owner")
        .order_by(F("due_on").asc(nulls_last=True), "created_at", "id")
    )


def conversation_lines(access: Access, initiative: Initiative) -> list[ConversationLine]:
    """Newest first, with how many messages the reader has not seen; what one wrote oneself counts as seen."""
    seen = own_marks(access).filter(conversation=OuterRef("pk")).values("seen_at")[:1]
    last = viewable_messages(access).filter(conversation=OuterRef("pk")).order_by("-created_at", "-id")
    me = 0 if access.user is None else access.user.pk
    rows = (
        viewable_conversations(access)
        .filter(initiative=initiative)
        .annotate(seen_at=Subquery(seen), last_by=Subquery(last.values("author__display_name")[:1]))
        .annotate(
            total=Count("messages"),
            unread=Count(
                "messages",
                filter=(Q(seen_at__isnull=True) | Q(messages__created_at__gt=F("seen_at")))
                & ~Q(messages__author_id=me)
                & Q(messages__withdrawn_at__isnull=True),
            ),
        )
        .order_by("-last_at", "-id")
    )
    return [
        ConversationLine(conversation=row, messages=row.total, unread=row.unread, last_by=row.last_by or "")
        for row in rows
    ]


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
