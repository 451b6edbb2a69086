"""The monthly question: asked once, reminded once, answered by a button, called when silent. A link alone changes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from housing.enums import AnswerChannel, AvailabilityAnswer, PropertyState
from housing.models import AvailabilityAsk, OwnerCall, Property, PropertyContact
from housing.services.availability import answer_availability
from housing.tasks.properties import ask_for, sweep_availability
from tests.clients import ThuisClient
from tests.factories import housing as make
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.links import create_link
from thuisgevers.municipalities.models import AccessLink
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db
TODAY = date.today


def offered(cast: Cast, *, email: str = "eigenaar@voorbeeld.example", **fields: Any) -> Property:
    """A property whose owner is to be asked today."""
    place = make.property_(cast.kampen, **{"ask_on": TODAY(), **fields})
    with seed():
        PropertyContact.objects.create(municipality=cast.kampen, property=place, name="Gerrit", email=email)
    return place


def fresh(place: Property) -> Property:
    with seed():
        return Property.objects.get(pk=place.pk)


def mails(template: str) -> list[OutgoingMessage]:
    with seed():
        return list(OutgoingMessage.objects.filter(template=f"housing/{template}").order_by("created_at"))


def waiting() -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM claim_jobs('availability', 100)")
        return {row[0] for row in cursor.fetchall()}


def link_to(place: Property, *, days: int = 9) -> str:
    with seed():
        return create_link(
            purpose=LinkPurpose.AVAILABILITY, object_id=place.pk, municipality=place.municipality, valid_days=days
        )[1]


def test_asked_once_a_month_whoever_asks(cast: Cast) -> None:
    place = offered(cast)
    assert waiting() == {place.pk}
    sweep_availability()
    assert ask_for(place.pk) == ""
    assert waiting() == set()
    [mail] = mails("availability_ask")
    assert mail.to == "eigenaar@voorbeeld.example"
    assert place.street not in mail.subject and "Gerrit" not in mail.subject
    with seed():
        ask = AvailabilityAsk.objects.get(property=place)
        assert ask.month == TODAY().replace(day=1)
        assert AuditEvent.objects.filter(object_id=place.pk, verb="ask_owner").count() == 1
    next_on = fresh(place).ask_on
    assert next_on is not None
    assert next_on > TODAY()
    with seed(), pytest.raises(IntegrityError), transaction.atomic():
        AvailabilityAsk.objects.create(municipality=cast.kampen, property=place, month=ask.month, asked_at=ask.asked_at)


@pytest.mark.parametrize("state", [PropertyState.CLOSED, PropertyState.WITHDRAWN, PropertyState.UNSUITABLE])
def test_not_asked_when_it_is_over(cast: Cast, state: str) -> None:
    offered(cast, state=state)
    assert waiting() == set()


def test_reminded_once_and_called_after_two_months(cast: Cast) -> None:
    with time_machine.travel("2026-03-02 09:00+01:00", tick=False) as clock:
        place = offered(cast, ask_on=date(2026, 3, 2))
        assert ask_for(place.pk) == "asked"
        clock.move_to("2026-03-09 09:00+01:00")
        assert ask_for(place.pk) == "reminded"
        assert ask_for(place.pk) == ""
        clock.move_to("2026-04-02 09:00+02:00")
        assert ask_for(place.pk) == "asked"
    held = fresh(place)
    assert (held.unanswered_asks, held.owner_answer) == (2, "")
    assert len(mails("availability_reminder")) == 1
    [told] = mails("owner_silent")
    assert told.to_user == cast.coen


def test_without_an_address_officials_are_told(cast: Cast) -> None:
    place = offered(cast, email="")
    assert ask_for(place.pk) == "asked"
    assert mails("availability_ask") == []
    assert len(mails("owner_silent")) == 1
    assert fresh(place).remind_on is None


def test_opening_the_link_changes_nothing(cast: Cast, client: ThuisClient) -> None:
    place = offered(cast)
    ask_for(place.pk)
    url = reverse("housing:availability_open", args=[link_to(place)])
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.content.decode().count("<button") >= 3
    assert "Gerrit" not in answer.content.decode()
    assert fresh(place).owner_answer == ""


@pytest.mark.parametrize(
    ("said", "more", "mail"),
    [("still", {}, 0), ("no", {}, 1), ("later", {"later_on": "2027-06-01"}, 1)],
)
def test_a_button_answers_and_thanks(
    cast: Cast, client: ThuisClient, said: str, more: dict[str, str], mail: int
) -> None:
    place = offered(cast)
    ask_for(place.pk)
    url = reverse("housing:availability_open", args=[link_to(place)])
    answer = client.post(url, {"answer": said, **more}, follow=True)
    assert answer.status_code == 200
    assert "Dank u wel" in answer.content.decode()
    held = fresh(place)
    assert (held.owner_answer, held.unanswered_asks, held.remind_on) == (said, 0, None)
    assert (held.ask_on is None) == (said == "no")
    if said == "later":
        assert held.ask_on == date(2027, 6, 1)
    assert len(mails("owner_answered")) == mail
    assert held.state == PropertyState.OPEN
    back = client.post(reverse("housing:availability_undo", args=[url.split("/")[-2]]))
    assert back.status_code == 302
    assert fresh(place).owner_answer == ""
    with seed():
        ask = AvailabilityAsk.objects.get(property=place)
        assert (ask.answer, ask.later_on, ask.answered_at) == ("", None, None)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"answer": "later"}, "Vul in vanaf welke dag"),
        ({"answer": "later", "later_on": "2001-01-01"}, "Kies bij"),
        ({"answer": "later", "later_on": "2199-01-01"}, None),
        ({"answer": "misschien"}, None),
        ({}, None),
    ],
)
def test_bad_answers_are_told_and_nothing_is_saved(
    cast: Cast, client: ThuisClient, typed: dict[str, str], words: str | None
) -> None:
    place = offered(cast)
    url = reverse("housing:availability_open", args=[link_to(place)])
    answer = client.post(url, typed)
    assert answer.status_code == 422
    if words:
        assert words in answer.content.decode()
    assert fresh(place).owner_answer == ""


def test_link_that_ended_or_is_of_another_property_opens_nothing(cast: Cast, client: ThuisClient) -> None:
    place, other = offered(cast), offered(cast)
    token = link_to(place, days=-1)
    assert client.get(reverse("housing:availability_open", args=[token])).status_code == 410
    assert client.post(reverse("housing:availability_open", args=[token]), {"answer": "no"}).status_code == 410
    assert client.get(reverse("housing:availability_open", args=["verzonnen"])).status_code == 404
    good = link_to(place)
    with seed():
        link = AccessLink.objects.get(object_id=place.pk, expires_at__gt=date.today() + timedelta(days=1))
    with transaction.atomic(), acting(link_id=link.pk):
        assert not Property.objects.filter(pk=other.pk).exists()
        with pytest.raises(Exception):  # noqa: B017 - whichever net refuses first
            answer_availability(
                access=Access.for_link(link),
                property=other,
                answer=AvailabilityAnswer.NO,
                channel=AnswerChannel.LINK,
            )
    assert good and fresh(other).owner_answer == ""


def test_link_may_not_change_the_property_itself(cast: Cast) -> None:
    place = offered(cast)
    link_to(place)
    with seed():
        link = AccessLink.objects.get(object_id=place.pk)
    with transaction.atomic(), acting(link_id=link.pk):
        assert Property.objects.filter(pk=place.pk).update(street="elders") == 0
        assert not PropertyContact.objects.exists()


def test_owner_answers_on_the_own_page_without_a_mail(cast: Cast, client_as: Any) -> None:
    place = make.property_(cast.kampen, id=cast.property_id)
    client = client_as(cast.gerrit, second_factor=False)
    page = client.get(reverse("housing:my_property", args=[place.pk]))
    assert page.status_code == 200
    answer = client.post(reverse("housing:my_property_answer", args=[place.pk]), {"answer": "still"})
    assert answer.status_code == 302
    assert fresh(place).owner_answer == "still"
    client.post(reverse("housing:my_property_undo", args=[place.pk]))
    assert fresh(place).owner_answer == ""


def test_call_with_an_answer_counts(cast: Cast, client_as: Any) -> None:
    place = offered(cast)
    ask_for(place.pk)
    url = reverse("housing:owner_call", args=["kampen", place.pk])
    day = TODAY().isoformat()
    wrong = client_as(cast.anna).post(url, {"called_on": day, "was_reached": "nee", "answer": "still"})
    assert wrong.status_code == 422
    done = client_as(cast.anna).post(
        url, {"called_on": day, "was_reached": "ja", "answer": "still", "note": "Belt terug na de kerst"}
    )
    assert done.status_code == 302
    assert fresh(place).owner_answer == "still"
    with seed():
        assert OwnerCall.objects.get(property=place).note == "Belt terug na de kerst"
    assert (
        "Belt terug"
        in client_as(cast.vince).get(reverse("housing:property_detail", args=["kampen", place.pk])).content.decode()
    )


def test_later_needs_a_day_within_reason(cast: Cast) -> None:
    place = offered(cast)
    for later_on in (None, TODAY(), TODAY() + timedelta(days=5000)):
        with transaction.atomic(), acting(user_id=cast.anna.pk), pytest.raises(ValidationError):
            answer_availability(
                access=Access.for_user(cast.anna, second_factor=True),
                property=place,
                answer=AvailabilityAnswer.LATER,
                channel=AnswerChannel.PHONE,
                later_on=later_on,
            )


def test_undo_without_an_answer_is_a_conflict(cast: Cast, client: ThuisClient) -> None:
    place = offered(cast)
    assert client.post(reverse("housing:availability_undo", args=[link_to(place)])).status_code == 409
