"""Thin wrappers: each membership is its own job."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from celery.schedules import crontab

from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every, publish
from thuisgevers.municipalities.jobs import waiting_jobs

from .services import tending

MOST_AT_ONCE = 20_000


@shared_task(name="thuisgevers.members.tasks.tend_membership", queue=Queue.DEFAULT)
def tend_membership(membership_id: str) -> None:
    tending.tend_membership(UUID(membership_id))


@every(crontab(minute="20", hour="0,6"))
@shared_task(name="thuisgevers.members.tasks.sweep_memberships", queue=Queue.DEFAULT)
def sweep_memberships() -> None:
    """Just after midnight, and once more for a night in which no worker ran; a week back, so that one missed day heals."""
    for membership_id in waiting_jobs(tending.QUEUE, MOST_AT_ONCE):
        publish("thuisgevers.members.tasks.tend_membership", (str(membership_id),), Queue.DEFAULT.value)
