"""Thin: the services do the work, the row says what is left of it."""

from datetime import timedelta
from uuid import UUID

from celery import shared_task

from housing.services import imports_running
from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every, wake
from thuisgevers.municipalities.jobs import waiting_jobs

SWEEP_AT_MOST = 50


@shared_task(name="housing.tasks.imports.work_import", queue=Queue.DEFAULT)
def work_import(job_id: str) -> None:
    """Check or import the file of this job, if it still waits."""
    imports_running.work_import(UUID(job_id))


@every(timedelta(seconds=20))
@shared_task(name="housing.tasks.imports.sweep_imports", queue=Queue.DEFAULT)
def sweep_imports() -> None:
    """Find imports on which nobody works: never claimed, or claimed by a worker that is gone."""
    for job_id in waiting_jobs(imports_running.QUEUE, SWEEP_AT_MOST):
        if imports_running.recover_import(job_id):
            wake(work_import.name, str(job_id))


@every(timedelta(minutes=15))
@shared_task(name="housing.tasks.imports.expire_imports", queue=Queue.DEFAULT)
def expire_imports() -> None:
    """Take away files that are older than a day."""
    for job_id in waiting_jobs(imports_running.EXPIRY, SWEEP_AT_MOST):
        imports_running.expire_import(job_id)
