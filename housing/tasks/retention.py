"""Thin wrapper: the database erases."""

from __future__ import annotations

import logging

from celery import shared_task
from celery.schedules import crontab

from housing.services import retention
from thuisgevers.common.tasks import every

logger = logging.getLogger(__name__)


@every(crontab(hour="4", minute="40"))
@shared_task(name="housing.tasks.retention.forget_households")
def forget_households() -> None:
    logger.info("households forgotten: %s", retention.forget_households())
