"""Households that look for a buddy: card, wishes, where they live, and who they were proposed to before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from housing.enums import Language
from housing.models import HouseholdCard
from housing.queries.households import people_in_words
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Postcode

from ..enums import ALWAYS_VOG, OPEN_MATCH, BuddyState, BuddyTask, VogRule
from ..matching.facts import BuddyFacts, HomeFacts
from ..models import Buddy, BuddyMatch, BuddySettings, HouseholdWish
from ..permissions.buddies import viewable_buddies
from ..permissions.matches import viewable_matches, viewable_wishes

#: What matching and its page read of a buddy; a row has twice as many columns.
_JUDGED = (
    "id",
    "municipality_id",
    "initiative_id",
    "user_id",
    "state",
    "name",
    "postcode_digits",
    "languages",
    "moments",
    "interests",
    "tasks",
    "reach",
    "children_ok",
    "max_matches",
    "vog_valid_until",
)
CHILDREN = ("0_3", "4_11", "12_17")
MOST_BUDDIES = 3000


@dataclass(frozen=True, slots=True)
class Home:
    """A household as a coordinator sees it: no name."""

    card: HouseholdCard
    title: str
    languages: str
    wish: HouseholdWish | None
    digits: str
    place: str


def title_of(card: HouseholdCard) -> str:
    return people_in_words(card.size, sum(card.age_bands.get(band, 0) for band in CHILDREN))


def homes_of(access: Access, cards: Sequence[HouseholdCard]) -> list[Home]:
    """Two more queries, however many cards."""
    wishes = {
        (wish.household_id, wish.initiative_id): wish
        for wish in viewable_wishes(access).filter(household_id__in=[card.household_scope_id for card in cards])
    }
    areas = _areas([card.pk for card in cards])
    labels = dict(Language.choices)
    return [
        Home(
            card=card,
            title=title_of(card),
            languages=", ".join(str(labels.get(code, code)) for code in card.languages),
            wish=wishes.get((card.household_scope_id, card.initiative_scope_id)),
            digits=areas.get(card.pk, ("", ""))[0],
            place=areas.get(card.pk, ("", ""))[1],
        )
        for card in cards
    ]


def home_facts(access: Access, homes: Iterable[Home]) -> list[HomeFacts]:
    """What matching may know; one more query."""
    homes = list(homes)
    before: dict[UUID, set[UUID]] = {}
    rows = viewable_matches(access).filter(household_id__in=[home.card.household_scope_id for home in homes])
    for household_id, buddy_id in rows.values_list("household_id", "buddy_id"):
        before.setdefault(household_id, set()).add(buddy_id)
    return [_home_facts(home, frozenset(before.get(home.card.household_scope_id, ()))) for home in homes]


def _home_facts(home: Home, before: frozenset[UUID]) -> HomeFacts:
    wish = home.wish
    spoken = set(home.card.languages) | set(() if wish is None else wish.languages)
    return HomeFacts(
        id=home.card.household_scope_id,
        has_children=any(home.card.age_bands.get(band) for band in CHILDREN),
        languages=frozenset(spoken),
        language_is_needed=wish is not None and wish.language_is_needed,
        moments=frozenset(() if wish is None else wish.moments),
        interests=frozenset(() if wish is None else wish.interests),
        tasks=frozenset(() if wish is None else wish.tasks),
        digits=home.digits,
        place=home.place.casefold(),
        before=before,
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A buddy and what matching may know of them."""

    row: Buddy
    facts: BuddyFacts
    households: int


def candidates(access: Access, today: date) -> dict[UUID, Candidate]:
    """Buddies who passed the acquaintance and did not leave; three queries."""
    rows = list(
        viewable_buddies(access)
        .filter(state__in=[BuddyState.READY, BuddyState.PAUSED])
        .only(*_JUDGED)
        .order_by("created_at", "id")[:MOST_BUDDIES]
    )
    taken: dict[UUID, int] = {}
    for buddy_id in BuddyMatch.objects.filter(buddy__in=rows, state__in=OPEN_MATCH).values_list("buddy_id", flat=True):
        taken[buddy_id] = taken.get(buddy_id, 0) + 1
    places = _places({row.postcode_digits for row in rows if row.postcode_digits})
    return {
        row.pk: Candidate(row, _buddy_facts(row, taken.get(row.pk, 0), places, today), taken.get(row.pk, 0))
        for row in rows
    }


def _buddy_facts(row: Buddy, taken: int, places: dict[str, str], today: date) -> BuddyFacts:
    return BuddyFacts(
        id=row.pk,
        is_available=row.is_matchable,
        free=max(0, row.max_matches - taken),
        has_household=taken > 0,
        children_ok=row.children_ok,
        languages=frozenset(row.languages),
        moments=frozenset(row.moments),
        interests=frozenset(row.interests),
        tasks=frozenset(row.tasks),
        reach=row.reach,
        digits=row.postcode_digits,
        place=places.get(row.postcode_digits, "").casefold(),
        has_vog=row.has_vog(today),
    )


def vog_tasks(municipality_id: int) -> frozenset[str]:
    """The tasks for which this municipality asks a VOG."""
    row = BuddySettings.objects.filter(municipality_id=municipality_id).first()
    rules = {} if row is None else row.vog_rules
    always = {task.value for task in ALWAYS_VOG}
    return frozenset(task for task in BuddyTask.values if task in always or rules.get(task) == VogRule.REQUIRED)


def _areas(cards: list[UUID]) -> dict[UUID, tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT card, digits, place FROM buddies_card_areas(%s)", [cards])
        return {card: (digits or "", place or "") for card, digits, place in cursor.fetchall()}


def _places(digits: set[str]) -> dict[str, str]:
    """The town of each postcode; where one covers two the first by name."""
    found: dict[str, str] = {}
    for code, place in (
        Postcode.objects.filter(digits__in=digits).order_by("digits", "place").values_list("digits", "place")
    ):
        found.setdefault(code, place)
    return found
