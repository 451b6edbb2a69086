"""One template database a tree, migrated by `owner`; each worker clones it and its `default` connects as `app`.

pytest-django's own test database cannot run here: it is made and migrated by the role that runs the tests, which then
owns the tables and is not bound by the policies.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent
FINGERPRINTED = (
    "*/migrations/*.py",
    "*/*/migrations/*.py",
    "thuisgevers/municipalities/**/*",
    "thuisgevers/attachments/policies.py",
    "housing/row_security.py",
    "housing/data/*",
    "thuisgevers/guidance/data/*",
    "thuisgevers/guidance/reference.py",
    "thuisgevers/stack/sql/*",
    "uv.lock",
    "thuisgevers/documents/national/**/*",
)


def _admin_url(database: str = "postgres") -> str:
    parts = urlsplit(os.environ["DATABASE_ADMIN_URL"])
    return urlunsplit(parts._replace(path=f"/{database}"))


def _url_for(variable: str, database: str) -> str:
    return urlunsplit(urlsplit(os.environ[variable])._replace(path=f"/{database}"))


@contextmanager
def _admin() -> Iterator[psycopg.Connection]:
    with psycopg.connect(_admin_url(), autocommit=True) as connection:
        yield connection


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in FINGERPRINTED:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(ROOT)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def template_database() -> str:
    """The name of the migrated, empty database of this tree; made when no earlier run left it."""
    name = f"template_{_fingerprint()}"
    lock = ROOT / "var" / "template.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with _admin() as admin:
            if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return name
            building = f"building_{os.getpid()}"
            admin.execute(f'DROP DATABASE IF EXISTS "{building}" WITH (FORCE)')
            admin.execute(f'CREATE DATABASE "{building}" OWNER owner TEMPLATE thuisgevers')
            _migrate(building)
            admin.execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    return name


def _migrate(database: str) -> None:
    environment = {
        **os.environ,
        "DB_ROLE": "owner",
        "DATABASE_OWNER_URL": _url_for("DATABASE_OWNER_URL", database),
        "DATABASE_URL": _url_for("DATABASE_URL", database),
    }
    result = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--skip-checks", "--verbosity", "0"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"migrating the template database failed:\n{result.stderr[-4000:]}")


class WorkerDatabase:
    """The database of one test process: cloned in a few hundredths of a second, cloned again after tests that commit."""

    def __init__(self, template: str, worker: str) -> None:
        self.template = template
        self.name = f"test_{os.getpid()}_{worker}"

    def create(self) -> None:
        with _admin() as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
            admin.execute(f'CREATE DATABASE "{self.name}" OWNER owner TEMPLATE "{self.template}"')

    def use(self) -> None:
        """Point Django's connections at it."""
        for alias in connections:
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = self.name

    def again(self) -> None:
        """Throw away what a test committed."""
        for alias in connections:
            connections[alias].close()
        self.create()

    def drop(self) -> None:
        for alias in connections:
            connections[alias].close()
        with _admin() as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def drop_quietly(self) -> None:
        """For a database that this process itself never used."""
        with _admin() as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def environment(self) -> dict[str, str]:
        """For processes that a test starts beside itself: the same database, in the right roles."""
        return {
            **os.environ,
            "DATABASE_URL": _url_for("DATABASE_URL", self.name),
            "DATABASE_OWNER_URL": _url_for("DATABASE_OWNER_URL", self.name),
        }


if __name__ == "__main__":
    # Beside the other checks, so that the first tests need not wait a minute for it.
    template_database()
