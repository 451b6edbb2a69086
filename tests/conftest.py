"""The harness: real PostgreSQL under the application role, real Redis, one template database (see tests/database.py)."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.clients import ThuisClient
from tests.database import WorkerDatabase, template_database
from tests.factories.people import Cast, make_cast
from tests.scheduling import ByInstallation, long_first
from thuisgevers.common.translations import compile_words

compile_words()
# Test processes share one Redis; the counts of one must not be cleared by another.
settings.CACHES["default"]["KEY_PREFIX"] = f"test-{os.getpid()}"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `--dist loadgroup`: see tests/scheduling.py. Without xdist nobody asks."""
    return ByInstallation(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """After the shuffle. One process alone, where length does not matter, keeps it as it is."""
    if hasattr(config, "workerinput"):
        long_first(items)


def pytest_collection_finish() -> None:
    """What was imported by now stays for good: collecting garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def worker_database(django_db_blocker: Any, request: pytest.FixtureRequest) -> Iterator[WorkerDatabase]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    database = WorkerDatabase(template_database(), worker)
    with django_db_blocker.unblock():
        database.create()
        database.use()
    yield database
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture(scope="session")
def django_db_setup(worker_database: WorkerDatabase) -> Iterator[None]:
    """Replaces pytest-django's: tests that commit get a fresh clone afterwards instead of a flush."""
    with patch.object(TransactionTestCase, "_fixture_teardown", lambda _self: worker_database.again()):
        yield


@pytest.fixture(scope="session", autouse=True)
def _static_files_once() -> Iterator[None]:
    """Every new client would list all static files on disk before its first answer; a process lists them once."""
    find = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[str, Any] = {}

    def remember(middleware: Any) -> None:
        if not found:
            find(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with patch.object(WhiteNoiseMiddleware, "add_files_from_finders", remember):
        yield


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    """Rate limits and cached drawings of one test do not reach the next."""
    yield
    cache.clear()


@pytest.fixture
def client() -> ThuisClient:
    return ThuisClient()


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def client_as() -> Callable[..., ThuisClient]:
    """`client_as(user)`: a signed-in client with a second factor; `second_factor=False` without."""

    def sign_in(user: Any, *, second_factor: bool = True) -> ThuisClient:
        return ThuisClient().sign_in(user, second_factor=second_factor)

    return sign_in


@pytest.fixture
def count_queries() -> Callable[[Callable[[], object]], int]:
    """How many statements a call sends, savepoints left out."""

    def count(call: Callable[[], object]) -> int:
        seen: list[str] = []

        def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            if not sql.upper().startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                seen.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            call()
        # Shown with a test that fails: which statement was one too many.
        print(f"{len(seen)} statements:", *(sql[:200] for sql in seen), sep="\n")
        return len(seen)

    return count
