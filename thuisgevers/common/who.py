"""Tells PostgreSQL who is asking: a person, a link or a job, for the length of one block in a transaction.

The application says only *who*; the policies derive *what* from that (see docs/architecture.md, net 5). Outside a
transaction nothing can be set, so code that forgets to open one sees no rows instead of too many.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from psycopg.pq import TransactionStatus


@dataclass(frozen=True)
class Who:
    """Exactly one of the three is set, or none: then no protected row is visible."""

    user_id: int | None = None
    link_id: UUID | None = None
    job: str | None = None

    def __post_init__(self) -> None:
        if sum(part is not None for part in (self.user_id, self.link_id, self.job)) > 1:
            raise ValueError("a request is made by one of: a person, a link, a job")


NOBODY = Who()
_said = threading.local()


def current() -> Who:
    """Who this connection last said it was; the database's own setting decides, this is for display and tests."""
    return getattr(_said, "who", NOBODY)


def _tell(who: Who) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.user_id', %s, true), set_config('app.link_id', %s, true),"
            " set_config('app.job', %s, true)",
            [
                "" if who.user_id is None else str(who.user_id),
                "" if who.link_id is None else str(who.link_id),
                who.job or "",
            ],
        )
    _said.who = who


@contextmanager
def acting(*, user_id: int | None = None, link_id: UUID | None = None, job: str | None = None) -> Iterator[None]:
    """Act as one person, link or job inside the open transaction; the one before is restored at the end.

    A released savepoint keeps `SET LOCAL`, so the restoring is done by hand; after an error inside the transaction
    the rollback does it.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("acting() needs an open transaction: outside one the setting would vanish at once")
    before = current()
    _tell(Who(user_id=user_id, link_id=link_id, job=job))
    try:
        yield
    finally:
        raw = connection.connection
        usable = raw is not None and raw.info.transaction_status == TransactionStatus.INTRANS
        if usable and not connection.needs_rollback:
            _tell(before)
        else:
            _said.who = before
