"""All rows of one run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from tests.benchmarks.agreement import AgreementResult, measure_agreement
from tests.benchmarks.buddies import PlanResult, build_buddies, measure_plan
from tests.benchmarks.contact_log import LogResult, measure_log
from tests.benchmarks.housing_imports import ImportResult, measure_imports
from tests.benchmarks.housing_matching import MatchingResult, build_waiting, measure_matching
from tests.benchmarks.isolation import Isolation, measure_isolation
from tests.benchmarks.machine import Machine, read_machine
from tests.benchmarks.measuring import load
from tests.benchmarks.own_matches import build_own_matches
from tests.benchmarks.pages import PageResult, measure_pages, pages_of, radar_page
from tests.benchmarks.search import SearchResult, measure_search
from tests.benchmarks.step_plans import OffersResult, measure_offers
from tests.benchmarks.town import Sizes, build_town, owner_url


@dataclass(frozen=True)
class Outcome:
    measured_at: datetime
    machine: Machine
    load: str
    seconds: float
    sizes: Sizes
    pages: list[PageResult]
    agreement: AgreementResult
    isolation: Isolation
    imports: ImportResult
    matching: MatchingResult
    offers: OffersResult
    search: SearchResult
    contact_log: LogResult
    buddy_plan: PlanResult

    @property
    def holds(self) -> bool:
        rest = (
            self.agreement,
            self.isolation,
            self.imports,
            self.matching,
            self.offers,
            self.search,
            self.contact_log,
            self.buddy_plan,
        )
        return all(row.holds for row in self.pages) and all(one.holds for one in rest)


def run_benchmarks(sizes: Sizes, *, rounds: int, repeats: int) -> Outcome:
    """In the database that is in use: builds the town, then measures. What it writes stays there."""
    start = time.monotonic()
    _say("data…", start)
    import_boundaries()
    town = build_town(sizes)
    _say("pages…", start)
    with override_settings(ROOT_URLCONF="tests.benchmarks.bare"):
        pages = list(measure_pages(town.cast, pages_of(town), rounds=rounds, repeats=repeats))
    _say("form of a contact…", start)
    contact_log = measure_log(town.cast, town.dossier.initiative_id, rounds=rounds, repeats=repeats)
    _say("isolation…", start)
    own = build_own_matches(town.cast, town.dossier.initiative_id)
    isolation = measure_isolation(town, own, rounds=rounds, repeats=repeats * 2)
    _say("agreement…", start)
    agreement = measure_agreement(rounds=max(rounds - 2, 1))
    _say("imports…", start)
    imports = measure_imports(town.cast, rounds=max(rounds // 3, 1), rows=sizes.rows)
    _say("matching…", start)
    build_waiting(town.cast.kampen, households=sizes.households - sizes.here, units=sizes.units)
    matching = measure_matching(town.cast, rounds=max(rounds // 3, 1))
    _say("new version of a step plan…", start)
    offers = measure_offers(plans=sizes.plans, control=max(sizes.plans // 10, 1))
    _say("search…", start)
    search = measure_search(rounds=max(rounds // 3, 1), answers=sizes.dossiers * 2)
    _say("buddies…", start)
    buddies = build_buddies(matches=sizes.matches, contacts=sizes.contacts, homes=sizes.looking, buddies=sizes.buddies)
    _say("radar of buddies…", start)
    with override_settings(ROOT_URLCONF="tests.benchmarks.bare"):
        pages += measure_pages(town.cast, [radar_page(buddies)], rounds=rounds, repeats=repeats)
    _say("plan for all buddies…", start)
    buddy_plan = measure_plan(buddies, rounds=rounds)
    _say("done", start)
    return Outcome(
        measured_at=timezone.now(),
        machine=read_machine(),
        load=load(),
        seconds=time.monotonic() - start,
        sizes=sizes,
        pages=pages,
        agreement=agreement,
        isolation=isolation,
        imports=imports,
        matching=matching,
        offers=offers,
        search=search,
        contact_log=contact_log,
        buddy_plan=buddy_plan,
    )


def import_boundaries() -> None:
    """The real map, where the files for it lie (as owner, so in a process of its own); tiles are measured always."""
    if settings.GEODATA_DIR is None:
        return
    subprocess.run(
        [sys.executable, "manage.py", "import_geodata"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DB_ROLE": "owner", "DATABASE_OWNER_URL": owner_url()},
        stdout=sys.stderr,
        check=True,
    )


def _say(text: str, start: float) -> None:
    print(f"bench | {time.monotonic() - start:3.0f} s | {text}", file=sys.stderr, flush=True)
