"""How work reaches a worker: the row is the job, a message is only a wake-up.

A service writes its row (`requested`) and calls `wake`; after commit one message is tried that may fail unnoticed, because
a periodic sweep (`every`) wakes what nobody claimed. So a dead Redis slows work down and loses none.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from celery import Task, current_app, shared_task
from celery.schedules import crontab
from django.db import transaction
from kombu import Connection
from kombu.pools import producers

from thuisgevers.common import heartbeat
from thuisgevers.common.queues import Queue

logger = logging.getLogger(__name__)

#: Seconds that a web request may lose to a wake-up, and for which nothing is tried after one failed.
PATIENCE = 0.05
PAUSE_AFTER_FAILURE = 1.0


class UnknownTask(LookupError):
    """The name is not in Celery's registry: a typo, or a module that is not called `tasks`."""


@dataclass(frozen=True)
class Rhythm:
    """A periodic task as its app declared it."""

    task: str
    schedule: crontab | timedelta
    args: tuple[Any, ...] = ()
    queue: Queue = Queue.DEFAULT


@dataclass
class _Publisher:
    """The web process's own line to the broker: short timeouts, no retries, kept open."""

    connection: Connection | None = None
    silent_until: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def line(self) -> Connection:
        with self.lock:
            if self.connection is None:
                app = current_app._get_current_object()  # type: ignore[attr-defined]
                options: Mapping[str, Any] = {
                    **app.conf.broker_transport_options,
                    "socket_timeout": PATIENCE,
                    "socket_connect_timeout": PATIENCE,
                    "max_retries": 0,
                    "retry_on_timeout": False,
                }
                self.connection = app.connection_for_write(
                    transport_options=options, connect_timeout=PATIENCE, heartbeat=0
                )
            return self.connection

    def send(self, name: str, args: tuple[Any, ...], queue: str) -> bool:
        if time.monotonic() < self.silent_until:
            return False
        try:
            with producers[self.line()].acquire(block=True, timeout=PATIENCE) as producer:
                current_app.tasks[name].apply_async(args, queue=queue, producer=producer, retry=False)
        except Exception:
            self.silent_until = time.monotonic() + PAUSE_AFTER_FAILURE
            logger.warning("wake-up for %s was not sent; the sweep will do it", name, exc_info=logger.isEnabledFor(10))
            return False
        return True


_publisher = _Publisher()
_rhythms: dict[str, Rhythm] = {}
_is_loaded = threading.Event()
_silence = threading.local()


def _load_tasks() -> None:
    if not _is_loaded.is_set():
        current_app.loader.import_default_modules()
        _is_loaded.set()


def _task(name: str) -> Task[..., Any]:
    _load_tasks()
    try:
        return current_app.tasks[name]
    except KeyError:
        raise UnknownTask(f"{name} is not a registered Celery task") from None


def publish(name: str, args: tuple[Any, ...], queue: str) -> bool:
    """Send now, at most `PATIENCE` seconds. True when the broker took it. Tests replace this one function."""
    return _publisher.send(name, args, queue)


def wake(name: str, *args: str | int, queue: Queue | None = None) -> None:
    """After commit, tell a worker that a row waits. Never raises for the broker, always at once for a wrong name.

    Pass ids only, never contents. The queue is the task's own unless given.
    """
    task = _task(name)
    if getattr(_silence, "is_wanted", False):
        return
    target = queue or Queue(getattr(task, "queue", None) or Queue.DEFAULT)
    transaction.on_commit(lambda: publish(name, args, target.value) and None, robust=True)


@contextmanager
def left_to_the_sweeps() -> Iterator[None]:
    """Send no wake-ups for what this thread writes inside: data made in bulk would flood the workers, and needs no broker."""
    _silence.is_wanted = True
    try:
        yield
    finally:
        _silence.is_wanted = False


def every(schedule: crontab | timedelta, *args: str | int) -> Callable[[Task[..., Any]], Task[..., Any]]:
    """Declare a periodic task, above `@shared_task`:

    @every(timedelta(minutes=1))
    @shared_task(queue=Queue.DOCUMENTS)
    def sweep_documents() -> None: ...
    """

    def declare(task: Task[..., Any]) -> Task[..., Any]:
        queue = Queue(getattr(task, "queue", None) or Queue.DEFAULT)
        key = ":".join((task.name, *map(str, args)))
        _rhythms[key] = Rhythm(task=task.name, schedule=schedule, args=args, queue=queue)
        return task

    return declare


def beat_schedule() -> dict[str, dict[str, Any]]:
    """What Celery beat runs. A message that is older than a minute when a worker finds it is not worth running."""
    return {
        key: {
            "task": rhythm.task,
            "schedule": rhythm.schedule,
            "args": rhythm.args,
            "options": {
                "queue": rhythm.queue.value,
                "expires": 60 if isinstance(rhythm.schedule, timedelta) else 3600,
            },
        }
        for key, rhythm in sorted(_rhythms.items())
    }


def warm_up() -> None:
    """Load the tasks and what sending needs when a web process starts; otherwise the first visitor who sends something
    waits for it (0.7 s). Opens no connection: that takes a millisecond, and must not be shared when the server forks later."""
    _load_tasks()
    _ = _publisher.line().transport
    _ = current_app.amqp.router, current_app.amqp.queues


@shared_task(name="thuisgevers.common.tasks.pulse")
def pulse(queue: str, sent_at: float) -> None:
    """Carries the time at which beat sent it: how long it waited is the queue's lag, shown by /healthz/ready/."""
    heartbeat.record_pulse(queue, sent_at)


@every(timedelta(seconds=20))
@shared_task(name="thuisgevers.common.tasks.send_pulses", expires=30)
def send_pulses() -> None:
    for queue in Queue:
        pulse.apply_async((queue.value, time.time()), queue=queue.value, expires=600, retry=False)
