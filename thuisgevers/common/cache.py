"""The cache: Redis, and the database when Redis is down.

Rate limits are kept here. They must not open because a cache is away (then codes could be guessed) nor close for everybody,
so every call falls back to a table, slower and just as strict. Counts do not move along: the first minutes after Redis
falls or returns start from nothing, a factor two at most.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

import redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

FALLBACK_TABLE = "common_cache"
PAUSE_AFTER_FAILURE = 2.0


class FallbackCache(BaseCache):
    """Each operation goes to Redis; on an error to the table, for two seconds without asking Redis again."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        params = {**params, "KEY_PREFIX": params.get("KEY_PREFIX") or "cache"}
        super().__init__(params)
        self._server = server
        options = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2, **params.get("OPTIONS", {})}
        self._redis = RedisCache(server, {**params, "OPTIONS": options})
        self._table = DatabaseCache(FALLBACK_TABLE, {**params, "OPTIONS": {"MAX_ENTRIES": 50_000}})
        self._away_until = 0.0

    def _either(self, operation: Callable[[BaseCache], Any]) -> Any:
        if time.monotonic() >= self._away_until:
            try:
                return operation(self._redis)
            except (RedisError, OSError) as error:
                self._away_until = time.monotonic() + PAUSE_AFTER_FAILURE
                logger.warning("Redis does not answer (%s); the cache uses the database", type(error).__name__)
        return operation(self._table)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._either(lambda cache: cache.add(key, value, timeout, version)))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._either(lambda cache: cache.get(key, default, version))

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._either(lambda cache: cache.set(key, value, timeout, version))

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._either(lambda cache: cache.touch(key, timeout, version)))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._either(lambda cache: cache.delete(key, version)))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(self._either(lambda cache: cache.has_key(key, version)))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._either(lambda cache: cache.incr(key, delta, version)))

    def clear(self) -> None:
        """Our keys only: Django's own would empty the database in which the workers' messages wait."""
        try:
            with redis.Redis.from_url(self._server, socket_timeout=1, socket_connect_timeout=0.2) as line:
                for key in line.scan_iter(f"{self.key_prefix}:*", count=500):
                    line.delete(key)
        except (RedisError, OSError):
            self._table.clear()

    def close(self, **kwargs: Any) -> None:
        self._redis.close(**kwargs)
