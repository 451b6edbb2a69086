"""Thin wrappers: the services do the work, the rows are the jobs."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from celery import shared_task

from initiatives.models import Initiative, RegistrationDraft
from initiatives.services.first_answers import remind_or_escalate
from initiatives.services.questions import QUEUE as QUESTIONS
from initiatives.services.questions import remind_of_question
from initiatives.services.registration_draft import is_stale, warn_about_draft
from thuisgevers.common.tasks import every
from thuisgevers.municipalities.jobs import as_job, each_job, waiting_jobs

logger = logging.getLogger(__name__)


@every(timedelta(minutes=15))
@shared_task(name="initiatives.tasks.sweep_drafts")
def sweep_drafts() -> None:
    """Warn about registrations that were left alone, and remove them a week later."""
    each_job("registration_drafts", as_job("registration_drafts", _look_after_draft))


def _look_after_draft(draft_id: UUID) -> None:
    draft = RegistrationDraft.objects.select_for_update(no_key=True).filter(pk=draft_id).first()
    if draft is None:
        return
    if is_stale(draft):
        draft.delete()
    else:
        warn_about_draft(draft)


@every(timedelta(minutes=15))
@shared_task(name="initiatives.tasks.sweep_first_answers")
def sweep_first_answers() -> None:
    """Remind before a first answer is due, escalate after. A second worker finds nothing to do."""
    each_job("first_answers", as_job("first_answers", _look_after_first_answer))


def _look_after_first_answer(initiative_id: UUID) -> None:
    initiative = Initiative.objects.filter(pk=initiative_id).first()
    if initiative is not None:
        remind_or_escalate(initiative)


@every(timedelta(minutes=15))
@shared_task(name="initiatives.tasks.sweep_questions")
def sweep_questions() -> None:
    """Remind teams of questions that are nearly due. One transaction each."""
    for question_id in waiting_jobs(QUESTIONS):
        remind_of_question(question_id)
