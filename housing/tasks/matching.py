"""Thin: the row says what is left of a plan, the services do the work."""

from datetime import timedelta
from uuid import UUID

from celery import shared_task

from housing.services import matching_solving
from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every, wake
from thuisgevers.municipalities.jobs import waiting_jobs

SWEEP_AT_MOST = 20


@shared_task(name="housing.tasks.matching.solve_run", queue=Queue.MATCHING)
def solve_run(run_id: str) -> None:
    """Work out the plan with this id, if it still waits."""
    matching_solving.solve_run(UUID(run_id))


@every(timedelta(seconds=15))
@shared_task(name="housing.tasks.matching.sweep_runs", queue=Queue.DEFAULT)
def sweep_runs() -> None:
    """Find plans that nobody is working out: never claimed, or claimed by a worker that is gone."""
    for run_id in waiting_jobs(Queue.MATCHING.value, SWEEP_AT_MOST):
        if matching_solving.recover_run(run_id):
            wake(solve_run.name, str(run_id))
