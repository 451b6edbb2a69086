"""Two workers get the same task at the same moment: one sends, the other finds nothing to do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction

from tests.factories.people import make_cast
from tests.seeding import seed
from thuisgevers.notifications.enums import MessageState
from thuisgevers.notifications.models import OutgoingMessage
from thuisgevers.notifications.services.delivery import deliver_message
from thuisgevers.notifications.services.messages import queue_message

WORKERS = 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("mails")
def test_one_of_them_sends(settings: Any) -> None:
    settings.DEMO = False
    with transaction.atomic():
        cast = make_cast()
        message = queue_message(
            template="proef/plain",
            to="fenna@voorbeeld.example",
            context={"name": "Fenna", "url": "http://testserver/"},
            municipality=cast.kampen,
        )
    start = Barrier(WORKERS)

    def work() -> MessageState | None:
        try:
            start.wait()
            return deliver_message(message.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        outcomes = [future.result() for future in [pool.submit(work) for _ in range(WORKERS)]]
    assert sorted(map(str, outcomes)) == ["None"] * (WORKERS - 1) + ["sent"]
    assert len(mail.outbox) == 1
    with transaction.atomic(), seed():
        assert OutgoingMessage.objects.get(pk=message.pk).attempts == 1
