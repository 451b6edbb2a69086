"""Thin: the services do the work, the row says what is left of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from celery import shared_task
from celery.schedules import crontab

from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every, wake
from thuisgevers.municipalities.jobs import waiting_jobs

from .policies import CHECK_QUEUE, PURGE_QUEUE, QUARANTINE_QUEUE
from .services import checks, purging

SWEEP_AT_MOST = 100


@shared_task(
    name="thuisgevers.attachments.tasks.check_attachment", queue=Queue.ATTACHMENTS, soft_time_limit=110, time_limit=120
)
def check_attachment(attachment_id: str) -> None:
    """Look through the file with this id, if it still waits."""
    checks.check_attachment(UUID(attachment_id))


@every(timedelta(seconds=15))
@shared_task(name="thuisgevers.attachments.tasks.sweep_attachments", queue=Queue.DEFAULT)
def sweep_attachments() -> None:
    """Find files that nobody is checking: never claimed, waiting for the scanner, or claimed by a worker that is gone."""
    for attachment_id in waiting_jobs(CHECK_QUEUE, SWEEP_AT_MOST):
        if checks.recover_attachment(attachment_id):
            wake(check_attachment.name, str(attachment_id))


@every(crontab(hour=3, minute=40))
@shared_task(name="thuisgevers.attachments.tasks.purge_attachments", queue=Queue.DEFAULT)
def purge_attachments() -> None:
    """Wipe what was removed or refused thirty days ago, and uploads that never got a row."""
    for attachment_id in waiting_jobs(PURGE_QUEUE, SWEEP_AT_MOST):
        purging.purge_attachment(attachment_id)
    purging.clear_quarantine({str(attachment_id) for attachment_id in waiting_jobs(QUARANTINE_QUEUE, 1_000_000)})
