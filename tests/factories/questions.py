"""Questions and published answers, written past the policies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.guidance.enums import Desk, ProposalState, QuestionState
from thuisgevers.guidance.models import AnswerProposal, PublishedAnswer, Question, QuestionMessage
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.links import create_link
from thuisgevers.municipalities.working_days import today

ASKED = "Mogen wij de zolder verhuren aan studenten?"


def question(asker: User | None = None, *, state: str = QuestionState.ROUTED, **facts: Any) -> Question:
    """One that lies with the national desk unless told otherwise."""
    now = timezone.now()
    values: dict[str, Any] = {
        "name": "Tess Testpersoon" if asker is None else asker.display_name,
        "email": "tess@voorbeeld.example" if asker is None else asker.email,
        "title": ASKED,
        "text": "De zolder staat leeg.",
        "theme": "property",
    }
    if state != QuestionState.ASKED:
        values |= {"desk": Desk.NATIONAL, "routed_at": now, "due_on": today() + timedelta(days=7)}
        values["remind_on"] = today() + timedelta(days=5)
    if state in {QuestionState.ANSWERED, QuestionState.PUBLISHED}:
        values["answered_at"] = now
    if state == QuestionState.CLOSED:
        values |= {"closed_at": now, "close_reason": "Al besproken aan de telefoon."}
    with seed():
        row = Question(asker=asker, state=state, **{**values, **facts})
        row.save(force_insert=True)
        if row.answered_at is not None:
            QuestionMessage(question=row, is_answer=True, text="Vraag het eerst aan de eigenaar.").save(
                force_insert=True
            )
    return row


def published(of: Question | None = None, **facts: Any) -> PublishedAnswer:
    with seed():
        return PublishedAnswer.objects.create(
            question=of,
            published_at=timezone.now(),
            **{
                "title": "Mag een zolder worden verhuurd?",
                "answer": "Dat hangt af van de vluchtweg. Vraag het de gemeente.",
                "theme": "property",
                "review_on": today() + timedelta(days=90),
                **facts,
            },
        )


def proposal(by: User, of: Question | None = None, **facts: Any) -> AnswerProposal:
    with seed():
        row = AnswerProposal(
            question=of,
            proposed_by=by,
            **{
                "title": "Mag een zolder worden verhuurd?",
                "answer": "Dat hangt af van de vluchtweg.",
                "theme": "property",
                "review_on": today() + timedelta(days=90),
                "state": ProposalState.OPEN,
                **facts,
            },
        )
        row.save(force_insert=True)
    return row


def link_to(row: Question, *, days: int = 30) -> str:
    """The token that a mail would carry."""
    with seed():
        return create_link(purpose=LinkPurpose.QUESTION, object_id=row.pk, municipality=None, valid_days=days)[1]


def fresh[Row: (Question, PublishedAnswer, AnswerProposal)](row: Row) -> Row:
    with seed():
        return type(row).objects.get(pk=row.pk)


def question_things(case: Any, official: User) -> tuple[Question, PublishedAnswer]:
    """A marked question of the official that lies with the pioneer of the case, with a proposal, and a published answer."""
    row = question(
        official,
        title=f"{case.mark} vraag",
        desk=Desk.PIONEER,
        municipality=case.municipality,
        initiative_id=case.initiative.pk,
    )
    proposal(official, row)
    return row, published(title="Mag de zolder erbij?")
