"""Published answers afterwards: looked at again, withdrawn, merged, chosen for the week, found helpful."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import ReasonMissingError, transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import uuid7
from thuisgevers.guidance.enums import AnswerState, QuestionState, TemplateState
from thuisgevers.guidance.models import PublishedAnswer, Question, StepPlanTemplate, TemplateStep
from thuisgevers.guidance.permissions.questions import can_answer, is_national_desk
from thuisgevers.guidance.states import QUESTION
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.working_days import today

#: A step is another step when one of these changed; its place or usual length says nothing about an answer.
WORDS_OF_A_STEP = ("title", "help_text", "checklist", "documents", "links")


def keep_answer(*, access: Access, answer: PublishedAnswer, review_on: date) -> PublishedAnswer:
    """Looked at: it still holds, until that day."""
    return _write(access, answer, "review", review_on=review_on, reviewed_on=today(), step_changed_at=None)


def withdraw_answer(*, access: Access, answer: PublishedAnswer, reason: str) -> PublishedAnswer:
    """Nobody finds or reads it any more. The question it came from is an answered one again."""
    if not reason.strip():
        raise ReasonMissingError
    with transaction.atomic():
        row = _write(access, answer, "withdraw", state=AnswerState.WITHDRAWN, reason=reason, week_of=None)
        _unpublish_question(access, row, reason)
        return row


def merge_answers(*, access: Access, answer: PublishedAnswer, into: PublishedAnswer) -> PublishedAnswer:
    """Two answers to one question: the address of the first leads to the second from now on, and so do those that led to it."""
    if into.pk == answer.pk or not into.is_published:
        raise ValidationError({"target": _("Kies een ander antwoord, dat gepubliceerd is.")})
    with transaction.atomic():
        row = _write(
            access,
            answer,
            "merge",
            state=AnswerState.WITHDRAWN,
            merged_into=into,
            week_of=None,
            reason=_("Samengevoegd met een ander antwoord."),
        )
        PublishedAnswer.objects.filter(merged_into=row).update(merged_into=into, updated_at=timezone.now())
        return row


def choose_of_the_week(*, access: Access, answer: PublishedAnswer) -> PublishedAnswer:
    """The question of this week; one a week, a later choice takes its place."""
    monday = today() - timedelta(days=today().weekday())
    with transaction.atomic():
        if is_national_desk(access):
            PublishedAnswer.objects.filter(week_of=monday).exclude(pk=answer.pk).update(week_of=None)
        return _write(access, answer, "choose", week_of=monday)


def mark_helpful(*, answer: PublishedAnswer) -> UUID:
    """One more mark: one for a person (the second changes nothing); of a visitor the id is all there is, for the visitor to keep."""
    mark = uuid7()
    with connection.cursor() as cursor:
        cursor.execute("SELECT guidance_mark_helpful(%s, %s)", [answer.pk, mark])
    return mark


def unmark_helpful(*, answer: PublishedAnswer, mark: UUID | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT guidance_unmark_helpful(%s, %s)", [answer.pk, mark])


def step_changed(access: Access, template: StepPlanTemplate) -> None:
    """A plan was published: what explains a step that now reads otherwise, or is gone, must be looked at."""
    before = (
        StepPlanTemplate.objects.filter(
            town=None, audience=template.audience, number__lt=template.number, state=TemplateState.PUBLISHED
        )
        .order_by("-number")
        .first()
    )
    if before is None:
        return
    old, new = _steps(before.pk), _steps(template.pk)
    changed = [key for key, words in old.items() if new.get(key) != words]
    PublishedAnswer.objects.filter(
        audience=template.audience, step_key__in=changed, state=AnswerState.PUBLISHED, step_changed_at__isnull=True
    ).update(step_changed_at=timezone.now(), updated_at=timezone.now())


def due_for_review() -> Q:
    """Past its day, or its step changed."""
    return Q(state=AnswerState.PUBLISHED) & (Q(review_on__lte=today()) | Q(step_changed_at__isnull=False))


def _steps(template_id: UUID) -> dict[str, tuple[Any, ...]]:
    return {
        step.key: tuple(getattr(step, name) for name in WORDS_OF_A_STEP)
        for step in TemplateStep.objects.filter(template_id=template_id)
    }


def _write(access: Access, answer: PublishedAnswer, verb: str, **values: Any) -> PublishedAnswer:
    if not is_national_desk(access):
        raise PermissionDenied
    with transaction.atomic():
        row = PublishedAnswer.objects.select_for_update(of=("self",), no_key=True).get(pk=answer.pk)
        if not row.is_published:
            raise ConflictError(_("Dit antwoord is intussen ingetrokken of samengevoegd."))
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=[*values, "updated_at"])
        record_event(
            access=access,
            object_type="guidance.PublishedAnswer",
            object_id=row.pk,
            verb=verb,
            reason=str(values.get("reason", "")),
        )
        return row


def _unpublish_question(access: Access, row: PublishedAnswer, reason: str) -> None:
    if row.question_id is None:
        return
    question = Question.objects.filter(pk=row.question_id, state=QuestionState.PUBLISHED).first()
    if question is not None:
        transition(access=access, obj=question, machine=QUESTION, name="unpublish", may=can_answer, reason=reason)
