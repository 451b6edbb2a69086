"""Thin: buddies and matches are the jobs."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from celery.schedules import crontab

from buddies.services import retention, telling
from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every
from thuisgevers.municipalities.jobs import each_job

logger = logging.getLogger(__name__)


@every(timedelta(minutes=1))
@shared_task(name="buddies.tasks.mails.sweep_buddy_mails", queue=Queue.MAIL)
def sweep_buddy_mails() -> None:
    """Whoever applied and must hear something."""
    each_job(telling.QUEUE, telling.tell_buddy)


@every(crontab(hour="4", minute="55"))
@shared_task(name="buddies.tasks.mails.forget_buddies", queue=Queue.DEFAULT)
def forget_buddies() -> None:
    logger.info("buddies and notes forgotten: %s", retention.forget_buddies())
