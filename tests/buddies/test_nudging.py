"""The mail that asks how it goes: once a week, with a link that adds one contact moment and reads nothing but a first name."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from buddies.enums import MatchState
from buddies.models import BuddyMatch, ContactMoment, ContactNudge
from buddies.services.nudging import nudge_buddy
from housing.models import HouseholdCard
from tests.clients import ThuisClient
from tests.factories import buddies as make
from tests.factories.housing import household, placement, unit
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.audit.models import ReadEvent
from thuisgevers.common.who import acting
from thuisgevers.municipalities.models import AccessLink
from thuisgevers.notifications.enums import Frequency, MessageState, ReminderKind
from thuisgevers.notifications.models import NotificationPreference, OutgoingMessage

pytestmark = pytest.mark.django_db


class Nudged:
    """Daan's active match with somebody called Samira, and what he was sent."""

    def __init__(self, cast: Cast, initiative_in: Any) -> None:
        initiative_in(cast.kampen, cast.initiative_id)
        self.cast = cast
        self.buddy = make.buddy(cast.kampen, cast.initiative_id, user=cast.daan)
        home = household(cast.kampen, id=cast.household_id)
        self.match = make.match(self.buddy, home, cast.joke)
        self.client = ThuisClient()

    def mails(self) -> list[OutgoingMessage]:
        with seed():
            return list(OutgoingMessage.objects.filter(template="buddies/match_nudge").order_by("created_at"))

    def url(self) -> str:
        assert nudge_buddy(match_id=self.match.pk)
        found = re.search(r"/contact-vastleggen/[\w-]+/", unescape(self.mails()[-1].body))
        assert found
        return found[0]

    def moments(self) -> list[ContactMoment]:
        with seed():
            return list(ContactMoment.objects.all())

    @staticmethod
    def form(**data: Any) -> dict[str, Any]:
        day = timezone.localdate().isoformat()
        return {"happened_on": day, "kind": "call", "minutes": "15", "visibility": "coordinator"} | data


@pytest.fixture
def nudged(cast: Cast, initiative_in: Any) -> Nudged:
    return Nudged(cast, initiative_in)


def test_one_mail_in_seven_days_and_nothing_personal_in_its_subject(nudged: Nudged) -> None:
    assert nudge_buddy(match_id=nudged.match.pk)
    assert not nudge_buddy(match_id=nudged.match.pk)
    (mail,) = nudged.mails()
    assert (mail.subject, mail.is_secret) == ("Hoe gaat het?", True)
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        assert not nudge_buddy(match_id=nudged.match.pk)
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        assert nudge_buddy(match_id=nudged.match.pk)
    with seed():
        row = ContactNudge.objects.earliest("created_at")
        second = ContactNudge(municipality=row.municipality, match=row.match, quiet=row.quiet)
        with pytest.raises(IntegrityError), transaction.atomic():
            second.save(force_insert=True)


def test_a_match_that_is_not_active_and_who_wants_no_mail_get_none(nudged: Nudged) -> None:
    with seed():
        today = timezone.localdate()
        BuddyMatch.objects.update(state=MatchState.PAUSED, paused_on=today, paused_until=today + timedelta(days=7))
    assert not nudge_buddy(match_id=nudged.match.pk)
    with seed():
        BuddyMatch.objects.update(state=MatchState.ACTIVE)
        NotificationPreference.objects.create(user=nudged.cast.daan, kind=ReminderKind.BUDDY, frequency=Frequency.NONE)
    assert not nudge_buddy(match_id=nudged.match.pk)
    assert [mail.state for mail in nudged.mails()] == [MessageState.SKIPPED]


def test_the_link_adds_one_contact_and_then_says_so(nudged: Nudged) -> None:
    url = nudged.url()
    for _scanner in range(2):
        assert nudged.client.get(url).status_code == 200
    assert not nudged.moments()
    assert nudged.client.post(url, nudged.form(kind="")).status_code == 422
    late = nudged.client.post(url, nudged.form(happened_on=(timezone.localdate() + timedelta(days=1)).isoformat()))
    assert late.status_code == 422
    assert "happened_on" in late.context["form"].errors
    assert nudged.client.post(url, nudged.form())["Location"] == url
    assert "Dank u wel" in nudged.client.get(url).content.decode()
    again = nudged.client.post(url, nudged.form(minutes="60"))
    assert again.status_code == 200
    (moment,) = nudged.moments()
    assert (moment.minutes, moment.user_id, moment.match_id) == (15, nudged.cast.daan.pk, nudged.match.pk)
    with seed():
        assert BuddyMatch.objects.get().last_contact_on == timezone.localdate()
        assert ReadEvent.objects.filter(purpose="contact_link", link_id__isnull=False).exists()


def test_after_three_days_and_after_the_end_it_adds_nothing(nudged: Nudged) -> None:
    url = nudged.url()
    with time_machine.travel(timezone.now() + timedelta(hours=72, minutes=1)):
        expired = nudged.client.post(url, nudged.form())
    assert expired.status_code == 410
    assert "Mijn maatjes" in expired.content.decode()
    with seed():
        today = timezone.localdate()
        BuddyMatch.objects.update(state=MatchState.CONCLUDED, conclusion="other", ended_on=today)
    for answer in (nudged.client.get(url), nudged.client.post(url, nudged.form())):
        assert answer.status_code == 410
        assert "niet meer nodig" in answer.content.decode()
    assert not nudged.moments()


def test_the_page_shows_the_first_name_and_nothing_else(nudged: Nudged, cast: Cast) -> None:
    with seed():
        home = unit(cast.kampen)
        stay = placement(home, nudged.match.household, by=cast.anna)
        HouseholdCard.objects.filter(placement=stay).delete()
        HouseholdCard(
            municipality=cast.kampen,
            placement=stay,
            property=home.property,
            household_scope_id=nudged.match.household_id,
            size=3,
            first_names='["Samira"]',
            practical_needs='["stairs"]',
            unit_name="ZIE-woning",
            state="active",
            move_in_on=stay.move_in_on,
            expected_end_on=stay.expected_end_on,
        ).save(force_insert=True)
    body = nudged.client.get(nudged.url()).content.decode()
    assert "Samira" in body
    assert "ZIE-" not in body


def test_the_database_alone_keeps_the_link_small(nudged: Nudged, cast: Cast) -> None:
    """Whatever the code asks: no table is read, no second row, no other match, no other person."""
    nudged.url()
    other = make.match(nudged.buddy, household(cast.kampen), cast.joke)
    with seed():
        link = AccessLink.objects.get(purpose="contact")
    with transaction.atomic(), acting(link_id=link.pk):
        for model in (BuddyMatch, ContactMoment, HouseholdCard, ContactNudge):
            assert not model.objects.exists()
        good = {"match_id": nudged.match.pk, "user_id": cast.daan.pk, "client_id": link.pk}
        for bad in ({"match_id": other.pk}, {"user_id": cast.joke.pk}, {"client_id": other.pk}):
            with pytest.raises(DatabaseError), transaction.atomic():
                _moment(nudged, **{**good, **bad})
        _moment(nudged, **good)
        with pytest.raises(DatabaseError), transaction.atomic():
            _moment(nudged, **good)
        AccessLink.objects.filter(pk=link.pk).update(used_at=timezone.now())
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM buddies_nudged(false)")
            assert not cursor.fetchall()
    assert len(nudged.moments()) == 1


def _moment(nudged: Nudged, **fields: Any) -> None:
    match = nudged.match
    ContactMoment(
        municipality_id=match.municipality_id,
        initiative_id=match.initiative_id,
        household_scope_id=match.household_id,
        happened_on=timezone.localdate(),
        kind="call",
        minutes=15,
        visibility="me",
        **fields,
    ).save(force_insert=True)
