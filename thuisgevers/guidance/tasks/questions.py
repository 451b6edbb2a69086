"""Thin: questions are the jobs."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from celery.schedules import crontab

from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every
from thuisgevers.guidance.services.questions import answerers, retention, reviewing, telling
from thuisgevers.municipalities.jobs import each_job

logger = logging.getLogger(__name__)


@every(timedelta(minutes=1))
@shared_task(name="thuisgevers.guidance.tasks.questions.sweep_question_mails", queue=Queue.MAIL)
def sweep_question_mails() -> None:
    """Askers who must hear something."""
    each_job(telling.QUEUE, telling.tell_asker)


@every(timedelta(minutes=15))
@shared_task(name="thuisgevers.guidance.tasks.questions.sweep_question_terms", queue=Queue.DEFAULT)
def sweep_question_terms() -> None:
    """Questions whose term nearly ends or ended."""
    each_job(answerers.CLOCK, answerers.keep_term)


@every(crontab(day_of_week="1", hour="6", minute="40"))
@shared_task(name="thuisgevers.guidance.tasks.questions.tell_due_reviews", queue=Queue.MAIL)
def tell_due_reviews() -> None:
    """Answers that must be looked at, in one mail a week."""
    logger.info("answers to look at: %s", reviewing.tell_reviews())


@every(crontab(hour="4", minute="55"))
@shared_task(name="thuisgevers.guidance.tasks.questions.tidy_question_desk", queue=Queue.DEFAULT)
def tidy_question_desk() -> None:
    logger.info("questions forgotten: %s", retention.forget_questions())
    logger.info("words that can be found: %s", retention.count_words())
