"""Thin: the rows are the jobs. Reminders of checks that grow old, and of reports that wait."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.db import connection

from housing.services.defects_telling import QUEUE as DEFECTS
from housing.services.defects_telling import remind_or_escalate_defect
from housing.services.suitability_telling import QUEUE as ASSESSMENTS
from housing.services.suitability_telling import remind_of_expiry
from thuisgevers.common.tasks import every

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 200


def _each(queue: str, work: Callable[[UUID], object]) -> None:
    """One transaction for each row that waits; one that fails is logged, tried again, and does not stop the others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM claim_jobs(%s, %s)", [queue, MOST_AT_ONCE])
        waiting = [row[0] for row in cursor.fetchall()]
    for row_id in waiting:
        try:
            work(row_id)
        except Exception:
            logger.exception("%s: row %s failed and is tried again", queue, row_id)


@every(timedelta(minutes=15))
@shared_task(name="housing.tasks.suitability.sweep_assessments")
def sweep_assessments() -> None:
    """Tell who signed that an answer will be too old."""
    _each(ASSESSMENTS, remind_of_expiry)


@every(timedelta(minutes=15))
@shared_task(name="housing.tasks.suitability.sweep_defects")
def sweep_defects() -> None:
    """Remind who has the ball; tell the coordinator what is late."""
    _each(DEFECTS, remind_or_escalate_defect)
