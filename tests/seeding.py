"""Writing rows past the policies, for factories: a role that exists in the test cluster only."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

_within = threading.local()


@contextmanager
def seed() -> Iterator[None]:
    """Step into the role `seed` (BYPASSRLS) for one block, inside a transaction; blocks may nest."""
    if getattr(_within, "depth", 0):
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE seed")
        _within.depth = 1
        try:
            yield
        finally:
            _within.depth = 0
            raw = connection.connection
            if raw is not None and raw.info.transaction_status == TransactionStatus.INTRANS:
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL ROLE NONE")
