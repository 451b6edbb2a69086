"""What row level security adds: the SQL of the pages, scoped by the code, with the policies and without them.

Both are sent by psycopg on connections of their own; only the backend's CPU time is counted, so that nothing dilutes
the difference.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

import psycopg
from django.db import transaction

from initiatives.queries.dossier_page import dossier_page, page_dossiers
from initiatives.queries.dossier_page import shown_dossiers as full_dossiers
from initiatives.queries.worklist import PER_PAGE, Filters, counts_by_tab, shown_rows
from tests.benchmarks.measuring import Measured, backend_clock, compare, own_cpu
from tests.benchmarks.own_matches import OwnMatches, reads_of
from tests.benchmarks.raw import as_reader, connect, literal
from tests.benchmarks.town import Town
from tests.benchmarks.visiting import statements
from thuisgevers.accounts.models import User
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

LIMIT = 1.25
WORDS = "pastorie kerkstraat 77"


@dataclass(frozen=True)
class IsolationResult:
    role: str
    query: str
    measured: Measured


@dataclass(frozen=True)
class Isolation:
    results: list[IsolationResult]
    limit: float = LIMIT

    @property
    def mean(self) -> float:
        """Geometric, as these are ratios."""
        return statistics.geometric_mean(result.measured.ratio for result in self.results)

    @property
    def holds(self) -> bool:
        return self.mean <= self.limit


def measure_isolation(town: Town, own: OwnMatches, *, rounds: int, repeats: int) -> Isolation:
    results = []
    readers = {"behandelaar": town.cast.anna, "coördinator": town.cast.coen, "buddy": own.buddy}
    with ExitStack() as stack:
        guarded, open_ = stack.enter_context(connect()), stack.enter_context(connect())
        for role, user in readers.items():
            for query, sqls in _queries(town, own, user, guarded):
                results.append(
                    IsolationResult(role, query, _beside(guarded, open_, user, sqls, rounds=rounds, repeats=repeats))
                )
    return Isolation(results)


def _queries(town: Town, own: OwnMatches, user: User, raw: psycopg.Connection) -> Iterator[tuple[str, list[str]]]:
    """`(name, statements)` as the application makes them for this person."""
    with transaction.atomic(), acting(user_id=user.pk):
        access = Access.for_user(user, second_factor=True)
        calls = reads_of(access, own) if user == own.buddy else _official_reads(access.narrowed(town.cast.kampen), town)
        for name, call in calls.items():
            yield name, [literal(raw, sql, params) for sql, params in statements(call)]


def _official_reads(access: Access, town: Town) -> dict[str, Callable[[], object]]:
    return {
        "lijst": partial(shown_rows, access, Filters(), most=PER_PAGE),
        "telling": partial(counts_by_tab, access, Filters()),
        "zoeken": partial(shown_rows, access, Filters(text=WORDS), most=PER_PAGE),
        "dossier voor een formulier": partial(full_dossiers(access).get, pk=town.dossier.pk),
        "bladzijde van het dossier": partial(_whole_page, access, town),
    }


def _whole_page(access: Access, town: Town) -> None:
    """Everything that the dossier's page reads, as its view does."""
    dossier = page_dossiers(access).get(pk=town.dossier.pk)
    dossier.municipality = town.cast.kampen
    dossier_page(access, dossier, is_official=True)


def _beside(
    guarded: psycopg.Connection,
    open_: psycopg.Connection,
    user: User,
    sqls: list[str],
    *,
    rounds: int,
    repeats: int,
) -> Measured:
    """The counting clock is the sum of both backends: only one of them works at a time."""
    clocks = [backend_clock(raw.info.backend_pid) for raw in (guarded, open_)]
    known = [clock for clock in clocks if clock is not None]
    clock = (lambda: sum(each() for each in known)) if len(known) == len(clocks) else own_cpu
    with as_reader(guarded, user) as ours, as_reader(open_, user, without_policies=True) as control:
        if _as_sets(_run(ours, sqls)) != _as_sets(_run(control, sqls)):
            raise RuntimeError("the same SQL gave other rows without policies: the scoping of the code is not complete")
        return compare(
            partial(_run, ours, sqls), partial(_run, control, sqls), clock=clock, rounds=rounds, repeats=repeats
        )


def _run(cursor: psycopg.Cursor, sqls: list[str]) -> list[list[tuple[object, ...]]]:
    found = []
    for sql in sqls:
        cursor.execute(sql)
        found.append(cursor.fetchall())
    return found


def _as_sets(answers: list[list[tuple[object, ...]]]) -> list[list[str]]:
    """The rows in an order of their own: a grouping has none."""
    return [sorted(map(repr, rows)) for rows in answers]
