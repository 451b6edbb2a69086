"""A running plan as its page shows it: what is due next, how far it is, and every step with who and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from housing.enums import PropertyKind
from initiatives.models import Dossier
from initiatives.permissions import viewable_dossiers
from initiatives.queries.team import people_to_tell
from thuisgevers.accounts.models import User
from thuisgevers.common.addresses import address
from thuisgevers.common.deadlines import Deadline
from thuisgevers.common.words import label
from thuisgevers.documents.enums import DocumentKind
from thuisgevers.documents.kinds import registered_kinds
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.people import officials
from thuisgevers.municipalities.working_days import dutch_day, working_days_between

from ..enums import MUNICIPAL_STEP_ROLES, OPEN_STEPS, SchemeKind, StepState
from ..models import PlanComment, PlanStep, StepPlan, TemplateStep
from ..models.plans import applies
from ..permissions.plans import viewable_comments

LOOKS: dict[str, tuple[str, str]] = {
    StepState.OPEN: ("neutral", "circle"),
    StepState.DOING: ("info", "progress"),
    StepState.DONE: ("positive", "circle-check"),
    StepState.SKIPPED: ("neutral", "arrow-forward-up"),
}
"""Tone and icon of each state."""
NEXT = 3


class StepLine(NamedTuple):
    """One step of the list. `waits_for` are titles of steps that come first and are not over yet."""

    pk: UUID
    number: int
    title: str
    phase: str
    state: str
    state_label: str
    tone: str
    icon: str
    role: str
    owner: str
    starts_on: date | None
    due_on: date | None
    deadline: Deadline | None
    finished_on: date | None
    skip_reason: str
    waits_for: tuple[str, ...]
    applies: bool
    is_move_in: bool
    is_own: bool
    url: str

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STEPS

    @property
    def is_late(self) -> bool:
        return self.is_open and self.deadline is not None and self.deadline.tone == "late"


@dataclass(frozen=True, slots=True)
class PhaseLines:
    title: str
    steps: list[StepLine]
    done: int


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything on the page of a plan. `left_out` are steps for another kind of property or scheme."""

    phases: list[PhaseLines]
    next_steps: list[StepLine]
    left_out: list[StepLine]
    total: int
    done: int
    late: int

    @property
    def lines(self) -> list[StepLine]:
        return [line for phase in self.phases for line in phase.steps]

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0


@dataclass(slots=True)
class StepRow:
    """A step of a plan, as the function `plan_rows` in the database gives it (migration 0060): a plan has thirty steps with long
    texts, of which the list shows the titles."""

    pk: UUID
    state: str
    role: str
    starts_on: date | None
    due_on: date | None
    finished_at: datetime | None
    skip_reason: str
    key: str
    title: str
    after: list[str]
    place_after: str
    is_move_in: bool
    property_kinds: list[str]
    schemes: list[str]
    phase: str
    owner: str | None


def plan_page(plan: StepPlan, *, today: date) -> PlanPage:
    """One question, whatever the number of steps."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM plan_rows(%s)", [plan.pk])
        rows = in_place(StepRow(*row) for row in cursor.fetchall())
    lines = _lines(plan, rows, today)
    used = [line for line in lines if line.applies]
    phases: dict[str, list[StepLine]] = {}
    for line in used:
        phases.setdefault(line.phase, []).append(line)
    return PlanPage(
        phases=[PhaseLines(title, steps, sum(not line.is_open for line in steps)) for title, steps in phases.items()],
        next_steps=next_steps(used),
        left_out=[line for line in lines if not line.applies],
        total=len(used),
        done=sum(not line.is_open for line in used),
        late=sum(line.is_late for line in used),
    )


def in_place(rows: Iterable[StepRow]) -> list[StepRow]:
    """National steps in their order, each step of the municipality behind the one it belongs to, in that one's phase. Where that
    one is gone from the plan, it comes last."""
    national: list[StepRow] = []
    own: list[StepRow] = []
    for row in rows:
        (own if row.place_after else national).append(row)
    if not own:
        return national
    known = {row.key: row.phase for row in national}
    behind: dict[str, list[StepRow]] = {}
    for row in own:
        anchor = row.place_after
        moved = replace(row, phase=known.get(anchor, row.phase))
        behind.setdefault(anchor if anchor in known else "", []).append(moved)
    found = [one for row in national for one in (row, *behind.get(row.key, ()))]
    return [*found, *behind.get("", ())]


def next_steps(lines: Sequence[StepLine]) -> list[StepLine]:
    """The three due next: what somebody can do now before what still waits for another step, the earliest day first."""
    waiting = [line for line in lines if line.is_open]
    waiting.sort(key=lambda line: (bool(line.waits_for), line.due_on or date.max, line.state != StepState.DOING))
    return waiting[:NEXT]


def _lines(plan: StepPlan, rows: Sequence[StepRow], today: date) -> list[StepLine]:
    unfinished = {row.key: row.title for row in rows if row.state in OPEN_STEPS and applies(row, plan)}
    found = []
    for number, row in enumerate(rows, start=1):
        tone, icon = LOOKS[row.state]
        is_open = row.state in OPEN_STEPS
        found.append(
            StepLine(
                pk=row.pk,
                number=number,
                title=row.title,
                phase=row.phase,
                state=row.state,
                state_label=label(StepState(row.state)),
                tone=tone,
                icon=icon,
                role=label(Role(row.role)),
                owner=row.owner or "",
                starts_on=row.starts_on,
                due_on=row.due_on,
                deadline=step_deadline(row, today) if is_open else None,
                finished_on=None if row.finished_at is None else dutch_day(row.finished_at),
                skip_reason=row.skip_reason,
                waits_for=tuple(unfinished[key] for key in row.after if key in unfinished) if is_open else (),
                applies=applies(row, plan),
                is_move_in=row.is_move_in,
                is_own=bool(row.place_after),
                url=address("guidance:step_detail", row.pk),
            )
        )
    return found


def step_deadline(step: PlanStep | StepRow, today: date) -> Deadline | None:
    if step.due_on is None:
        return None
    return Deadline(on=step.due_on, working_days_left=working_days_between(today, step.due_on), today=today)


def candidates(step: PlanStep) -> list[User]:
    """To whom the step can be given: the team, and the municipality's people where the step is the municipality's; and who
    has it now."""
    people = [] if step.initiative_id is None else people_to_tell(step.initiative_id)
    if step.initiative_id is None or step.role in MUNICIPAL_STEP_ROLES:
        people += officials(step.municipality, MUNICIPAL_STEP_ROLES)
    if step.owner is not None:
        people.append(step.owner)
    return list({person.pk: person for person in people}.values())


def comments_of(access: Access, step: PlanStep) -> list[PlanComment]:
    return list(viewable_comments(access).filter(plan_step=step).select_related("author").order_by("created_at", "id"))


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A document that is made at this step, and the place in the dossier where that is done."""

    label: str
    url: str


def documents_of(access: Access, step: PlanStep) -> list[DocumentLink]:
    """Kinds that an app knows to make, in the newest dossier of the initiative that the reader may open."""
    kinds = {str(kind) for kind in registered_kinds()}
    wanted = [kind for kind in step.step.documents if kind in kinds]
    if not wanted or step.initiative_id is None:
        return []
    dossier = (
        viewable_dossiers(access)
        .filter(initiative_id=step.initiative_id)
        .select_related("municipality")
        .order_by("-submitted_at", "-id")
        .first()
    )
    if dossier is None:
        return []
    page = _dossier_page(access, dossier)
    return [DocumentLink(label=str(DocumentKind(kind).label), url=f"{page}#documenten") for kind in wanted]


def _dossier_page(access: Access, dossier: Dossier) -> str:
    if access.may(Capability.DOSSIER_READ, municipality=dossier.municipality):
        return address("initiatives:dossier_detail", dossier.municipality.slug, dossier.pk)
    return address("initiatives:my_dossier", dossier.pk)


def neighbours_of(step: PlanStep) -> dict[str, list[Any]]:
    """The steps that come before and after this one, with their state, by title."""
    rows = list(PlanStep.objects.filter(plan_id=step.plan_id).select_related("step").order_by("step__position"))
    return {
        "before": [row for row in rows if row.step.key in step.step.after],
        "behind": [row for row in rows if step.step.key in row.step.after],
    }


def only_for(step: TemplateStep) -> str:
    """For which property or scheme the step is, in words; empty where it is for all."""

    words = [str(PropertyKind(kind).label) for kind in step.property_kinds if kind in PropertyKind.values]
    words += [str(SchemeKind(kind).label) for kind in step.schemes if kind in SchemeKind.values]
    return _("Alleen bij: %(what)s.") % {"what": ", ".join(words)} if words else ""
