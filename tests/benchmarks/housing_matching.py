"""One plan for 10,000 households and 3,000 units, beside the bare sparse kernel on the same matrix, control (d).

Ours is the whole job: claim, read and open the rows, compare, solve in a process of its own, prove, explain and store. CPU of this
process, the solver's and the PostgreSQL backend are added. Memory is taken from a process that does nothing else.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from housing.enums import Facility, HousingNeed, MatchingState, PropertyKind, PropertyState
from housing.matching.codes import DEFAULT_WEIGHTS
from housing.matching.kernel import assign
from housing.matching.table import Graph, build_table
from housing.models import CoaAllocation, DwellingUnit, Household, MatchingRun, Property
from housing.needs import Needs, write_needs
from housing.queries.matching_facts import all_household_facts, run_terms, unit_facts
from housing.services.matching_solving import solve_run
from tests.benchmarks.measuring import Measured, backend_clock, compare, own_cpu
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.common.ids import uuid7
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

LIMIT = 10.0
#: 2 GiB, of the worker and its solver together.
MEMORY_LIMIT_MB = 2048
HOUSEHOLDS, UNITS = 10_000, 3_000
BATCH = 1000
AS_WORKER = """
import resource, sys
from uuid import UUID
import django
django.setup()
from housing.services.matching_solving import solve_run
from tests.benchmarks.measuring import own_peak
if not solve_run(UUID(sys.argv[1])):
    raise SystemExit("the plan was not finished")
print(own_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
SIZES = (*[1] * 35, *[2] * 15, *[3] * 14, *[4] * 14, *[5] * 10, *[6] * 6, *[7] * 4, *[8] * 2)
PLACES = (1, 2, 2, 3, 4, 4, 5, 6, 8)


@dataclass(frozen=True)
class MatchingResult:
    """Memory in MB: of the worker, of its solver at the peak of each."""

    households: int
    units: int
    pairs: int
    placed: int
    is_proven: bool
    measured: Measured
    worker_mb: int
    solver_mb: int
    limit: float = LIMIT
    memory_limit_mb: int = MEMORY_LIMIT_MB

    @property
    def holds(self) -> bool:
        return (
            self.is_proven
            and self.measured.ratio <= self.limit
            and self.worker_mb + self.solver_mb <= self.memory_limit_mb
        )


def build_waiting(municipality: Municipality, *, households: int = HOUSEHOLDS, units: int = UNITS) -> None:
    """People who wait and homes that are open, with needs, wishes, dates and clocks as they come."""
    dice = random.Random(2026)
    today = timezone.localdate()
    for first in range(0, households, BATCH):
        rows = [
            _household(municipality, number, dice, today) for number in range(first, min(first + BATCH, households))
        ]
        with seed():
            Household.objects.bulk_create(rows)
            CoaAllocation.objects.bulk_create([_allocation(row, dice, today) for row in rows])
    properties = [_property(municipality, number) for number in range(-(-units // 4))]
    homes = [_unit(properties[number // 4], number, dice, today) for number in range(units)]
    with seed():
        Property.objects.bulk_create(properties, batch_size=BATCH)
        DwellingUnit.objects.bulk_create(homes, batch_size=BATCH)


def _household(municipality: Municipality, number: int, dice: random.Random, today: date) -> Household:
    size = dice.choice(SIZES)
    adults = dice.randint(1, size)
    limits = tuple(need for need in HousingNeed if dice.random() < 0.06)
    wishes = tuple(need for need in HousingNeed if need not in limits and dice.random() < 0.2)
    return Household(
        id=uuid7(),
        municipality=municipality,
        reference=f"HH-M-{number:06d}",
        people_27_54=adults,
        people_4_11=size - adults,
        needs=write_needs(Needs(limits=limits, wishes=wishes)),
        available_from=today + timedelta(days=dice.randrange(-60, 60)),
    )


def _allocation(household: Household, dice: random.Random, today: date) -> CoaAllocation:
    day = today - timedelta(days=dice.randrange(0, 130))
    return CoaAllocation(
        id=uuid7(),
        municipality_id=household.municipality_id,
        household=household,
        allocated_on=day,
        find_by=day + timedelta(weeks=10),
        move_by=day + timedelta(weeks=12),
    )


def _property(municipality: Municipality, number: int) -> Property:
    return Property(
        id=uuid7(),
        municipality=municipality,
        kind=PropertyKind.RECTORY,
        street=f"Matchlaan {number // 40}",
        house_number=str(number),
        place=municipality.name,
        state=PropertyState.OPEN,
    )


def _unit(place: Property, number: int, dice: random.Random, today: date) -> DwellingUnit:
    most = dice.choice(PLACES)
    facility = (Facility.OWN, Facility.OWN, Facility.SHARED)
    return DwellingUnit(
        id=uuid7(),
        municipality_id=place.municipality_id,
        property=place,
        name=f"Woning {number % 4 + 1}",
        capacity_min=max(1, most - 2),
        capacity_max=most,
        bedrooms=max(1, most // 2 + dice.randrange(2)),
        own_front_door=dice.random() < 0.6,
        step_free=dice.random() < 0.4,
        kitchen=dice.choice(facility),
        sanitary=dice.choice(facility),
        pets_allowed=dice.random() < 0.3,
        children_suitable=dice.random() < 0.9,
        available_from=today + timedelta(days=dice.randrange(-200, 60)),
        available_until=today + timedelta(days=dice.randrange(250, 900)) if dice.random() < 0.5 else None,
    )


def ask(municipality: Municipality, person: User) -> MatchingRun:
    """A row that waits, as `request_run` writes it; the one before is out of the way."""
    today = timezone.localdate()
    with seed():
        return MatchingRun.objects.create(
            municipality=municipality,
            requested_by=person,
            starts_on=today,
            latest_on=today + timedelta(weeks=12),
            shortest_days=182,
            wished_days=364,
            rule="people",
            weights={wish.value: weight for wish, weight in DEFAULT_WEIGHTS.items()},
        )


def graph_of(run: MatchingRun, person: User) -> Graph:
    """The matrix of this plan, for the kernel alone."""
    with transaction.atomic(), acting(user_id=person.pk):
        access = Access.for_user(person, second_factor=True)
        households = all_household_facts(access, run.municipality)
        units = unit_facts(access, run.municipality)
    return build_table(households, units, run_terms(run, partners=frozenset())).graph()


def with_solver(backend: Callable[[], float] | None) -> float:
    """CPU seconds of this process, of the solvers that ended, and of the backend."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own_cpu() + ended.ru_utime + ended.ru_stime + (backend() if backend else 0.0)


def measure_matching(cast: Cast, *, rounds: int) -> MatchingResult:
    """`build_waiting` wrote the households and homes of Kampen."""
    connection.ensure_connection()
    backend = backend_clock(connection.connection.info.backend_pid)
    graph = graph_of(ask_and_cancel(cast), cast.anna)
    done: list[UUID] = []

    def ours() -> None:
        run = ask(cast.kampen, cast.anna)
        if not solve_run(run.pk):
            raise RuntimeError("the plan was not finished")
        done.append(run.pk)

    measured = compare(
        ours, lambda: assign(graph), clock=lambda: with_solver(backend), rounds=rounds, repeats=1, warm=1
    )
    with seed():
        last = MatchingRun.objects.get(pk=done[-1])
    worker_mb, solver_mb = measure_memory(ask(cast.kampen, cast.anna))
    return MatchingResult(
        households=last.households,
        units=last.units,
        pairs=last.pairs,
        placed=last.placed_households,
        is_proven=last.is_proven,
        measured=measured,
        worker_mb=worker_mb,
        solver_mb=solver_mb,
    )


def ask_and_cancel(cast: Cast) -> MatchingRun:
    """Conditions for the control, not for a worker."""
    run = ask(cast.kampen, cast.anna)
    with seed():
        MatchingRun.objects.filter(pk=run.pk).update(state=MatchingState.CANCELLED)
    return run


def measure_memory(run: MatchingRun) -> tuple[int, int]:
    """Megabytes at the peak of a fresh worker and of its solver, which Linux counts in kilobytes."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
    answer = subprocess.run(
        [sys.executable, "-c", AS_WORKER, str(run.pk)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "thuisgevers.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    worker, solver = answer.stdout.split()[-2:]
    return int(worker) // 1024, int(solver) // 1024
