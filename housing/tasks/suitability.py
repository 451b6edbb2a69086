"""Thin: the rows are the jobs. Reminders of checks that grow old, and of reports that wait."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from housing.services.defects_telling import QUEUE as DEFECTS
from housing.services.defects_telling import remind_or_escalate_defect
from housing.services.suitability_telling import QUEUE as ASSESSMENTS
from housing.services.suitability_telling import remind_of_expiry
from thuisgevers.common.tasks import every
from thuisgevers.municipalities.jobs import each_job


@every(timedelta(minutes=15))
@shared_task(name="housing.tasks.suitability.sweep_assessments")
def sweep_assessments() -> None:
    """Tell who signed that an answer will be too old."""
    each_job(ASSESSMENTS, remind_of_expiry)


@every(timedelta(minutes=15))
@shared_task(name="housing.tasks.suitability.sweep_defects")
def sweep_defects() -> None:
    """Remind who has the ball; tell the coordinator what is late."""
    each_job(DEFECTS, remind_or_escalate_defect)
