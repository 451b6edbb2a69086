"""Identifiers: made in Python before the INSERT.

A writer who may not read the row it writes (an anonymous registration, a log line) cannot use `INSERT … RETURNING`
under row level security, and an encrypted value is bound to the id of its row, so the id has to exist beforehand.
"""

import secrets
import uuid

import uuid_utils.compat
from django.utils import timezone

#: Crockford's alphabet without what people mix up on paper or on the telephone: 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V.
REFERENCE_ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
REFERENCE_LENGTH = 5
REFERENCE_PREFIX = "TG"


def uuid7() -> uuid.UUID:
    """A time-ordered id; not a secret, as its first half is the clock."""
    return uuid_utils.compat.uuid7()


def reference(year: int | None = None, *, prefix: str = REFERENCE_PREFIX) -> str:
    """A number to quote on the telephone, such as `TG-2026-7K4Q9`; `prefix` tells what kind of thing it is.

    Random, so that it tells nothing about how many there are; it opens nothing by itself. Not guaranteed to be
    unique: the column is, and the caller tries again.
    """
    tail = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))
    return f"{prefix}-{year or timezone.localdate().year}-{tail}"


def clean_reference(text: str, *, prefix: str = REFERENCE_PREFIX) -> str:
    """What somebody typed, in the form in which it is stored: upper case, without spaces, dashes in place."""
    compact = "".join(character for character in text.upper() if character.isalnum())
    letters = len(prefix)
    if not compact.startswith(prefix) or len(compact) != letters + 4 + REFERENCE_LENGTH:
        return text.strip().upper()
    return f"{prefix}-{compact[letters : letters + 4]}-{compact[letters + 4 :]}"
