"""The outcome as JSON and as the page docs/benchmarks.md."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.conf import settings

from tests.benchmarks.buddies import LIMIT as BUDDY_PLAN_LIMIT
from tests.benchmarks.buddies import PlanResult
from tests.benchmarks.contact_log import FIRST_KB, LATER_KB, ROUNDS_ON_THE_PHONE, SAVING_LIMIT, USABLE_MS, LogResult
from tests.benchmarks.housing_imports import LIMIT as IMPORT_LIMIT
from tests.benchmarks.housing_matching import LIMIT as MATCHING_LIMIT
from tests.benchmarks.housing_matching import MEMORY_LIMIT_MB
from tests.benchmarks.isolation import LIMIT as ISOLATION_LIMIT
from tests.benchmarks.pages import CALENDAR_LIMIT, PageResult
from tests.benchmarks.pages import LIMIT as PAGE_LIMIT
from tests.benchmarks.run import Outcome
from tests.benchmarks.search import LIMIT_MS as SEARCH_LIMIT_MS
from tests.benchmarks.search import SearchResult
from tests.benchmarks.step_plans import LIMIT as OFFERS_LIMIT
from tests.benchmarks.step_plans import MEMORY_LIMIT as OFFERS_MEMORY
from tests.documents.speed import LIMIT as AGREEMENT_LIMIT

HOW = """# Benchmarks

Made by `make bench`; do not edit. The numbers are in [benchmarks.json](benchmarks.json) too.

How it is measured: everything in one run, ours and its control in turns, {rounds} rounds; a ratio is the median over the
rounds, with the lowest and highest beside it. Milliseconds are CPU time (this process and the PostgreSQL backend that
answers it), not time on the wall, as other processes run on the machine as well. The harness is `tests/benchmarks/`;
nothing here is asserted in a test, only numbers of queries are.

{facts}

## Pages: at most {page_limit:g}× the bare page

The control is the *bare page*: a view behind the same middleware and the same kind of gate, for the same person, with
`Access` resolved and the municipality looked up, that returns the same HTML as a string made beforehand. *SQL alone* sends
the page's own queries through psycopg without Django. *Bare view* is that string from Django without middleware, so that a
slow middleware cannot flatter the ratio. Queries of the control stand in brackets. Rows without a verdict have no limit: for a
visitor without an account the control is public and asks the database nothing at all. The calendar draws 300 homes over twelve
months in one page; its limit is {calendar_limit:g}×.

{pages}

## Documents: at most {agreement_limit:g}× bare WeasyPrint

Filling in, composing and strict rendering of the cooperation agreement, beside WeasyPrint alone on the same HTML.

{agreement}

## Isolation: at most {isolation_limit:g}× the same SQL without policies

The statements that the application sends, scoped by the code, once with the policies and once as a role that they do not
bind. CPU of the PostgreSQL backend only. Searching looks through the text of every dossier in the municipality in both: under
row security no text index can be used, as text matching is not leakproof; without it the planner here often chooses a slower way.
The page of a dossier is everything that its view reads, with plans kept on both sides. The buddy is one of 60 in the municipality, with
two households and forty contacts in each; until November 2026 a volunteer stood in, as buddies had no rows. Buddies have no search: in its
place stands the list that they filter, of the matches that run, as a phone asks it. Their statements on a few rows take 0.05 to 0.2 ms without
policies; half as much again for rights is the floor there. What is left is not in the rows but in each statement: every protected table asks
for the rights. A question costs the planner some 5 µs; its answer is derived once in a transaction (5 to 28 µs) and then used again (3 to 4 µs)
for a second at most, as in a request. See decisions 0012, 0014 and 0018 for what was tried and refused.

{isolation}

## Import: at most {import_limit:g}× COPY of the same rows

Ours is the whole job: read the file, check every row, encrypt, and write all or nothing. The control copies the finished rows, with
their ciphertexts, into the same tables with their indexes and history triggers, as a role without policies.

{imports}

## Matching: at most {matching_limit:g}× the bare sparse kernel, under {memory_limit_mb} MB

Ours is the whole job of one plan: claim, read and open the rows, compare all pairs, solve in a process of its own, prove the
optimum, explain every place and every household without one, and store it. The control is scipy's sparse kernel alone on the
same matrix. CPU of the worker, its solver and the PostgreSQL backend; memory at the peak of each process, measured by themselves.

{matching}

## Buddies for everybody: at most {buddy_plan_limit:g}× the bare sparse kernel

The page with a plan for all households without a buddy: read households, wishes and buddies, compare all pairs, solve, prove and put
into words why and why not. The control is scipy's sparse kernel alone on the same matrix. Where there are more buddies than households
that kernel is soon done, and reading weighs more than solving.

{buddy_plan}

## A new version of the step plan: at most {offers_limit:g}× the time for each plan, {offers_memory:g}× the memory

After the desk publishes, a worker compares every running plan with the new version, one transaction for each plan, and every tenth
takes over by itself. Ours is a worker with the many plans, the control the same worker with the few; each in a fresh process. CPU
of the worker and the PostgreSQL backend; memory at the peak of the process. That it goes on where it was killed is a test.

{offers}

## Searching the question desk: at most {search_limit:g} ms of SQL at the 95th percentile

Sixty questions as people type them (`tests/guidance/questions.json`), each asked in turn; milliseconds of one whole search (three
statements). The table below it says for how many of the sixty the expected national answer came first, and was among the first
three, with the same words: ours, PostgreSQL's full text search without stems, and ILIKE on each word.

{search}

## Logging a contact: a page for a slow telephone, saving at most {saving_limit:g}× the bare row

Over the line: the bytes of every answer with its headers, as a proxy between Chromium and the server counts them, static files compressed as
in production; the first time with the files of the service worker, the second time with what the worker asks. Usable: the form is on the screen and
its script listens, with nothing in any cache, the processor four times slower, 1.6 Mbit/s and 150 ms; on the wall, median of {phone_rounds}.
Saving is one draft of a phone; the control is behind the same middleware and gate and writes the same row with one INSERT that looks at nothing.

{contact_log}
"""


def as_table(outcome: Outcome) -> str:
    """The whole page."""
    return HOW.format(
        rounds=outcome.pages[0].measured.rounds,
        facts=_facts(outcome),
        page_limit=PAGE_LIMIT,
        agreement_limit=AGREEMENT_LIMIT,
        isolation_limit=ISOLATION_LIMIT,
        pages=_pages(outcome),
        agreement=_agreement(outcome),
        calendar_limit=CALENDAR_LIMIT,
        isolation=_isolation(outcome),
        import_limit=IMPORT_LIMIT,
        imports=_imports(outcome),
        matching_limit=MATCHING_LIMIT,
        memory_limit_mb=MEMORY_LIMIT_MB,
        matching=_matching(outcome),
        buddy_plan=_buddy_plan(outcome.buddy_plan),
        buddy_plan_limit=BUDDY_PLAN_LIMIT,
        offers_limit=OFFERS_LIMIT,
        offers_memory=OFFERS_MEMORY,
        offers=_offers(outcome),
        search_limit=SEARCH_LIMIT_MS,
        search=search_table(outcome.search),
        saving_limit=SAVING_LIMIT,
        phone_rounds=ROUNDS_ON_THE_PHONE,
        contact_log=log_table(outcome.contact_log),
    )


def write_report(outcome: Outcome) -> None:
    docs = settings.BASE_DIR / "docs"
    (docs / "benchmarks.md").write_text(as_table(outcome), encoding="utf-8")
    text = json.dumps(as_data(outcome), ensure_ascii=False, indent=2, default=str)
    (docs / "benchmarks.json").write_text(f"{text}\n", encoding="utf-8")


def as_data(outcome: Outcome) -> dict[str, Any]:
    return {
        **asdict(outcome),
        "holds": outcome.holds,
        "isolation": {**asdict(outcome.isolation), "mean": outcome.isolation.mean},
        "offers": {
            **asdict(outcome.offers),
            "ratio": outcome.offers.ratio,
            "memory_ratio": outcome.offers.memory_ratio,
        },
    }


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _facts(outcome: Outcome) -> str:
    machine, sizes = outcome.machine, outcome.sizes
    versions = ", ".join(f"{name} {number}" for name, number in machine.versions.items())
    busy = " (other work was running)" if float(outcome.load.split()[0]) > machine.cores else ""
    return "\n".join(
        [
            f"- Measured on {outcome.measured_at:%Y-%m-%d %H:%M} UTC in {outcome.seconds:.0f} s; load {outcome.load}{busy}.",
            f"- {machine.cores} × {machine.processor}, {machine.system}. {versions}.",
            f"- {_number(sizes.dossiers)} dossiers in one municipality, {_number(sizes.elsewhere)} in others,"
            f" {sizes.events} events each; the dossier that is shown has 40 events, 6 questions, 8 notes and 4 documents.",
            f"- {_number(sizes.nationwide)} households nationwide, {_number(sizes.here)} of them waiting in the municipality whose"
            f" list is shown; its register has the {_number(sizes.dossiers)} properties of its dossiers.",
            f"- {_number(sizes.matches)} matches of buddies with {_number(sizes.contacts)} contact moments in another municipality.",
        ]
    )


def _pages(outcome: Outcome) -> str:
    head = ["Page", "HTML kB", "Queries", "ms", "Bare page ms", "Ratio", "", "SQL alone ms", "Bare view ms"]
    return _table(head, [_page(row) for row in outcome.pages])


def _page(row: PageResult) -> list[str]:
    return [
        row.page,
        f"{row.size / 1000:.0f}",
        f"{row.queries} ({row.control_queries})",
        f"{row.measured.ours_ms:.2f}",
        f"{row.measured.control_ms:.2f}",
        f"**{row.measured.ratio:.2f}** ({row.measured.lowest:.2f}–{row.measured.highest:.2f})",
        "" if row.limit is None else _verdict(row.holds),
        f"{row.raw_ms:.2f}",
        f"{row.bare_view_ms:.2f}",
    ]


def _agreement(outcome: Outcome) -> str:
    row = outcome.agreement
    return _table(
        ["Document", "ms", "Bare WeasyPrint ms", "Ratio", ""],
        [
            [
                "Cooperation agreement",
                f"{row.measured.ours_ms:.0f}",
                f"{row.measured.control_ms:.0f}",
                f"**{row.measured.ratio:.2f}** ({row.measured.lowest:.2f}–{row.measured.highest:.2f})",
                _verdict(row.holds),
            ]
        ],
    )


def _isolation(outcome: Outcome) -> str:
    rows = [
        [
            f"{row.role}: {row.query}",
            f"{row.measured.ours_ms:.2f}",
            f"{row.measured.control_ms:.2f}",
            f"{row.measured.ratio:.2f} ({row.measured.lowest:.2f}–{row.measured.highest:.2f})",
            "",
        ]
        for row in outcome.isolation.results
    ]
    mean = ["**geometric mean**", "", "", f"**{outcome.isolation.mean:.2f}**", _verdict(outcome.isolation.holds)]
    return _table(["Who: what", "ms with policies", "ms without", "Ratio", ""], [*rows, mean])


def _imports(outcome: Outcome) -> str:
    row = outcome.imports
    return _table(
        ["File", "ms", "COPY ms", "Ratio", ""],
        [
            [
                f"{_number(row.rows)} rows of households",
                f"{row.measured.ours_ms:.0f}",
                f"{row.measured.control_ms:.0f}",
                f"**{row.measured.ratio:.2f}** ({row.measured.lowest:.2f}–{row.measured.highest:.2f})",
                _verdict(row.holds),
            ]
        ],
    )


def _matching(outcome: Outcome) -> str:
    row = outcome.matching
    proof = "optimum proven" if row.is_proven else "**not proven**"
    return _table(
        ["Plan", "Pairs", "Placed", "ms", "Bare kernel ms", "Ratio", "Worker MB", "Solver MB", ""],
        [
            [
                f"{_number(row.households)} households × {_number(row.units)} units",
                _number(row.pairs),
                _number(row.placed),
                f"{row.measured.ours_ms:.0f}",
                f"{row.measured.control_ms:.0f}",
                f"**{row.measured.ratio:.2f}** ({row.measured.lowest:.2f}–{row.measured.highest:.2f})",
                f"{row.worker_mb}",
                f"{row.solver_mb}",
                f"{proof}, {_verdict(row.holds)}",
            ]
        ],
    )


def _buddy_plan(row: PlanResult) -> str:
    proof = "optimum proven" if row.is_proven else "**not proven**"
    return _table(
        ["Plan", "Pairs", "With a buddy", "ms", "Bare kernel ms", "Ratio", ""],
        [
            [
                f"{_number(row.households)} households × {_number(row.buddies)} buddies",
                _number(row.pairs),
                _number(row.placed),
                f"{row.measured.ours_ms:.0f}",
                f"{row.measured.control_ms:.0f}",
                f"**{row.measured.ratio:.2f}** ({row.measured.lowest:.2f}–{row.measured.highest:.2f})",
                f"{proof}, {_verdict(row.holds)}",
            ]
        ],
    )


def _offers(outcome: Outcome) -> str:
    row = outcome.offers
    return _table(
        ["Plans", "ms a plan", "ms a plan of the few", "Ratio", "MB", "MB of the few", "Ratio", ""],
        [
            [
                f"{_number(row.many)} beside {_number(row.few)}",
                f"{row.many_ms:.1f}",
                f"{row.few_ms:.1f}",
                f"**{row.ratio:.2f}**",
                f"{row.many_mb}",
                f"{row.few_mb}",
                f"**{row.memory_ratio:.2f}**",
                _verdict(row.holds),
            ]
        ],
    )


def search_table(row: SearchResult) -> str:
    speed = _table(
        ["Search", "p95 ms CPU", "median ms CPU", "p95 ms on the wall", ""],
        [
            [
                f"{row.questions} questions among {_number(row.answers)} answers",
                f"**{row.cpu_p95_ms:.1f}**",
                f"{row.cpu_median_ms:.1f}",
                f"{row.wall_p95_ms:.1f}",
                _verdict(row.cpu_p95_ms <= SEARCH_LIMIT_MS),
            ]
        ],
    )
    found = _table(
        ["First hit", f"right first, of {row.questions}", "among the first three"],
        [[way.name, str(way.first), str(way.three)] for way in row.ways],
    )
    return f"{speed}\n\n{found}"


def log_table(row: LogResult) -> str:
    phone, saving = row.phone, row.saving
    page = _table(
        ["Form of a contact", "Found", "Limit", ""],
        [
            _limit("first visit, kB", phone.first_bytes / 1000, FIRST_KB),
            _limit("later visit, kB", phone.later_bytes / 1000, LATER_KB),
            _limit("usable on a slow telephone, ms", phone.usable_ms, USABLE_MS),
        ],
    )
    numbers = [
        f"{row.queries} ({row.control_queries})",
        f"{saving.ours_ms:.2f}",
        f"{saving.control_ms:.2f}",
        f"**{saving.ratio:.2f}** ({saving.lowest:.2f}–{saving.highest:.2f})",
        _verdict(saving.ratio <= SAVING_LIMIT),
    ]
    cost = _table(["Saving", "Queries", "ms", "Bare row ms", "Ratio", ""], [["one contact", *numbers]])
    return f"{page}\n\n{cost}"


def _limit(what: str, found: float, limit: float) -> list[str]:
    return [what, f"**{found:.1f}**" if limit < 100 else f"**{found:.0f}**", f"{limit:g}", _verdict(found <= limit)]


def _verdict(holds: bool) -> str:
    return "holds" if holds else "**above**"


def _number(value: int) -> str:
    return f"{value:,}"
