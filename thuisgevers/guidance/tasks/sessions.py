"""Thin: registrations and sessions are the jobs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from celery.schedules import crontab
from django.db import connection

from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every
from thuisgevers.guidance.services.sessions import registering, retention, telling

MOST_AT_ONCE = 200

logger = logging.getLogger(__name__)


@every(timedelta(minutes=1))
@shared_task(name="thuisgevers.guidance.tasks.sessions.sweep_session_mails", queue=Queue.MAIL)
def sweep_session_mails() -> None:
    """Whoever must hear something: confirmations, places that came free, changes, reminders."""
    each(telling.QUEUE, telling.tell_registrant)


@every(timedelta(minutes=1))
@shared_task(name="thuisgevers.guidance.tasks.sessions.sweep_session_places", queue=Queue.DEFAULT)
def sweep_session_places() -> None:
    each(registering.PLACES_QUEUE, registering.give_free_places)


@every(crontab(hour="4", minute="50"))
@shared_task(name="thuisgevers.guidance.tasks.sessions.forget_registrations", queue=Queue.DEFAULT)
def forget_registrations() -> None:
    logger.info("registrations for sessions forgotten: %s", retention.forget_registrations())


def each(queue: str, do: Callable[[UUID], object]) -> None:
    """One transaction for each row; one that fails is logged, tried again, and does not stop the others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM claim_jobs(%s, %s)", [queue, MOST_AT_ONCE])
        waiting = [row[0] for row in cursor.fetchall()]
    for row_id in waiting:
        try:
            do(row_id)
        except Exception:
            logger.exception("%s: %s failed and is tried again", queue, row_id)
