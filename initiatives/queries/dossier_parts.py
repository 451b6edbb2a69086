"""The parts of a dossier's page, all in one statement: put together by the ORM they are a join of seven tables and five more
queries, and took half of the page's time. Row security decides about every row once more; the municipality is asked for as well.
The statement is the function `dossier_page` in the database (migrations 0013 and 0016), where its plan is kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.http import Http404
from django.utils import timezone

from housing.models import Organisation, Property
from initiatives.documents import keep_parties
from initiatives.enums import AdviceOutcome
from initiatives.models import AgreementFacts, AgreementParty, Dossier, Initiative, PressFacts
from thuisgevers.common.deadlines import Deadline
from thuisgevers.common.encryption import Sealed
from thuisgevers.common.rows import row_of
from thuisgevers.common.words import label
from thuisgevers.municipalities import working_days
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import TEAM_ROLES, Capability, Role

_PAGE_SQL = """
SELECT * FROM dossier_page(
  %(dossier)s, %(initiative)s, %(property)s, %(assignee)s, %(place)s,
  %(today)s, %(recently)s, %(internal)s, %(me)s, %(roles)s)
"""


@dataclass(frozen=True, slots=True)
class TeamMember:
    name: str
    role: str
    email: str
    since: date


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answer. `is_open` as the row itself says it."""

    pk: UUID
    question: str
    due_on: date
    asked_at: datetime
    asked_by: str
    answer: str
    answered_at: datetime | None
    answered_by: str | None
    closed_at: datetime | None
    deadline: Deadline
    may_answer: bool

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.closed_at is None


@dataclass(frozen=True, slots=True)
class NoteLine:
    pk: UUID
    kind: str
    text: str
    author: str
    created_at: datetime
    removed_at: datetime | None
    may_remove: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """An advice, or a decision (then with `adviser`)."""

    outcome: str
    outcome_label: str
    text: str
    by: str
    at: datetime
    adviser: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """Questions: open ones first. Notes and advices are empty for who may not read them."""

    handler: str
    team: list[TeamMember]
    questions: list[Question]
    decisions: list[Verdict]
    notes: list[NoteLine]
    advices: list[Verdict]


def due(day: date | None) -> Deadline:
    left = None if day is None else working_days.working_days_between(timezone.localdate(), day)
    return Deadline(on=day, working_days_left=left)


def parts_of(access: Access, dossier: Dossier) -> Parts:
    """What hangs on a dossier that came through its door. One's own removed notes stay visible for a day, to put back.

    The initiative, its organisation, the property and the facts for the documents are kept on the dossier, as if they had been
    joined to it; of the first three only the columns that pages and documents show. Who may not read the initiative finds
    nothing (404).
    """
    place = dossier.municipality
    may_write = access.may(Capability.DOSSIER_HANDLE, municipality=place)
    may_answer = access.may(Capability.DOSSIER_ANSWER, municipality=place, scope_id=dossier.initiative_id)
    me = None if access.user is None else access.user.pk
    with connection.cursor() as cursor:
        cursor.execute(
            _PAGE_SQL,
            {
                "dossier": dossier.pk,
                "initiative": dossier.initiative_id,
                "property": dossier.property_id,
                "assignee": dossier.assignee_id,
                "place": dossier.municipality_id,
                "today": timezone.localdate(),
                "recently": timezone.now() - timedelta(days=1),
                "internal": access.may(Capability.DOSSIER_INTERNAL, municipality=place),
                "me": me,
                "roles": [role.value for role in (*TEAM_ROLES, Role.PIONEER)],
            },
        )
        found = cursor.fetchone()
    if found is None:
        raise Http404
    initiative, email, phone, organisation, held, handler, agreement, parties, press, *threads = found
    values = {**_values(initiative), "contact_email": Sealed(email), "contact_phone": Sealed(phone)}
    _keep(dossier, "initiative", row_of(Initiative, values))
    dossier.initiative.municipality = place
    _keep(dossier.initiative, "organisation", _one(Organisation, organisation))
    _keep(dossier, "property", _one(Property, held))
    _keep(dossier, "agreement_facts", _one(AgreementFacts, agreement))
    _keep(dossier, "press_facts", _one(PressFacts, press))
    keep_parties(dossier, [row_of(AgreementParty, row) for row in _rows(parties)])
    team, questions, decisions, notes, advices = (_rows(part) for part in threads)
    return Parts(
        handler=handler or "",
        team=[
            TeamMember(row["name"], label(Role(row["role"])), row["email"], date.fromisoformat(row["since"]))
            for row in team
        ],
        questions=[_question(row, may_answer=may_answer) for row in questions],
        decisions=[_verdict(row) for row in decisions],
        notes=[_note(row, may_remove=may_write and row["author_id"] == me) for row in notes],
        advices=[_verdict(row) for row in advices],
    )


def _rows(part: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(part) if isinstance(part, str) else part or []
    return rows


def _one[Row: models.Model](model: type[Row], part: Any) -> Row | None:
    return None if part is None else row_of(model, _values(part))


def _values(part: Any) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(part) if isinstance(part, str) else part
    return values


@cache
def _column(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)


def _keep(row: models.Model, name: str, related: models.Model | None) -> None:
    _column(type(row), name).set_cached_value(row, related)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _question(row: dict[str, Any], *, may_answer: bool) -> Question:
    due_on = date.fromisoformat(row["due_on"])
    return Question(
        pk=UUID(row["id"]),
        question=row["question"],
        due_on=due_on,
        asked_at=datetime.fromisoformat(row["asked_at"]),
        asked_by=row["asked_by"],
        answer=row["answer"],
        answered_at=_moment(row["answered_at"]),
        answered_by=row["answered_by"],
        closed_at=_moment(row["closed_at"]),
        deadline=due(due_on),
        may_answer=may_answer and row["answered_at"] is None and row["closed_at"] is None,
    )


def _note(row: dict[str, Any], *, may_remove: bool) -> NoteLine:
    return NoteLine(
        pk=UUID(row["id"]),
        kind=row["kind"],
        text=row["text"],
        author=row["author"],
        created_at=datetime.fromisoformat(row["created_at"]),
        removed_at=_moment(row["removed_at"]),
        may_remove=may_remove,
    )


def _verdict(row: dict[str, Any]) -> Verdict:
    return Verdict(
        outcome=row["outcome"],
        outcome_label=label(AdviceOutcome(row["outcome"])),
        text=row["text"],
        by=row["by"],
        at=datetime.fromisoformat(row["at"]),
        adviser=row.get("adviser", ""),
    )
