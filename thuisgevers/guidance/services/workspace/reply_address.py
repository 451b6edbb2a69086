"""The address to which one person answers one conversation: `gesprek+<token>@…`.

The token names both and is signed, so it needs no table and cannot be guessed or turned to another conversation. It gives no right
by itself: the sender's address, the mail server's verdict and the person's rights are asked as well. It is written in letters and
digits that survive mail servers which ignore case (RFC 4648, base 32), 48 of them: an address part has at most 64 (RFC 5321).
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from thuisgevers.accounts.models import User

MAC_BYTES = 10
PERSON_BYTES = 4
TOKEN_BYTES = 16 + PERSON_BYTES + MAC_BYTES
SEPARATOR = "+"


@dataclass(frozen=True)
class ReplyTarget:
    conversation_id: UUID
    user_id: int


def reply_address(conversation_id: UUID, person: User) -> str:
    """Empty where answers by mail are not set up."""
    if not settings.REPLY_MAIL_ADDRESS:
        return ""
    local, _at, domain = settings.REPLY_MAIL_ADDRESS.partition("@")
    return f"{local}{SEPARATOR}{_token(conversation_id, person.pk)}@{domain}"


def target_of(address: str) -> ReplyTarget | None:
    """What an address of ours stands for; None for any other, and for one with a token that we did not make."""
    if not settings.REPLY_MAIL_ADDRESS:
        return None
    local, _at, domain = settings.REPLY_MAIL_ADDRESS.casefold().partition("@")
    given, _at, place = address.strip().casefold().rpartition("@")
    name, _plus, token = given.partition(SEPARATOR)
    if (name, place) != (local, domain) or not token.isascii():
        return None
    try:
        raw = base64.b32decode(token.upper())
    except binascii.Error:
        return None
    if len(raw) != TOKEN_BYTES or not hmac.compare_digest(_mac(raw[:-MAC_BYTES]), raw[-MAC_BYTES:]):
        return None
    return ReplyTarget(UUID(bytes=raw[:16]), int.from_bytes(raw[16:-MAC_BYTES]))


def _token(conversation_id: UUID, user_id: int) -> str:
    named = conversation_id.bytes + user_id.to_bytes(PERSON_BYTES)
    return base64.b32encode(named + _mac(named)).decode().lower()


def _mac(named: bytes) -> bytes:
    key = sha256(b"thuisgevers.reply_address:" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, named, "sha256")[:MAC_BYTES]
