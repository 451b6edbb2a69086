"""Who came is forgotten eight weeks after a session; the database does it (migration 0003, docs/retention.md)."""

from __future__ import annotations

from django.db import connection, transaction


@transaction.atomic
def forget_registrations() -> int:
    """Erase names, addresses, questions and remarks of sessions of eight weeks ago, and remove registrations that nobody confirmed
    within a week. Returns how many rows; a second run finds none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT guidance_forget_registrations()")
        (number,) = cursor.fetchone()
        return int(number)
