"""Thin: a signal is the job of its clock, an addressee that of their mail. Nothing but ids is passed or logged."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from celery.schedules import crontab

from buddies.services.signals import passing_on, retention, telling
from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every
from thuisgevers.municipalities.jobs import each_job

logger = logging.getLogger(__name__)


@every(timedelta(minutes=1))
@shared_task(name="buddies.tasks.signals.sweep_signal_mails", queue=Queue.MAIL)
def sweep_signal_mails() -> None:
    each_job(telling.MAILS, telling.tell_addressee)
    each_job(telling.WARNINGS, telling.tell_warned)


@every(timedelta(minutes=5))
@shared_task(name="buddies.tasks.signals.sweep_signal_clock", queue=Queue.DEFAULT)
def sweep_signal_clock() -> None:
    """What nobody read in time goes on to the next addressee."""
    each_job(passing_on.CLOCK, passing_on.pass_on)


@every(crontab(hour="5", minute="20"))
@shared_task(name="buddies.tasks.signals.tend_signals", queue=Queue.DEFAULT)
def tend_signals() -> None:
    retention.route_open_signals()
    logger.info("signals forgotten: %s", retention.forget_signals())
