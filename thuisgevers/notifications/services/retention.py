"""Removing what is past its term. The terms stand in the database (migration 0006) and in docs/retention.md."""

from __future__ import annotations

from django.db import connection, transaction

#: Digests after the messages that were in them.
KINDS = ("links", "messages", "digests")


@transaction.atomic
def forget_what_is_past() -> dict[str, int]:
    """Secret links 90 days after they ended, mails (of which only address and subject are left) and daily mails a year after
    they went out or lost their use. Returns how many of each; a second run finds nothing."""
    forgotten = {}
    with connection.cursor() as cursor:
        for kind in KINDS:
            cursor.execute(f"SELECT app_forget_{kind}()")
            (forgotten[kind],) = cursor.fetchone()
    return forgotten
