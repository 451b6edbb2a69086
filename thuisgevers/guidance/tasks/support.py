"""Thin: a request for help is its own job."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from celery.schedules import crontab

from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every
from thuisgevers.guidance.services.support.retention import forget_support
from thuisgevers.guidance.services.support.telling import QUEUE, remind_or_escalate
from thuisgevers.municipalities.jobs import each_job

logger = logging.getLogger(__name__)


@every(timedelta(minutes=15))
@shared_task(name="thuisgevers.guidance.tasks.support.sweep_support_requests", queue=Queue.DEFAULT)
def sweep_support_requests() -> None:
    """Whoever must be reminded, and what the national desk must know of."""
    each_job(QUEUE, remind_or_escalate)


@every(crontab(hour="4", minute="55"))
@shared_task(name="thuisgevers.guidance.tasks.support.forget_help", queue=Queue.DEFAULT)
def forget_help() -> None:
    logger.info("rows about help forgotten: %s", forget_support())
