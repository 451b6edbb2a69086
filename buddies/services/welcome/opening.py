"""From a card and six digits to a visit: counted, locked and compared by the database."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from thuisgevers.common.ids import uuid7

from .codes import hash_of, new_code, pin_hash


@dataclass(frozen=True)
class Visit:
    """`token` goes into the visitor's cookie and nowhere else."""

    token: str
    language: str


def open_page(*, code: str, pin: str) -> Visit | None:
    """A visit, or None: for a code that does not exist, digits that are wrong, a card that was revoked, that is too old or that had
    five wrong tries. The caller does not learn which."""
    token = new_code()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT buddies_open_welcome(%s, %s, %s, %s)", [hash_of(code), pin_hash(code, pin), uuid7(), hash_of(token)]
        )
        (language,) = cursor.fetchone()
    return None if language is None else Visit(token, language)


def leave_page() -> None:
    """This visit ends here, whatever the browser keeps."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT buddies_leave_welcome()")
