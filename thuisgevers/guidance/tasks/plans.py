"""Thin: running plans are the jobs."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every
from thuisgevers.guidance.services.offers import prepare_offers


@every(timedelta(minutes=1))
@shared_task(name="thuisgevers.guidance.tasks.plans.sweep_plan_offers", queue=Queue.DEFAULT)
def sweep_plan_offers() -> None:
    """Running plans that were not compared with the newest version yet."""
    prepare_offers()
