"""The cache answers, with and without Redis; rate limits stay strict."""

import time

import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as RedisAway

from thuisgevers.common.cache import FallbackCache


def _use(store):
    assert store.add("a", 1, 60) is True
    assert store.add("a", 2, 60) is False
    assert store.get("a") == 1
    store.set("b", [1.5, 2.5], 60)
    assert store.get("b") == [1.5, 2.5]
    assert store.incr("a") == 2
    assert store.has_key("b")
    assert store.touch("b", 60)
    assert store.delete("b") is True
    assert store.get("b", "gone") == "gone"
    assert store.get_or_set("c", 3, 60) == 3
    assert store.get_many(["a", "c"]) == {"a": 2, "c": 3}
    store.clear()
    assert store.get("a") is None


def test_cache_works_on_redis(settings):
    cache.clear()
    _use(cache)


@pytest.mark.django_db
def test_cache_works_on_the_database_when_redis_is_away(settings):
    _use(FallbackCache("redis://127.0.0.1:1/0", {}))


@pytest.mark.django_db
def test_redis_is_not_asked_again_for_a_while(monkeypatch):
    store = FallbackCache("redis://127.0.0.1:1/0", {})
    asked = []

    def away(*_args, **_kwargs):
        asked.append(time.monotonic())
        raise RedisAway

    monkeypatch.setattr(store._redis, "get", away)
    for _ in range(5):
        assert store.get("x") is None
    assert len(asked) == 1
    store._away_until = 0
    store.get("x")
    assert len(asked) == 2
