"""Buddies, the households they go with, and a year and a half of contact: written in bulk, as nine thousand services would take an
evening. The rhythm is that of people: about weekly, less in a holiday, and some fall silent.

Rows as the services would leave them; nothing happens today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from buddies.enums import (
    BY_HAND,
    Answer,
    BuddyState,
    BuddyTask,
    IntakeItem,
    Interest,
    MatchState,
    Moment,
    Reach,
    WishesAnswer,
)
from buddies.models import Buddy, BuddyMatch, BuddySettings, HouseholdWish
from buddies.services.applying import email_index
from buddies.vog import counts_until
from housing.enums import PlacementState
from housing.models import HouseholdCard
from initiatives.enums import InitiativeState
from initiatives.models import Initiative
from thuisgevers.accounts.models import User
from thuisgevers.municipalities.enums import Role, ScopeKind
from thuisgevers.municipalities.grants import derive_again, grant_membership
from thuisgevers.municipalities.models import Membership

from .buddies_clocks import pause_of, seed_clocks, seed_free_vog
from .buddies_contact import contact_moments
from .clock import at, on
from .invented import FIRST_NAMES, MAIL_DOMAIN, SURNAMES

BUDDIES, MATCHES, MOMENTS = 400, 330, 9000
SHARE_FOR_TESTS = 0.15
LANGUAGES = ("en", "ar", "ti", "tr", "uk", "fa", "fr", "so")
WORDS = (
    "Wij willen graag Nederlands oefenen en de buurt leren kennen.",
    "Iemand die uitlegt hoe school werkt.",
    "Samen koken lijkt ons fijn.",
    "Liefst in de avond, overdag zijn wij op cursus.",
)


@dataclass
class _Town:
    """One initiative with the cards of its households and the buddies who belong to it."""

    initiative_id: UUID
    cards: list[HouseholdCard]
    coordinator: User
    buddies: list[Buddy] = field(default_factory=list)


def seed_buddies(today: date, *, is_part: bool, seed: int = 1945) -> int:
    """All of it, scaled to the part of the country that is there; returns the number of contact moments."""
    chance = Random(seed)  # noqa: S311 - invented people, not secrets
    share = SHARE_FOR_TESTS if is_part else 1.0
    with at(on(today - timedelta(days=1), 17, 10)):
        _joke()
    towns = _towns()
    if not towns:
        return 0
    with at(on(today - timedelta(days=1), 17, 40)):
        _people(towns, today, chance, round(BUDDIES * share))
        _choices(towns)
        _wishes(towns, today, chance)
        matches = _matches(towns, today, chance, round(MATCHES * share))
        _roles(matches, today)
    moments = contact_moments(matches, today, chance, round(MOMENTS * share))
    with at(on(today - timedelta(days=1), 17, 50)):
        seed_clocks(today)
        seed_free_vog([(town.initiative_id, town.cards[0].municipality, town.coordinator) for town in towns], today)
    return moments


def _joke() -> None:
    """The persona looks after the buddies of every initiative in her town in which people live."""
    joke = User.objects.filter(email=f"joke@{MAIL_DOMAIN}").first()
    own = None if joke is None else Membership.objects.filter(user=joke, role=Role.BUDDY_COORDINATOR).first()
    if joke is None or own is None:
        return
    homes = HouseholdCard.objects.filter(municipality=own.municipality, state=PlacementState.ACTIVE)
    for scope_id in sorted({one for one in homes.values_list("initiative_scope_id", flat=True) if one is not None}):
        grant_membership(user=joke, role=Role.BUDDY_COORDINATOR, municipality=own.municipality, scope_id=scope_id)


def _towns() -> list[_Town]:
    """Initiatives with homes in which people live or lived, and who looks after buddies there. A home that belongs to no
    initiative is one of the last that its municipality has."""
    held = Membership.objects.select_related("user").filter(ends_on__isnull=True)
    coordinators = {one.scope_id: one.user for one in held.filter(role=Role.BUDDY_COORDINATOR)}
    officials = {one.municipality_id: one.user for one in held.filter(role=Role.CASE_HANDLER)}
    going_on = [InitiativeState.EXPLORING, InitiativeState.RUNNING]
    running = Initiative.objects.filter(state__in=going_on).order_by("created_at", "id")
    last: dict[int, UUID] = {place: pk for pk, place in running.values_list("pk", "municipality_id")}
    by_initiative: dict[UUID, list[HouseholdCard]] = defaultdict(list)
    lived = (PlacementState.PLANNED, PlacementState.ACTIVE, PlacementState.ENDED)
    cards = HouseholdCard.objects.select_related("municipality").filter(state__in=lived)
    for card in cards.order_by("move_in_on", "id"):
        key = card.initiative_scope_id or last.get(card.municipality_id)
        if key is not None and (key in coordinators or card.municipality_id in officials):
            by_initiative[key].append(card)
    return [
        _Town(key, some, coordinators.get(key) or officials[some[0].municipality_id])
        for key, some in by_initiative.items()
    ]


def _people(towns: list[_Town], today: date, chance: Random, number: int) -> None:
    """Spread over the towns by how many households they have; at least four each. Daan is one of Kampen's."""
    homes = sum(len(town.cards) for town in towns)
    names = [f"{first} {last}" for last in reversed(SURNAMES) for first in FIRST_NAMES]
    chance.shuffle(names)
    users: list[User] = []
    rows: list[Buddy] = []
    daan = User.objects.filter(email=f"daan@{MAIL_DOMAIN}").first()
    for town in towns:
        for _place in range(max(4, round(number * len(town.cards) / homes))):
            name = names.pop()
            row = _buddy(town, name, today, chance, len(rows))
            if row.state in (BuddyState.READY, BuddyState.PAUSED, BuddyState.LEFT):
                user = User(email=f"buddy{len(rows):03d}@{MAIL_DOMAIN}", display_name=name)
                user.set_unusable_password()
                row.user = user
                users.append(user)
            rows.append(row)
            town.buddies.append(row)
    if daan is not None:
        _daan(towns, daan, today, chance, rows)
    User.objects.bulk_create(users)
    for row in rows:
        row.user_id = None if row.user is None else row.user.pk
    Buddy.objects.bulk_create(rows)


def _buddy(town: _Town, name: str, today: date, chance: Random, number: int) -> Buddy:
    state = chance.choices(
        (BuddyState.READY, BuddyState.INTAKE, BuddyState.APPLIED, BuddyState.PAUSED, BuddyState.LEFT), (86, 4, 4, 4, 2)
    )[0]
    seen_on = today - timedelta(days=chance.randint(60, 1080))
    has_vog = state in (BuddyState.READY, BuddyState.PAUSED) and chance.random() < 0.9
    email = f"buddy{number:03d}@{MAIL_DOMAIN}"
    done = list(IntakeItem) if state not in (BuddyState.APPLIED, BuddyState.INTAKE) else []
    if state == BuddyState.INTAKE:
        done = list(IntakeItem)[: chance.randint(1, 4)]
    return Buddy(
        municipality=town.cards[0].municipality,
        initiative_id=town.initiative_id,
        state=state,
        name=name,
        email=email,
        email_index=email_index(email),
        phone=f"+3161239{number:04d}",
        postcode_digits=chance.choice(("8261", "8262", "8263", "8271", "8011", "7941")),
        languages=["nl", *chance.sample(LANGUAGES, chance.randint(1, 2))],
        moments=chance.sample(Moment.values, chance.randint(1, 3)),
        interests=chance.sample(Interest.values, chance.randint(1, 4)),
        tasks=chance.sample(BuddyTask.values, chance.randint(2, 4)),
        reach=chance.choices(Reach.values, (2, 3, 8))[0],
        children_ok=chance.random() < 0.85,
        max_matches=chance.choices((1, 2, 3), (6, 3, 1))[0],
        intake={item.value: {"on": seen_on.isoformat(), "by": town.coordinator.pk} for item in done},
        vog_requested_on=seen_on - timedelta(days=25) if has_vog else None,
        vog_seen_on=seen_on if has_vog else None,
        vog_seen_by=town.coordinator if has_vog else None,
        vog_valid_until=counts_until(seen_on) if has_vog else None,
        ended_on=today - timedelta(days=9) if state == BuddyState.LEFT else None,
        told_state=state,
        told_at=timezone.now(),
    )


def _daan(towns: list[_Town], daan: User, today: date, chance: Random, rows: list[Buddy]) -> None:
    """The persona: a buddy of the household of which he holds the role, with room for one more."""
    held = set(Membership.objects.filter(user=daan, role=Role.BUDDY).values_list("scope_id", flat=True))
    town = next((one for one in towns if held & {card.household_scope_id for card in one.cards}), None)
    if town is None:
        return
    row = _buddy(town, daan.display_name, today, chance, 999)
    row.state = row.told_state = BuddyState.READY
    row.user, row.email, row.email_index = daan, daan.email, email_index(daan.email)
    row.max_matches, row.children_ok, row.ended_on = 2, True, None
    row.intake = {
        item.value: {"on": (today - timedelta(days=200)).isoformat(), "by": town.coordinator.pk} for item in IntakeItem
    }
    row.vog_seen_on, row.vog_seen_by = today - timedelta(days=1040), town.coordinator
    row.vog_requested_on = row.vog_seen_on - timedelta(days=25)
    row.vog_valid_until = counts_until(row.vog_seen_on)
    rows.append(row)
    town.buddies.insert(0, row)


def _choices(towns: list[_Town]) -> None:
    """Every municipality chose when it asks a VOG."""
    places = {town.cards[0].municipality for town in towns}
    BuddySettings.objects.bulk_create(
        [
            BuddySettings(municipality=place, vog_rules={"going_along": "required"}, quiet_weeks=2)
            for place in sorted(places, key=lambda one: one.pk)
        ],
        ignore_conflicts=True,
    )


def _wishes(towns: list[_Town], today: date, chance: Random) -> None:
    rows = []
    for town in towns:
        for card in _newest(town.cards):
            if card.state == PlacementState.ENDED or chance.random() < 0.25:
                continue
            rows.append(
                HouseholdWish(
                    municipality=card.municipality,
                    initiative_id=card.initiative_scope_id,
                    household_id=card.household_scope_id,
                    answer=chance.choices(WishesAnswer.values, (14, 2, 1))[0],
                    languages=[],
                    language_is_needed=chance.random() < 0.2,
                    moments=chance.sample(Moment.values, chance.randint(1, 3)),
                    interests=chance.sample(Interest.values, chance.randint(0, 3)),
                    tasks=chance.sample(BuddyTask.values, chance.randint(1, 3)),
                    own_words=chance.choice(("", *WORDS)),
                    asked_by=town.coordinator,
                    asked_on=min(card.move_in_on, today) - timedelta(days=4),
                    asked_in=(card.languages or ["en"])[0],
                    interpreter=chance.random() < 0.4,
                )
            )
    HouseholdWish.objects.bulk_create(rows)


def _newest(cards: Iterable[HouseholdCard]) -> list[HouseholdCard]:
    """One card for each household: that of the last home."""
    return list({card.household_scope_id: card for card in cards}.values())


def _matches(towns: list[_Town], today: date, chance: Random, number: int) -> list[BuddyMatch]:
    """First and second buddies of who lives there now, then pairs of before, until there are as many as asked."""
    taken: dict[UUID, int] = defaultdict(int)
    pairs: set[tuple[UUID, UUID]] = set()
    rows: list[BuddyMatch] = []
    for place, share in ((1, 0.86), (2, 0.3)):
        for town in towns:
            for card in _newest(town.cards):
                if card is town.cards[-1] and len(town.cards) > 1 and town.coordinator.email.startswith("joke@"):
                    continue
                if card.state != PlacementState.ACTIVE or chance.random() > share or len(rows) >= number:
                    continue
                buddy = _free(town, card, taken, pairs, chance)
                if buddy is not None:
                    taken[buddy.pk] += 1
                    rows.append(_match(town, buddy, card, today, chance, place=place))
    older = [
        (town, card) for town in towns for card in _newest(town.cards) if card.move_in_on < today - timedelta(days=70)
    ]
    for _try in range(number * 6):
        if len(rows) >= number or not older:
            break
        town, card = chance.choice(older)
        buddy = _free(town, card, defaultdict(int), pairs, chance, is_over=True)
        if buddy is not None:
            rows.append(_match(town, buddy, card, today, chance, is_over=True))
    BuddyMatch.objects.bulk_create(rows)
    return rows


def _free(
    town: _Town,
    card: HouseholdCard,
    taken: dict[UUID, int],
    pairs: set[tuple[UUID, UUID]],
    chance: Random,
    *,
    is_over: bool = False,
) -> Buddy | None:
    """Somebody with room who does not go with this household yet. Daan goes with his own first."""
    states = (BuddyState.READY, BuddyState.PAUSED, BuddyState.LEFT) if is_over else (BuddyState.READY,)
    found = [
        one
        for one in town.buddies
        if one.state in states and taken[one.pk] < one.max_matches and (card.household_scope_id, one.pk) not in pairs
    ]
    if not found:
        return None
    own = [one for one in found if not is_over and one.name == "Daan Bloemers" and taken[one.pk] == 0]
    buddy = own[0] if own and _holds(own[0], card) else chance.choice([one for one in found if one not in own] or found)
    pairs.add((card.household_scope_id, buddy.pk))
    return buddy


def _holds(buddy: Buddy, card: HouseholdCard) -> bool:
    return Membership.objects.filter(user=buddy.user, role=Role.BUDDY, scope_id=card.household_scope_id).exists()


def _match(
    town: _Town,
    buddy: Buddy,
    card: HouseholdCard,
    today: date,
    chance: Random,
    *,
    place: int = 1,
    is_over: bool = False,
) -> BuddyMatch:
    began = min(max(card.move_in_on, today - timedelta(days=500)) + timedelta(days=chance.randint(2, 24)), today)
    lasts = (min(card.ended_on or today, today) - began).days
    state = MatchState.CONCLUDED if is_over else MatchState.ACTIVE
    if not is_over:
        is_own = buddy.name == "Daan Bloemers"
        states = (MatchState.ACTIVE, MatchState.PROPOSED, MatchState.ACCEPTED, MatchState.PAUSED)
        state = MatchState.ACTIVE if is_own and place == 1 else chance.choices(states, (88, 5, 4, 3))[0]
        if lasts < 10 and state != MatchState.PROPOSED:
            state = MatchState.ACCEPTED
    said = state != MatchState.PROPOSED
    is_new = state in (MatchState.PROPOSED, MatchState.ACCEPTED)
    asked_on = today - timedelta(days=chance.randint(1, 5)) if is_new else began - timedelta(days=9)
    ended_on = began + timedelta(days=max(8, round(lasts * chance.uniform(0.4, 0.95)))) if is_over else None
    if ended_on is not None and ended_on >= today:
        ended_on = today - timedelta(days=1)
    paused_on, paused_until = pause_of(state, today)
    others = [one for one in town.buddies if one.pk != buddy.pk and one.state == BuddyState.READY]
    meets_at = on(today + timedelta(days=chance.randint(1, 9)), 15) if state == MatchState.ACCEPTED else None
    return BuddyMatch(
        municipality=card.municipality,
        initiative_id=town.initiative_id,
        buddy=buddy,
        user=buddy.user,
        backup=chance.choice(others) if others and chance.random() < 0.6 else None,
        household_id=card.household_scope_id,
        place=place,
        state=state,
        tasks=[task for task in buddy.tasks if task not in ("home_visit", "children_alone")] or ["language"],
        why=chance.choice(("", "Wonen dicht bij elkaar en kunnen allebei in de avond.", "Delen een taal.")),
        about_size=card.size,
        about_children=any(card.age_bands.get(band) for band in ("0_3", "4_11", "12_17")),
        about_languages=card.languages,
        proposed_by=town.coordinator,
        proposed_on=asked_on,
        answer_by=asked_on + timedelta(days=7),
        buddy_answer=Answer.YES if said or chance.random() < 0.5 else "",
        buddy_answered_on=asked_on if said else None,
        household_answer=Answer.YES if said else "",
        asked_by=town.coordinator if said else None,
        asked_on=asked_on if said else None,
        asked_in=(card.languages or ["en"])[0] if said else "",
        interpreter=chance.random() < 0.4 if said else None,
        meets_at=meets_at,
        meets_where="Koffie in de bibliotheek" if meets_at else "",
        started_on=None if is_new else began,
        paused_on=paused_on,
        paused_until=paused_until,
        ended_on=ended_on,
        conclusion=chance.choice(BY_HAND).value if is_over else "",
    )


def _roles(matches: list[BuddyMatch], today: date) -> None:
    """The role of buddy for each household that is kept, with what it derives: as the services give it, in bulk."""
    kept = [one for one in matches if one.state in (MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED)]
    held = set(Membership.objects.filter(role=Role.BUDDY, ends_on__isnull=True).values_list("user_id", "scope_id"))
    new = [one for one in kept if (one.user_id, one.household_id) not in held]
    Membership.objects.bulk_create(
        [
            Membership(
                user_id=one.user_id,
                role=Role.BUDDY,
                scope=ScopeKind.HOUSEHOLD,
                scope_id=one.household_id,
                municipality=one.municipality,
                starts_on=min(one.started_on or today, today),
                granted_by=one.proposed_by,
            )
            for one in new
        ]
    )
    for user in User.objects.filter(pk__in={one.user_id for one in new}).order_by("pk"):
        derive_again(user=user)
