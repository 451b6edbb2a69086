"""A radar over ten thousand matches and a million contacts, and the plan for two thousand households and three thousand buddies.

Two municipalities beside the town: in one everybody has a buddy, in the other nobody. Rows are made by the database (`generate_series`);
names are encrypted, so buddies come from Python.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import psycopg
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from buddies.enums import BuddyTask, IntakeItem, Interest, Moment
from buddies.matching.planning import graph_of
from buddies.models import Buddy
from buddies.queries.homes import candidates, home_facts, homes_of, vog_tasks
from buddies.queries.plans import cards_without_buddy, plan_for
from housing.matching.solving import assign
from tests.benchmarks.measuring import Measured, backend_clock, compare, with_own
from tests.factories.people import Cast, member, municipality, person
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.common.ids import uuid7
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Municipality

BUSY = {
    "code": "GM9901",
    "name": "Drukstad",
    "slug": "drukstad",
    "province_code": "PV23",
    "province_name": "Overijssel",
}
EMPTY = {
    "code": "GM9902",
    "name": "Wachtstad",
    "slug": "wachtstad",
    "province_code": "PV23",
    "province_name": "Overijssel",
}
LIMIT = 10.0
INITIATIVES = 40
BATCH = 2000
LANGUAGES = ("en", "ar", "ti", "tr", "uk", "fa", "fr", "so")


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


@dataclass(frozen=True)
class BuddyTown:
    """`handler` reads the radar of the busy municipality and the plan of the empty one."""

    busy: Municipality
    empty: Municipality
    handler: User

    @property
    def radar_path(self) -> str:
        return reverse("buddies:radar", args=[self.busy.slug])


HOMES = """
INSERT INTO housing_organisation (id, created_at, updated_at, municipality_id, name, kind, name_key, initiative_scope_id{organisation_columns})
SELECT uuidv7(), now(), now(), %(place)s, 'Kerk ' || i, 'congregation', 'kerk ' || i, s.id{organisation_values}
FROM bench_initiative s JOIN generate_series(1, 1) i ON true WHERE s.municipality_id = %(place)s
"""


def build_buddies(cast: Cast, *, matches: int, contacts: int, homes: int, buddies: int) -> BuddyTown:
    """Writes everything past the policies and commits it."""
    busy, empty = (municipality(facts) for facts in (BUSY, EMPTY))
    handler = person("Metende", "metende@voorbeeld.example")
    for place in (busy, empty):
        member(handler, Role.CASE_HANDLER, municipality=place)
    for place, households, people in ((busy, matches, matches * 3 // 4), (empty, homes, buddies)):
        initiatives = _initiatives(place)
        _households(cast, place, households)
        _buddies(place, initiatives, handler, people)
    _matches(busy, handler, contacts // matches)
    return BuddyTown(busy, empty, handler)
