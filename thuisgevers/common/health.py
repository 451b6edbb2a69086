"""Whether this process may get visitors: asked by the proxy and by whoever watches over the service.

Tells yes or no per part and no more: no addresses, no errors' texts.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import redis
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from thuisgevers.common import heartbeat
from thuisgevers.common.queues import Queue
from thuisgevers.common.roles import read_role

logger = logging.getLogger(__name__)

#: Seconds that a message may wait, and that a pulse may stay away, before visitors are sent elsewhere.
MAX_LAG = 300.0
MAX_SILENCE = 300.0


@dataclass(frozen=True)
class Finding:
    """One part of the service: good or not, with a word for people."""

    name: str
    is_good: bool
    detail: str


def check_all() -> list[Finding]:
    """Every part, also when an earlier one fails."""
    return [
        _guarded("database_role", check_role),
        _guarded("migrations", check_migrations),
        _guarded("redis", check_redis),
        _guarded("workers", check_workers),
        _guarded("queue_lag", check_queue_lag),
    ]


def check_role() -> Finding:
    facts = read_role(connection)
    if settings.DB_ROLE == "owner":
        return Finding("database_role", is_good=False, detail="runs with DB_ROLE=owner")
    return Finding("database_role", is_good=not facts.objection, detail=facts.objection or facts.name)


_is_migrated = False


def check_migrations() -> Finding:
    """Loading the graph costs 50 ms, and what is applied stays applied for this code: a yes is remembered."""
    global _is_migrated  # noqa: PLW0603 - one yes a process
    if not _is_migrated:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            return Finding("migrations", is_good=False, detail=f"{len(waiting)} not applied")
        _is_migrated = True
    return Finding("migrations", is_good=True, detail="applied")


def check_redis() -> Finding:
    return Finding("redis", is_good=bool(heartbeat.client().ping()), detail="answers")


def check_workers() -> Finding:
    missing = sorted({queue.value for queue in Queue} - heartbeat.read_signs().served_queues)
    detail = f"nobody serves {', '.join(missing)}" if missing else "every queue is served"
    return Finding("workers", is_good=not missing, detail=detail)


def check_queue_lag() -> Finding:
    """How long the last pulse waited per queue. No pulse yet is no complaint: beat may have just started."""
    signs = heartbeat.read_signs()
    late = [queue for queue, seconds in signs.lag_seconds.items() if seconds > MAX_LAG]
    silent = [queue for queue, seconds in signs.pulse_age_seconds.items() if seconds > MAX_SILENCE]
    if late or silent:
        return Finding("queue_lag", is_good=False, detail=f"slow or silent: {', '.join(sorted({*late, *silent}))}")
    longest = max(signs.lag_seconds.values(), default=0.0)
    return Finding("queue_lag", is_good=True, detail=f"{longest:.1f} s")


def as_json(findings: list[Finding]) -> dict[str, Any]:
    return {
        "status": "ok" if all(finding.is_good for finding in findings) else "unavailable",
        "checks": {finding.name: {"ok": finding.is_good, "detail": finding.detail} for finding in findings},
    }


def _guarded(name: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except ImproperlyConfigured:
        logger.exception("health: %s", name)
        return Finding(name, is_good=False, detail="refused: the database role may not serve the application")
    except (DatabaseError, redis.RedisError, OSError) as error:
        logger.warning("health: %s does not answer: %s", name, type(error).__name__)
        return Finding(name, is_good=False, detail="no answer")
