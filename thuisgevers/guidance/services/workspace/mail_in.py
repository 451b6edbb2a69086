"""An answer by mail becomes a message in its conversation, or is refused. Nothing of a refused mail is kept or logged but the reason.

All of it must hold: the address carries a token that we made (for one person and one conversation), the one sender is that person, our
own mail server vouches for the sender's domain (RFC 8601), no machine wrote it (RFC 3834), and the person may write there now.
"""

from __future__ import annotations

import html
import logging
import re
from datetime import timedelta
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from enum import StrEnum
from hashlib import sha256
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from mailparser_reply.parser import EmailReplyParser

from thuisgevers.accounts.models import User, normal_email
from thuisgevers.common.cleaning import clean_text
from thuisgevers.common.who import acting
from thuisgevers.guidance.models import Conversation
from thuisgevers.guidance.permissions.workspace import (
    can_write_conversation,
    viewable_conversations,
    viewable_messages,
)
from thuisgevers.municipalities.access import Access

from .reply_address import ReplyTarget, target_of
from .talking import write_message

MOST_BYTES = 10 * 1024 * 1024
LONGEST = 4000
MOST_AN_HOUR = 10
LANGUAGES = ["nl", "en", "de"]
RECIPIENTS = ("Delivered-To", "X-Original-To", "To", "Cc")
BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
COMMENT = re.compile(r"\([^()]*\)")
LINE_END = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^>]*>", re.IGNORECASE)
#: As Gmail begins a quote in Dutch, over one line or two; the library knows the form with "schreef" at the end.
DUTCH_QUOTE = re.compile(r"^Op [^\n]{4,150}\n?[^\n]{0,150}\bschreef [^\n]{1,200}\n?[^\n]{0,150}:[ \t]*$", re.MULTILINE)
QUOTED = re.compile(r"<blockquote\b.*?</blockquote>", re.IGNORECASE | re.DOTALL)

logger = logging.getLogger(__name__)


class MailVerdict(StrEnum):
    """What became of a mail. All but the first two are refusals."""

    TAKEN = "taken"
    DUPLICATE = "duplicate"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    AUTOMATIC = "automatic"
    UNKNOWN_ADDRESS = "unknown_address"
    OTHER_SENDER = "other_sender"
    NOT_VOUCHED_FOR = "not_vouched_for"
    NO_RIGHT = "no_right"
    TOO_MANY = "too_many"
    EMPTY = "empty"


class _Refused(Exception):
    def __init__(self, verdict: MailVerdict) -> None:
        super().__init__(verdict)
        self.verdict = verdict


def take_in(raw: bytes) -> MailVerdict:
    """One mail as it was received. A database that fails raises, so that the mail stays where it is."""
    try:
        verdict = _take_in(raw)
    except _Refused as refused:
        verdict = refused.verdict
    logger.info("answer by mail: %s", verdict)
    return verdict


def _take_in(raw: bytes) -> MailVerdict:
    if len(raw) > MOST_BYTES:
        raise _Refused(MailVerdict.TOO_LARGE)
    mail = _parsed(raw)
    if _is_automatic(mail):
        raise _Refused(MailVerdict.AUTOMATIC)
    target = _target(mail)
    sender = _sender(mail)
    user = User.objects.filter(pk=target.user_id, is_active=True).first()
    if user is None or normal_email(sender) != normal_email(user.email):
        raise _Refused(MailVerdict.OTHER_SENDER)
    if not _is_vouched_for(mail, sender.rpartition("@")[2].casefold()):
        raise _Refused(MailVerdict.NOT_VOUCHED_FOR)
    return _write(user, target, _words(mail), _key(mail, raw))


def _parsed(raw: bytes) -> EmailMessage:
    try:
        return message_from_bytes(raw, policy=policy.default)
    except (MessageError, ValueError, LookupError) as error:
        raise _Refused(MailVerdict.UNREADABLE) from error


def _header(mail: EmailMessage, name: str) -> str:
    """One header as text; a malformed one is no reason to stop."""
    try:
        return str(mail.get(name, "")).strip()
    except (MessageError, ValueError, LookupError, AttributeError, IndexError):
        return ""


def _is_automatic(mail: EmailMessage) -> bool:
    """Out of office, a bounce, a list, or our own mail that came back."""
    own_host = (urlsplit(settings.BASE_URL).hostname or "").casefold()
    return (
        _header(mail, "Auto-Submitted").casefold() not in {"", "no"}
        or _header(mail, "Precedence").casefold() in BULK
        or any(_header(mail, name) for name in ("X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond", "List-Id"))
        or _header(mail, "Return-Path") == "<>"
        or mail.get_content_type() == "multipart/report"
        or _header(mail, "Message-ID").casefold().endswith(f"@{own_host}>")
    )


def _target(mail: EmailMessage) -> ReplyTarget:
    for name in RECIPIENTS:
        for address in _addresses(mail, name):
            target = target_of(address)
            if target is not None:
                return target
    raise _Refused(MailVerdict.UNKNOWN_ADDRESS)


def _sender(mail: EmailMessage) -> str:
    """The one address that wrote it; two senders, or two From headers, are nobody."""
    senders = _addresses(mail, "From")
    if len(mail.get_all("From", [])) != 1 or len(senders) != 1:
        raise _Refused(MailVerdict.OTHER_SENDER)
    return senders[0]


def _addresses(mail: EmailMessage, name: str) -> list[str]:
    found: list[str] = []
    try:
        for header in mail.get_all(name, []):
            known = getattr(header, "addresses", None)
            found += [one.addr_spec for one in known] if known is not None else [str(header).strip().strip("<>")]
    except (MessageError, ValueError, LookupError, AttributeError, IndexError):
        return []
    return found


def _is_vouched_for(mail: EmailMessage, domain: str) -> bool:
    """Our own server says that the mail comes from that domain: DMARC, or DKIM or SPF for the domain itself. What other servers
    wrote is not read; of our own lines the topmost counts, as servers write theirs on top."""
    for header in mail.get_all("Authentication-Results", []):
        server, _sign, results = str(header).partition(";")
        if server.split()[:1] and server.split()[0].casefold() == settings.REPLY_AUTH_SERVER.casefold():
            return any(_passes(part, domain) for part in COMMENT.sub(" ", results).split(";"))
    return False


def _passes(result: str, domain: str) -> bool:
    facts = dict(word.casefold().split("=", 1) for word in result.split() if "=" in word)
    if facts.get("dmarc") == "pass":
        return facts.get("header.from", domain).rpartition("@")[2] == domain
    if facts.get("dkim") == "pass":
        return facts.get("header.d", facts.get("header.i", "")).rpartition("@")[2] == domain
    return facts.get("spf") == "pass" and facts.get("smtp.mailfrom", "").rpartition("@")[2] == domain


def _words(mail: EmailMessage) -> str:
    """What the person wrote, without what they answered to."""
    try:
        part = mail.get_body(preferencelist=("plain", "html"))
        content = "" if part is None else part.get_content()
    except (MessageError, ValueError, LookupError, AttributeError) as error:
        raise _Refused(MailVerdict.UNREADABLE) from error
    if part is not None and part.get_content_type() == "text/html":
        content = _from_html(content)
    said = _before_quote(content.replace("\r\n", "\n"))
    reply = EmailReplyParser(languages=LANGUAGES).parse_reply(text=said) if said.strip() else ""
    text = clean_text(reply or "").strip()
    has_files = any(True for _file in mail.iter_attachments())
    if not text:
        raise _Refused(MailVerdict.EMPTY)
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 80].rstrip()}\n\n{_('[De mail was langer dan hier past.]')}"
    if has_files:
        note = _("[Er zat een bijlage bij de mail. Voeg die hier toe bij een nieuw bericht.]")
        text = f"{text[: LONGEST - len(note) - 2]}\n\n{note}"
    return text


def _before_quote(text: str) -> str:
    """Without a quote that runs to the end; what was written between the lines of one stays as it is."""
    begins = DUTCH_QUOTE.search(text)
    if begins is None:
        return text
    rest = text[begins.end() :].splitlines()
    return text[: begins.start()] if all(line.startswith(">") or not line.strip() for line in rest) else text


def _from_html(page: str) -> str:
    lines = LINE_END.sub("\n", QUOTED.sub("", page))
    return html.unescape(nh3.clean(lines, tags=set(), clean_content_tags={"script", "style", "head", "title"}))


def _key(mail: EmailMessage, raw: bytes) -> str:
    """The same mail read twice has the same key; one without a Message-ID is known by its bytes."""
    said = _header(mail, "Message-ID")
    return sha256(said.encode() if said else raw).hexdigest()


def _write(user: User, target: ReplyTarget, text: str, key: str) -> MailVerdict:
    with transaction.atomic(), acting(user_id=user.pk):
        access = Access.for_user(user, second_factor=False)
        rows = viewable_conversations(access).select_related("municipality", "initiative")
        conversation = rows.filter(pk=target.conversation_id).first()
        if conversation is None or not can_write_conversation(access, conversation):
            raise _Refused(MailVerdict.NO_RIGHT)
        if _wrote_lately(access, conversation) >= MOST_AN_HOUR:
            raise _Refused(MailVerdict.TOO_MANY)
        written = write_message(access=access, conversation=conversation, text=text, mail_key=key)
        return MailVerdict.DUPLICATE if written is None else MailVerdict.TAKEN


def _wrote_lately(access: Access, conversation: Conversation) -> int:
    """Mails of this person in this conversation within the hour: a loop that nothing else stopped stops here."""
    since = timezone.now() - timedelta(hours=1)
    mine = viewable_messages(access).filter(conversation=conversation, author=access.user, created_at__gt=since)
    return mine.exclude(mail_key="").count()
