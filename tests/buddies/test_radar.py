"""The radar: what stands on it equals counting row by row, what is put off comes back, and what ends by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buddies.enums import OPEN_MATCH, BuddyState, MatchState, RadarKind
from buddies.models import Buddy, BuddyLoad, BuddyMatch, HomeLine, RadarSnooze
from buddies.queries.radar import radar_counts
from buddies.services.proposing import propose_match
from buddies.tasks.clocks import end_pauses
from housing.models import Household, HouseholdCard
from housing.services.cards import write_card
from tests.factories import buddies as make
from tests.factories.housing import household, placement, property_, unit
from tests.factories.people import Cast, make_cast, person
from tests.housing.test_placement_races import as_, at_once
from tests.seeding import seed
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.notifications.models import OutgoingMessage

TODAY = timezone.localdate()
STATES = [MatchState.ACTIVE, MatchState.PAUSED, MatchState.PROPOSED, MatchState.ACCEPTED, MatchState.CONCLUDED]


def card_of(cast: Cast, by_days: int = 300) -> HouseholdCard:
    """A household that lives in a home of Bram's initiative."""
    home = unit(cast.kampen, property_(cast.kampen, initiative_scope_id=cast.initiative_id))
    with seed():
        home.refresh_from_db()
    start = TODAY - timedelta(days=10)
    stay = placement(
        home, household(cast.kampen), by=cast.anna, move_in_on=start, expected_end_on=TODAY + timedelta(days=by_days)
    )
    with seed():
        return write_card(stay)


def counts(cast: Cast) -> dict[str, int]:
    with transaction.atomic(), acting(user_id=cast.joke.pk):
        access = Access.for_user(cast.joke, second_factor=True).narrowed(cast.kampen)
        return {str(label): number for label, number in radar_counts(access, cast.kampen, TODAY) if number}


class Undone(Exception):
    """Ends an example without keeping its rows."""


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pairs=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.sampled_from(STATES)), max_size=5),
    ends=st.lists(st.integers(1, 90), min_size=3, max_size=3),
    most=st.integers(1, 2),
    pauses=st.sets(st.integers(0, 2)),
    refuses=st.sets(st.integers(0, 2)),
)
def test_lines_kept_by_triggers_equal_counting(
    cast: Cast, initiative_in: Any, pairs: Any, ends: list[int], most: int, pauses: set[int], refuses: set[int]
) -> None:
    try:
        with transaction.atomic():
            initiative_in(cast.kampen, cast.initiative_id)
            cards = [card_of(cast, days) for days in ends]
            people = [
                make.buddy(cast.kampen, cast.initiative_id, user=person(f"L{number}"), max_matches=most)
                for number in range(3)
            ]
            with seed():
                homes = [Household.objects.get(pk=card.household_scope_id) for card in cards]
            for number in sorted(refuses):
                make.wish(homes[number], cast.initiative_id, cast.joke, answer="no")
            for who, home, state in pairs:
                write_pair(cast, people[who], homes[home], state)
            with seed():
                Buddy.objects.filter(pk__in=[people[number].pk for number in pauses]).update(state=BuddyState.PAUSED)
                check_lines()
            found = counts(cast)
            assert found.get(str(RadarKind.WITHOUT.label), 0) == slow_without(cards, refuses, homes)
            assert found.get(str(RadarKind.BUSY.label), 0) == slow_busy(people)
            raise Undone
    except Undone:
        pass


def write_pair(cast: Cast, buddy: Buddy, home: Household, state: MatchState) -> None:
    """Where there is room for it."""
    with seed():
        taken = BuddyMatch.objects.filter(household=home, state__in=OPEN_MATCH)
        if taken.filter(buddy=buddy).exists() or taken.count() > 1:
            return
        places = set(taken.values_list("place", flat=True))
    make.match(buddy, home, cast.joke, state=state, place=1 if 1 not in places else 2)


def check_lines() -> None:
    for line in HomeLine.objects.all():
        held = BuddyMatch.objects.filter(household_id=line.household_id, state__in=OPEN_MATCH)
        assert line.open_matches == held.count()
        both = held.exclude(state=MatchState.PROPOSED).order_by("place", "id").first()
        assert line.buddy_id == (None if both is None else both.buddy_id)
    assert BuddyLoad.objects.count() == Buddy.objects.count()


def slow_without(cards: list[HouseholdCard], refuses: set[int], homes: list[Household]) -> int:
    with seed():
        held = set(BuddyMatch.objects.filter(state__in=OPEN_MATCH).values_list("household_id", flat=True))
    return sum(home.pk not in held and number not in refuses for number, home in enumerate(homes))


def slow_busy(people: list[Buddy]) -> int:
    with seed():
        fresh = list(Buddy.objects.filter(pk__in=[one.pk for one in people]))
        return sum(
            one.state == BuddyState.READY
            and BuddyMatch.objects.filter(buddy=one, state__in=OPEN_MATCH).count() > one.max_matches
            for one in fresh
        )


@pytest.mark.django_db
def test_a_point_is_put_off_and_brought_back(cast: Cast, initiative_in: Any, client_as: Any) -> None:
    initiative_in(cast.kampen, cast.initiative_id)
    match = make.match(make.buddy(cast.kampen, cast.initiative_id, user=cast.daan), household(cast.kampen), cast.joke)
    joke, anna = client_as(cast.joke), client_as(cast.anna)
    radar = reverse("buddies:radar", args=["kampen"])
    later = reverse("buddies:point_later", args=["kampen", "backup", match.pk])
    assert later in joke.get(radar).content.decode()
    assert joke.post(later, {"weeks": "2"}).status_code == 422
    assert joke.post(later, {"weeks": "52", "reason": "known"}).status_code == 422
    assert joke.post(later, {"weeks": "2", "reason": "known"}).status_code == 302
    assert joke.post(later, {"weeks": "2", "reason": "known"}).status_code == 409
    assert later not in anna.get(radar).content.decode(), "for everybody who reads it there"
    assert "koppels die stil zijn" in counts(cast), "the other point about this match stays"
    put_off = joke.get(reverse("buddies:points_later", args=["kampen"])).content.decode()
    assert "Zet terug" in put_off
    assert reverse("buddies:match_detail", args=["kampen", match.pk]) in put_off, "it says which one"
    back = reverse("buddies:point_back", args=["kampen", "backup", match.pk])
    assert joke.get(back).status_code == 405
    for _time in range(2):
        assert joke.post(back).status_code == 302
    assert later in joke.get(radar).content.decode()
    assert joke.post(later, {"weeks": "1", "reason": "spoken"}).status_code == 302
    with seed():
        row = RadarSnooze.objects.get(undone_on__isnull=True)
        row.put_off_on, row.until = TODAY - timedelta(days=9), TODAY
        row.save(update_fields=["put_off_on", "until"])
    assert later in joke.get(radar).content.decode(), "it came back by itself"
    assert joke.post(later, {"weeks": "1", "reason": "spoken"}).status_code == 302
    assert joke.get(reverse("buddies:point_later", args=["kampen", "bestaat-niet", match.pk])).status_code == 404


@pytest.mark.django_db
def test_a_page_of_the_radar_asks_the_same_for_one_and_for_many(
    cast: Cast, initiative_in: Any, client_as: Any, count_queries: Callable[..., int]
) -> None:
    initiative_in(cast.kampen, cast.initiative_id)
    joke, url = client_as(cast.joke), reverse("buddies:radar", args=["kampen"])
    make.match(make.buddy(cast.kampen, cast.initiative_id, user=person("Een")), household(cast.kampen), cast.joke)
    joke.get(url)
    one = count_queries(lambda: joke.get(url))
    for number in range(30):
        row = make.buddy(cast.kampen, cast.initiative_id, user=person(f"Veel{number}"))
        make.match(row, household(cast.kampen), cast.joke)
    assert count_queries(lambda: joke.get(url)) == one == 8
    assert "pagina=2" in joke.get(url).content.decode()
    assert joke.get(f"{url}?pagina=99").status_code == 200
    assert joke.get(f"{url}?pagina=x&lijst=onbekend").status_code == 200


@pytest.mark.django_db
def test_pauses_end_on_their_day(cast: Cast, initiative_in: Any) -> None:
    initiative_in(cast.kampen, cast.initiative_id)
    away = make.buddy(cast.kampen, cast.initiative_id, user=person("Weg"), state="paused", paused_until=TODAY)
    longer = make.buddy(
        cast.kampen, cast.initiative_id, user=person("Langer"), state="paused", paused_until=TODAY + timedelta(days=1)
    )
    match = make.match(
        make.buddy(cast.kampen, cast.initiative_id, user=cast.daan),
        household(cast.kampen),
        cast.joke,
        state="paused",
        paused_on=TODAY - timedelta(days=20),
        paused_until=TODAY,
    )
    for _sweep in range(2):
        end_pauses()
    with seed():
        for row in (away, longer, match):
            row.refresh_from_db()
        mails = list(OutgoingMessage.objects.order_by("template").values_list("template", flat=True))
    assert (away.state, longer.state, match.state, match.heard_on) == ("ready", "paused", "active", TODAY)
    assert mails == ["buddies/buddy_resumed", "buddies/match_resumed", "buddies/match_resumed_desk"]


def test_two_coordinators_propose_the_last_place_of_a_buddy(transactional_db: None, initiative_in: Any) -> None:
    with transaction.atomic():
        cast = make_cast()
        initiative_in(cast.kampen, cast.initiative_id)
        buddy = make.buddy(cast.kampen, cast.initiative_id, user=person("Laatste"), max_matches=1)
        cards = [card_of(cast) for _number in range(3)]
    people = (cast.joke, cast.anna, cast.coen)

    def propose(number: int) -> Callable[[], object]:
        return as_(
            people[number],
            lambda access: propose_match(access=access, buddy=buddy, card=cards[number], tasks=["language"]),
        )

    assert sorted(at_once(*[propose(number) for number in range(3)])) == ["conflict", "conflict", "won"]
    with transaction.atomic(), seed():
        assert BuddyMatch.objects.filter(buddy=buddy).count() == 1
