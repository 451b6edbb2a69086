"""What was asked is forgotten half a year after the last word, for somebody with an account after two years; the database does it
(migration 0021, docs/retention.md). What was published holds no person and stays."""

from __future__ import annotations

from django.db import connection, transaction


@transaction.atomic
def forget_questions() -> int:
    """Returns how many rows; a second run finds none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT guidance_forget_questions()")
        (number,) = cursor.fetchone()
        return int(number)


@transaction.atomic
def count_words() -> int:
    """Count afresh which words there are to be found."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT guidance_count_words()")
        (number,) = cursor.fetchone()
        return int(number)
