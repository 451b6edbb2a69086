"""Stepping into the database role that reads figures and nothing else: for public pages and national overviews."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from psycopg.pq import TransactionStatus


@contextmanager
def as_stats() -> Iterator[None]:
    """Read roll-ups as the role `stats` for one block. It may read no table with people in it, whoever asks."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE stats")
        try:
            yield
        finally:
            raw = connection.connection
            if raw is not None and raw.info.transaction_status == TransactionStatus.INTRANS:
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL ROLE NONE")
