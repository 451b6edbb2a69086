"""What must not be kept; the terms stand in the database function (migration 0002) and in docs/retention.md."""

from __future__ import annotations

from django.db import connection, transaction


def forget_buddies() -> int:
    """Applications that nobody confirmed, names of who left, notes of long ago, words of households that are gone. How many rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT buddies_forget() + buddies_forget_clocks()")
        (erased,) = cursor.fetchone()
        return int(erased)
