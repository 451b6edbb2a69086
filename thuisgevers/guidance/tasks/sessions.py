"""Thin: registrations and sessions are the jobs."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from celery.schedules import crontab

from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every
from thuisgevers.guidance.services.sessions import registering, retention, telling
from thuisgevers.municipalities.jobs import each_job

logger = logging.getLogger(__name__)


@every(timedelta(minutes=1))
@shared_task(name="thuisgevers.guidance.tasks.sessions.sweep_session_mails", queue=Queue.MAIL)
def sweep_session_mails() -> None:
    """Whoever must hear something: confirmations, places that came free, changes, reminders."""
    each_job(telling.QUEUE, telling.tell_registrant)


@every(timedelta(minutes=1))
@shared_task(name="thuisgevers.guidance.tasks.sessions.sweep_session_places", queue=Queue.DEFAULT)
def sweep_session_places() -> None:
    each_job(registering.PLACES_QUEUE, registering.give_free_places)


@every(crontab(hour="4", minute="50"))
@shared_task(name="thuisgevers.guidance.tasks.sessions.forget_registrations", queue=Queue.DEFAULT)
def forget_registrations() -> None:
    logger.info("registrations for sessions forgotten: %s", retention.forget_registrations())
