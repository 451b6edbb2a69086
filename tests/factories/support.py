"""Requests for help, offers and what hangs on them, written past the policies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tests.factories.learning import done_step, feedback
from tests.factories.people import member, person
from tests.factories.plans import PlanThings, plan_step
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.guidance.enums import SupportLogKind, SupportTopic
from thuisgevers.guidance.models import (
    StepPlan,
    SupportAbsence,
    SupportCoverage,
    SupportLogEntry,
    SupportOffer,
    SupportRequest,
)
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import add_working_days, today


def support_request(
    municipality: Municipality,
    by: User,
    *,
    initiative_id: UUID | None = None,
    helper: User | None = None,
    due_on: date | None = None,
    **facts: Any,
) -> SupportRequest:
    due = due_on or add_working_days(today(), 3)
    with seed():
        row = SupportRequest(
            municipality=municipality,
            initiative_id=initiative_id,
            asked_by=by,
            helper=helper,
            due_on=due,
            remind_on=add_working_days(due, -1),
            **{"topic": SupportTopic.START, "question": "Hoe beginnen wij?", **facts},
        )
        row.save(force_insert=True)
    return row


def offer(municipality: Municipality, by: User, *, initiative_id: UUID | None = None, **facts: Any) -> SupportOffer:
    with seed():
        row = SupportOffer(
            municipality=municipality,
            initiative_id=initiative_id,
            user=by,
            **{"topic": SupportTopic.BUILDING, "text": "Wij maakten van een pastorie vier kamers.", **facts},
        )
        row.save(force_insert=True)
    return row


def coverage(user: User, **facts: Any) -> SupportCoverage:
    with seed():
        row = SupportCoverage(user=user, **facts)
        row.save(force_insert=True)
    return row


def absence(user: User, *, days: int = 3, after: int = 0) -> SupportAbsence:
    first = today() + timedelta(days=after)
    with seed():
        row = SupportAbsence(user=user, first_on=first, last_on=first + timedelta(days=days))
        row.save(force_insert=True)
    return row


def log_entry(
    municipality: Municipality, author: User, *, initiative_id: UUID | None = None, **facts: Any
) -> SupportLogEntry:
    with seed():
        row = SupportLogEntry(
            municipality=municipality,
            initiative_id=initiative_id,
            author=author,
            **{
                "done_on": today(),
                "kind": SupportLogKind.CALL,
                "text": "Samen gebeld met de gemeente.",
                "minutes": 40,
                **facts,
            },
        )
        row.save(force_insert=True)
    return row


@dataclass(frozen=True)
class SupportThings:
    """What an address about help or about looking back can name, for one case."""

    request_id: UUID
    offer_id: UUID
    absence_id: UUID
    helper_id: UUID
    over_id: UUID
    feedback_id: UUID


def support_things(case: Any, plan: PlanThings, official: User, pioneer: User) -> SupportThings:
    """A marked request of the case's initiative, a marked line in the log and at a step, and an offer, which has no mark: everybody
    who asks for help sees it."""
    with seed():
        held = StepPlan.objects.get(pk=plan.plan_id)
    over = done_step(plan_step(held, "viewing"))
    said = feedback(over, official, remark=f"{case.mark} tip")
    log_entry(case.municipality, pioneer, initiative_id=case.initiative.pk, text=f"{case.mark} gebeld", is_shared=True)
    asked = support_request(
        case.municipality,
        official,
        initiative_id=case.initiative.pk,
        question=f"{case.mark} hulp",
        step_title=case.mark,
    )
    giver = person(f"Aanbieder {case.mark}")
    member(giver, Role.VOLUNTEER, municipality=case.municipality, scope_id=case.initiative.pk)
    return SupportThings(
        request_id=asked.pk,
        offer_id=offer(case.municipality, giver, initiative_id=case.initiative.pk).pk,
        absence_id=absence(pioneer).pk,
        helper_id=pioneer.public_id,
        over_id=over.pk,
        feedback_id=said.pk,
    )
