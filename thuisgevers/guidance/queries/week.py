"""What is expected of one person this week: rows of several apps in one list, by day.

An app adds its rows through the slot `guidance.week` (`common.slots`): its query gets the person's access and the `Week`, and returns
`{"rows": [WeekRow, …]}`, or None where the person has no part in it. The page draws all rows the same; the panel's own
template is what a row looks like.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from housing.models import PlacementTask
from housing.permissions.placements import changeable_placement_tasks
from initiatives.models import Dossier, InformationRequest, Initiative
from initiatives.permissions import answerable_information_requests, handleable_dossiers
from initiatives.queries.registrations import WAITING_STATES, national_registrations
from thuisgevers.common import slots
from thuisgevers.common.addresses import address
from thuisgevers.common.deadlines import Deadline
from thuisgevers.common.templatetags.dutch import weekday_date
from thuisgevers.members.permissions import own_memberships, running
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability, Role, ScopeKind
from thuisgevers.municipalities.working_days import working_days_between

from ..enums import MUNICIPAL_STEP_ROLES, OPEN_STEPS, TEAM_STEP_ROLES, SupportState
from ..models import PlanStep, SupportRequest
from ..permissions.plans import workable_steps
from .support_requests import about, to_do

SLOT = "guidance.week"
ROW_TEMPLATE = "guidance/week_rows.html"
MOST_ROWS = 60
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Week:
    """From today up to and including the Sunday that ends it; in a weekend the week to come counts along."""

    today: date
    until: date

    @classmethod
    def of(cls, today: date) -> Week:
        left = 6 - today.weekday()
        return cls(today, today + timedelta(days=left + 7 if today.weekday() >= SATURDAY else left))


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One thing to do before the end of `due_on`. `about` says for whom or where, `action` what the button does."""

    title: str
    about: str
    due_on: date
    url: str
    action: str
    icon: str
    kind: str


@dataclass(frozen=True, slots=True)
class WeekLine:
    row: WeekRow
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A heading and what is due then; what is late comes first, under one heading."""

    label: str
    is_late: bool
    lines: list[WeekLine]


def week_page(access: Access, today: date) -> list[WeekDay]:
    """All rows, most urgent first. As many questions as there are panels, whatever the number of rows."""
    week = Week.of(today)
    rows: list[WeekRow] = []
    for _panel, data in slots.filled_panels(SLOT, access, week):
        rows += data["rows"]
    rows.sort(key=lambda row: (row.due_on, row.kind, row.title))
    days: dict[tuple[bool, date | None], list[WeekLine]] = {}
    for row in rows:
        is_late = row.due_on < today
        deadline = Deadline(on=row.due_on, working_days_left=working_days_between(today, row.due_on), today=today)
        days.setdefault((is_late, None if is_late else row.due_on), []).append(WeekLine(row, deadline))
    return [WeekDay(_label(day, today), is_late, lines) for (is_late, day), lines in days.items()]


def _label(day: date | None, today: date) -> str:
    if day is None:
        return _("Te laat")
    if day == today:
        return _("Vandaag")
    return capfirst(str(weekday_date(day)))


def steps_of_week(access: Access, week: Week) -> Mapping[str, Any] | None:
    """Steps that the person took, and those that nobody took and that are their role's."""
    if access.user is None or not access.holds(Capability.PLAN_WORK):
        return None
    roles = own_memberships(access).filter(running(), role__in=[*TEAM_STEP_ROLES, *MUNICIPAL_STEP_ROLES])
    mine = Q(owner=access.user)
    for role, scope, scope_id, place in roles.values_list("role", "scope", "scope_id", "municipality_id"):
        if scope == ScopeKind.INITIATIVE:
            mine |= Q(owner__isnull=True, role=role, initiative_id=scope_id)
        elif scope == ScopeKind.MUNICIPALITY:
            mine |= Q(owner__isnull=True, role=role, municipality_id=place)
    found = workable_steps(access).filter(mine, state__in=OPEN_STEPS, due_on__lte=week.until)
    steps = found.select_related("step", "initiative", "municipality").order_by("due_on", "id")[:MOST_ROWS]
    return {"rows": [_step_row(step) for step in steps]}


def _step_row(step: PlanStep) -> WeekRow:
    name = step.municipality.name if step.initiative is None else step.initiative.name
    return WeekRow(
        title=step.step.title,
        about=name if step.owner_id is not None else f"{name}, {Role(step.role).label}",
        due_on=step.due_on,  # type: ignore[arg-type]
        url=address("guidance:step_detail", step.pk),
        action=_("Naar de stap"),
        icon="list-check",
        kind=_("Stappenplan"),
    )


def dossiers_of_week(access: Access, week: Week) -> Mapping[str, Any] | None:
    """Dossiers that the person handles, or that nobody took up yet, with a day on which something must have happened."""
    places = sorted(access.municipality_ids(Capability.DOSSIER_HANDLE))
    if access.user is None or not places:
        return None
    rows = handleable_dossiers(access).filter(
        Q(assignee=access.user) | Q(assignee__isnull=True),
        is_open=True,
        municipality_id__in=places,
        target_date__lte=week.until,
    )
    found = rows.select_related("initiative", "municipality").order_by("target_date", "id")[:MOST_ROWS]
    return {"rows": [_dossier_row(dossier) for dossier in found]}


def _dossier_row(dossier: Dossier) -> WeekRow:
    free = _("nog van niemand") if dossier.assignee_id is None else str(dossier.get_state_display())
    return WeekRow(
        title=dossier.initiative.name,
        about=f"{dossier.municipality.name}, {free}",
        due_on=dossier.target_date,  # type: ignore[arg-type]
        url=address("initiatives:dossier_detail", dossier.municipality.slug, dossier.pk),
        action=_("Openen"),
        icon="folder",
        kind=_("Dossier"),
    )


def registrations_of_week(access: Access, week: Week) -> Mapping[str, Any] | None:
    """For the national desk: registrations that wait for their first answer where the municipality does not take part yet."""
    if not access.is_national(Capability.DOSSIER_HANDLE):
        return None
    rows = national_registrations(access).filter(
        state__in=WAITING_STATES, first_answered_at__isnull=True, first_answer_due_on__lte=week.until
    )
    found = rows.select_related("municipality").order_by("first_answer_due_on", "id")[:MOST_ROWS]
    return {"rows": [_registration_row(row) for row in found]}


def _registration_row(row: Initiative) -> WeekRow:
    return WeekRow(
        title=row.name,
        about=row.municipality.name,
        due_on=row.first_answer_due_on,  # type: ignore[arg-type]
        url=address("initiatives:national_registration", row.pk),
        action=_("Antwoorden"),
        icon="inbox",
        kind=_("Aanmelding"),
    )


def questions_of_week(access: Access, week: Week) -> Mapping[str, Any] | None:
    """What the municipality still wants to know from the team."""
    teams = sorted(access.scope_ids(Capability.DOSSIER_ANSWER))
    if not teams:
        return None
    rows = answerable_information_requests(access).filter(initiative_id__in=teams, due_on__lte=week.until)
    found = rows.select_related("initiative").order_by("due_on", "id")[:MOST_ROWS]
    return {"rows": [_question_row(question) for question in found]}


def _question_row(question: InformationRequest) -> WeekRow:
    return WeekRow(
        title=_("Beantwoord de vraag van de gemeente"),
        about=question.initiative.name,
        due_on=question.due_on,
        url=address("initiatives:my_dossier_answer", question.dossier_id, question.pk),
        action=_("Beantwoorden"),
        icon="message-question",
        kind=_("Vraag van de gemeente"),
    )


def tasks_of_week(access: Access, week: Week) -> Mapping[str, Any] | None:
    """The person's own tasks around placements; no household is named here."""
    if access.user is None or not access.municipality_ids(Capability.PLACEMENT_WRITE):
        return None
    rows = changeable_placement_tasks(access).filter(owner=access.user, done_on__isnull=True, due_on__lte=week.until)
    found = rows.select_related("municipality").order_by("due_on", "id")[:MOST_ROWS]
    return {"rows": [_task_row(task) for task in found]}


def _task_row(task: PlacementTask) -> WeekRow:
    return WeekRow(
        title=capfirst(str(task.get_kind_display())),
        about=_("plaatsing in %(place)s") % {"place": task.municipality.name},
        due_on=task.due_on,
        url=address("housing:placement_task_list", task.municipality.slug),
        action=_("Naar de taken"),
        icon="home-check",
        kind=_("Plaatsing"),
    )


def support_of_week(access: Access, week: Week) -> Mapping[str, Any] | None:
    """What one has to answer before the end of the week."""
    if access.user is None or not access.holds(Capability.SUPPORT_READ):
        return None
    found = to_do(access).filter(due_on__lte=week.until).select_related("municipality", "initiative")
    return {"rows": [_support_row(row) for row in found.order_by("due_on", "id")[:MOST_ROWS]]}


def _support_row(row: SupportRequest) -> WeekRow:
    return WeekRow(
        title=_("Hulpvraag: %(topic)s") % {"topic": row.get_topic_display()},
        about=about(row),
        due_on=row.due_on,
        url=address("guidance:support_detail", row.pk),
        action=_("Oppakken") if row.state == SupportState.ASKED else _("Beantwoorden"),
        icon="lifebuoy",
        kind=_("Hulpvraag"),
    )
