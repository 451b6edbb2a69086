"""Everybody at the same second, in real transactions: the database gives the last place once, and nobody waits for ever."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from tests.clients import ThuisClient
from tests.factories.people import make_cast
from tests.factories.sessions import fresh, link_to, registration, session
from tests.seeding import seed
from thuisgevers.guidance.enums import RegistrationState
from thuisgevers.guidance.models import SessionRegistration
from thuisgevers.guidance.services.sessions.registering import give_free_places
from thuisgevers.guidance.services.sessions.telling import tell_registrant
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 20


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait(timeout=30)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, act) for act in acts]]


def states(row: object) -> list[str]:
    with seed():
        return sorted(SessionRegistration.objects.filter(session=row).values_list("state", flat=True))


def pressing(token: str, act: str) -> Callable[[], object]:
    where = reverse("guidance:registration_open", args=[token])
    return lambda: ThuisClient().post(where, {"act": act}).status_code


def test_the_last_of_99_places_is_given_once() -> None:
    with transaction.atomic():
        row = session(capacity=99)
        for number in range(98):
            registration(row, f"er-al-{number}@voorbeeld.example")
        asked = [
            registration(row, f"nieuw-{number}@voorbeeld.example", state=RegistrationState.REQUESTED)
            for number in range(AT_ONCE)
        ]
        tokens = [link_to(one) for one in asked]
    assert at_once([pressing(token, "confirm") for token in tokens]) == [302] * AT_ONCE
    assert states(row).count("confirmed") == 99
    assert states(row).count("waiting") == AT_ONCE - 1
    held = fresh(row)
    assert (held.taken, held.waiting) == (99, AT_ONCE - 1)


def test_the_constraint_alone_refuses_a_place_too_many() -> None:
    """Without the lock and without the question: the row that counts cannot pass its capacity."""
    with transaction.atomic():
        row = session(capacity=1)
        registration(row)
        late = registration(row, "laat@voorbeeld.example", state=RegistrationState.REQUESTED)
    with pytest.raises(IntegrityError, match="session_has_place"), transaction.atomic(), seed():
        SessionRegistration.objects.filter(pk=late.pk).update(state=RegistrationState.CONFIRMED)


def test_leaving_promoting_and_coming_at_once() -> None:
    with transaction.atomic():
        row = session(capacity=4)
        inside = [registration(row, f"in-{n}@voorbeeld.example") for n in range(4)]
        waiting = [registration(row, f"wacht-{n}@voorbeeld.example", state=RegistrationState.WAITING) for n in range(6)]
        leave = [pressing(link_to(one), "leave") for one in [*inside, *waiting[:2]]]
        asked = [registration(row, f"n-{n}@voorbeeld.example", state=RegistrationState.REQUESTED) for n in range(4)]
        come = [pressing(link_to(one), "confirm") for one in asked]
    promote = [lambda: give_free_places(row.pk)] * 4
    at_once([*leave, *come, *promote])
    give_free_places(row.pk)
    held = fresh(row)
    assert (held.taken, held.waiting) == (states(row).count("confirmed"), states(row).count("waiting"))
    assert (held.taken, held.waiting) == (4, 4)


def test_one_person_pressing_in_two_windows_and_two_workers() -> None:
    with transaction.atomic():
        cast = make_cast()
        row = session()
    browsers = [ThuisClient().sign_in(cast.bram) for _number in range(4)]
    where = reverse("guidance:session_join", args=[row.pk])
    at_once([lambda b=browser: b.post(where).status_code for browser in browsers])
    assert states(row) == ["confirmed"]
    with transaction.atomic(), seed():
        own = SessionRegistration.objects.get(session=row)
    kinds = at_once([lambda: tell_registrant(own.pk)] * 4)
    assert sorted(map(str, kinds)) == ["", "", "", "place"]
    with transaction.atomic(), seed():
        assert OutgoingMessage.objects.filter(about_id=own.pk).count() == 1
