"""Proposals that nobody answered."""

from __future__ import annotations

from celery import shared_task
from celery.schedules import crontab

from buddies.services.proposing import PROPOSALS, expire_proposal
from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every
from thuisgevers.municipalities.jobs import each_job


@every(crontab(hour="5", minute="10"))
@shared_task(name="buddies.tasks.proposals.sweep_proposals", queue=Queue.DEFAULT)
def sweep_proposals() -> None:
    """Nightly: what passed its date is let go, and the coordinator hears it."""
    each_job(PROPOSALS, expire_proposal)
