"""The Celery application: broker on Redis, queues by name, a schedule that the apps declare themselves.

Start workers without `--without-heartbeat` (readiness listens to it) and with the queues they serve:
`celery -A thuisgevers worker -Q default,mail` and `celery -A thuisgevers worker -Q documents -c 1 --max-tasks-per-child 200`.
"""

import logging
import os
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

from celery import Celery
from celery.signals import heartbeat_sent, import_modules, worker_ready, worker_shutdown
from kombu import Queue as BrokerQueue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuisgevers.settings")

from django.conf import settings

from thuisgevers.common import heartbeat
from thuisgevers.common.queues import HARD_TIME_LIMIT, SOFT_TIME_LIMIT, VISIBILITY_TIMEOUT, Queue

logger = logging.getLogger(__name__)


def broker_url(redis_url: str) -> str:
    """Celery writes a socket as `redis+socket://`, redis-py as `unix://`; settings know the second only."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    database = parse_qs(parts.query).get("db", ["0"])[-1]
    login = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    return f"redis+socket://{login}{parts.path}?virtual_host={database}"


app = Celery("thuisgevers")
app.conf.update(
    broker_url=broker_url(settings.REDIS_URL),
    broker_connection_retry_on_startup=True,
    broker_connection_timeout=5,
    # The web publishes with its own, much shorter limits (common.tasks); these are the workers'.
    broker_transport_options={
        "visibility_timeout": VISIBILITY_TIMEOUT,
        "max_retries": 1,
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
        "health_check_interval": 25,
        "queue_order_strategy": "priority",
    },
    # Results are rows; nothing is kept in Redis that would be missed.
    task_ignore_result=True,
    result_backend=None,
    task_queues=[BrokerQueue(queue.value) for queue in Queue],
    task_default_queue=Queue.DEFAULT.value,
    task_create_missing_queues=False,
    task_time_limit=HARD_TIME_LIMIT,
    task_soft_time_limit=SOFT_TIME_LIMIT,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_publish_retry=False,
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    # Rendering keeps some memory every time: the worker of `documents` is started with fewer.
    worker_max_tasks_per_child=1000,
    worker_enable_remote_control=False,
    enable_utc=True,
    timezone=settings.TIME_ZONE,
    beat_max_loop_interval=10,
)
app.set_default()  # for the threads of the web server, which do not inherit "current"
app.autodiscover_tasks()


@import_modules.connect(weak=False)
def load_schedule(sender: Celery, **_kwargs: Any) -> None:
    """Runs after the tasks of all apps are imported, as the autodiscovery is a receiver of the same signal."""
    from thuisgevers.common.tasks import beat_schedule

    sender.conf.beat_schedule = beat_schedule()


_written_at = 0.0
_name = ""


@worker_ready.connect(weak=False)
def announce_worker(sender: Any, **_kwargs: Any) -> None:
    global _name  # noqa: PLW0603 - one worker a process
    _name = f"{sender.hostname}:{os.getpid()}"
    _beat(force=True)


@heartbeat_sent.connect(weak=False)
def keep_alive(**_kwargs: Any) -> None:
    _beat()


@worker_shutdown.connect(weak=False)
def say_goodbye(**_kwargs: Any) -> None:
    if _name:
        try:
            heartbeat.forget_worker(_name)
        except OSError:
            logger.info("the worker stops without telling Redis")
        except Exception as error:  # noqa: BLE001 - stopping goes on whatever Redis says
            logger.info("the worker stops without telling Redis: %s", error)


def _beat(*, force: bool = False) -> None:
    global _written_at  # noqa: PLW0603 - one worker a process
    now = time.monotonic()
    if not _name or (not force and now - _written_at < heartbeat.WRITE_EVERY):
        return
    _written_at = now
    try:
        heartbeat.record_worker(_name, sorted(app.amqp.queues.consume_from))
    except Exception as error:  # noqa: BLE001 - a worker without Redis waits for it; that is the transport's business
        logger.warning("no sign of life written: %s", error)
