"""Thin wrappers: the services do the work, the rows are the jobs."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from celery.schedules import crontab

from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every, publish
from thuisgevers.municipalities.jobs import waiting_jobs

from .services import delivery, digests, retention

MOST_AT_ONCE = 200

logger = logging.getLogger(__name__)


@shared_task(name="thuisgevers.notifications.tasks.send_message", queue=Queue.MAIL)
def send_message(message_id: str) -> None:
    delivery.deliver_message(UUID(message_id))


@shared_task(name="thuisgevers.notifications.tasks.send_digest", queue=Queue.MAIL)
def send_digest(digest_id: str) -> None:
    digests.send_digest(UUID(digest_id))


@every(timedelta(seconds=30))
@shared_task(name="thuisgevers.notifications.tasks.sweep_messages", queue=Queue.MAIL)
def sweep_messages() -> None:
    """Wake what nobody claimed, what is due again and what expired."""
    for message_id in waiting_jobs(delivery.QUEUE, MOST_AT_ONCE):
        publish("thuisgevers.notifications.tasks.send_message", (str(message_id),), Queue.MAIL.value)


@every(crontab(minute="*/10", hour="7-23"))
@shared_task(name="thuisgevers.notifications.tasks.sweep_digests", queue=Queue.MAIL)
def sweep_digests() -> None:
    """From half past seven on; the later runs are for a worker that was away then."""
    for digest_id in waiting_jobs(digests.QUEUE, MOST_AT_ONCE):
        publish("thuisgevers.notifications.tasks.send_digest", (str(digest_id),), Queue.MAIL.value)


@every(crontab(hour="4", minute="20"))
@shared_task(name="thuisgevers.notifications.tasks.forget_what_is_past", queue=Queue.DEFAULT)
def forget_what_is_past() -> None:
    logger.info("forgotten: %s", retention.forget_what_is_past())
