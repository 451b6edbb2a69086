"""Signs of life of the workers, kept in Redis: who is up, which queues they serve, how long messages wait.

Written by the worker itself (its main process, every few seconds) and by a small task that beat sends to every queue;
read by /healthz/ready/. Lost with Redis and written again at once.
"""

import time
from dataclasses import dataclass
from functools import cache

import redis
from django.conf import settings

from thuisgevers.common.queues import Queue

PREFIX = "thuisgevers:alive:"
WORKER_TTL = 45
PULSE_TTL = 3600
WRITE_EVERY = 10.0


@dataclass(frozen=True)
class Signs:
    """What Redis tells at one moment."""

    served_queues: frozenset[str]
    lag_seconds: dict[str, float]
    pulse_age_seconds: dict[str, float]


@cache
def client() -> redis.Redis:
    """Short timeouts: a health check must answer, also when Redis hangs."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)


def record_worker(name: str, queues: list[str]) -> None:
    client().set(f"{PREFIX}worker:{name}", ",".join(queues), ex=WORKER_TTL)


def forget_worker(name: str) -> None:
    client().delete(f"{PREFIX}worker:{name}")


def record_pulse(queue: str, sent_at: float) -> None:
    now = time.time()
    client().set(f"{PREFIX}pulse:{queue}", f"{now:.3f} {max(0.0, now - sent_at):.3f}", ex=PULSE_TTL)


def read_signs() -> Signs:
    """Raises redis.RedisError when Redis does not answer."""
    line = client()
    now = time.time()
    served: set[str] = set()
    for key in line.scan_iter(f"{PREFIX}worker:*", count=100):
        served.update(_text(line.get(key)).split(","))
    lag: dict[str, float] = {}
    age: dict[str, float] = {}
    for queue in Queue:
        at, _, waited = _text(line.get(f"{PREFIX}pulse:{queue}")).partition(" ")
        if at:
            age[queue.value] = now - float(at)
            lag[queue.value] = float(waited)
    return Signs(frozenset(served - {""}), lag, age)


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else ""
