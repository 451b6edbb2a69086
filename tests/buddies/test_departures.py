"""A household that goes: each way ends its matches, with how it ended, the thanks, the role, the notes for oneself and what the phone keeps;
waiting for another home asks the coordinator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from buddies.models import BuddyMatch, ContactMoment
from buddies.tasks.clocks import end_matches_of_gone
from housing.enums import PlacementOutcome
from housing.models import DwellingUnit, HouseholdTransfer, Placement, PlacingAgreement
from housing.services.households import cancel_household
from housing.services.households_splitting import OwnWord, merge_households
from housing.services.placements import cancel_placement, end_placement, undo_end
from housing.services.transfers import accept_transfer, offer_transfer
from tests.factories import buddies as make
from tests.factories import housing
from tests.factories.people import Cast, person
from tests.housing.stays import TODAY, YEAR, by, moved_in, planned
from tests.seeding import seed
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Membership
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db
WORD = OwnWord(asked_on=TODAY, asked_in="ar", interpreter=True)


class Pair:
    """Daan with a household that Anna handles; a note for himself, and a second buddy who was asked."""

    def __init__(self, cast: Cast, initiative_in: Any, client_as: Any) -> None:
        self.cast = cast
        initiative_in(cast.kampen, cast.initiative_id)
        self.home = housing.household(cast.kampen)
        buddy = make.buddy(cast.kampen, cast.initiative_id, user=cast.daan)
        self.match = make.match(buddy, self.home, cast.joke)
        other = make.buddy(cast.kampen, cast.initiative_id, user=person("Gevraagd"))
        self.asked = make.match(other, self.home, cast.joke, place=2, state="proposed")
        self.own = make.moment(self.match, visibility="me", note="alleen voor mij")
        self.shared = make.moment(self.match, visibility="coordinator", note="gedeeld")
        self.daan: Client = client_as(cast.daan)
        self.joke: Client = client_as(cast.joke)

    def unit(self, initiative_id: Any) -> DwellingUnit:
        return housing.unit(self.cast.kampen, housing.property_(self.cast.kampen, initiative_scope_id=initiative_id))

    def lives(self) -> Placement:
        return moved_in(
            self.cast, on=TODAY - timedelta(days=30), household=self.home, unit=self.unit(self.cast.initiative_id)
        )

    def ends(self, stay: Placement, outcome: PlacementOutcome) -> Placement:
        return by(
            self.cast.anna,
            lambda a: end_placement(access=a, placement=stay, ended_on=TODAY, outcome=outcome, note="weg"),
        )

    def fresh(self) -> BuddyMatch:
        with seed():
            return BuddyMatch.objects.get(pk=self.match.pk)

    def mails(self) -> list[tuple[str, int | None]]:
        with seed():
            rows = OutgoingMessage.objects.filter(template__startswith="buddies/").order_by("template")
            return list(rows.values_list("template", "to_user_id"))

    def step(self, name: str) -> Any:
        return self.joke.post(reverse("buddies:match_step", args=["kampen", self.match.pk, name]))

    def page(self) -> str:
        return str(self.joke.get(reverse("buddies:match_detail", args=["kampen", self.match.pk])).content.decode())

    def is_over(self, conclusion: str) -> None:
        """Everything that ends with a match, ended."""
        match = self.fresh()
        assert (match.state, match.conclusion, match.ended_on) == ("concluded", conclusion, TODAY)
        with seed():
            assert BuddyMatch.objects.get(pk=self.asked.pk).state == "withdrawn"
            held = Membership.objects.filter(user=self.cast.daan, role=Role.BUDDY, scope_id=self.home.pk)
            assert held.exists()
            assert not held.filter(ends_on__isnull=True).exists()
            assert ContactMoment.objects.get(pk=self.own.pk).note == ""
            assert ContactMoment.objects.get(pk=self.shared.pk).note == "gedeeld"
        assert self.mails() == [
            ("buddies/match_moved", self.cast.joke.pk),
            ("buddies/match_off", self.asked.user_id),
            ("buddies/match_thanks", self.cast.daan.pk),
        ]
        kept = self.daan.get(reverse("buddies:device"))
        assert kept.status_code == 200
        assert str(self.match.pk) not in kept.content.decode(), "the phone lets go of it"
        sent = self.daan.post(reverse("buddies:contact_send", args=[self.match.pk]), MOMENT)
        assert sent.status_code == 409


MOMENT = {
    "client_id": "0190b3c5-0000-7000-8000-000000000001",
    "happened_on": TODAY.isoformat(),
    "kind": "visit",
    "minutes": "60",
    "visibility": "me",
}


@pytest.fixture
def pair(cast: Cast, initiative_in: Any, client_as: Any) -> Pair:
    return Pair(cast, initiative_in, client_as)


def _moves_on(pair: Pair) -> None:
    pair.ends(pair.lives(), PlacementOutcome.OWN_HOME)


def _leaves(pair: Pair) -> None:
    pair.ends(pair.lives(), PlacementOutcome.OTHER)


def _is_cancelled(pair: Pair) -> None:
    by(pair.cast.anna, lambda a: cancel_household(access=a, household=pair.home, reason="komt niet"))


def _is_merged(pair: Pair) -> None:
    other = housing.household(pair.cast.kampen)
    by(pair.cast.anna, lambda a: merge_households(access=a, household=other, other=pair.home, word=WORD))


def _is_transferred(pair: Pair) -> None:
    """Accepted by somebody of Zwolle, who may read nothing of the match."""
    cast = pair.cast
    with seed():
        for one, other in ((cast.kampen, cast.zwolle), (cast.zwolle, cast.kampen)):
            PlacingAgreement.objects.create(
                municipality=one, partner=other, starts_on=TODAY - YEAR, recorded_by=cast.coen
            )
    by(
        cast.anna,
        lambda a: offer_transfer(access=a, household=pair.home, to_municipality=cast.zwolle, word=WORD),
    )
    with seed():
        offer = HouseholdTransfer.objects.select_related("municipality", "to_municipality").get()
    by(cast.chaima, lambda a: accept_transfer(access=a, transfer=offer))
    assert pair.fresh().state == "active", "until a worker comes"
    for _sweep in range(2):
        end_matches_of_gone()


@pytest.mark.parametrize(
    ("goes", "conclusion"),
    [
        (_moves_on, "moved"),
        (_leaves, "left"),
        (_is_cancelled, "left"),
        (_is_merged, "merged"),
        (_is_transferred, "transferred"),
    ],
)
def test_a_household_that_goes_ends_its_matches(pair: Pair, goes: Callable[[Pair], None], conclusion: str) -> None:
    goes(pair)
    pair.is_over(conclusion)


@pytest.mark.parametrize("outcome", [PlacementOutcome.OTHER_INITIATIVE, PlacementOutcome.BACK_TO_COA])
def test_a_household_that_waits_for_a_home_asks_the_coordinator(pair: Pair, outcome: PlacementOutcome) -> None:
    pair.ends(pair.lives(), outcome)
    match = pair.fresh()
    assert (match.state, match.home_left_on) == ("active", TODAY)
    assert pair.mails() == [("buddies/match_home_left", pair.cast.joke.pk)]
    page = pair.page()
    assert "Dit huishouden woont hier niet meer" in page
    assert "Koppel gaat door" in page
    radar = pair.joke.get(reverse("buddies:radar", args=["kampen"]), {"lijst": "straks"}).content.decode()
    assert "Woning verlaten" in radar
    assert pair.step("doorgaan").status_code == 302
    assert pair.fresh().home_left_on is None
    assert "woont hier niet meer" not in pair.page()
    moved_in(pair.cast, household=pair.home, unit=pair.unit(None))
    assert pair.fresh().home_left_on is None, "that they live elsewhere now was part of the answer"


def test_an_end_that_was_a_mistake_takes_the_question_away(pair: Pair) -> None:
    stay = pair.ends(pair.lives(), PlacementOutcome.BACK_TO_COA)
    by(pair.cast.anna, lambda a: undo_end(access=a, placement=stay, reason="vergissing"))
    assert pair.fresh().home_left_on is None


def test_a_planned_home_that_is_called_off_asks_too_and_a_next_one_there_answers(pair: Pair) -> None:
    first = planned(pair.cast, household=pair.home, unit=pair.unit(pair.cast.initiative_id))
    assert pair.fresh().home_left_on is None
    by(pair.cast.anna, lambda a: cancel_placement(access=a, placement=first, reason="lekkage"))
    assert pair.fresh().home_left_on == TODAY
    planned(pair.cast, household=pair.home, unit=pair.unit(pair.cast.initiative_id))
    assert pair.fresh().home_left_on is None


def test_a_buddy_of_elsewhere_goes_along_to_any_home(pair: Pair) -> None:
    planned(pair.cast, household=pair.home, unit=pair.unit(None))
    assert pair.fresh().home_left_on is None


def test_what_follows_from_the_household_is_not_chosen_by_hand(pair: Pair) -> None:
    url = reverse("buddies:match_step", args=["kampen", pair.match.pk, "afronden"])
    assert "met een ander samengegaan" not in pair.joke.get(url).content.decode()
    assert pair.joke.post(url, {"conclusion": "transferred"}).status_code == 422
