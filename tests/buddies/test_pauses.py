"""A pause of a match: a last day that is asked, changed and shown, an end before that day, and the clock that ends it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from buddies.models import BuddyMatch
from buddies.tasks.clocks import end_pauses
from tests.buddies.clock import Clock, moving_clock
from tests.factories import buddies as make
from tests.factories.housing import household
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Membership
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db
START = date(2027, 1, 6)


@pytest.fixture
def clock(db: None) -> Iterator[Clock]:
    with moving_clock(START) as clock:
        yield clock


class Desk:
    """Joke's match, and the steps she presses."""

    def __init__(self, cast: Cast, initiative_in: Any, client_as: Any) -> None:
        initiative_in(cast.kampen, cast.initiative_id)
        self.match = make.match(
            make.buddy(cast.kampen, cast.initiative_id, user=cast.daan), household(cast.kampen), cast.joke
        )
        self.joke = client_as(cast.joke)

    def press(self, name: str, **data: str) -> Any:
        return self.joke.post(reverse("buddies:match_step", args=["kampen", self.match.pk, name]), data)

    def page(self) -> str:
        return str(self.joke.get(reverse("buddies:match_detail", args=["kampen", self.match.pk])).content.decode())

    def fresh(self) -> BuddyMatch:
        with seed():
            return BuddyMatch.objects.get(pk=self.match.pk)

    def mails(self) -> list[str]:
        with seed():
            return list(OutgoingMessage.objects.order_by("created_at", "id").values_list("template", flat=True))


@pytest.fixture
def desk(clock: Clock, cast: Cast, initiative_in: Any, client_as: Any) -> Desk:
    return Desk(cast, initiative_in, client_as)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Vul de laatste dag van de pauze in."),
        ("31-2-2027", "een datum in die bestaat"),
        ("5 januari 2027", "een datum vanaf 6 januari 2027"),
        ("2027-04-08", "tot en met 7 april 2027"),
    ],
)
def test_a_day_that_cannot_be_is_said_at_the_field(desk: Desk, typed: str, said: str) -> None:
    answer = desk.press("pauze", last_day=typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert desk.fresh().state == "active"


def test_a_pause_is_shown_to_both_moved_and_ended_early(desk: Desk, cast: Cast, client_as: Any) -> None:
    assert desk.press("pauze", last_day="2027-01-20").status_code == 302
    match = desk.fresh()
    assert (match.state, match.paused_on, match.paused_until) == ("paused", START, date(2027, 1, 21))
    assert "20 januari 2027" in desk.page()
    daan = client_as(cast.daan)
    for url in (reverse("buddies:my_matches"), reverse("buddies:my_match", args=[match.pk])):
        assert "20 januari" in daan.get(url).content.decode()
    assert desk.press("pauzedag", last_day="2027-04-08").status_code == 422
    assert desk.press("pauzedag", last_day="2027-02-03").status_code == 302
    assert desk.fresh().paused_until == date(2027, 2, 4)
    assert desk.press("verder").status_code == 302
    match = desk.fresh()
    assert (match.state, match.paused_on, match.paused_until, match.heard_on) == ("active", None, None, START)
    assert desk.mails() == ["buddies/match_paused", "buddies/match_paused", "buddies/match_resumed"]
    assert desk.press("pauzedag", last_day="2027-02-03").status_code == 302, "over: back to the page, which says so"
    assert desk.fresh().paused_until is None


def test_the_last_day_counts_and_the_day_after_it_goes_on(desk: Desk, clock: Clock) -> None:
    desk.press("pauze", last_day="2027-01-20")
    clock.go_to(date(2027, 1, 20), hour=6)
    end_pauses()
    assert desk.fresh().state == "paused"
    clock.days_later(1)
    for _sweep in range(2):
        end_pauses()
    assert (desk.fresh().state, desk.fresh().heard_on) == ("active", date(2027, 1, 21))
    assert desk.mails() == ["buddies/match_paused", "buddies/match_resumed", "buddies/match_resumed_desk"]


def test_without_an_adviser_it_waits_and_the_coordinator_hears_it_once(desk: Desk, clock: Clock, cast: Cast) -> None:
    desk.press("pauze", last_day="2027-01-20")
    with seed():
        held = Membership.objects.filter(role=Role.CONFIDENTIAL_ADVISER, municipality=cast.kampen, ends_on=None)
        advisers = list(held.values_list("pk", flat=True))
        held.update(ends_on=START)
    for _day in range(3):
        clock.go_to(date(2027, 1, 21) + timedelta(days=_day), hour=7)
        end_pauses()
    assert desk.fresh().state == "paused"
    assert desk.mails() == ["buddies/match_paused", "buddies/match_resume_waits"]
    with seed():
        Membership.objects.filter(pk__in=advisers).update(ends_on=None)
    end_pauses()
    assert desk.fresh().state == "active"


def test_the_database_knows_no_pause_without_an_end(desk: Desk) -> None:
    with pytest.raises(IntegrityError, match="match_pause_ends"), transaction.atomic(), seed():
        BuddyMatch.objects.filter(pk=desk.match.pk).update(state="paused", paused_on=START)
