"""`python -m tests.benchmarks`: measures everything in one run and writes docs/benchmarks.md and docs/benchmarks.json.

Ends with code 1 when a row is above its limit. `--rounds`, `--repeats` and `--dossiers` make a run smaller; a smaller run
writes nothing unless `--write` is given.
"""

from __future__ import annotations

import argparse
import os
import sys

import tests.environment  # noqa: F401 - the test servers, before Django reads its settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuisgevers.settings")


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--repeats", type=int, default=8)
    parser.add_argument("--dossiers", type=int, default=10_000)
    parser.add_argument("--write", action=argparse.BooleanOptionalAction, default=None)
    return parser.parse_args()


def main() -> int:
    given = read_arguments()
    import django

    django.setup()
    from tests.benchmarks.report import as_table, write_report
    from tests.benchmarks.run import run_benchmarks
    from tests.benchmarks.town import Sizes
    from tests.database import WorkerDatabase, template_database

    sizes = Sizes(
        dossiers=given.dossiers,
        elsewhere=min(given.dossiers, Sizes.elsewhere),
        households=min(given.dossiers, Sizes.households),
        units=min(given.dossiers, Sizes.units),
        nationwide=min(given.dossiers * 10, Sizes.nationwide),
        here=min(given.dossiers // 5, Sizes.here),
        rows=min(given.dossiers, Sizes.rows),
        plans=min(given.dossiers, Sizes.plans),
        matches=min(given.dossiers, Sizes.matches),
        contacts=min(given.dossiers * 100, Sizes.contacts),
        looking=min(given.dossiers // 5, Sizes.looking),
        buddies=min(given.dossiers * 3 // 10, Sizes.buddies),
    )
    database = WorkerDatabase(template_database(), "bench")
    database.create()
    database.use()
    try:
        outcome = run_benchmarks(sizes, rounds=given.rounds, repeats=given.repeats)
    finally:
        database.drop()
    print(as_table(outcome))
    is_full = given.dossiers >= Sizes.dossiers and given.rounds >= 5
    if is_full if given.write is None else given.write:
        write_report(outcome)
    return 0 if outcome.holds else 1


if __name__ == "__main__":
    sys.exit(main())
