"""Pages beside the bare page of the same HTML size, in one process, through the whole WSGI application."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import psycopg
from django.db import connection
from django.urls import reverse

from tests.benchmarks import bare
from tests.benchmarks.buddies import BuddyTown
from tests.benchmarks.calendar import HOMES
from tests.benchmarks.measuring import Clock, Measured, backend_clock, compare, spend, with_own
from tests.benchmarks.raw import as_reader, connect, literal
from tests.benchmarks.town import Town
from tests.benchmarks.visiting import Visitor, statements, without_middleware
from tests.factories.people import Cast
from thuisgevers.accounts.models import User
from thuisgevers.municipalities.geo.maps import has_boundaries

LIMIT = 3.0
#: 300 homes × 12 months are drawn in one page.
CALENDAR_LIMIT = 5.0


@dataclass(frozen=True)
class Page:
    """`user` is None for a visitor without an account; their control is public too. `place` is the municipality of somebody who has a
    role elsewhere than the cast."""

    name: str
    path: str
    user: User | None
    limit: float | None = LIMIT
    place: str = ""


@dataclass(frozen=True)
class PageResult:
    """A page beside its control; `raw_ms` is the same SQL sent by psycopg alone, `bare_view_ms` the same string from
    Django without middleware."""

    page: str
    size: int
    queries: int
    control_queries: int
    measured: Measured
    raw_ms: float
    bare_view_ms: float
    limit: float | None

    @property
    def holds(self) -> bool:
        return self.limit is None or self.measured.ratio <= self.limit


def pages_of(town: Town) -> list[Page]:
    """The pages that have a limit, and those beside them. The control is somebody signed in, so that is who asks the public ones; the same page for a
    visitor, beside a control that asks the database nothing, is told without a limit."""
    anna, bram = town.cast.anna, town.cast.bram
    list_url = reverse("initiatives:dossier_list", args=[town.cast.kampen.slug])
    real = "grenzen" if has_boundaries() else "tegels"
    return [
        Page("Startpagina", "/", anna),
        Page("Startpagina, bezoeker zonder account", "/", None, limit=None),
        Page(f"Kaart ({real})", "/kaart/", anna),
        Page(f"Kaart ({real}), bezoeker zonder account", "/kaart/", None, limit=None),
        Page("Kaart (tegels)", "/kaart/tegels/", anna),
        Page("Kaart als lijst", "/kaart/lijst/", anna, limit=None),
        Page("Werklijst", list_url, anna),
        Page("Werklijst, laatste bladzijde", f"{list_url}?pagina=9999", anna, limit=None),
        Page("Register van panden", reverse("housing:property_list", args=[town.cast.kampen.slug]), anna),
        Page(
            "Dossier, behandelaar",
            reverse("initiatives:dossier_detail", args=[town.cast.kampen.slug, town.dossier.pk]),
            anna,
        ),
        Page("Huishoudens", reverse("housing:household_list", args=[town.cast.kampen.slug]), anna),
        calendar_page(town.cast),
        Page("Stappenplan, trekker", reverse("guidance:initiative_plan", args=[town.dossier.initiative_id]), bram),
        Page("Dossier, trekker", reverse("initiatives:my_dossier", args=[town.dossier.pk]), bram, limit=None),
        Page("Werkplek", reverse("guidance:workspace_home", args=[town.dossier.initiative_id]), bram),
    ]


def calendar_page(cast: Cast) -> Page:
    """`build_homes` wrote what it draws."""
    path = f"{reverse('housing:placement_calendar', args=[cast.kampen.slug])}?maanden=12"
    return Page(f"Kalender, {HOMES} woningen × 12 maanden", path, cast.anna, limit=CALENDAR_LIMIT)


def radar_page(town: BuddyTown) -> Page:
    """`build_buddies` wrote what it lists."""
    return Page(f"Radar van buddy's, {town.matches} koppels", town.radar_path, town.handler, place=town.busy.slug)


def control_path(page: Page, cast: Cast, name: str) -> str:
    """The bare page behind the same kind of gate."""
    if page.user is None:
        return reverse("bare_public_page", args=[name])
    if page.place or page.user == cast.anna:
        return reverse("bare_page", args=[page.place or cast.kampen.slug, name])
    return reverse("bare_own_page", args=[name])


def measure_pages(cast: Cast, pages: Sequence[Page], *, rounds: int, repeats: int) -> Iterator[PageResult]:
    """One row per page. Control and page share a connection, so that one backend's clock counts for both."""
    with one_connection():
        clock = with_own(backend_clock(connection.connection.info.backend_pid))
        plain = Visitor(handler=without_middleware())
        visitors: dict[User | None, Visitor] = {}
        for number, page in enumerate(pages):
            visitor = visitors.setdefault(page.user, Visitor(page.user))
            name = f"pagina-{number}"
            get = partial(visitor.get, page.path)
            get()
            bare.pages[name] = get().decode()
            path = control_path(page, cast, name)
            sent, own = statements(get), statements(partial(visitor.get, path))
            yield PageResult(
                page=page.name,
                size=len(bare.pages[name].encode()),
                queries=len(sent),
                control_queries=len(own),
                measured=compare(get, partial(visitor.get, path), clock=clock, rounds=rounds, repeats=repeats),
                raw_ms=_raw(page.user, sent, rounds=rounds, repeats=repeats),
                bare_view_ms=spend(
                    partial(plain.get, reverse("bare_view", args=[name])), clock=clock, rounds=rounds, repeats=repeats
                ),
                limit=page.limit,
            )


@contextmanager
def one_connection() -> Iterator[None]:
    """A new one that no request closes for its age: its backend's clock is read all along. No parallel workers: their time is
    on nobody's clock."""
    before = connection.settings_dict["CONN_MAX_AGE"]
    connection.close()
    connection.settings_dict["CONN_MAX_AGE"] = None
    try:
        connection.connect()
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")
        yield
    finally:
        connection.settings_dict["CONN_MAX_AGE"] = before


def _raw(user: User | None, sent: list[tuple[str, Any]], *, rounds: int, repeats: int) -> float:
    """Control (b): the page's own reading by psycopg alone, rows fetched, policies on."""
    with connect() as raw:
        reads = [
            literal(raw, sql, params)
            for sql, params in sent
            if sql.lstrip().upper().startswith(("SELECT", "WITH", "SET"))
        ]
        clock: Clock = with_own(backend_clock(raw.info.backend_pid))

        def work() -> None:
            with as_reader(raw, user) as cursor:
                for sql in reads:
                    _fetch(cursor, sql)

        return spend(work, clock=clock, rounds=rounds, repeats=repeats)


def _fetch(cursor: psycopg.Cursor, sql: str) -> None:
    cursor.execute(sql)
    if cursor.description is not None:
        cursor.fetchall()
