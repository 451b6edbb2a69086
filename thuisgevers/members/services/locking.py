"""One at a time, for rules about a group of rows ("there is always one coordinator") that no row lock can hold."""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def lock_members(key: int | UUID) -> None:
    """Wait for everybody else who changes the members of this municipality or team; until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"members:{key}"])
