"""Who sees and answers which question; the database says the same (migration 0021)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..enums import AnswerState, Desk
from ..models import AnswerProposal, PublishedAnswer, Question


def is_national_desk(access: Access) -> bool:
    return access.is_national(Capability.QUESTION_DESK)


def own_questions(access: Access) -> QuerySet[Question]:
    """Those of the person who is signed in, or the one that the mailed link is for."""
    if access.link is not None:
        return Question.objects.filter(pk__in=sorted(access.scope_ids(Capability.QUESTION_FOLLOW)))
    if access.user is None:
        return Question.objects.none()
    return Question.objects.filter(asker_id=access.user.pk)


def is_asker(access: Access, question: Question) -> bool:
    if access.link is not None:
        return question.pk in access.scope_ids(Capability.QUESTION_FOLLOW)
    return access.user is not None and question.asker_id == access.user.pk


def answerable_questions(access: Access) -> QuerySet[Question]:
    """What lies with the reader: of the initiatives somebody is pioneer of, of the municipalities somebody is liaison for, what came to
    the reader from elsewhere in the province, all for the national desk; and what the reader passed on to another."""
    confirmed = Question.objects.exclude(desk="")
    if is_national_desk(access):
        return confirmed
    places = sorted(access.municipality_ids(Capability.QUESTION_ANSWER))
    initiatives = sorted(access.scope_ids(Capability.QUESTION_ANSWER))
    helps = Q(pk__in=())
    if access.user is not None and (places or initiatives):
        helps = Q(helper_id=access.user.pk)
    return confirmed.filter(
        helps
        | Q(desk=Desk.LIAISON, municipality_id__in=places)
        | Q(desk=Desk.PIONEER, initiative_id__in=initiatives)
        | Q(passed_by_id=None if access.user is None else access.user.pk, passed_by__isnull=False)
    )


def can_answer(access: Access, question: Question) -> bool:
    """Whether the question lies with somebody: who passed it on reads along and answers no more. Nobody answers an own question."""
    if is_asker(access, question):
        return False
    if is_national_desk(access):
        return True
    if access.user is not None and question.helper_id == access.user.pk and access.holds(Capability.QUESTION_ANSWER):
        return True
    match question.desk:
        case Desk.PIONEER:
            return question.initiative_id in access.scope_ids(Capability.QUESTION_ANSWER)
        case Desk.LIAISON:
            return question.municipality_id in access.municipality_ids(Capability.QUESTION_ANSWER)
        case _:
            return False


def can_let_through(access: Access, proposal: AnswerProposal) -> bool:
    """The second pair of eyes: never those of who wrote it."""
    if access.user is None or proposal.proposed_by_id == access.user.pk:
        return False
    if proposal.question is None:
        return is_national_desk(access)
    return can_answer(access, proposal.question)


def readable_answers(access: Access) -> QuerySet[PublishedAnswer]:
    """What everybody may read; the national desk also what was withdrawn."""
    if is_national_desk(access):
        return PublishedAnswer.objects.all()
    return PublishedAnswer.objects.filter(Q(state=AnswerState.PUBLISHED) | Q(merged_into__isnull=False))
