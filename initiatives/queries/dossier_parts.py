"""The parts of a dossier's page, all in one statement: put together by the ORM they are a join of seven tables and five more
queries, and took half of the page's time. Row security decides about every row once more; the municipality is asked for as well.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils import timezone

from housing.models import Organisation, Property
from initiatives.documents import keep_parties
from initiatives.enums import AdviceOutcome
from initiatives.models import AgreementFacts, AgreementParty, Dossier, PressFacts
from thuisgevers.common.deadlines import Deadline
from thuisgevers.municipalities import working_days
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import TEAM_ROLES, Capability, Role

_OF_DOSSIER = "r.dossier_id = %(dossier)s AND r.municipality_id = %(place)s"
_PARTS_SQL = f"""
SELECT
  (SELECT row_to_json(t) FROM (
    SELECT r.id, r.municipality_id, r.name, r.kind FROM housing_organisation r
    WHERE r.id = %(organisation)s AND r.municipality_id = %(place)s) t),
  (SELECT row_to_json(t) FROM (
    SELECT r.id, r.municipality_id, r.kind, r.street, r.house_number, r.postcode, r.place, r.vacant_from, r.vacant_until,
      r.capacity_min, r.capacity_max, r.own_entrance, r.bedrooms, r.kitchens, r.bathrooms, r.toilets, r.tenure,
      r.statutory_group, r.state
    FROM housing_property r WHERE r.id = %(property)s AND r.municipality_id = %(place)s) t),
  (SELECT u.display_name FROM accounts_user u WHERE u.id = %(assignee)s),
  (SELECT row_to_json(t) FROM (
    SELECT r.id, r.municipality_id, r.dossier_id, r.initiative_id, r.residents_min, r.residents_max, r.statutory_group,
      r.starts_on, r.ends_on, r.notice_months, r.insurer_informed_on, r.insurer_name, r.costs, r.house_rules
    FROM initiatives_agreementfacts r WHERE {_OF_DOSSIER}) t),
  (SELECT json_agg(t) FROM (
    SELECT r.id, r.municipality_id, r.dossier_id, r.initiative_id, r.position, r.role, r.name, r.address,
      r.postcode_and_place, r.kvk_number, r.represented_by, r.represented_as
    FROM initiatives_agreementparty r WHERE {_OF_DOSSIER} ORDER BY r.position, r.id) t),
  (SELECT row_to_json(t) FROM (
    SELECT r.id, r.municipality_id, r.dossier_id, r.initiative_id, r.quote, r.quote_by, r.quote_function, r.named_partners,
      r.contact_name, r.contact_organisation, r.contact_phone, r.contact_email, r.embargo_until
    FROM initiatives_pressfacts r WHERE {_OF_DOSSIER}) t),
  (SELECT json_agg(t) FROM (
    SELECT u.display_name AS name, r.role, u.email, r.starts_on AS since
    FROM municipalities_membership r JOIN accounts_user u ON u.id = r.user_id
    WHERE r.scope_id = %(initiative)s AND r.municipality_id = %(place)s AND r.role = ANY (%(roles)s)
      AND r.starts_on <= %(today)s AND (r.ends_on IS NULL OR r.ends_on > %(today)s)
    ORDER BY r.starts_on, r.id) t),
  (SELECT json_agg(t) FROM (
    SELECT r.id, r.question, r.due_on, r.asked_at, a.display_name AS asked_by, r.answer, r.answered_at,
      b.display_name AS answered_by, r.closed_at
    FROM initiatives_informationrequest r JOIN accounts_user a ON a.id = r.asked_by_id
    LEFT JOIN accounts_user b ON b.id = r.answered_by_id
    WHERE {_OF_DOSSIER}
    ORDER BY (r.answered_at IS NULL AND r.closed_at IS NULL) DESC, r.asked_at DESC, r.id) t),
  (SELECT json_agg(t) FROM (
    SELECT r.outcome, r.reason AS text, d.display_name AS by, r.decided_at AS at, a.display_name AS adviser
    FROM initiatives_decision r JOIN accounts_user d ON d.id = r.decided_by_id
    JOIN accounts_user a ON a.id = r.advised_by_id
    WHERE {_OF_DOSSIER} ORDER BY r.decided_at DESC, r.id) t),
  CASE WHEN %(internal)s THEN (SELECT json_agg(t) FROM (
    SELECT r.id, r.kind, r.text, r.author_id, u.display_name AS author, r.created_at, r.removed_at
    FROM initiatives_note r JOIN accounts_user u ON u.id = r.author_id
    WHERE {_OF_DOSSIER} AND (r.removed_at IS NULL OR (r.author_id = %(me)s AND r.removed_at > %(recently)s))
    ORDER BY r.created_at DESC, r.id DESC) t) END,
  CASE WHEN %(internal)s THEN (SELECT json_agg(t) FROM (
    SELECT r.outcome, r.text, u.display_name AS by, r.advised_at AS at
    FROM initiatives_advice r JOIN accounts_user u ON u.id = r.advised_by_id
    WHERE {_OF_DOSSIER} ORDER BY r.advised_at DESC, r.id) t) END
"""  # noqa: S608 - nothing in it comes from outside


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

    Organisation, property and the facts for the documents are kept on the dossier and its initiative, as if they had been
    joined to it; of organisation and property only the columns that pages and documents show.
    """
    place = dossier.municipality
    may_write = access.may(Capability.DOSSIER_HANDLE, municipality=place)
    may_answer = access.may(Capability.DOSSIER_ANSWER, municipality=place, scope_id=dossier.initiative_id)
    me = None if access.user is None else access.user.pk
    with connection.cursor() as cursor:
        cursor.execute(
            _PARTS_SQL,
            {
                "dossier": dossier.pk,
                "initiative": dossier.initiative_id,
                "organisation": dossier.initiative.organisation_id,
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
        organisation, held, handler, agreement, parties, press, *threads = cursor.fetchone()
    _keep(dossier.initiative, "organisation", _one(Organisation, organisation))
    _keep(dossier, "property", _one(Property, held))
    _keep(dossier, "agreement_facts", _one(AgreementFacts, agreement))
    _keep(dossier, "press_facts", _one(PressFacts, press))
    keep_parties(dossier, [_row_of(AgreementParty, row) for row in _rows(parties)])
    team, questions, decisions, notes, advices = (_rows(part) for part in threads)
    return Parts(
        handler=handler or "",
        team=[
            TeamMember(row["name"], str(Role(row["role"]).label), row["email"], date.fromisoformat(row["since"]))
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
    values = json.loads(part) if isinstance(part, str) else part
    return None if values is None else _row_of(model, values)


def _row_of[Row: models.Model](model: type[Row], values: dict[str, Any]) -> Row:
    """The row as the ORM would have read it; columns that were not asked for are deferred."""
    return model.from_db(
        "default", list(values), [_column(model, name).to_python(value) for name, value in values.items()]
    )


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
        outcome_label=str(AdviceOutcome(row["outcome"]).label),
        text=row["text"],
        by=row["by"],
        at=datetime.fromisoformat(row["at"]),
        adviser=row.get("adviser", ""),
    )
