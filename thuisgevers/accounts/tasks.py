"""Nightly tidying of what signing in leaves behind."""

from __future__ import annotations

from celery import shared_task
from celery.schedules import crontab

from thuisgevers.accounts.services.sessions import forget_ended_sessions
from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every


@every(crontab(hour="4", minute="10"))
@shared_task(name="thuisgevers.accounts.tasks.tidy_sessions", queue=Queue.DEFAULT)
def tidy_sessions() -> None:
    forget_ended_sessions()
