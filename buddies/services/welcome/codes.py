"""The secrets of a card: a long code for the QR and six digits for a person to remember. Only hashes are kept."""

from __future__ import annotations

import secrets
from hashlib import sha256

from django.utils.crypto import salted_hmac

PIN_DIGITS = 6


def new_code() -> str:
    """256 bits: nobody guesses it, whatever the number of tries."""
    return secrets.token_urlsafe(32)


def new_pin() -> str:
    return f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"


def hash_of(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def pin_hash(code: str, pin: str) -> bytes:
    """Keyed with the code, which is kept nowhere, and with the server's own key: a million digits cannot be tried on the row."""
    said = f"{code}|{pin}".encode("utf-8", "surrogatepass").hex()
    return salted_hmac("buddies.welcome.pin", said, algorithm="sha256").digest()
