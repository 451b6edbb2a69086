"""Thin: cards and messages are the jobs."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from celery.schedules import crontab

from buddies.services import retention
from buddies.services.welcome import printing, telling
from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every, wake
from thuisgevers.municipalities.jobs import each_job, waiting_jobs

logger = logging.getLogger(__name__)


@shared_task(name="buddies.tasks.welcome.print_welcome_card", queue=Queue.DOCUMENTS, soft_time_limit=50, time_limit=60)
def print_welcome_card(card_id: str) -> None:
    """Make the card with this id, if it still waits."""
    printing.print_card(UUID(card_id))


@every(timedelta(seconds=30))
@shared_task(name="buddies.tasks.welcome.sweep_welcome_cards", queue=Queue.DEFAULT)
def sweep_welcome_cards() -> None:
    """Cards whose wake-up was lost."""
    for card_id in waiting_jobs(printing.QUEUE, 50):
        wake(print_welcome_card.name, str(card_id))


@every(crontab(hour="7", minute="20"))
@shared_task(name="buddies.tasks.welcome.remind_of_messages", queue=Queue.MAIL)
def remind_of_messages() -> None:
    """Messages of residents that nobody answered in time."""
    each_job(telling.QUEUE, telling.remind_of_message)


@every(timedelta(minutes=30))
@shared_task(name="buddies.tasks.welcome.forget_welcome", queue=Queue.DEFAULT)
def forget_welcome() -> None:
    """Files of cards after a day; what was written with cards that ended."""
    logger.info("cards and words of residents forgotten: %s", retention.forget_welcome())
