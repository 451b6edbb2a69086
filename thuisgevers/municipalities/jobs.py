"""Rows that are jobs: which wait, and one after the other. A sweep sees nothing of them but their ids (`claim_jobs`)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import UUID

from django.db import connection, transaction

from thuisgevers.common.who import acting

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 500


def waiting_jobs(queue: str, most: int = MOST_AT_ONCE) -> list[UUID]:
    """Ids of the rows that wait in this queue, at most `most`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM claim_jobs(%s, %s)", [queue, most])
        return [row[0] for row in cursor.fetchall()]


def each_job(queue: str, work: Callable[[UUID], object], *, most: int = MOST_AT_ONCE) -> None:
    """Do `work` for each waiting row, at most `most` of them; `work` begins its own transaction as the job. One that fails is
    logged, tried again by the next sweep, and does not stop the others."""
    for row_id in waiting_jobs(queue, most):
        try:
            work(row_id)
        except Exception:
            logger.exception("%s: row %s failed and is tried again", queue, row_id)


def as_job(queue: str, work: Callable[[UUID], object]) -> Callable[[UUID], object]:
    """`work` in a transaction of its own, as the job of that row."""

    def run(row_id: UUID) -> object:
        with transaction.atomic(), acting(job=f"{queue}:{row_id}"):
            return work(row_id)

    return run
