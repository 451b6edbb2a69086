"""Thin: the services do the work, the row says what is left of it."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_init

from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every, wake
from thuisgevers.municipalities.jobs import waiting_jobs

from .services import making

logger = logging.getLogger(__name__)

SWEEP_AT_MOST = 100


@worker_init.connect(weak=False)
def load_renderer(sender: Any, **_kwargs: Any) -> None:
    """WeasyPrint before the pool forks, in the one kind of worker that renders: its children then share it, also those that
    replace a child that had its number of tasks."""
    if Queue.DOCUMENTS in sender.app.amqp.queues.consume_from:
        from .rendering import pdf

        logger.info("documents are rendered here, by %s", pdf.__name__)


@shared_task(
    name="thuisgevers.documents.tasks.render_document", queue=Queue.DOCUMENTS, soft_time_limit=50, time_limit=60
)
def render_document(document_id: str) -> None:
    """Make the document with this id, if it still waits."""
    making.render_document(UUID(document_id))


@every(timedelta(seconds=15))
@shared_task(name="thuisgevers.documents.tasks.sweep_documents", queue=Queue.DEFAULT)
def sweep_documents() -> None:
    """Find documents that nobody is making: never claimed, or claimed by a worker that is gone."""
    for document_id in waiting_jobs(Queue.DOCUMENTS.value, SWEEP_AT_MOST):
        if making.recover_document(document_id):
            wake(render_document.name, str(document_id))
