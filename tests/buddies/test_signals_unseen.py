"""That nothing of a signal shows elsewhere, and what is left of it after its term."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from buddies.enums import SignalOutcome
from buddies.models import SafeguardingSignal, SignalFile
from buddies.services.signals import receiving, retention
from buddies.tasks.signals import sweep_signal_mails
from tests.buddies.lane import being, row, told
from tests.clients import ThuisClient
from tests.factories.people import Cast
from tests.factories.signals import signal
from tests.seeding import seed
from thuisgevers.audit.models import ReadEvent
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import uuid7
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db

CANARY = "KANARIEVOGEL"


def test_nothing_of_it_stands_anywhere_else(cast: Cast, caplog: Any, client: ThuisClient) -> None:
    """Raised and handled on the pages; afterwards no table, mail or line of a log holds a word of it, and no mail says more than
    that there is a message."""
    caplog.set_level(logging.DEBUG)
    client.sign_in(cast.daan)
    sent = {
        "kind": "violence",
        "seen": f"{CANARY} op de trap",
        "urgency": "now",
        "parties": "household",
        "who_else": f"{CANARY} Jansen",
        "key": str(uuid7()),
    }
    url = reverse("buddies:safety_raise")
    assert client.post(url, sent).status_code == 200
    with seed():
        assert not SafeguardingSignal.objects.exists(), "nothing is kept before it is sent"
    assert client.post(url, sent | {"act": "verstuur"}).status_code == 302
    page = client.get(reverse("buddies:safety"))
    assert CANARY not in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    with seed():
        made = SafeguardingSignal.objects.select_related("municipality").get()
    client.sign_in(cast.olga)
    detail = reverse("buddies:signal_detail", args=["kampen", made.pk])
    answer = client.get(detail)
    assert CANARY in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    for name, data in (
        ("gelezen", {}),
        ("oppakken", {}),
        ("stap", {"step": "1", "done_on": str(timezone.localdate()), "text": CANARY}),
        ("afsluiten", {"outcome": "help", "text": CANARY}),
        ("heropenen", {"reason": CANARY}),
    ):
        url = reverse("buddies:signal_step", args=["kampen", made.pk, name])
        assert client.get(url).status_code == 200, name
        assert client.post(url, data).status_code == 302, name
    sweep_signal_mails()
    with seed():
        for message in OutgoingMessage.objects.filter(template="buddies/message_waiting"):
            said = f"{message.subject} {message.body}".lower()
            assert message.subject == "Er is een bericht voor u"
            assert message.municipality_id is None
            assert message.about_id is None
            assert not any(word in said for word in ("signaal", "signal", "zorg", "veilig", "kampen", "vertrouwen"))
        assert OutgoingMessage.objects.filter(template="buddies/message_waiting").count() == 4
        reads = ReadEvent.objects.filter(object_type="buddies.SafeguardingSignal", purpose="signal")
        assert reads.count() > 5
        assert {read.reader_id for read in reads} == {cast.olga.pk}
        assert {read.municipality_id for read in reads} == {None}
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
            tables = [name for (name,) in cursor.fetchall()]
            assert len(tables) > 100
            for table in tables:
                cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{CANARY}%"])
                assert cursor.fetchone()[0] == 0, f"{table} holds a word of a signal"
    assert not any(CANARY in str(one.message()) for one in mail.outbox)
    assert CANARY not in caplog.text


def test_who_watches_the_mail_does_not_see_that_somebody_was_told(cast: Cast) -> None:
    signal(cast.kampen, cast.daan)
    sweep_signal_mails()
    assert len(told()) == 2
    for user in (cast.els, cast.coen, cast.anna, cast.olga):
        with being(user):
            assert not OutgoingMessage.objects.filter(template="buddies/message_waiting").exists(), user


def test_after_two_years_nothing_is_left_of_what_was_said(cast: Cast) -> None:
    made = signal(cast.kampen, cast.daan, seen=CANARY, who_else=CANARY)
    with being(cast.olga) as access:
        receiving.acknowledge_signal(access=access, signal=made)
        receiving.close_signal(access=access, signal=row(made), outcome=SignalOutcome.OTHER, text=CANARY)
    assert retention.forget_signals() == 0
    long_ago = timezone.now() - timedelta(days=735)
    with seed():
        SafeguardingSignal.objects.filter(pk=made.pk).update(closed_at=long_ago)
    assert retention.forget_signals() == 1
    with seed():
        file = SignalFile.objects.get(signal=made)
        assert (file.seen, file.who_else, file.outcome_note, file.household_scope_id) == ("", "", "", None)
        assert row(made).raised_by_id is None
        assert not made.concerned.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM buddies_safeguardingsignalevent WHERE pgh_obj_id = %s", [made.pk])
            assert cursor.fetchone()[0] == 0
    with being(cast.olga) as access, pytest.raises(ConflictError, match="gewist"):
        receiving.reopen_signal(access=access, signal=row(made), reason="toch")
    assert retention.forget_signals() == 0
    assert retention.route_open_signals() == 0
