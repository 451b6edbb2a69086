"""Sending one message, once, also when the worker's task is delivered twice.

Claiming takes a lease in a short transaction (`sending`, and a next attempt that lies after the longest send), sending happens
outside any transaction, the outcome is written in a second one. A worker that dies in between leaves a lease that runs out.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr, parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.audit.transitions import transition
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.notifications.enums import MessageState
from thuisgevers.notifications.models import DemoMail, OutgoingMessage
from thuisgevers.notifications.services.wording import Letter, write_letter
from thuisgevers.notifications.states import MESSAGE

logger = logging.getLogger(__name__)

QUEUE = "messages"
LEASE = timedelta(minutes=10)
METHOD = re.compile(r"^METHOD:([A-Z]+)\s*$", re.MULTILINE)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)]
PERMANENT_FROM = 500
#: Django's backend that throws mail away; the settings name it where MAIL_HOST is empty.
NOWHERE = "django.core.mail.backends.dummy.EmailBackend"


class NoMailServer(OSError):
    """MAIL_HOST is not set. The message waits instead of being called sent."""


@dataclass(frozen=True)
class Outcome:
    """How an attempt went wrong: in words without an address, and whether trying again makes sense."""

    error: str
    is_permanent: bool


def deliver_message(message_id: UUID) -> MessageState | None:
    """Send one waiting message. None when there was nothing to do: sent before, held by another worker, not yet due."""
    message = _claim(message_id)
    if message is None:
        return None
    if message.state == MessageState.FAILED:
        return MessageState.FAILED
    try:
        _hand_over(message)
    except (SMTPException, OSError) as error:
        return _write_failure(message, judge(error))
    except Exception as error:
        logger.exception("message %s cannot be made into a mail", message.pk)
        return _write_failure(message, Outcome(_("technische fout (%s)") % type(error).__name__, is_permanent=True))
    return _write_success(message)


def _claim(message_id: UUID) -> OutgoingMessage | None:
    """Lock the row, or pass it by when another worker has it; expired ones are ended here."""
    now = timezone.now()
    with transaction.atomic(), acting(job=f"{QUEUE}:{message_id}"):
        message = (
            OutgoingMessage.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
            .select_related("municipality", "to_user")
            .filter(Q(next_attempt_at__lte=now) | Q(expires_at__lte=now), pk=message_id, body__isnull=False)
            .first()
        )
        if message is None:
            return None
        if message.is_expired:
            return _expire(message)
        if message.digest_id is not None or message.state not in (MessageState.QUEUED, MessageState.SENDING):
            return None
        message.state = MessageState.SENDING
        message.attempts += 1
        message.next_attempt_at = now + LEASE
        message.save(update_fields=["state", "attempts", "next_attempt_at", "updated_at"])
        return message


def _expire(message: OutgoingMessage) -> OutgoingMessage:
    if message.state != MessageState.FAILED:
        message = transition(
            access=Access.nobody(),
            obj=message,
            machine=MESSAGE,
            name="fail",
            may=lambda _access, row: row.is_expired,
            changes={"error": _("niet op tijd verstuurd"), "body": None, "calendar": None},
        )
    else:
        message.body = message.calendar = None  # type: ignore[assignment]
        message.save(update_fields=["body", "calendar", "updated_at"])
    return message


def _hand_over(message: OutgoingMessage) -> None:
    """To the mail server; in demo mode to the demo's own letter box, so that nothing leaves."""
    sender = _sender(message)
    label = parseaddr(sender)[0] or "De Thuisgevers"
    letter = write_letter(subject=message.subject, sender=label, body=message.body or "")
    if settings.DEMO:
        _keep(message, sender, letter)
        return
    if settings.MAILERS["default"]["BACKEND"] == NOWHERE:
        raise NoMailServer
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=letter.text,
        from_email=sender,
        to=[message.to],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={
            # The same at a second attempt, so that a mailbox can tell that it is the same mail.
            "Message-ID": f"<{message.pk}@{urlsplit(settings.BASE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": "nl",
        },
    )
    mail.attach_alternative(letter.html, "text/html")
    if message.calendar:
        method = METHOD.search(message.calendar)
        kind = f"text/calendar; method={method[1]}; charset=utf-8" if method else "text/calendar"
        mail.attach("afspraak.ics", message.calendar, kind)
    mail.send()


def _sender(message: OutgoingMessage) -> str:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    place = message.municipality
    if place is not None and place.participates and place.sender_name:
        name = _("%(place)s via De Thuisgevers") % {"place": place.sender_name}
    return formataddr((name, address))


def _keep(message: OutgoingMessage, sender: str, letter: Letter) -> None:
    name = "" if message.to_user is None else message.to_user.display_name
    kept = DemoMail(
        message_id=message.pk,
        sender=sender,
        to=message.to,
        to_name=name,
        subject=message.subject,
        text=letter.text,
        html=letter.html,
    )
    DemoMail.objects.bulk_create([kept], ignore_conflicts=True)


def judge(error: Exception) -> Outcome:
    """What the mail server's answer means. Addresses in it are left out."""
    code = 0
    if isinstance(error, SMTPRecipientsRefused):
        code = max((answer[0] for answer in error.recipients.values()), default=0)
    elif isinstance(error, SMTPResponseException):
        code = error.smtp_code
    if code >= PERMANENT_FROM:
        return Outcome(_("de mailserver weigert dit adres of bericht (%s)") % code, is_permanent=True)
    if code:
        return Outcome(_("de mailserver vraagt om later te proberen (%s)") % code, is_permanent=False)
    return Outcome(_("geen verbinding met de mailserver (%s)") % type(error).__name__, is_permanent=False)


def _held(message: OutgoingMessage) -> Any:
    """The row, if this attempt still holds its lease."""
    return OutgoingMessage.objects.filter(pk=message.pk, state=MessageState.SENDING, attempts=message.attempts)


def _write_success(message: OutgoingMessage) -> MessageState:
    now = timezone.now()
    with transaction.atomic(), acting(job=f"{QUEUE}:{message.pk}"):
        _held(message).update(state=MessageState.SENT, sent_at=now, body=None, calendar=None, error="", updated_at=now)
    return MessageState.SENT


def _write_failure(message: OutgoingMessage, outcome: Outcome) -> MessageState:
    """Try again later, or give up where that makes no sense: a refused address, no attempts left, expired by then."""
    now = timezone.now()
    pause = PAUSES[message.attempts - 1] if message.attempts <= len(PAUSES) else None
    is_over = outcome.is_permanent or pause is None or now + pause > message.expires_at
    with transaction.atomic(), acting(job=f"{QUEUE}:{message.pk}"):
        if not is_over and pause is not None:
            _held(message).update(
                state=MessageState.QUEUED, next_attempt_at=now + pause, error=outcome.error, updated_at=now
            )
            return MessageState.QUEUED
        if _held(message).select_for_update(no_key=True).exists():
            transition(
                access=Access.nobody(),
                obj=message,
                machine=MESSAGE,
                name="fail",
                may=lambda _access, row: row.attempts == message.attempts,
                changes={"error": outcome.error},
            )
    return MessageState.FAILED
