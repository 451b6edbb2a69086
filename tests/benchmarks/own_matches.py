"""Buddies in the municipality of the cast, each with two households and a year of contacts, for what a buddy reads of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import psycopg
from django.core.paginator import Paginator
from django.db import connection
from django.utils import timezone

from buddies.enums import Answer, BuddyState, MatchState
from buddies.models import Buddy, BuddyMatch
from buddies.permissions.matches import own_matches, own_moments
from buddies.queries.device import matches_to_keep
from buddies.queries.mine import cards_by_household, describe, my_matches
from buddies.queries.welcome import moods_for_buddy
from housing.enums import PlacementState
from housing.models import HouseholdCard, Placement
from tests.benchmarks.town import owner_url
from tests.factories.people import Cast, member, person
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.enums import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from thuisgevers.municipalities.access import Access

HOMES, HOMES_EACH, CONTACTS_EACH = 120, 2, 40
MOMENTS_ON_A_PAGE = 20
#: Weekly; one in three for the buddy alone.
CONTACTS = """
INSERT INTO buddies_contactmoment (id, created_at, updated_at, municipality_id, match_id, initiative_id, household_scope_id,
  user_id, client_id, happened_on, kind, minutes, topics, feeling, visibility, note, correction)
SELECT uuidv7(), now(), now(), m.municipality_id, m.id, m.initiative_id, m.household_id, m.user_id, gen_random_uuid(),
  current_date - n * 7, 'visit', 60, '{language}', 'good', CASE WHEN n %% 3 = 0 THEN 'me' ELSE 'coordinator' END, ''::bytea, ''
FROM buddies_buddymatch m, generate_series(1, %s) n WHERE m.id = ANY (%s)
"""


@dataclass(frozen=True)
class OwnMatches:
    """The buddy who reads, one of the matches, and the newest contact in it."""

    buddy: User
    match_id: UUID
    moment_id: UUID


def build_own_matches(cast: Cast, initiative_id: UUID) -> OwnMatches:
    """For households that live somewhere in Kampen. One buddy has the roles that go with it; of the others only rows are read past."""
    with seed():
        stays = list(
            Placement.objects.filter(municipality=cast.kampen, state=PlacementState.ACTIVE)
            .select_related("household", "unit")
            .order_by("id")[:HOMES]
        )
    cards = [_card(stay, initiative_id) for stay in stays]
    reader = person("Meindert", "meindert@voorbeeld.example")
    users = [reader] + [
        User(email=f"maatje{number}@voorbeeld.example", display_name=f"Maatje {number}")
        for number in range(1, -(-len(cards) // HOMES_EACH))
    ]
    with seed():
        HouseholdCard.objects.bulk_create(cards)
        User.objects.bulk_create(users[1:])
        buddies = Buddy.objects.bulk_create(_buddy(cast, user, initiative_id) for user in users)
        pairs = BuddyMatch.objects.bulk_create(
            _pair(cast, card, buddies[index // HOMES_EACH], buddies[index // HOMES_EACH - 1])
            for index, card in enumerate(cards)
        )
        with connection.cursor() as cursor:
            cursor.execute(CONTACTS, [CONTACTS_EACH, [pair.pk for pair in pairs]])
    mine = [pair for pair in pairs if pair.user_id == reader.pk]
    for pair in mine:
        member(reader, Role.BUDDY, municipality=cast.kampen, scope_id=pair.household_id)
    with seed():
        newest = mine[0].moments.values_list("pk", flat=True)[0]
    with psycopg.connect(owner_url(), autocommit=True) as owner:
        owner.execute("VACUUM (ANALYZE)")
    return OwnMatches(reader, mine[0].pk, newest)


def _card(stay: Placement, initiative_id: UUID) -> HouseholdCard:
    return HouseholdCard(
        id=uuid7(),
        municipality_id=stay.municipality_id,
        placement=stay,
        property_id=stay.property_id,
        initiative_scope_id=initiative_id,
        household_scope_id=stay.household_id,
        size=2,
        age_bands={"27_54": 2},
        languages=["ar"],
        practical_needs="[]",
        first_names='["Amina", "Yusuf"]',
        unit_name=stay.unit.name,
        state=PlacementState.ACTIVE,
        move_in_on=stay.move_in_on,
        expected_end_on=stay.expected_end_on,
    )


def _buddy(cast: Cast, user: User, initiative_id: UUID) -> Buddy:
    return Buddy(
        id=uuid7(),
        municipality=cast.kampen,
        initiative_id=initiative_id,
        user=user,
        state=BuddyState.READY,
        name=user.display_name,
        email=user.email,
        email_index=f"eigen-{user.pk}",
        languages=["nl", "ar"],
        tasks=["language"],
        max_matches=HOMES_EACH,
        told_state=BuddyState.READY,
    )


def _pair(cast: Cast, card: HouseholdCard, buddy: Buddy, backup: Buddy) -> BuddyMatch:
    start = timezone.localdate() - timedelta(weeks=CONTACTS_EACH)
    return BuddyMatch(
        id=uuid7(),
        municipality=cast.kampen,
        initiative_id=card.initiative_scope_id,
        buddy=buddy,
        user_id=buddy.user_id,
        backup=backup if backup.pk != buddy.pk else None,
        household_id=card.household_scope_id,
        state=MatchState.ACTIVE,
        tasks=["language"],
        about_size=card.size,
        about_children=False,
        about_languages=card.languages,
        proposed_by=cast.joke,
        proposed_on=start - timedelta(days=20),
        answer_by=start - timedelta(days=6),
        buddy_answer=Answer.YES,
        household_answer=Answer.YES,
        asked_by=cast.anna,
        asked_on=start - timedelta(days=10),
        asked_in="ar",
        interpreter=False,
        started_on=start,
    )


def reads_of(access: Access, own: OwnMatches) -> dict[str, Callable[[], object]]:
    """What a buddy's pages read, by the functions that those ask. Buddies have no search: the matches that run, for the phone, are the
    list that is filtered."""
    return {
        "lijst": partial(my_matches, access),
        "telling": own_moments(access).filter(match=own.match_id).count,
        "lijst, alleen wat loopt": partial(matches_to_keep, access),
        "contact voor een formulier": partial(_contact_form, access, own),
        "bladzijde van een koppel": partial(_whole_page, access, own),
    }


def _door(access: Access, match_id: UUID) -> BuddyMatch:
    """One match with the card of its household, as every page of it begins."""
    row: BuddyMatch = own_matches(access).select_related("municipality").get(pk=match_id)
    describe(row, cards_by_household(access, [row.household_id]).get(row.household_id))
    return row


def _contact_form(access: Access, own: OwnMatches) -> None:
    rows = own_moments(access).select_related("match", "match__municipality")
    _door(access, rows.get(pk=own.moment_id).match_id)


def _whole_page(access: Access, own: OwnMatches) -> None:
    row = _door(access, own.match_id)
    list(Paginator(own_moments(access).filter(match=row), MOMENTS_ON_A_PAGE).get_page(None))
    moods_for_buddy(access, row)
