"""What must not be kept; the terms stand in the database functions (migrations 0002 and 0031) and in docs/retention.md."""

from __future__ import annotations

from django.db import connection, transaction


def forget_buddies() -> int:
    """Applications that nobody confirmed, names of who left, notes of long ago, words of households that are gone. How many rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT buddies_forget() + buddies_forget_clocks()")
        (erased,) = cursor.fetchone()
        return int(erased)


def forget_welcome() -> int:
    """Files of cards that had their day, what residents kept with a card that ended, words of messages of over a year ago."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT buddies_forget_welcome()")
        (erased,) = cursor.fetchone()
        return int(erased)
