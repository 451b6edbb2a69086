"""Importing households beside COPY of the same rows: reading the file, checking, encrypting and writing against nothing
but writing.

The control copies finished rows, as a role without policies, into the same tables with their indexes and history triggers;
it is given its ciphertexts for free.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from housing.enums import ImportKind, ImportState
from housing.models import CoaAllocation, Household, ImportJob
from housing.services.imports_running import work_import
from tests.benchmarks.measuring import Measured, backend_clock, compare, with_own
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.common.ids import uuid7

#: A fifth of COPY's speed.
LIMIT = 5.0
HEAD = "Eigen nummer;27 t/m 54 jaar;4 t/m 11 jaar;Talen;Moet;Toelichting woning;Gekoppeld op;Telefoonnummer;E-mailadres"


@dataclass(frozen=True)
class ImportResult:
    rows: int
    measured: Measured
    limit: float = LIMIT

    @property
    def holds(self) -> bool:
        return self.measured.ratio <= self.limit


def example(rows: int) -> bytes:
    """A file as a municipality would hand it in."""
    lines = [HEAD]
    for number in range(rows):
        day = f"{number % 28 + 1}-{number % 9 + 1}-2026"
        phone = f"06{10_000_000 + number}"
        lines.append(
            f"B-{number};2;{number % 4};Arabisch, Engels;zonder trap of drempel;begane grond;{day};{phone};b{number}@voorbeeld.example"
        )
    return "\n".join(lines).encode()


class Undone(Exception):
    """What a round wrote is taken back, so that every round writes the same."""


def measure_imports(cast: Cast, *, rounds: int, rows: int) -> ImportResult:
    """CPU of this process and its backend: the import divided by COPY."""
    content = base64.b64encode(example(rows)).decode()
    connection.ensure_connection()
    clock = with_own(backend_clock(connection.connection.info.backend_pid))
    copied = _rows_to_copy(cast, content)
    ours = partial(_undo, partial(_import, cast, content))
    control = partial(_undo, partial(_copy, copied))
    return ImportResult(rows, compare(ours, control, clock=clock, rounds=rounds, repeats=1, warm=1))


def _undo(work: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            work()
            raise Undone
    except Undone:
        return


def _import(cast: Cast, content: str) -> None:
    pk = _queued(cast, content)
    if not work_import(pk):
        raise AssertionError("the import did not run")


def _queued(cast: Cast, content: str) -> UUID:
    with seed():
        job = ImportJob(
            id=uuid7(),
            municipality=cast.kampen,
            kind=ImportKind.HOUSEHOLDS,
            state=ImportState.QUEUED,
            requested_by=cast.anna,
            file_name="lijst.csv",
            file_type="csv",
            byte_size=1,
            content=content,
        )
        job.save(force_insert=True)
    return job.pk


def _rows_to_copy(cast: Cast, content: str) -> list[tuple[str, list[str], list[tuple[object, ...]]]]:
    """The rows that one import wrote, read back as the columns hold them."""
    found: list[tuple[str, list[str], list[tuple[object, ...]]]] = []

    def look() -> None:
        _import(cast, content)
        for model in (Household, CoaAllocation):
            columns: list[Any] = [
                field.column for field in model._meta.concrete_fields if not isinstance(field, models.GeneratedField)
            ]
            table = model._meta.db_table
            with seed(), connection.cursor() as cursor:
                cursor.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE {_OURS[table]}")
                found.append((table, columns, cursor.fetchall()))

    _undo(look)
    return found


_OURS = {
    "housing_household": "import_key LIKE 'B-%'",
    "housing_coaallocation": "household_id IN (SELECT id FROM housing_household WHERE import_key LIKE 'B-%')",
}


def _copy(tables: list[tuple[str, list[str], list[tuple[object, ...]]]]) -> None:
    with seed(), connection.cursor() as cursor:
        for table, columns, rows in tables:
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
