"""Answering, passing on, closing and merging, by who a question lies with. Who comes second is told so and loses nothing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from thuisgevers.audit.transitions import transition
from thuisgevers.common.tasks import wake
from thuisgevers.guidance.enums import AnswerState, Desk, ProposalState, QuestionNews
from thuisgevers.guidance.models import AnswerProposal, PublishedAnswer, Question, QuestionMessage
from thuisgevers.guidance.permissions.questions import can_answer
from thuisgevers.guidance.states import QUESTION
from thuisgevers.municipalities.access import Access

from .answerers import tell_answerers
from .asking import SWEEP_MAILS, term_of
from .routing import at_desk

type Sources = list[dict[str, str]]


def news(kind: QuestionNews) -> dict[str, Any]:
    """What makes the asker be mailed, as fields of the row."""
    return {"news": kind, "news_at": timezone.now()}


def answer_question(*, access: Access, question: Question, text: str, sources: Sources) -> Question:
    """The answer, once: of two people who answer together one is first (WrongStateError for the other)."""
    if access.user is None:
        raise PermissionDenied
    with transaction.atomic():
        fresh = transition(
            access=access,
            obj=question,
            machine=QUESTION,
            name="answer",
            may=can_answer,
            changes={"answered_at": timezone.now(), **news(QuestionNews.ANSWER)},
        )
        QuestionMessage(question=fresh, author=access.user, is_answer=True, text=text, sources=sources).save(
            force_insert=True
        )
        wake(SWEEP_MAILS)
        return fresh


def pass_on(*, access: Access, question: Question, desk: str, reason: str) -> Question:
    """Lay it with somebody else, with a new term. Who passed it on still reads it."""
    place = at_desk(question, Desk(desk))
    fresh = transition(
        access=access,
        obj=question,
        machine=QUESTION,
        name="pass_on",
        may=can_answer,
        reason=reason,
        changes={
            "desk": place.desk,
            "helper_id": place.helper,
            "passed_by": access.user,
            **term_of(question.municipality),
        },
    )
    tell_answerers(fresh, "question_routed")
    return fresh


def close_question(*, access: Access, question: Question, reason: str) -> Question:
    """Not answered (any further); the asker reads the reason."""
    with transaction.atomic():
        fresh = transition(
            access=access,
            obj=question,
            machine=QUESTION,
            name="close",
            may=can_answer,
            reason=reason,
            changes={"closed_at": timezone.now(), "close_reason": reason, **news(QuestionNews.CLOSED)},
        )
        _drop_proposal(access, fresh, reason)
        wake(SWEEP_MAILS)
        return fresh


def merge_question(*, access: Access, question: Question, into: PublishedAnswer) -> Question:
    """The question has been answered for everybody already: the asker is mailed where."""
    if into.state != AnswerState.PUBLISHED:
        raise PermissionDenied
    with transaction.atomic():
        fresh = transition(
            access=access,
            obj=question,
            machine=QUESTION,
            name="merge",
            may=can_answer,
            changes={"closed_at": timezone.now(), "merged_into": into, **news(QuestionNews.MERGED)},
        )
        _drop_proposal(access, fresh, "")
        wake(SWEEP_MAILS)
        return fresh


def _drop_proposal(access: Access, question: Question, reason: str) -> None:
    """An open proposal of somebody else goes back; one's own stays with the closed question and leads nowhere."""
    AnswerProposal.objects.filter(question=question, state=ProposalState.OPEN).exclude(proposed_by=access.user).update(
        state=ProposalState.REFUSED, decided_by=access.user, decided_at=timezone.now(), reason=reason
    )
