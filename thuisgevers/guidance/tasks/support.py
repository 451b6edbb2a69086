"""Thin: a request for help is its own job."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from celery.schedules import crontab
from django.db import connection

from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every
from thuisgevers.guidance.services.support.retention import forget_support
from thuisgevers.guidance.services.support.telling import QUEUE, remind_or_escalate

MOST_AT_ONCE = 200

logger = logging.getLogger(__name__)


@every(timedelta(minutes=15))
@shared_task(name="thuisgevers.guidance.tasks.support.sweep_support_requests", queue=Queue.DEFAULT)
def sweep_support_requests() -> None:
    """Whoever must be reminded, and what the national desk must know of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM claim_jobs(%s, %s)", [QUEUE, MOST_AT_ONCE])
        waiting = [row[0] for row in cursor.fetchall()]
    for request_id in waiting:
        try:
            remind_or_escalate(request_id)
        except Exception:
            logger.exception("help request %s failed and is tried again", request_id)


@every(crontab(hour="4", minute="55"))
@shared_task(name="thuisgevers.guidance.tasks.support.forget_help", queue=Queue.DEFAULT)
def forget_help() -> None:
    logger.info("rows about help forgotten: %s", forget_support())
