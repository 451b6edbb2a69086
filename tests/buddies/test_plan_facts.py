"""The plan reads its facts in two statements of its own; they are the facts that the page of one household reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from buddies.enums import BuddyState, MatchState, Reach
from buddies.models import BuddyMatch
from buddies.permissions.homes import buddyable_cards
from buddies.queries.homes import candidates, home_facts, homes_of
from buddies.queries.plan_facts import plan_facts
from housing.models import HouseholdCard
from housing.services.cards import write_card
from tests.factories import buddies as make
from tests.factories.housing import household, placement, property_, unit
from tests.factories.people import Cast, person
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.common.ids import uuid7
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def card_of(cast: Cast, initiative_id: Any, **facts: Any) -> HouseholdCard:
    home = unit(cast.kampen, property_(cast.kampen, initiative_scope_id=initiative_id, postcode="8261 AB"))
    with seed():
        home.refresh_from_db()
    stay = placement(
        home,
        household(cast.kampen, **facts),
        by=cast.anna,
        move_in_on=TODAY,
        expected_end_on=TODAY + timedelta(days=90),
    )
    with seed():
        return write_card(stay)


def write_town(cast: Cast, other: Any) -> None:
    """Who asks nothing, who asks much, who wants nobody, who has somebody, who had somebody, who does not share; in two initiatives."""
    cards = [card_of(cast, cast.initiative_id, people_4_11=number % 2) for number in range(7)]
    far = card_of(cast, other)
    with seed():
        cards[5].is_shared = False
        cards[5].save(update_fields=["is_shared"])
        homes = {card.pk: card.placement.household for card in (*cards, far)}
    make.wish(
        homes[cards[1].pk], cast.initiative_id, cast.joke, language_is_needed=True, tasks=["home_visit", "outing"]
    )
    make.wish(homes[cards[2].pk], cast.initiative_id, cast.joke, answer="no")
    make.wish(homes[far.pk], cast.initiative_id, cast.joke, interests=["walking"])
    people = [
        make.buddy(cast.kampen, cast.initiative_id, user=person("Vrij"), vog_by=cast.joke, max_matches=2),
        make.buddy(cast.kampen, cast.initiative_id, user=person("Pauze"), state=BuddyState.PAUSED, children_ok=False),
        make.buddy(cast.kampen, cast.initiative_id, postcode_digits="", reach=Reach.NEAR, interests=[]),
        make.buddy(cast.kampen, other, user=person("Elders"), moments=[], tasks=[]),
    ]
    make.buddy(cast.kampen, cast.initiative_id, user=person("Kennismaking"), state=BuddyState.INTAKE)
    make.match(people[0], homes[cards[3].pk], cast.joke)
    make.match(people[0], homes[cards[4].pk], cast.joke, state=MatchState.CONCLUDED)
    make.match(people[1], homes[cards[4].pk], cast.joke, state=MatchState.DECLINED)


@pytest.mark.parametrize("who", ["joke", "anna"])
def test_facts_of_a_plan_are_those_of_each_household(cast: Cast, initiative_in: Any, who: str) -> None:
    initiative_in(cast.kampen, cast.initiative_id)
    other = make.initiative(cast.kampen, uuid7()).pk
    write_town(cast, other)
    reader: User = getattr(cast, who)
    with transaction.atomic(), acting(user_id=reader.pk):
        access = Access.for_user(reader, second_factor=True).narrowed(cast.kampen)
        found = plan_facts(access, cast.kampen, TODAY)
        homes = homes_of(access, list(buddyable_cards(access)))
        people = candidates(access, TODAY)
        with seed():
            taken = {match.household_id for match in BuddyMatch.objects.filter(state=MatchState.ACTIVE)}
        wanted = [
            home
            for home in homes
            if home.card.household_scope_id not in taken and (home.wish is None or home.wish.answer == "yes")
        ]
        assert sorted(found.homes, key=lambda one: one.id) == sorted(home_facts(access, wanted), key=lambda one: one.id)
        assert found.buddies == [one.facts for one in people.values()]
    assert {one.id: found.shown[one.id].title for one in found.homes} == {
        home.card.household_scope_id: home.title for home in wanted
    }
    assert [one.name for one in found.named.values()] == [one.row.name for one in people.values()]
    assert (len(found.homes), len(found.buddies)) == ((4, 3) if who == "joke" else (6, 4))


def test_the_plan_asks_as_much_for_three_as_for_one(
    cast: Cast, initiative_in: Any, client_as: Any, count_queries: Callable[..., int]
) -> None:
    initiative_in(cast.kampen, cast.initiative_id)
    joke, url = client_as(cast.joke), reverse("buddies:plan", args=["kampen"])
    for number in range(3):
        card_of(cast, cast.initiative_id)
        make.buddy(cast.kampen, cast.initiative_id, user=person(f"Plan {number}"))
        joke.get(url)
        asked = count_queries(lambda: joke.get(url))
        assert asked == 10
