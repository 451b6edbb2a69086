"""The mailbox to which answers come (IMAP, RFC 3501). What was read is taken out of it: a mail is kept nowhere."""

from __future__ import annotations

import logging
from imaplib import IMAP4, IMAP4_SSL
from urllib.parse import unquote, urlsplit

from django.conf import settings

from .mail_in import MOST_BYTES, MailVerdict, take_in

TIMEOUT = 20
MOST_AT_ONCE = 50

logger = logging.getLogger(__name__)


def read_mailbox() -> list[MailVerdict]:
    """Take in what waits. One that fails stays for the next time and does not stop the others."""
    if not settings.REPLY_IMAP_URL:
        return []
    where = urlsplit(settings.REPLY_IMAP_URL)
    kind = IMAP4_SSL if where.scheme == "imaps" else IMAP4
    with kind(where.hostname or "", where.port or (993 if kind is IMAP4_SSL else 143), timeout=TIMEOUT) as box:
        box.login(unquote(where.username or ""), unquote(where.password or ""))
        box.select(where.path.strip("/") or "INBOX")
        _answer, found = box.uid("SEARCH", "UNDELETED")
        verdicts = [one for uid in (found[0] or b"").split()[:MOST_AT_ONCE] if (one := _one(box, uid.decode()))]
        box.expunge()
    return verdicts


def _one(box: IMAP4, uid: str) -> MailVerdict | None:
    try:
        verdict = MailVerdict.TOO_LARGE if _size(box, uid) > MOST_BYTES else take_in(_bytes(box, uid))
    except Exception:
        logger.exception("an answer by mail failed and is tried again")
        return None
    box.uid("STORE", uid, "+FLAGS", r"(\Deleted)")
    return verdict


def _size(box: IMAP4, uid: str) -> int:
    _answer, [line] = box.uid("FETCH", uid, "(RFC822.SIZE)")
    words = (line or b"").decode("ascii", "replace").replace("(", " ").replace(")", " ").split()
    return int(words[words.index("RFC822.SIZE") + 1])


def _bytes(box: IMAP4, uid: str) -> bytes:
    """Asked for with a limit as well, because a server may be wrong about the size."""
    _answer, parts = box.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES + 1}>)")
    return next(bytes(part[1]) for part in parts if isinstance(part, tuple))
