"""Around the household of a signal: who is asked to talk first, and who is not."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from buddies.enums import SignalOutcome, SignalParty
from buddies.models import SignalWarning
from buddies.services.signals import passing_on, receiving
from buddies.tasks.signals import sweep_signal_mails
from tests.buddies.lane import being, row, told
from tests.clients import ThuisClient
from tests.factories import buddies as make
from tests.factories.housing import household, placement, unit
from tests.factories.people import Cast
from tests.factories.signals import signal
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.audit.models import ReadEvent

pytestmark = pytest.mark.django_db

CANARY = "KANARIEVOGEL"


def test_around_the_household_they_are_asked_to_talk_first_and_not_why(cast: Cast, initiative_in: Any) -> None:
    initiative_in(cast.kampen, cast.initiative_id)
    home = household(cast.kampen, id=cast.household_id)
    buddy = make.buddy(cast.kampen, cast.initiative_id, user=cast.daan, vog_by=cast.joke)
    make.match(buddy, home, cast.joke)
    made = signal(cast.kampen, cast.anna, parties=[], people=[cast.joke.pk], seen=CANARY, household_id=home.pk)
    with being(cast.olga) as access:
        receiving.acknowledge_signal(access=access, signal=made)
        assert passing_on.warn_around(access=access, signal=made) == 1
        assert passing_on.warn_around(access=access, signal=made) == 0
    sweep_signal_mails()
    assert told().count("Anna") == 2, "that it was read, and that there is something to talk about"
    assert "Joke" not in told(), "whom it concerns is not warned"
    assert "Bram" not in told()
    client = ThuisClient().sign_in(cast.anna)
    page = client.get(reverse("buddies:safety")).content.decode()
    assert "Overleg eerst" in page
    assert home.reference in page
    assert CANARY not in page
    with being(cast.olga) as access:
        receiving.close_signal(access=access, signal=row(made), outcome=SignalOutcome.UNFOUNDED)
    with seed():
        assert not SignalWarning.objects.filter(ended_at=None).exists()


class Around:
    """A household with a stay and a match of Daan's, and a signal for which the adviser asked who handles it to talk first."""

    def __init__(self, cast: Cast, initiative_in: Any, about: User | None, asked: int) -> None:
        initiative_in(cast.kampen, cast.initiative_id)
        self.cast = cast
        self.home = household(cast.kampen, id=cast.household_id)
        self.stay = placement(unit(cast.kampen), self.home, by=cast.coen)
        buddy = make.buddy(cast.kampen, cast.initiative_id, user=cast.daan, vog_by=cast.joke)
        self.match = make.match(buddy, self.home, cast.joke)
        parties = [] if about else [SignalParty.HOUSEHOLD]
        people = [about.pk] if about else []
        self.made = signal(
            cast.kampen, cast.daan, parties=parties, people=people, seen=CANARY, household_id=self.home.pk
        )
        with being(cast.olga) as access:
            receiving.acknowledge_signal(access=access, signal=self.made)
            assert passing_on.warn_around(access=access, signal=self.made) == asked

    def pages(self, user: User) -> dict[str, str]:
        """Of the pages that this person may open, what they hold."""
        addresses = {
            "household": reverse("housing:household_detail", args=["kampen", self.home.pk]),
            "placement": reverse("housing:placement_detail", args=["kampen", self.stay.pk]),
            "match": reverse("buddies:match_detail", args=["kampen", self.match.pk]),
        }
        client = ThuisClient().sign_in(user)
        answers = {name: client.get(url) for name, url in addresses.items()}
        return {name: answer.content.decode() for name, answer in answers.items() if answer.status_code == 200}

    def asked(self, user: User) -> set[str]:
        return {name for name, page in self.pages(user).items() if "Overleg eerst" in page}


def test_who_is_asked_sees_it_on_the_pages_of_the_household_and_nobody_else(cast: Cast, initiative_in: Any) -> None:
    around = Around(cast, initiative_in, None, 2)
    assert around.asked(cast.anna) == {"household", "placement", "match"}
    assert around.asked(cast.joke) == {"match"}
    for page in (*around.pages(cast.anna).values(), *around.pages(cast.joke).values()):
        assert CANARY not in page
        assert around.made.reference not in page
        assert "Olga" in page
    assert set(around.pages(cast.coen)) == {"household", "placement", "match"}
    for user in (cast.coen, cast.vince, cast.daan, cast.bram):
        assert not around.asked(user), user
    with seed():
        reads = ReadEvent.objects.filter(purpose="signal_warnings", reader=cast.anna)
        assert reads.count() == 6
        assert not reads.filter(municipality__isnull=False).exists(), "nothing in the log of the municipality"


def test_whom_it_concerns_sees_nothing_of_it_there(cast: Cast, initiative_in: Any) -> None:
    around = Around(cast, initiative_in, cast.joke, 1)
    assert set(around.pages(cast.joke)) == {"match"}, "she opens the page"
    assert not around.asked(cast.joke)
    assert around.asked(cast.anna) == {"household", "placement", "match"}


def test_who_is_left_out_later_is_not_asked_any_more(cast: Cast, initiative_in: Any) -> None:
    around = Around(cast, initiative_in, None, 2)
    with being(cast.olga) as access:
        passing_on.leave_out(access=access, signal=around.made, person=cast.anna)
    assert not around.asked(cast.anna)
    assert around.asked(cast.joke) == {"match"}
    with being(cast.olga) as access:
        receiving.close_signal(access=access, signal=row(around.made), outcome=SignalOutcome.UNFOUNDED)
    assert not around.asked(cast.joke)
