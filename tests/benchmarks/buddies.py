"""A radar over ten thousand matches and a million contacts, and the plan for two thousand households and three thousand buddies.

Two municipalities of their own: in one almost everybody has a buddy, in the other nobody. The contacts are made by the database
(`generate_series`).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import batched
from typing import Any

import psycopg
from django.db import connection, models, transaction
from django.urls import reverse
from django.utils import timezone

from buddies.enums import Answer, BuddyState, BuddyTask, Interest, MatchState, Moment, Reach
from buddies.matching.planning import graph_of
from buddies.models import Buddy, BuddyMatch, HouseholdWish
from buddies.queries.homes import vog_tasks
from buddies.queries.plan_facts import plan_facts
from buddies.queries.plans import plan_for
from housing.enums import HouseholdState, PlacementState, PropertyKind, PropertyState
from housing.matching.kernel import assign
from housing.models import DwellingUnit, Household, HouseholdCard, Placement, Property
from tests.benchmarks.measuring import Measured, backend_clock, compare, with_own
from tests.benchmarks.town import admin_url
from tests.factories.figures import initiatives
from tests.factories.people import member, municipality, person
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.common.ids import uuid7
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Municipality

_OVERIJSSEL = {"province_code": "PV23", "province_name": "Overijssel"}
BUSY = {"code": "GM9901", "name": "Drukstad", "slug": "drukstad", **_OVERIJSSEL}
EMPTY = {"code": "GM9902", "name": "Wachtstad", "slug": "wachtstad", **_OVERIJSSEL}
LIMIT = 10.0
INITIATIVES = 40
BATCH = 2000
LANGUAGES = ("en", "ar", "ti", "tr", "uk", "fa", "fr", "so")
DIGITS = ("8261", "8262", "8263", "8271", "8011", "7941")
#: Of a hundred matches; the rest runs.
STATES = (
    *[MatchState.CONCLUDED] * 8,
    *[MatchState.PROPOSED] * 2,
    MatchState.ACCEPTED,
    MatchState.PAUSED,
    *[MatchState.ACTIVE] * 88,
)


@dataclass(frozen=True)
class BuddyTown:
    """`handler` reads the radar of the busy municipality and the plan of the one in which everybody waits."""

    busy: Municipality
    empty: Municipality
    handler: User
    matches: int
    contacts: int

    @property
    def radar_path(self) -> str:
        return reverse("buddies:radar", args=[self.busy.slug])


@dataclass(frozen=True)
class PlanResult:
    households: int
    buddies: int
    pairs: int
    placed: int
    is_proven: bool
    measured: Measured
    limit: float = LIMIT

    @property
    def holds(self) -> bool:
        return self.is_proven and self.measured.ratio <= self.limit


def build_buddies(*, matches: int, contacts: int, homes: int, buddies: int) -> BuddyTown:
    """Writes everything past the policies and commits it."""
    dice, today = random.Random(2026), timezone.localdate()
    busy, empty = municipality(BUSY), municipality(EMPTY)
    handler = person("Metende", "metende@voorbeeld.example")
    for place in (busy, empty):
        member(handler, Role.CASE_HANDLER, municipality=place)
    town = _Place(busy, handler, dice, today)
    cards = town.households(matches)
    town.matches(cards, town.buddies(matches * 3 // 4))
    waiting = _Place(empty, handler, dice, today)
    waiting.wishes(waiting.households(homes))
    waiting.buddies(buddies)
    _contacts(busy, contacts)
    return BuddyTown(busy, empty, handler, matches, contacts)


class _Place:
    def __init__(self, place: Municipality, by: User, dice: random.Random, today: date) -> None:
        self.place, self.by, self.dice, self.today = place, by, dice, today
        self.initiatives = [one.pk for one in initiatives(place, INITIATIVES)]

    def households(self, number: int) -> list[HouseholdCard]:
        """Each in a home of its own, with a card; some move within weeks."""
        cards: list[HouseholdCard] = []
        for numbers in batched(range(number), BATCH, strict=False):
            parts = [self._home(index) for index in numbers]
            _write(Property, [one[0] for one in parts if one[0] is not None])
            _write(DwellingUnit, [one[1] for one in parts])
            _write(Household, [one[2] for one in parts])
            _write(Placement, [one[3] for one in parts])
            _write(HouseholdCard, [one[4] for one in parts])
            cards += [one[4] for one in parts]
        return cards

    def _home(self, index: int) -> tuple[Property | None, DwellingUnit, Household, Placement, HouseholdCard]:
        dice, today, initiative = self.dice, self.today, self.initiatives[index // 20 % INITIATIVES]
        building = None
        if index % 20 == 0:
            building = self.building = Property(
                id=uuid7(),
                municipality=self.place,
                kind=PropertyKind.RECTORY,
                street="Buddylaan",
                house_number=str(index),
                postcode=f"{dice.choice(DIGITS)} AB",
                place=self.place.name,
                address_key=f"{self.place.pk}b{index}",
                state=PropertyState.OPEN,
                initiative_scope_id=initiative,
            )
        unit = DwellingUnit(
            id=uuid7(),
            municipality=self.place,
            property=self.building,
            name=f"Woning {index}",
            capacity_min=1,
            capacity_max=6,
            bedrooms=2,
            initiative_scope_id=initiative,
        )
        start = today - timedelta(days=dice.randrange(10, 600))
        end = today + timedelta(days=dice.randrange(14, 500))
        spoken = dice.sample(LANGUAGES, dice.randint(1, 2))
        family = Household(
            id=uuid7(),
            municipality=self.place,
            reference=f"HB{self.place.pk}-{index}",
            people_27_54=2,
            people_4_11=index % 3,
            languages=spoken,
            state=HouseholdState.PLACED,
        )
        stay = Placement(
            id=uuid7(),
            municipality=self.place,
            unit=unit,
            property=self.building,
            household=family,
            proposed_by=self.by,
            state=PlacementState.ACTIVE,
            answer="yes",
            asked_by=self.by,
            asked_on=start,
            confirmed_by=self.by,
            move_in_on=start,
            moved_in_on=start,
            expected_end_on=end,
            people=2 + index % 3,
        )
        card = HouseholdCard(
            id=uuid7(),
            municipality=self.place,
            placement=stay,
            property=self.building,
            initiative_scope_id=initiative,
            household_scope_id=family.pk,
            size=2 + index % 3,
            age_bands={"27_54": 2, "4_11": index % 3},
            languages=spoken,
            practical_needs="[]",
            first_names='["Amina", "Yusuf"]',
            unit_name=unit.name,
            state=PlacementState.ACTIVE,
            move_in_on=start,
            expected_end_on=end,
        )
        return building, unit, family, stay, card

    def wishes(self, cards: Sequence[HouseholdCard]) -> None:
        dice = self.dice
        _write(
            HouseholdWish,
            [
                HouseholdWish(
                    municipality=self.place,
                    initiative_id=card.initiative_scope_id,
                    household_id=card.household_scope_id,
                    language_is_needed=dice.random() < 0.2,
                    moments=dice.sample(Moment.values, dice.randint(1, 3)),
                    interests=dice.sample(Interest.values, dice.randint(0, 3)),
                    tasks=dice.sample(BuddyTask.values, dice.randint(1, 3)),
                    asked_by=self.by,
                    asked_on=self.today,
                    asked_in="en",
                )
                for card in cards
            ],
        )

    def buddies(self, number: int) -> list[Buddy]:
        users = [
            User(email=f"b{self.place.pk}-{index}@voorbeeld.example", display_name=f"Buddy {index}", password="!")
            for index in range(number)
        ]
        _write(User, users)
        rows = [self._buddy(index, user) for index, user in enumerate(users)]
        _write(Buddy, rows)
        return rows

    def _buddy(self, index: int, user: User) -> Buddy:
        dice, today = self.dice, self.today
        seen_on = today - timedelta(days=dice.randrange(20, 1080))
        has_vog = dice.random() < 0.9
        state = dice.choices((BuddyState.READY, BuddyState.INTAKE, BuddyState.PAUSED), (94, 3, 3))[0]
        return Buddy(
            id=uuid7(),
            municipality=self.place,
            initiative_id=self.initiatives[index % INITIATIVES],
            user=user,
            state=state,
            name=f"Buddy {index}",
            email=user.email,
            email_index=f"{self.place.pk}-{index}",
            postcode_digits=dice.choice(DIGITS),
            languages=["nl", *dice.sample(LANGUAGES, dice.randint(1, 2))],
            moments=dice.sample(Moment.values, dice.randint(1, 3)),
            interests=dice.sample(Interest.values, dice.randint(1, 4)),
            tasks=dice.sample(BuddyTask.values, dice.randint(2, 4)),
            reach=dice.choices(Reach.values, (2, 3, 8))[0],
            children_ok=dice.random() < 0.85,
            max_matches=dice.choices((1, 2, 3), (6, 3, 1))[0],
            vog_seen_on=seen_on if has_vog else None,
            vog_seen_by=self.by if has_vog else None,
            vog_valid_until=seen_on + timedelta(days=1095) if has_vog else None,
            told_state=state,
        )

    def matches(self, cards: Sequence[HouseholdCard], buddies: Sequence[Buddy]) -> None:
        """One for each household; three in a hundred have none, and their buddy goes with another household too."""
        rows = []
        for index, card in enumerate(cards):
            state = self.dice.choice(STATES)
            home = cards[index - 1] if index % 33 == 1 else card
            place = 2 if home is not card else 1
            rows.append(
                self._match(home, buddies[index % len(buddies)], buddies[-1 - index % len(buddies)], state, place)
            )
        _write(BuddyMatch, rows)

    def _match(self, card: HouseholdCard, buddy: Buddy, other: Buddy, state: MatchState, place: int) -> BuddyMatch:
        dice, today = self.dice, self.today
        said = state != MatchState.PROPOSED
        begun = state in (MatchState.ACTIVE, MatchState.PAUSED, MatchState.CONCLUDED)
        start = today - timedelta(days=dice.randrange(120, 600))
        return BuddyMatch(
            id=uuid7(),
            municipality=self.place,
            initiative_id=card.initiative_scope_id,
            buddy=buddy,
            user=buddy.user,
            backup=other if dice.random() < 0.8 and other.pk != buddy.pk else None,
            household_id=card.household_scope_id,
            place=place,
            state=state,
            tasks=["language"],
            about_size=card.size,
            about_children=True,
            about_languages=card.languages,
            proposed_by=self.by,
            proposed_on=start - timedelta(days=12) if begun else today - timedelta(days=dice.randrange(1, 20)),
            answer_by=today + timedelta(days=5),
            buddy_answer=Answer.YES if said or dice.random() < 0.5 else "",
            buddy_answered_on=today - timedelta(days=dice.randrange(1, 30)) if said else None,
            household_answer=Answer.YES if said else "",
            asked_by=self.by if said else None,
            asked_on=start if said else None,
            asked_in="en" if said else "",
            interpreter=False if said else None,
            started_on=start if begun else None,
            paused_on=today if state == MatchState.PAUSED else None,
            paused_until=today + timedelta(days=21) if state == MatchState.PAUSED else None,
            ended_on=today - timedelta(days=30) if state == MatchState.CONCLUDED else None,
            conclusion="other" if state == MatchState.CONCLUDED else "",
        )


#: About weekly, the newest some days ago; for one match in ten weeks ago, for a few months. Ids that count up: making a million random
#: ones takes longer than writing the rows.
CONTACTS = """
INSERT INTO buddies_contactmoment (id, created_at, updated_at, municipality_id, match_id, initiative_id, household_scope_id,
  user_id, client_id, happened_on, kind, minutes, topics, feeling, visibility, note, correction)
SELECT one.id, now(), now(), m.municipality_id, m.id, m.initiative_id, m.household_id, m.user_id, one.id,
  current_date - (CASE WHEN m.nth %% 10 = 0 THEN 20 + m.nth %% 90 ELSE m.nth %% 9 END)::int - n * 4, 'visit', 60, '{language}',
  'good', CASE WHEN n %% 3 = 0 THEN 'me' ELSE 'coordinator' END, ''::bytea, ''
FROM (SELECT *, row_number() OVER (ORDER BY id) AS nth FROM buddies_buddymatch WHERE municipality_id = %s AND started_on IS NOT NULL) m,
  generate_series(0, %s) n, LATERAL (SELECT lpad(to_hex(m.nth * 1000000 + n), 32, '0')::uuid AS id) one
"""
COUNT = """
UPDATE buddies_buddymatch m SET contacts = c.number, last_contact_on = c.last
FROM (SELECT match_id, count(*) AS number, max(happened_on) AS last FROM buddies_contactmoment GROUP BY 1) c WHERE c.match_id = m.id
"""


#: What the radar and the plan read.
FILLED = (
    "accounts_user",
    "buddies_buddy",
    "buddies_buddyload",
    "buddies_buddymatch",
    "buddies_contactmoment",
    "buddies_homeline",
    "buddies_householdwish",
    "housing_householdcard",
    "housing_property",
)
INDEXES = """
SELECT format('DROP INDEX %I', c.relname), pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = 'buddies_contactmoment'::regclass AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
"""


def _contacts(place: Municipality, number: int) -> None:
    """As the server's administrator and as if they came from another server: a million rows through the triggers and the checks of their
    foreign keys would take minutes, and reading is what is measured. The indexes are made once the rows are there."""
    with seed():
        begun = BuddyMatch.objects.filter(municipality=place, started_on__isnull=False).count()
    with psycopg.connect(admin_url(), autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("SET maintenance_work_mem = '256MB'")
        indexes = admin.execute(INDEXES).fetchall()
        for drop, _make in indexes:
            admin.execute(drop)
        admin.execute(CONTACTS, [place.pk, -(-number // max(begun, 1)) - 1])
        for _drop, make in indexes:
            admin.execute(make)
        admin.execute(COUNT)
        admin.execute(f"VACUUM (ANALYZE) {', '.join(FILLED)}")


def _write(model: type[models.Model], rows: Sequence[Any]) -> None:
    with seed():
        model._default_manager.bulk_create(rows, batch_size=BATCH)


def measure_plan(town: BuddyTown, *, rounds: int) -> PlanResult:
    """Ours reads, compares, solves, proves and puts into words; the control is scipy's sparse kernel on the same matrix."""
    connection.ensure_connection()
    clock = with_own(backend_clock(connection.connection.info.backend_pid))
    today = timezone.localdate()
    with _reading(town) as access:
        facts = plan_facts(access, town.empty, today)
        graph = graph_of(facts.homes, facts.buddies, vog_tasks(town.empty.pk))
    found: list[tuple[int, int, bool]] = []

    def ours() -> None:
        with _reading(town) as access:
            plan = plan_for(access, town.empty, today)
            found.append((plan.households, len(plan.pairs), plan.is_proven))

    measured = compare(ours, lambda: assign(graph), clock=clock, rounds=rounds, repeats=1)
    households, placed, is_proven = found[-1]
    return PlanResult(
        households=households,
        buddies=len(facts.buddies),
        pairs=graph.pairs,
        placed=placed,
        is_proven=is_proven,
        measured=measured,
    )


@contextmanager
def _reading(town: BuddyTown) -> Iterator[Access]:
    """The handler, in the municipality in which everybody waits."""
    with transaction.atomic(), acting(user_id=town.handler.pk):
        yield Access.for_user(town.handler, second_factor=True).narrowed(town.empty)
