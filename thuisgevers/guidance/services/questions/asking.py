"""Asking, adding and withdrawing. A visitor's question reaches nobody before the visitor pressed the button behind the mailed link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.accounts.models import normal_email
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.tasks import wake
from thuisgevers.guidance.enums import QuestionNews, QuestionState
from thuisgevers.guidance.models import Question, QuestionMessage, StepPlan
from thuisgevers.guidance.permissions.questions import is_asker, own_questions
from thuisgevers.guidance.states import QUESTION
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.clocks import first_answer_due
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import add_working_days, today

from .answerers import tell_answerers
from .routing import place_for

SWEEP_MAILS = "thuisgevers.guidance.tasks.questions.sweep_question_mails"
REMINDED_BEFORE = 2
"""Working days before the term ends."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and where it came from: the step of a plan, an initiative, a municipality."""

    title: str
    theme: str
    text: str = ""
    audience: str = ""
    step_key: str = ""
    municipality: Municipality | None = None
    initiative_id: UUID | None = None
    plan: StepPlan | None = None


def ask_question(*, access: Access, asked: Asked) -> Question:
    """By somebody who is signed in: it lies with who answers at once, and they are mailed."""
    if access.user is None:
        raise PermissionDenied
    with transaction.atomic():
        row = _row(asked, asker=access.user, name=access.user.display_name, email=access.user.email)
        row.save(force_insert=True)
        return route(access=access, question=row)


def ask_as_visitor(*, asked: Asked, name: str, email: str) -> None:
    """Without an account: kept, and a link goes to the address. Says nothing about who is known here."""
    row = _row(asked, name=name, email=normal_email(email))
    row.news, row.news_at = QuestionNews.CONFIRM, timezone.now()
    with transaction.atomic():
        row.save(force_insert=True)
        wake(SWEEP_MAILS)


def confirm_question(*, access: Access, question: Question) -> Question:
    """The button behind the mailed link. Pressed again it changes nothing."""
    with transaction.atomic():
        fresh = own_questions(access).select_for_update(of=("self",), no_key=True).get(pk=question.pk)
        if fresh.state != QuestionState.ASKED:
            return fresh
        return route(access=access, question=fresh)


def route(*, access: Access, question: Question) -> Question:
    """Lay the question with who answers, with a term in working days, and mail them."""
    place = place_for(question)
    fresh = transition(
        access=access,
        obj=question,
        machine=QUESTION,
        name="route",
        may=is_asker,
        changes={
            "desk": place.desk,
            "helper_id": place.helper,
            "routed_at": timezone.now(),
            **term_of(question.municipality),
        },
    )
    tell_answerers(fresh, "question_routed")
    return fresh


def term_of(municipality: Municipality | None) -> dict[str, Any]:
    """The promise for a first answer: the municipality's own number of working days, else the national one."""
    due_on: date = first_answer_due(municipality, today())
    return {
        "due_on": due_on,
        "remind_on": max(today(), add_working_days(due_on, -REMINDED_BEFORE)),
        "reminded_at": None,
        "escalated_at": None,
    }


def add_to_question(*, access: Access, question: Question, text: str) -> Question:
    """The asker writes on. After an answer the question lies open again, with a new term."""
    with transaction.atomic():
        fresh = _own(access, question)
        if fresh.state not in {QuestionState.ROUTED, QuestionState.ANSWERED}:
            raise ConflictError(_("Bij deze vraag kunt u niets meer schrijven. Stel een nieuwe vraag."))
        QuestionMessage(question=fresh, author=access.user, text=text).save(force_insert=True)
        if fresh.state == QuestionState.ANSWERED:
            fresh = transition(
                access=access,
                obj=fresh,
                machine=QUESTION,
                name="ask_on",
                may=is_asker,
                changes=term_of(fresh.municipality),
            )
            tell_answerers(fresh, "question_routed")
        return fresh


def withdraw_question(*, access: Access, question: Question) -> Question:
    """The asker needs no answer any more."""
    return transition(
        access=access,
        obj=question,
        machine=QUESTION,
        name="withdraw",
        may=is_asker,
        changes={"closed_at": timezone.now(), "close_reason": _("Ingetrokken door de vragensteller.")},
    )


def _own(access: Access, question: Question) -> Question:
    rows = own_questions(access).select_for_update(of=("self",), no_key=True)
    return rows.get(pk=question.pk)


def _row(asked: Asked, **who: Any) -> Question:
    return Question(
        title=asked.title,
        text=asked.text,
        theme=asked.theme,
        audience=asked.audience,
        step_key=asked.step_key,
        municipality=asked.municipality,
        initiative_id=asked.initiative_id,
        plan=asked.plan,
        **who,
    )
