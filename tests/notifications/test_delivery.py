"""The row is the job: sent once, tried again, given up in sight, blanked afterwards."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.notifications.enums import Frequency, MessageState, ReminderKind
from thuisgevers.notifications.models import DemoMail, Digest, NotificationPreference, OutgoingMessage
from thuisgevers.notifications.permissions import can_view_message, viewable_messages
from thuisgevers.notifications.services import delivery, digests
from thuisgevers.notifications.services.messages import queue_message, retry_message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mails")]


def _queue(cast: Cast, **more: Any) -> OutgoingMessage:
    facts: dict[str, Any] = {
        "template": "proef/plain",
        "to": "Fenna@Voorbeeld.example",
        "context": {"name": "Fenna", "url": "http://testserver/status/geheim/"},
        "municipality": cast.kampen,
    }
    return queue_message(**{**facts, **more})


def _row(message: OutgoingMessage) -> OutgoingMessage:
    with seed():
        return OutgoingMessage.objects.get(pk=message.pk)


@pytest.fixture
def smtp(settings: Any) -> None:
    """As in production: a mail backend (Django's in-memory one), no demo."""
    settings.DEMO = False


def test_anybody_can_queue_and_nobody_unnamed_can_read(cast: Cast) -> None:
    message = _queue(cast)
    assert not OutgoingMessage.objects.exists()
    row = _row(message)
    assert (row.to, row.state, row.subject) == ("fenna@voorbeeld.example", "queued", "Uw aanmelding is ontvangen")


def test_what_is_kept_is_not_readable_in_the_database(cast: Cast) -> None:
    _queue(cast, secret=True)
    with seed(), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text FROM notifications_outgoingmessage m")
        kept = cursor.fetchone()[0]
    assert "geheim" not in kept
    assert "fenna" not in kept.lower()


@pytest.mark.usefixtures("smtp")
def test_sends_once_when_the_task_is_delivered_twice(cast: Cast) -> None:
    message = _queue(cast)
    assert delivery.deliver_message(message.pk) == MessageState.SENT
    assert delivery.deliver_message(message.pk) is None
    sent: Any = mail.outbox[0]
    assert len(mail.outbox) == 1
    assert sent.to == ["fenna@voorbeeld.example"]
    assert "http://testserver/status/geheim/" in sent.body
    assert "http://testserver/status/geheim/" in str(sent.alternatives[0][0])
    assert sent.extra_headers["Message-ID"] == f"<{message.pk}@testserver>"
    row = _row(message)
    assert row.state == MessageState.SENT
    assert row.is_blank


@pytest.mark.usefixtures("smtp")
def test_sender_is_the_municipality_that_takes_part(cast: Cast) -> None:
    with seed():
        cast.kampen.sender_name = "Gemeente Kampen"
        cast.kampen.save()
    delivery.deliver_message(_queue(cast).pk)
    assert mail.outbox[0].from_email.startswith("Gemeente Kampen via De Thuisgevers <")


def test_in_demo_mode_nothing_leaves_and_the_mail_can_be_read(cast: Cast) -> None:
    message = _queue(cast, secret=True)
    assert delivery.deliver_message(message.pk) == MessageState.SENT
    assert mail.outbox == []
    kept = DemoMail.objects.get(message_id=message.pk)
    assert kept.to == "fenna@voorbeeld.example"
    assert "http://testserver/status/geheim/" in kept.text
    assert _row(message).body is None


@pytest.mark.usefixtures("smtp")
def test_a_transport_error_is_tried_again_later_until_it_is_given_up(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = _queue(cast, expires_at=timezone.now() + timedelta(days=30))
    monkeypatch.setattr(delivery, "_hand_over", _raise(SMTPServerDisconnected("weg")))
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        assert delivery.deliver_message(message.pk) == MessageState.QUEUED
        assert _row(message).next_attempt_at == now + timedelta(minutes=1)
        assert delivery.deliver_message(message.pk) is None
        for pause in delivery.PAUSES:
            clock.shift(pause)
            outcome = delivery.deliver_message(message.pk)
    assert outcome == MessageState.FAILED
    row = _row(message)
    assert (row.state, row.attempts) == (MessageState.FAILED, len(delivery.PAUSES) + 1)
    assert "mailserver" in row.error


@pytest.mark.usefixtures("smtp")
def test_without_a_mail_server_a_message_waits(cast: Cast, settings: Any) -> None:
    settings.MAILERS = {"default": {"BACKEND": delivery.NOWHERE}}
    message = _queue(cast)
    assert delivery.deliver_message(message.pk) == MessageState.QUEUED
    assert "NoMailServer" in _row(message).error


@pytest.mark.usefixtures("smtp")
def test_a_refused_address_is_given_up_at_once_without_naming_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    message = _queue(cast)
    refusal = SMTPRecipientsRefused({"fenna@voorbeeld.example": (550, b"no such user fenna")})
    monkeypatch.setattr(delivery, "_hand_over", _raise(refusal))
    assert delivery.deliver_message(message.pk) == MessageState.FAILED
    row = _row(message)
    assert "550" in row.error
    assert "fenna" not in row.error
    with seed():
        event = AuditEvent.objects.get(object_id=message.pk)
    assert (event.verb, event.municipality_id, event.visibility) == ("fail", cast.kampen.pk, "internal")


def test_a_worker_that_died_leaves_a_lease_that_runs_out(cast: Cast) -> None:
    message = _queue(cast)
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        assert delivery._claim(message.pk) is not None  # and then the worker was killed
        assert delivery.deliver_message(message.pk) is None
        clock.shift(delivery.LEASE)
        assert delivery.deliver_message(message.pk) == MessageState.SENT


def test_an_expired_message_is_not_sent_and_blanked(cast: Cast) -> None:
    message = _queue(cast, secret=True)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert delivery.deliver_message(message.pk) == MessageState.FAILED
    row = _row(message)
    assert (row.state, row.error) == ("failed", "niet op tijd verstuurd")
    assert row.is_blank
    assert not DemoMail.objects.exists()


def test_a_key_that_was_used_before_adds_nothing(cast: Cast) -> None:
    first = _queue(cast, dedupe_key="welkom:1")
    second = _queue(cast, dedupe_key="welkom:1")
    with seed():
        assert list(OutgoingMessage.objects.values_list("pk", flat=True)) == [first.pk]
    assert delivery.deliver_message(second.pk) is None


def test_the_sweep_finds_what_waits_and_what_expired(cast: Cast) -> None:
    waiting, later, sent = _queue(cast), _queue(cast), _queue(cast)
    delivery.deliver_message(sent.pk)
    past = timezone.now() - timedelta(hours=1)  # to PostgreSQL it is still the start of the test
    with seed():
        OutgoingMessage.objects.filter(pk=waiting.pk).update(next_attempt_at=past)
        OutgoingMessage.objects.filter(pk=later.pk).update(next_attempt_at=timezone.now() + timedelta(hours=1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM claim_jobs('messages', 10)")
        assert cursor.fetchall() == [(waiting.pk,)]
        with seed():
            OutgoingMessage.objects.filter(pk=later.pk).update(expires_at=past)
        cursor.execute("SELECT * FROM claim_jobs('messages', 10)")
        assert {row[0] for row in cursor.fetchall()} == {waiting.pk, later.pk}


def test_a_job_sees_its_own_row_only(cast: Cast) -> None:
    mine, other = _queue(cast), _queue(cast)
    with transaction.atomic(), acting(job=f"messages:{mine.pk}"):
        assert list(OutgoingMessage.objects.values_list("pk", flat=True)) == [mine.pk]
        assert OutgoingMessage.objects.filter(pk=other.pk).update(error="x") == 0


def test_nobody_gives_a_waiting_mail_another_address(cast: Cast) -> None:
    """Net 5 alone: officials may write how the delivery goes, nothing else of a message."""
    message = _queue(cast)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), acting(user_id=cast.anna.pk):
        OutgoingMessage.objects.filter(pk=message.pk).update(to_index="x", subject="Iets anders")


# Who sees what failed.


def test_officials_see_their_own_municipality_only(cast: Cast) -> None:
    kampen, nowhere = _queue(cast), _queue(cast, municipality=None)
    rows = {message.pk: _row(message) for message in (kampen, nowhere)}
    expected = {cast.anna: {kampen.pk}, cast.chaima: set(), cast.els: {kampen.pk, nowhere.pk}, cast.bram: set()}
    for user, seen in expected.items():
        with transaction.atomic(), acting(user_id=user.pk):
            access = Access.for_user(user, second_factor=True)
            assert set(viewable_messages(access).values_list("pk", flat=True)) == seen
            assert {pk for pk, row in rows.items() if can_view_message(access, row)} == seen
            assert set(OutgoingMessage.objects.values_list("pk", flat=True)) == seen


def test_a_failed_message_can_be_sent_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    message = _queue(cast)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_hand_over", _raise(SMTPRecipientsRefused({"x": (550, b"no")})))
        delivery.deliver_message(message.pk)
    with transaction.atomic(), acting(user_id=cast.anna.pk):
        retry_message(access=Access.for_user(cast.anna, second_factor=True), message=_row_seen(message))
        with pytest.raises(ConflictError):
            retry_message(access=Access.for_user(cast.anna, second_factor=True), message=_row_seen(message))
    assert delivery.deliver_message(message.pk) == MessageState.SENT


def _row_seen(message: OutgoingMessage) -> OutgoingMessage:
    return OutgoingMessage.objects.get(pk=message.pk)


# The reader's own choice.


def _choose(cast: Cast, frequency: Frequency) -> None:
    with seed():
        NotificationPreference.objects.create(user=cast.anna, kind=ReminderKind.DOSSIER, frequency=frequency)


def _remind(cast: Cast, text: str = "Een dossier") -> OutgoingMessage:
    return _queue(cast, template="proef/reminder", to=cast.anna.email, to_user=cast.anna, context={"text": text})


def test_a_reminder_that_is_not_wanted_is_not_sent(cast: Cast) -> None:
    _choose(cast, Frequency.NONE)
    row = _row(_remind(cast))
    assert row.state == MessageState.SKIPPED
    assert row.is_blank


def test_what_must_arrive_arrives_whatever_was_chosen(cast: Cast) -> None:
    _choose(cast, Frequency.NONE)
    message = _queue(cast, to=cast.anna.email, to_user=cast.anna)
    assert delivery.deliver_message(message.pk) == MessageState.SENT


def test_daily_reminders_come_in_one_mail(cast: Cast) -> None:
    _choose(cast, Frequency.DAILY)
    with time_machine.travel("2026-11-22T10:00:00+01:00", tick=False):
        messages = [_remind(cast, "Het [eerste](https://kwaad.example)"), _remind(cast, "Het tweede")]
        assert [delivery.deliver_message(message.pk) for message in messages] == [None, None]
        digest_id = _row(messages[0]).digest_id
        assert digest_id is not None
        assert digest_id == _row(messages[1]).digest_id == Digest.id_for(cast.anna, timezone.localdate() + timedelta(1))
        assert digests.send_digest(digest_id) == 0
    with time_machine.travel("2026-11-23T07:31:00+01:00", tick=False):
        assert digests.send_digest(digest_id) == 2
        assert digests.send_digest(digest_id) == 0
        with seed():
            bundle = OutgoingMessage.objects.get(dedupe_key=f"digest:{digest_id}")
        assert delivery.deliver_message(bundle.pk) == MessageState.SENT
    (kept,) = DemoMail.objects.all()
    assert kept.subject == "2 herinneringen van De Thuisgevers"
    assert "Het tweede" in kept.text
    assert kept.html.count("kwaad.example") == 1
    assert 'href="https://kwaad' not in kept.html
    assert {_row(message).state for message in messages} == {MessageState.SENT}


def _raise(error: Exception) -> Any:
    def hand_over(_message: OutgoingMessage) -> None:
        raise error

    return hand_over
