"""Thin wrappers: the services do the work, the rows are the jobs."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from celery.schedules import crontab
from django.db import connection, transaction

from housing.models import PlacementTask
from housing.services import follow_on_guard, placement_tasks
from thuisgevers.common.tasks import every
from thuisgevers.municipalities.jobs import as_job, each_job

logger = logging.getLogger(__name__)


@every(timedelta(minutes=15))
@shared_task(name="housing.tasks.placements.guard_stays")
def guard_stays() -> None:
    """Look once a day at every stay that runs. Stays that a stopped worker missed are looked at now, and ring once."""
    each_job(follow_on_guard.QUEUE, as_job(follow_on_guard.QUEUE, follow_on_guard.look_after_stay))


@every(timedelta(minutes=30))
@shared_task(name="housing.tasks.placements.remind_of_tasks")
def remind_of_tasks() -> None:
    """Tell owners about tasks around a placement that are late, once a week."""
    each_job(placement_tasks.QUEUE, as_job(placement_tasks.QUEUE, _remind))


def _remind(task_id: UUID) -> None:
    task = PlacementTask.objects.filter(pk=task_id).first()
    if task is not None:
        placement_tasks.remind_of_task(task)


@every(crontab(minute="*/15"))
@shared_task(name="housing.tasks.placements.refresh_figures")
def refresh_figures() -> None:
    """Count nights, people and homes anew for public and national figures. Numbers only; safe to run twice at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT housing_refresh_figures()")
