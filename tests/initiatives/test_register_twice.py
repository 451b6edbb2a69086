"""Two presses on the button at the same moment, on two connections: one initiative."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from initiatives.models import Dossier, Initiative
from tests.clients import ThuisClient
from tests.factories.people import make_cast
from tests.seeding import seed
from thuisgevers.accounts.models import User

from .test_register_journey import START, fill, mails


@pytest.mark.django_db(transaction=True)
def test_one_initiative_when_sent_at_the_same_moment() -> None:
    make_cast()
    browser = ThuisClient()
    fill(browser)
    barrier = threading.Barrier(3)
    answers: list[int] = []

    def press() -> None:
        client = ThuisClient()
        client.cookies = browser.cookies
        barrier.wait(10)
        try:
            answers.append(client.post(f"{START}controleren/", {"website": ""}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert answers == [302, 302, 302]
    with seed():
        assert Initiative.objects.count() == 1
        assert Dossier.objects.count() == 1
        assert User.objects.filter(email="tess@voorbeeld.example").count() == 1
    assert len(mails("registration_received")) == 1
