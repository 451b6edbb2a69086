"""When a session is: the same hour on the clock over the changes of March and October, in the page, the mail and the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from tests.clients import ThuisClient
from tests.factories.people import Cast
from tests.factories.sessions import VIDEO, fresh, link_to, registration, session
from tests.seeding import seed
from thuisgevers.common.who import acting
from thuisgevers.guidance.enums import RegistrationState, SessionPlace
from thuisgevers.guidance.models import InspirationSession
from thuisgevers.guidance.services.sessions.planning import (
    SessionFacts,
    cancel_sessions,
    edit_session,
    plan_sessions,
    version_of,
)
from thuisgevers.guidance.services.sessions.telling import tell_registrant
from thuisgevers.municipalities.access import Access
from thuisgevers.notifications.models import OutgoingMessage
from thuisgevers.notifications.services.wording import write_letter

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
#: The clock goes back in the night of 25 October 2026, and forward in that of 28 March 2027.
SUMMER, WINTER = date(2026, 10, 22), date(2026, 10, 29)
AUGUST = datetime(2026, 8, 3, 7, tzinfo=UTC)


def facts(**more: Any) -> SessionFacts:
    return SessionFacts(
        **{
            "title": "Inspiratieavond",
            "day": SUMMER,
            "hour": time(19, 30),
            "minutes": 60,
            "capacity": 40,
            "place": SessionPlace.ONLINE,
            "video_url": VIDEO,
            **more,
        }
    )


def plan(cast: Cast, *, until: date | None = None, **more: Any) -> list[InspirationSession]:
    with acting(user_id=cast.els.pk):
        access = Access.for_user(cast.els, second_factor=True)
        return plan_sessions(access=access, facts=facts(**more), until=until)


def change(cast: Cast, row: InspirationSession, *, following: bool = False, **more: Any) -> list[InspirationSession]:
    row = fresh(row)
    with acting(user_id=cast.els.pk):
        access = Access.for_user(cast.els, second_factor=True)
        return edit_session(access=access, session=row, facts=facts(**more), following=following, seen=version_of(row))


def events(text: str) -> list[Any]:
    book: Any = icalendar.Calendar.from_ical(text)
    assert [str(zone["TZID"]) for zone in book.walk("VTIMEZONE")] == ["Europe/Amsterdam"]
    return list(book.walk("VEVENT"))


def told(row: Any) -> tuple[str, OutgoingMessage]:
    kind = tell_registrant(row.pk)
    with seed():
        return kind, OutgoingMessage.objects.filter(about_id=row.pk).order_by("-created_at", "-id")[0]


def letter(mail: OutgoingMessage) -> str:
    return write_letter(subject=mail.subject, sender="De Thuisgevers", body=mail.body or "").text


@pytest.mark.parametrize(
    ("first", "second", "offsets"),
    [(SUMMER, WINTER, (2, 1)), (date(2027, 3, 25), date(2027, 4, 1), (1, 2))],
)
def test_a_weekly_series_keeps_its_hour_when_the_clock_changes(
    cast: Cast, client: ThuisClient, first: date, second: date, offsets: tuple[int, int]
) -> None:
    with time_machine.travel(AUGUST, tick=False):
        rows = plan(cast, day=first, until=second)
        assert [timezone.localtime(row.starts_at).date() for row in rows] == [first, second]
        assert [row.starts_at.astimezone(UTC).hour for row in rows] == [19 - offset for offset in offsets]
        feed = events(client.get(reverse("guidance:session_feed")).content.decode())
        assert len(feed) == 2
        for row, event, offset in zip(rows, feed, offsets, strict=True):
            assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
            starts = event["DTSTART"].dt
            assert (starts.date(), starts.time()) == (timezone.localtime(row.starts_at).date(), time(19, 30))
            assert starts.utcoffset() == timedelta(hours=offset)
            assert event["DTEND"].dt - starts == timedelta(hours=1)
            page = client.get(reverse("guidance:session_detail", args=[row.pk])).content.decode()
            assert "19.30 uur" in page
            assert "20.30 uur" in page
            person = registration(row, told_state="")
            kind, mail = told(person)
            assert kind == "place"
            assert "van 19.30 tot 20.30 uur" in letter(mail)
            [sent] = events(mail.calendar or "")
            assert sent["DTSTART"].dt == starts
            own = client.get(reverse("guidance:registration_open", args=[link_to(person, days=900)])).content.decode()
            assert "19.30 uur" in own


def test_moved_across_the_clock_change(cast: Cast, client: ThuisClient) -> None:
    with time_machine.travel(AUGUST, tick=False):
        [row] = plan(cast)
        person = registration(row)
        before = fresh(row)
        change(cast, row, day=WINTER)
        after = fresh(row)
        assert after.starts_at - before.starts_at == timedelta(days=7, hours=1), "the same hour on the clock"
        kind, mail = told(person)
        assert kind == "changed"
        assert "donderdag 29 oktober 2026, van 19.30 tot 20.30 uur" in letter(mail)
        [event] = events(mail.calendar or "")
        assert event["DTSTART"].dt.utcoffset() == timedelta(hours=1)
        assert (int(event["SEQUENCE"]), str(event["STATUS"])) == (1, "CONFIRMED")
        [seen] = events(client.get(reverse("guidance:session_calendar", args=[row.pk])).content.decode())
        assert seen["UID"] == event["UID"]
        assert tell_registrant(person.pk) == ""


def test_a_series_moves_from_here_on(cast: Cast) -> None:
    with time_machine.travel(AUGUST, tick=False):
        rows = plan(cast, until=date(2026, 11, 12))
        assert len(rows) == 4
        person, early = registration(rows[2]), registration(rows[0])
        changed = change(cast, rows[1], following=True, day=WINTER - timedelta(days=1), hour=time(20, 0))
        assert len(changed) == 3
        days = [timezone.localtime(fresh(row).starts_at) for row in rows]
        assert [f"{day:%d-%m %H:%M}" for day in days] == ["22-10 19:30", "28-10 20:00", "04-11 20:00", "11-11 20:00"]
        assert tell_registrant(person.pk) == "changed"
        assert tell_registrant(early.pk) == ""


def test_called_off_with_mail_and_calendar(cast: Cast, client: ThuisClient) -> None:
    with time_machine.travel(AUGUST, tick=False):
        rows = plan(cast, until=WINTER)
        person = registration(rows[1])
        waits = registration(rows[1], "wacht@voorbeeld.example", state=RegistrationState.WAITING)
        with acting(user_id=cast.els.pk):
            access = Access.for_user(cast.els, second_factor=True)
            cancel_sessions(access=access, session=rows[1], reason="De spreker is ziek.", following=False)
        kind, mail = told(person)
        assert kind == "off"
        assert "De spreker is ziek." in letter(mail)
        book: Any = icalendar.Calendar.from_ical(mail.calendar or "")
        assert str(book["METHOD"]) == "CANCEL"
        [event] = book.walk("VEVENT")
        assert (str(event["STATUS"]), int(event["SEQUENCE"])) == ("CANCELLED", 1)
        assert told(waits)[0] == "off"
        feed = events(client.get(reverse("guidance:session_feed")).content.decode())
        assert [str(one["STATUS"]) for one in feed] == ["CONFIRMED", "CANCELLED"]
        assert len({str(one["UID"]) for one in feed}) == 2


def test_an_hour_that_does_not_exist_is_refused(cast: Cast) -> None:
    with time_machine.travel(AUGUST, tick=False), pytest.raises(ValidationError) as refused:
        plan(cast, day=date(2027, 3, 28), hour=time(2, 30))
    assert "hour" in refused.value.error_dict


def test_the_video_link_is_only_in_the_calendar_of_who_comes(client: ThuisClient) -> None:
    row = session()
    own = reverse("guidance:registration_calendar", args=[link_to(registration(row))])
    waiting = registration(row, "wacht@voorbeeld.example", state=RegistrationState.WAITING)
    other = reverse("guidance:registration_calendar", args=[link_to(waiting)])
    [mine] = events(client.get(own).content.decode())
    assert VIDEO in str(mine["DESCRIPTION"])
    [theirs] = events(client.get(other).content.decode())
    assert VIDEO not in str(theirs["DESCRIPTION"])


def test_reminded_once_a_day_before_and_thanked_once_after(cast: Cast) -> None:
    starts_at = datetime(2026, 10, 29, 18, 30, tzinfo=UTC)
    with time_machine.travel(AUGUST, tick=False) as clock:
        row = session(starts_at=starts_at)
        person, absent = registration(row), registration(row, "weg@voorbeeld.example", has_attended=False)
        clock.move_to(starts_at - timedelta(hours=25))
        assert tell_registrant(person.pk) == ""
        clock.move_to(starts_at - timedelta(hours=23))
        kind, mail = told(person)
        assert kind == "reminder"
        assert "van 19.30 tot 20.30 uur" in letter(mail)
        assert tell_registrant(person.pk) == ""
        late = registration(row, "laat@voorbeeld.example", told_state="")
        assert tell_registrant(late.pk) == "place"
        assert tell_registrant(late.pk) == "", "the mail about the place was reminder enough"
        clock.move_to(starts_at + timedelta(hours=10))
        assert tell_registrant(person.pk) == ""
        clock.move_to(starts_at + timedelta(hours=18))
        assert tell_registrant(person.pk) == "after"
        assert tell_registrant(person.pk) == ""
        assert tell_registrant(absent.pk) == ""
        assert fresh(absent).thanked_at is not None


def test_moved_to_later_is_reminded_again(cast: Cast) -> None:
    with time_machine.travel(datetime(2026, 10, 22, 7, tzinfo=UTC), tick=False) as clock:
        [row] = plan(cast)
        person = registration(row)
        assert tell_registrant(person.pk) == "reminder"
        change(cast, row, day=WINTER)
        assert tell_registrant(person.pk) == "changed"
        clock.move_to(datetime(2026, 10, 29, 7, tzinfo=UTC))
        assert tell_registrant(person.pk) == "reminder"


def test_the_file_carries_the_rules_of_the_zone() -> None:
    """So that a calendar that does not know Amsterdam reads it right too."""
    text = ThuisClient().get(reverse("guidance:session_calendar", args=[session().pk])).content.decode()
    book: Any = icalendar.Calendar.from_ical(text)
    [zone] = book.walk("VTIMEZONE")
    assert {str(part.name) for part in zone.subcomponents} == {"STANDARD", "DAYLIGHT"}
