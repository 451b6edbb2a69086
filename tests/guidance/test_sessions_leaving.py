"""Coming, leaving and coming back: what a calendar believes last; and what is left of somebody who closes the account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.people import Cast
from tests.factories.sessions import fresh, registration, session
from tests.seeding import seed
from thuisgevers.accounts.services.close import close_account
from thuisgevers.guidance.enums import RegistrationState
from thuisgevers.guidance.models import InspirationSession, SessionRegistration
from thuisgevers.guidance.services.sessions.telling import tell_registrant
from thuisgevers.guidance.tasks.sessions import sweep_session_mails, sweep_session_places
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db


def sent(row: SessionRegistration) -> tuple[str, str, int]:
    """Uid, method and sequence of the newest mail."""
    tell_registrant(row.pk)
    with seed():
        mail = OutgoingMessage.objects.filter(about_id=row.pk).order_by("-created_at", "-id")[0]
    book: Any = icalendar.Calendar.from_ical(mail.calendar or "")
    [event] = book.walk("VEVENT")
    return str(event["UID"]), str(book["METHOD"]), int(event["SEQUENCE"])


def own(row: InspirationSession) -> SessionRegistration:
    with seed():
        return SessionRegistration.objects.select_related("session").get(session=row)


def test_each_word_to_the_calendar_has_a_higher_number(cast: Cast, client_as: Any) -> None:
    row = session()
    browser = client_as(cast.bram)
    join = reverse("guidance:session_join", args=[row.pk])
    browser.post(join)
    mine = own(row)
    page = reverse("guidance:my_registration", args=[mine.pk])
    heard = [sent(mine)]
    for _twice in range(2):
        browser.post(page, {"act": "leave"})
        heard.append(sent(mine))
        browser.post(join)
        heard.append(sent(mine))
    assert len({uid for uid, _method, _number in heard}) == 1
    assert [method for _uid, method, _number in heard] == ["REQUEST", "CANCEL", "REQUEST", "CANCEL", "REQUEST"]
    assert [number for _uid, _method, number in heard] == [0, 1, 2, 3, 4]
    file: Any = icalendar.Calendar.from_ical(
        browser.get(reverse("guidance:my_registration_calendar", args=[mine.pk])).content
    )
    assert [int(event["SEQUENCE"]) for event in file.walk("VEVENT")] == [4]


def test_a_change_of_the_session_counts_on(cast: Cast, client_as: Any) -> None:
    row = session()
    browser = client_as(cast.bram)
    browser.post(reverse("guidance:session_join", args=[row.pk]))
    mine = own(row)
    sent(mine)
    browser.post(reverse("guidance:my_registration", args=[mine.pk]), {"act": "leave"})
    assert sent(mine)[2] == 1
    browser.post(reverse("guidance:session_join", args=[row.pk]))
    assert sent(mine)[2] == 2
    with seed():
        InspirationSession.objects.filter(pk=row.pk).update(sequence=1)
    assert sent(mine)[1:] == ("REQUEST", 3)


def test_who_closes_the_account_leaves_what_is_still_to_come(cast: Cast, client_as: Any) -> None:
    coming = session(capacity=1)
    past = session(starts_at=timezone.now() - timedelta(days=2))
    mine = registration(coming, cast.bram.email, user=cast.bram, name="Bram", question="Hoe lang?")
    was = registration(past, cast.bram.email, user=cast.bram, name="Bram", has_attended=True, score=5)
    waits = registration(coming, "wacht@voorbeeld.example", state=RegistrationState.WAITING)
    other = registration(past, "ander@voorbeeld.example", name="Tess")
    close_account(cast.bram)
    for row in (mine, was):
        left = fresh(row)
        assert (left.name, left.email, left.email_index, left.user_id, left.question) == ("", "", None, None, "")
    assert fresh(mine).state == RegistrationState.CANCELLED
    assert (fresh(was).state, fresh(was).has_attended, fresh(was).score) == (RegistrationState.CONFIRMED, True, 5)
    assert fresh(coming).taken == 0
    sweep_session_places()
    assert fresh(waits).state == RegistrationState.CONFIRMED
    sweep_session_mails()
    with seed():
        assert not OutgoingMessage.objects.filter(about_id__in=[mine.pk, was.pk]).exists()
    assert fresh(other).name == "Tess"
    with seed():
        assert not SessionRegistration.objects.filter(user=cast.bram).exists()
