"""Viewings: proposed by one side, taken by another, called off, and right in calendars when the clock changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from housing.enums import ViewingState
from housing.models import Property, PropertyContact, Viewing
from housing.permissions.viewings import (
    answerable_viewings,
    can_answer_viewing,
    can_cancel_viewing,
    cancellable_viewings,
)
from housing.services.viewing_calendar import calendar_of
from housing.services.viewings import accept_viewing, cancel_viewing, decline_viewings, propose_viewings
from tests.factories import housing as make
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def doing(user: Any, verb: Any, **what: Any) -> Any:
    with transaction.atomic(), acting(user_id=user.pk):
        return verb(access=Access.for_user(user, second_factor=True), **what)


def soon(days: int = 3, hour: int = 14) -> datetime:
    return timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)


@pytest.fixture
def place(cast: Cast) -> Property:
    """Kampen's, of Bram's initiative and owned by Gerrit."""
    made = make.property_(cast.kampen, id=cast.property_id, initiative_scope_id=cast.initiative_id)
    with seed():
        PropertyContact.objects.create(municipality=cast.kampen, property=made, name="Gerrit", email=cast.gerrit.email)
    return made


def mails(template: str) -> list[OutgoingMessage]:
    with seed():
        return list(OutgoingMessage.objects.filter(template=f"housing/{template}"))


def fresh(viewing: Viewing) -> Viewing:
    with seed():
        return Viewing.objects.get(pk=viewing.pk)


def test_owner_takes_one_of_two_times(cast: Cast, place: Property) -> None:
    first, second = doing(cast.anna, propose_viewings, property=place, times=[soon(4), soon(3)])
    assert first.starts_at < second.starts_at
    assert {mail.to for mail in mails("viewing_proposed")} == {cast.coen.email, cast.bram.email, cast.gerrit.email}
    taken = doing(cast.gerrit, accept_viewing, viewing=second)
    assert taken.state == ViewingState.ACCEPTED
    assert fresh(first).state == ViewingState.DECLINED
    told = mails("viewing_accepted")
    assert {mail.to for mail in told} == {cast.coen.email, cast.anna.email, cast.bram.email, cast.gerrit.email}
    assert all(place.street not in mail.subject and mail.calendar for mail in told)
    with pytest.raises(ConflictError):
        doing(cast.bram, accept_viewing, viewing=first)


def test_nobody_answers_the_own_proposal(cast: Cast, place: Property) -> None:
    [viewing] = doing(cast.anna, propose_viewings, property=place, times=[soon()])
    for user in (cast.anna, cast.coen):
        with pytest.raises(PermissionDenied):
            doing(user, accept_viewing, viewing=viewing)
    doing(cast.gerrit, decline_viewings, viewing=viewing, reason="Liever in januari")
    assert fresh(viewing).state == ViewingState.DECLINED


@pytest.mark.parametrize("times", [[], [soon(-1)], [soon(3), soon(3)], [soon(400)], [soon(day) for day in range(1, 8)]])
def test_impossible_times_are_refused(cast: Cast, place: Property, times: list[datetime]) -> None:
    with pytest.raises(ValidationError):
        doing(cast.anna, propose_viewings, property=place, times=times)


def test_two_at_the_same_time_are_refused(cast: Cast, place: Property) -> None:
    doing(cast.anna, propose_viewings, property=place, times=[soon()])
    with pytest.raises(ValidationError):
        doing(cast.gerrit, propose_viewings, property=place, times=[soon()])


def test_volunteers_read_and_do_not_propose(cast: Cast, place: Property) -> None:
    with pytest.raises(PermissionDenied):
        doing(cast.vera, propose_viewings, property=place, times=[soon()])


def test_calling_off_cancels_the_same_appointment(cast: Cast, place: Property) -> None:
    [viewing] = doing(cast.gerrit, propose_viewings, property=place, times=[soon()])
    agreed = doing(cast.anna, accept_viewing, viewing=viewing)
    before: Any = icalendar.Calendar.from_ical(mails("viewing_accepted")[0].calendar)
    off = doing(cast.gerrit, cancel_viewing, viewing=agreed, reason="Ziek")
    assert off.state == ViewingState.CANCELLED
    after: Any = icalendar.Calendar.from_ical(mails("viewing_cancelled")[0].calendar)
    assert (before["METHOD"], after["METHOD"]) == ("REQUEST", "CANCEL")
    [was], [now] = before.walk("VEVENT"), after.walk("VEVENT")
    assert was["UID"] == now["UID"]
    assert now["SEQUENCE"] > was["SEQUENCE"]
    assert now["STATUS"] == "CANCELLED"
    with pytest.raises(ConflictError):
        doing(cast.anna, cancel_viewing, viewing=agreed, reason="Nog een keer")


@pytest.mark.parametrize(
    ("day", "offset"), [((2027, 3, 27), 1), ((2027, 3, 28), 2), ((2027, 10, 30), 2), ((2027, 10, 31), 1)]
)
def test_calendar_is_right_over_the_change_of_the_clock(
    cast: Cast, place: Property, day: tuple[int, int, int], offset: int
) -> None:
    starts = datetime(*day, 14, 30, tzinfo=AMSTERDAM)
    with seed():
        viewing = Viewing.objects.create(
            municipality=cast.kampen, property=place, starts_at=starts, side="owner", proposed_by=cast.gerrit
        )
    book: Any = icalendar.Calendar.from_ical(calendar_of(fresh(viewing), place))
    [event] = book.walk("VEVENT")
    assert book.walk("VTIMEZONE")
    assert event["DTSTART"].dt.replace(tzinfo=None) == starts.replace(tzinfo=None)
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert event["DTSTART"].dt.astimezone(UTC) == starts.astimezone(UTC)
    assert starts.utcoffset() == timedelta(hours=offset)
    assert "Gerrit" not in book.to_ical().decode()


def test_form_refuses_an_hour_that_the_clock_skips(cast: Cast, place: Property, client_as: Any) -> None:
    url = reverse("housing:viewing_propose", args=["kampen", place.pk])
    with time_machine.travel("2027-03-01 12:00+01:00"):
        answer = client_as(cast.anna).post(
            url, {"day_1": "2027-03-28", "time_1": "02:30", "minutes": "60", "note": "achterom"}
        )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "bestaat niet" in text and "achterom" in text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day_1": "", "time_1": "14"}, "Vul de dag in"),
        ({"day_1": "2099-01-01", "time_1": "14", "time_2": "15"}, "Vul ook een dag in"),
        ({"day_1": "2099-01-01", "time_1": ""}, "de tijd"),
        ({"day_1": "2099-01-01", "time_1": "25:99"}, "zoals 14:30"),
        ({"day_1": "gisteren", "time_1": "14:00"}, "datum"),
    ],
)
def test_bad_times_are_told_at_their_field(
    cast: Cast, place: Property, client_as: Any, typed: dict[str, str], words: str
) -> None:
    url = reverse("housing:viewing_propose", args=["kampen", place.pk])
    answer = client_as(cast.anna).post(url, {"minutes": "60", **typed})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_download_is_for_who_may_see_the_property(cast: Cast, place: Property, client_as: Any) -> None:
    [viewing] = doing(cast.anna, propose_viewings, property=place, times=[soon()])
    url = reverse("housing:viewing_calendar", args=["kampen", place.pk, viewing.pk])
    answer = client_as(cast.vera, second_factor=False).get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert client_as(cast.chaima).get(url).status_code == 404


def test_lists_and_predicates_agree_for_every_role(cast: Cast, place: Property) -> None:
    """Who may answer or call off is the same in a list and on one row."""
    made = []
    for number, user in enumerate((cast.anna, cast.bram, cast.gerrit)):
        [viewing] = doing(user, propose_viewings, property=place, times=[soon(5 + number)])
        made.append(viewing)
    doing(cast.gerrit, accept_viewing, viewing=made[0])
    compared = 0
    for user in [*cast.by_role().values(), cast.chaima, cast.stranger]:
        with transaction.atomic(), acting(user_id=user.pk):
            access = Access.for_user(user, second_factor=True)
            with seed():
                rows = list(Viewing.objects.select_related("property__municipality"))
                for list_of, may in (
                    (answerable_viewings, can_answer_viewing),
                    (cancellable_viewings, can_cancel_viewing),
                ):
                    listed = set(list_of(access).values_list("pk", flat=True))
                    assert listed == {row.pk for row in rows if may(access, row)}, (user, list_of.__name__)
                    compared += 1
    assert compared > 20
