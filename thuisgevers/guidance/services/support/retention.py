"""Words of help are forgotten; the database does it (migration 0034, docs/retention.md)."""

from __future__ import annotations

from django.db import connection, transaction


@transaction.atomic
def forget_support() -> int:
    """Erase what was asked, answered and logged two years ago, offers that stopped a month ago, and days away of a year ago.
    Returns how many rows; a second run finds none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT guidance_forget_support()")
        (number,) = cursor.fetchone()
        return int(number)
