"""What a plan for everybody knows of households and buddies, read without a model row for each: there are thousands.

Two statements, the functions `buddies_plan_homes` and `buddies_plan_buddies` in the database (migration 0070). The facts are those that
`homes.py` reads for one household; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from housing.queries.households import people_in_words
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

from ..matching.facts import BuddyFacts, HomeFacts
from .homes import MOST_BUDDIES
from .names import name_of

MOST_HOMES = 2000


@dataclass(frozen=True, slots=True)
class PlanHome:
    """A household by its card, as the page shows it: no name."""

    pk: UUID
    unit_name: str
    size: int
    children: int

    @property
    def title(self) -> str:
        return people_in_words(self.size, self.children)


@dataclass(frozen=True, slots=True)
class PlanBuddy:
    """The name is opened where it is shown."""

    pk: UUID
    municipality_id: int
    sealed: bytes

    @property
    def name(self) -> str:
        return name_of(self.pk, self.municipality_id, self.sealed)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """`shown` and `named` are the same households and buddies by their id, for the page."""

    homes: list[HomeFacts]
    buddies: list[BuddyFacts]
    shown: dict[UUID, PlanHome]
    named: dict[UUID, PlanBuddy]


class _Words(dict[str, frozenset[str]]):
    """Words with spaces between them, as a set. Thousands of rows hold a few hundred different ones."""

    def __missing__(self, text: str) -> frozenset[str]:
        found = self[text] = frozenset(text.split())
        return found


def plan_facts(access: Access, place: Municipality, today: date) -> PlanFacts:
    """Everybody in this municipality who wants a buddy and has nobody, and every buddy who passed the acquaintance and did not leave."""
    words = _Words()
    facts = PlanFacts([], [], {}, {})
    reads: list[Any] = [
        place.pk,
        sorted(access.municipality_ids(Capability.BUDDY_READ)),
        sorted(access.scope_ids(Capability.BUDDY_READ)),
    ]
    manages: list[Any] = [
        sorted(access.municipality_ids(Capability.BUDDY_MANAGE)),
        sorted(access.scope_ids(Capability.BUDDY_MANAGE)),
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM buddies_plan_homes(%s, %s, %s::uuid[], %s, %s::uuid[], %s)", [*reads, *manages, MOST_HOMES]
        )
        for row in cursor.fetchall():
            household, card, size, children, unit, spoken, needed, moments, interests, tasks, digits, town, before = row
            facts.shown[household] = PlanHome(card, unit, size, children)
            facts.homes.append(
                HomeFacts(
                    id=household,
                    has_children=children > 0,
                    languages=words[spoken],
                    language_is_needed=needed,
                    moments=words[moments],
                    interests=words[interests],
                    tasks=words[tasks],
                    digits=digits,
                    place=town.casefold(),
                    before=frozenset(before or ()),
                )
            )
        cursor.execute("SELECT * FROM buddies_plan_buddies(%s, %s, %s::uuid[], %s, %s)", [*reads, today, MOST_BUDDIES])
        for row in cursor.fetchall():
            pk, sealed, is_available, free, taken, children_ok, *said, reach, digits, town, has_vog = row
            spoken, moments, interests, tasks = said
            facts.named[pk] = PlanBuddy(pk, place.pk, sealed)
            facts.buddies.append(
                BuddyFacts(
                    id=pk,
                    is_available=is_available,
                    free=free,
                    has_household=taken > 0,
                    children_ok=children_ok,
                    languages=words[spoken],
                    moments=words[moments],
                    interests=words[interests],
                    tasks=words[tasks],
                    reach=reach,
                    digits=digits,
                    place=town.casefold(),
                    has_vog=has_vog,
                )
            )
    return facts
