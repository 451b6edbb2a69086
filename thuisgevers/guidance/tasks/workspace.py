"""Thin: the mailbox is the queue."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import timedelta

from celery import shared_task

from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every
from thuisgevers.guidance.services.workspace import mailbox

logger = logging.getLogger(__name__)


@every(timedelta(minutes=1))
@shared_task(name="thuisgevers.guidance.tasks.workspace.read_answers", queue=Queue.MAIL)
def read_answers() -> None:
    """Answers by mail, where a mailbox is set up."""
    verdicts = mailbox.read_mailbox()
    if verdicts:
        logger.info("answers by mail: %s", dict(Counter(str(verdict) for verdict in verdicts)))
