"""Writing rows past the policies, for factories: a role that exists in the test cluster only."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

_within = threading.local()
_numbers = count()


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


def as_committed() -> None:
    """Let the policies' functions keep answers again, as in a transaction that begins after these rows were committed.

    A test makes its people in the transaction in which it asks, where a change of rights stops the keeping (see
    docs/decisions/0014). What was kept before does not count afterwards.
    """
    with connection.cursor() as cursor:
        # `seed()` ends as the application; a test without policies goes on as `seed`.
        cursor.execute("SELECT current_setting('role')")
        (before,) = cursor.fetchone()
        with seed():
            cursor.execute(
                "SELECT set_config(prefix, %s, true) FROM municipalities_rightskey", [f"test {next(_numbers)}"]
            )
        cursor.execute("SELECT set_config('role', %s, true)", [before])
