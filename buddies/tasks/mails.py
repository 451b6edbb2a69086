"""Thin: buddies and matches are the jobs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from celery.schedules import crontab
from django.db import connection

from buddies.services import retention, telling
from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every

MOST_AT_ONCE = 200

logger = logging.getLogger(__name__)


@every(timedelta(minutes=1))
@shared_task(name="buddies.tasks.mails.sweep_buddy_mails", queue=Queue.MAIL)
def sweep_buddy_mails() -> None:
    """Whoever applied and must hear something."""
    each(telling.QUEUE, telling.tell_buddy)


@every(crontab(hour="4", minute="55"))
@shared_task(name="buddies.tasks.mails.forget_buddies", queue=Queue.DEFAULT)
def forget_buddies() -> None:
    logger.info("buddies and notes forgotten: %s", retention.forget_buddies())


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
