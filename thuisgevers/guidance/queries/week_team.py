"""What the week of one person holds of the workspaces of teams and of the question desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from thuisgevers.common.addresses import address
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..enums import AppointmentState, Desk, QuestionState, TaskState
from ..models import Appointment, Question, WorkspaceTask
from ..permissions.questions import answerable_questions, is_national_desk
from ..permissions.workspace import viewable_appointments, workable_tasks
from .week import MOST_ROWS, Week, WeekRow


def board_of_week(access: Access, week: Week) -> Mapping[str, Any] | None:
    """The person's own tasks, and goods and jobs of the team that nobody took."""
    if access.user is None or not access.scope_ids(Capability.WORKSPACE_WRITE):
        return None
    rows = (
        workable_tasks(access)
        .filter(Q(owner=access.user) | Q(owner__isnull=True), due_on__lte=week.until)
        .exclude(state=TaskState.DONE)
    )
    found = rows.select_related("initiative").order_by("due_on", "id")[:MOST_ROWS]
    return {"rows": [_board_row(task) for task in found]}


def _board_row(task: WorkspaceTask) -> WeekRow:
    name = task.initiative.name
    return WeekRow(
        title=task.title,
        about=name if task.owner_id is not None else _("%(name)s, nog van niemand") % {"name": name},
        due_on=task.due_on,  # type: ignore[arg-type]
        url=address("guidance:workspace_board", task.initiative_id),
        action=_("Naar het bord"),
        icon="checklist",
        kind=capfirst(str(task.get_kind_display())),
    )


def appointments_of_week(access: Access, week: Week) -> Mapping[str, Any] | None:
    """Where the team meets from today on."""
    if access.user is None or not access.scope_ids(Capability.WORKSPACE_READ):
        return None
    zone = timezone.get_default_timezone()
    begin = datetime.combine(week.today, time.min, zone)
    end = datetime.combine(week.until + timedelta(days=1), time.min, zone)
    rows = viewable_appointments(access).filter(state=AppointmentState.PLANNED, starts_at__gte=begin, starts_at__lt=end)
    found = rows.select_related("initiative").order_by("starts_at", "id")[:MOST_ROWS]
    return {"rows": [_appointment_row(one) for one in found]}


def _appointment_row(one: Appointment) -> WeekRow:
    begin = timezone.localtime(one.starts_at)
    where = f", {one.place}" if one.place else ""
    return WeekRow(
        title=one.title,
        about=f"{one.initiative.name}, {begin:%H:%M}{where}",
        due_on=begin.date(),
        url=address("guidance:workspace_agenda", one.initiative_id),
        action=_("Naar de agenda"),
        icon="calendar",
        kind=_("Afspraak"),
    )


def desk_of_week(access: Access, week: Week) -> Mapping[str, Any] | None:
    """Questions that wait for this person's answer. Only their subject: the words are read on the page of the question."""
    if access.user is None or not access.holds(Capability.QUESTION_ANSWER):
        return None
    rows = answerable_questions(access).filter(state=QuestionState.ROUTED, due_on__lte=week.until)
    rows = rows.exclude(asker=access.user).exclude(passed_by=access.user)
    rows = rows.filter(Q(helper=access.user) | Q(helper=None) | Q(escalated_at__isnull=False))
    if is_national_desk(access):
        rows = rows.filter(Q(desk=Desk.NATIONAL) | Q(escalated_at__isnull=False))
    found = rows.select_related("municipality").order_by("due_on", "created_at", "id")[:MOST_ROWS]
    return {"rows": [_desk_row(question) for question in found]}


def _desk_row(question: Question) -> WeekRow:
    return WeekRow(
        title=_("Vraag over %(theme)s") % {"theme": question.get_theme_display()},
        about=_("landelijk") if question.municipality is None else question.municipality.name,
        due_on=question.due_on,  # type: ignore[arg-type]
        url=address("guidance:question_manage", question.pk),
        action=_("Beantwoorden"),
        icon="message-question",
        kind=_("Vraagbaak"),
    )
