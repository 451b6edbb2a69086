"""What must not be kept of signals, and who gets those that are open; both nightly, by functions of the database (migration 0021)."""

from __future__ import annotations

from django.db import connection, transaction


def forget_signals() -> int:
    """Two years after a signal closed: every text, whom it was about, who raised it. How many."""
    return _number("SELECT buddies_forget_signals()")


def route_open_signals() -> int:
    """Roles begin and end by their date too: decide again who gets what is open. How many signals."""
    return _number("SELECT buddies_route_open()")


def _number(sql: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        (number,) = cursor.fetchone()
        return int(number)
