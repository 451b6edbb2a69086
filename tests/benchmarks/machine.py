"""On what it was measured."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.db import connection


@dataclass(frozen=True)
class Machine:
    processor: str
    cores: int
    system: str
    versions: dict[str, str]


def read_machine() -> Machine:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = str(cursor.fetchone()[0])
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 0,
        system=f"{platform.system()} {platform.release()}",
        versions={
            "Python": platform.python_version(),
            "PostgreSQL": postgres,
            **{name: version(name) for name in ("Django", "psycopg", "weasyprint")},
        },
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
