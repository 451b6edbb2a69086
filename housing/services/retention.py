"""Erasing what households that are gone no longer need. The terms stand in the database (migration 0019), in docs/retention.md
and, for who fills in a field, in housing.purposes."""

from __future__ import annotations

from django.db import connection, transaction


@transaction.atomic
def forget_households() -> dict[str, int]:
    """How many rows of which table were erased, per term; nothing that says of whom. A second run finds nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT term, place, number FROM housing_forget() WHERE number > 0")
        return {f"{term}: {place}": number for term, place, number in cursor.fetchall()}
