"""From wishes to a start, and what happens at every no: through the pages, as coordinator, official and buddy."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from buddies.models import BuddyMatch, BuddySettings, ContactMoment, RadarSnooze
from buddies.services.proposing import expire_proposal
from tests.clients import ThuisClient
from tests.factories import buddies as make
from tests.factories.housing import household, placement, property_, unit
from tests.factories.people import Cast, member, person
from tests.seeding import seed
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Membership
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db

NAME = "Voornaamgeheim"
ASKED = {"asked_on": timezone.localdate().isoformat(), "asked_in": "ar", "interpreter": "nee"}


class Town:
    """One household with a card in Bram's initiative, two buddies, a coordinator."""

    def __init__(self, cast: Cast, initiative_in: Any, client_as: Any) -> None:
        from housing.models import StatusHolder
        from housing.services.cards import write_card

        self.cast = cast
        self.initiative = initiative_in(cast.kampen, cast.initiative_id)
        building = property_(cast.kampen, initiative_scope_id=cast.initiative_id)
        home = unit(cast.kampen, building, name="Boven")
        with seed():
            home.refresh_from_db()
        self.household = household(cast.kampen)
        with seed():
            StatusHolder.objects.create(
                municipality=cast.kampen, household=self.household, first_name=NAME, age_band="27_54", is_contact=True
            )
        stay = placement(home, self.household, by=cast.anna)
        with seed():
            self.card = write_card(stay)
        self.user = person("Noor")
        self.buddy = make.buddy(cast.kampen, cast.initiative_id, user=self.user, vog_by=cast.joke)
        self.second = make.buddy(cast.kampen, cast.initiative_id, user=person("Twee"), vog_by=cast.joke)
        self.joke, self.me = client_as(cast.joke), client_as(self.user)

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"buddies:{name}", args=["kampen", *args])

    def propose(self, buddy: Any = None, **data: Any) -> Any:
        buddy = buddy or self.buddy
        data = {"tasks": ["language"], "why": "Allebei in de avond", "backup": ""} | data
        return self.joke.post(self.url("home_propose", self.card.pk, buddy.pk), data)

    def match(self) -> BuddyMatch:
        with seed():
            return BuddyMatch.objects.latest("proposed_on", "created_at")

    def step(self, name: str, data: dict[str, Any] | None = None) -> Any:
        return self.joke.post(self.url("match_step", self.match().pk, name), data or {})

    def answer(self, answer: str) -> Any:
        return self.me.post(reverse("buddies:my_match_answer", args=[self.match().pk]), {"answer": answer})

    def role(self) -> bool:
        with seed():
            today = timezone.localdate()
            held = Membership.objects.filter(user=self.user, role=Role.BUDDY, scope_id=self.household.pk)
            return any(one.ends_on is None or one.ends_on > today for one in held)


@pytest.fixture
def town(cast: Cast, initiative_in: Any, client_as: Any) -> Town:
    return Town(cast, initiative_in, client_as)


def test_the_way_to_a_match_and_its_end(town: Town) -> None:
    page = town.joke.get(town.url("home_detail", town.card.pk)).content.decode()
    assert town.buddy.name in page
    assert "Spreekt Arabisch" in page
    assert NAME not in page
    wishes = {
        **ASKED,
        "answer": "yes",
        "tasks": ["language"],
        "moments": ["weekday_evening"],
        "language_is_needed": "ja",
    }
    assert town.joke.post(town.url("home_wishes", town.card.pk), wishes).status_code == 302
    assert town.propose().status_code == 302
    mine = town.me.get(reverse("buddies:my_matches")).content.decode()
    assert "Een voorstel" in mine
    assert NAME not in mine
    assert NAME not in town.me.get(reverse("buddies:my_match", args=[town.match().pk])).content.decode()
    town.answer("yes")
    assert town.match().state == "proposed"
    assert not town.role()
    assert town.step("huishouden", {**ASKED, "answer": "yes"}).status_code == 302
    match = town.match()
    assert (match.state, match.asked_by_id, match.asked_in) == ("accepted", town.cast.joke.pk, "ar")
    assert town.role()
    assert NAME in town.me.get(reverse("buddies:my_match", args=[match.pk])).content.decode()
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    assert town.step("ontmoeting", {"day": day, "hour": "14:30", "where": "De bieb"}).status_code == 302
    with seed():
        mail = OutgoingMessage.objects.get(template="buddies/match_meeting")
        assert "BEGIN:VCALENDAR" in mail.calendar
        assert NAME not in mail.calendar + mail.body + mail.subject
    ics = town.me.get(reverse("buddies:my_match_calendar", args=[match.pk]))
    assert "Eerste ontmoeting" in ics.content.decode()
    assert town.me.post(reverse("buddies:my_match_start", args=[match.pk])).status_code == 302
    assert town.match().state == "active"
    with seed():
        made = make.moment(town.match(), visibility="me", note="van mij")
    assert town.step("afronden", {"conclusion": "moved", "thanks": "U was geweldig"}).status_code == 302
    assert not town.role()
    with seed():
        assert ContactMoment.objects.get(pk=made.pk).note == ""
        thanks = OutgoingMessage.objects.get(template="buddies/match_thanks")
        assert "geweldig" in thanks.body
        assert not [mail for mail in OutgoingMessage.objects.all() if NAME in mail.body + mail.subject]
    over = town.me.get(reverse("buddies:my_match", args=[match.pk])).content.decode()
    assert NAME not in over


@pytest.mark.parametrize("first", ["buddy", "household"])
def test_the_second_yes_gives_the_role_whoever_says_it(town: Town, first: str) -> None:
    town.propose()
    if first == "buddy":
        town.answer("yes")
        town.step("huishouden", {**ASKED, "answer": "yes"})
    else:
        town.step("huishouden", {**ASKED, "answer": "yes"})
        assert not town.role()
        town.answer("yes")
    assert town.match().state == "accepted"
    assert town.role()


def test_a_no_ends_the_proposal_and_nothing_else(town: Town) -> None:
    town.propose()
    town.answer("no")
    assert town.match().state == "declined"
    assert not town.role()
    why_not = town.joke.get(town.url("home_detail", town.card.pk)).content.decode()
    assert "al eens aan dit huishouden voorgesteld" in why_not
    town.propose(town.second)
    town.step("huishouden", {**ASKED, "answer": "no"})
    assert town.match().state == "declined"
    late = town.answer("yes")
    assert late.status_code in (404, 409)


def test_no_start_without_a_confidential_adviser(town: Town) -> None:
    town.propose()
    town.answer("yes")
    town.step("huishouden", {**ASKED, "answer": "yes"})
    with seed():
        Membership.objects.filter(role=Role.CONFIDENTIAL_ADVISER).update(ends_on=timezone.localdate())
    refused = town.step("beginnen")
    assert refused.status_code == 409
    assert "vertrouwenspersoon" in refused.content.decode()
    town.me.post(reverse("buddies:my_match_start", args=[town.match().pk]))
    assert town.match().state == "accepted"
    member(person("Nieuwe vertrouwenspersoon"), Role.CONFIDENTIAL_ADVISER, municipality=town.cast.kampen)
    assert town.step("beginnen").status_code == 302


def test_a_task_that_asks_a_vog_is_not_done_without(town: Town, initiative_in: Any) -> None:
    bare = make.buddy(town.cast.kampen, town.cast.initiative_id, user=person("Zonder"))
    refused = town.propose(bare, tasks=["home_visit"])
    assert refused.status_code == 409
    assert "VOG" in refused.content.decode()
    assert town.propose(bare, tasks=["language"]).status_code == 302
    with seed():
        BuddyMatch.objects.update(
            state="accepted",
            buddy_answer="yes",
            household_answer="yes",
            asked_by=town.cast.joke,
            asked_on=timezone.localdate(),
            interpreter=False,
        )
        BuddySettings.objects.create(municipality=town.cast.kampen, vog_rules={"language": "required"})
    assert town.step("beginnen").status_code == 409


def test_a_buddy_is_not_asked_for_more_than_agreed(town: Town) -> None:
    town.propose()
    assert "al zoveel huishoudens" in town.joke.get(town.url("home_detail", town.card.pk)).content.decode()
    assert town.propose().status_code == 409
    assert town.propose(town.second).status_code == 302, "a second buddy for the same household"
    third = make.buddy(town.cast.kampen, town.cast.initiative_id, user=person("Drie"), vog_by=town.cast.joke)
    assert town.propose(third).status_code == 409


def test_a_proposal_that_nobody_answers_is_let_go(town: Town) -> None:
    town.propose()
    match = town.match()
    assert not expire_proposal(match.pk)
    with seed():
        BuddyMatch.objects.update(answer_by=timezone.localdate() - timedelta(days=1))
    assert expire_proposal(match.pk)
    assert not expire_proposal(match.pk)
    assert town.match().state == "expired"
    with seed():
        assert OutgoingMessage.objects.filter(template="buddies/match_expired", to_user=town.cast.joke).count() == 1


def test_leaving_hands_the_household_over(town: Town) -> None:
    match = make.match(town.buddy, town.household, town.cast.joke, backup=town.second)
    url = town.url("buddy_leave", town.buddy.pk)
    page = town.joke.get(url).content.decode()
    assert f'value="{town.second.pk}" selected' in page, "the backup is named first"
    assert town.joke.post(url, {}).status_code == 422
    assert town.joke.post(url, {str(match.pk): str(town.second.pk)}).status_code == 302
    assert not town.role()
    with seed():
        match.refresh_from_db()
        town.buddy.refresh_from_db()
        assert (match.state, match.conclusion, town.buddy.state) == ("concluded", "buddy_stops", "left")
        made = BuddyMatch.objects.get(buddy=town.second)
        assert (made.state, made.household_id) == ("proposed", town.household.pk)


def test_the_plan_for_all_proposes_and_sends_nothing(town: Town) -> None:
    page = town.joke.get(town.url("plan")).content.decode()
    assert "Er is geen beter plan" in page
    assert "Boven" in page
    assert NAME not in page
    with seed():
        assert not BuddyMatch.objects.exists()


def test_steps_that_are_over_say_so(town: Town) -> None:
    match = make.match(town.buddy, town.household, town.cast.joke)
    back = town.joke.post(town.url("match_step", match.pk, "huishouden"), {**ASKED, "answer": "yes"}, follow=True)
    assert "kan nu niet" in back.content.decode()
    assert town.joke.get(town.url("match_step", match.pk, "bestaat-niet")).status_code == 404


def test_a_wish_about_origin_or_belief_is_not_written_down(town: Town) -> None:
    wishes = {**ASKED, "answer": "yes", "language_is_needed": "nee", "own_words": "Liever een christen"}
    answer = town.joke.post(town.url("home_wishes", town.card.pk), wishes)
    assert answer.status_code == 422
    assert "Liever een christen" in answer.content.decode(), "what was typed is not lost"


def test_two_coordinators_propose_the_last_place_at_once(town: Town) -> None:
    """The lock on the buddy and the unique place decide, not who looked first."""
    from buddies.services.proposing import propose_match
    from thuisgevers.common.who import acting
    from thuisgevers.municipalities.access import Access

    town.propose()
    with acting(user_id=town.cast.joke.pk):
        access = Access.for_user(town.cast.joke, second_factor=True)
        with pytest.raises(ConflictError):
            propose_match(access=access, buddy=town.buddy, card=town.card, tasks=["language"])


def test_the_household_page_asks_as_much_for_three_buddies_as_for_one(town: Town, count_queries: Any) -> None:
    url = town.url("home_detail", town.card.pk)
    town.joke.get(url)
    two = count_queries(lambda: town.joke.get(url))
    for number in range(2):
        make.buddy(town.cast.kampen, town.cast.initiative_id, user=person(f"Meer {number}"))
    assert count_queries(lambda: town.joke.get(url)) == two == 18


def test_an_official_of_elsewhere_finds_nothing(town: Town, client_as: Any) -> None:
    chaima: ThuisClient = client_as(town.cast.chaima)
    match = make.match(town.buddy, town.household, town.cast.joke)
    for name, pk in (("home_detail", town.card.pk), ("buddy_detail", town.buddy.pk), ("match_detail", match.pk)):
        assert chaima.get(town.url(name, pk)).status_code == 404
        assert chaima.get(reverse(f"buddies:{name}", args=["zwolle", pk])).status_code == 404


def test_maybe_later_is_asked_again_after_four_weeks_and_not_before(town: Town) -> None:
    radar, wishes = reverse("buddies:radar", args=["kampen"]), town.url("home_wishes", town.card.pk)
    here = town.url("home_detail", town.card.pk)
    said = {**ASKED, "language_is_needed": "nee"}
    assert here in town.joke.get(radar).content.decode()
    for _time in range(2):
        assert town.joke.post(wishes, said | {"answer": "later"}).status_code == 302
        assert here not in town.joke.get(radar).content.decode()
    with seed():
        (row,) = RadarSnooze.objects.filter(undone_on=None)
    assert row.until == timezone.localdate() + timedelta(weeks=4)
    assert town.joke.post(wishes, said | {"answer": "yes"}).status_code == 302
    assert here in town.joke.get(radar).content.decode(), "who says yes does not wait"
