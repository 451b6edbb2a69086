"""Processes that do not render do not carry WeasyPrint; the worker that does loads it before its pool forks."""

from __future__ import annotations

import os
import subprocess
import sys

from django.conf import settings

HEAVY = ("weasyprint", "fontTools")


def loaded(code: str) -> set[str]:
    """Which of the heavy packages a fresh process holds after `code`."""
    told = f"{code}\nimport sys\nprint(*({HEAVY!r} & sys.modules.keys()))".replace(repr(HEAVY), repr(set(HEAVY)))
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "thuisgevers.settings"}
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_web_process_with_every_page_does_not_hold_the_renderer() -> None:
    assert loaded("import thuisgevers.wsgi, thuisgevers.urls, thuisgevers.celery, thuisgevers.documents.tasks") == set()


def test_worker_of_documents_loads_it_and_others_do_not() -> None:
    start = (
        "import thuisgevers.wsgi, thuisgevers.documents.tasks\n"
        "from celery.signals import worker_init\n"
        "from thuisgevers.celery import app\n"
        "class Worker: pass\n"
        "worker = Worker()\n"
        "worker.app = app\n"
        "app.amqp.queues.select([{queues}])\n"
        "worker_init.send(sender=worker)"
    )
    assert loaded(start.format(queues="'default', 'mail'")) == set()
    assert loaded(start.format(queues="'documents'")) == set(HEAVY)
