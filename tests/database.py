"""One template database a tree, migrated by `owner`; each worker clones it and its `default` connects as `app`.

pytest-django's own test database cannot run here: it is made and migrated by the role that runs the tests, which then
owns the tables and is not bound by the policies.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connections
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
MIGRATIONS = ("*/migrations/*.py", "*/*/migrations/*.py")
#: What migrations read, beside themselves.
READ_BY_MIGRATIONS = (
    "thuisgevers/common/migrating.py",
    "thuisgevers/municipalities/clocks.py",
    "thuisgevers/municipalities/data/*",
    "thuisgevers/municipalities/geo/*.py",
    "thuisgevers/municipalities/policies.py",
    "thuisgevers/attachments/policies.py",
    "housing/data/*",
    "housing/row_security.py",
    "thuisgevers/guidance/data/*",
    "thuisgevers/guidance/reference.py",
    "thuisgevers/stack/sql/*",
    "uv.lock",
    "thuisgevers/documents/national/**/*",
)
#: Written after every migration.
WRITTEN_AFTER = ("thuisgevers/municipalities/enums.py", "thuisgevers/municipalities/capabilities.py")


def _admin_url(database: str = "postgres") -> str:
    parts = urlsplit(os.environ["DATABASE_ADMIN_URL"])
    return urlunsplit(parts._replace(path=f"/{database}"))


def _url_for(variable: str, database: str) -> str:
    return urlunsplit(urlsplit(os.environ[variable])._replace(path=f"/{database}"))


@contextmanager
def _admin() -> Iterator[psycopg.Connection]:
    with psycopg.connect(_admin_url(), autocommit=True) as connection:
        yield connection


def _digests(patterns: tuple[str, ...]) -> dict[str, str]:
    """SHA-256 of each file, by its path in the tree."""
    return {
        str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()
        for pattern in patterns
        for path in sorted(ROOT.glob(pattern))
        if path.is_file() and "__pycache__" not in path.parts
    }


def _digest(of: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(of, sort_keys=True).encode()).hexdigest()[:12]


def template_database() -> str:
    """The name of the migrated, empty database of this tree; made when no earlier run left it.

    Where an earlier run left one that lacks only the newest migrations, those are added to a copy: migrating everything takes a
    minute, and whoever writes a migration runs the tests often.
    """
    migrations, read = _digests(MIGRATIONS), _digest(_digests(READ_BY_MIGRATIONS))
    name = f"template_{_digest({'read': read, **migrations, **_digests(WRITTEN_AFTER)})}"
    lock = ROOT / "var" / "template.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with _admin() as admin:
            if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return name
            building, start = f"building_{os.getpid()}", _start(admin, migrations, read)
            admin.execute(f'DROP DATABASE IF EXISTS "{building}" WITH (FORCE)')
            admin.execute(f'CREATE DATABASE "{building}" OWNER owner TEMPLATE "{start}"')
            _migrate(building)
            made_of = json.dumps({"migrations": migrations, "read": read})
            admin.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(building), made_of))
            admin.execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    return name


def _start(admin: psycopg.Connection, migrations: dict[str, str], read: str) -> str:
    """The template with most of these migrations and no other; without one, the empty database."""
    rows = admin.execute(
        "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname LIKE 'template\\_%'"
    )
    fit = {}
    for name, made_of in rows:
        known = json.loads(made_of or "{}")
        if known.get("read") == read and known["migrations"].items() <= migrations.items():
            fit[name] = len(known["migrations"])
    return max(fit, key=lambda name: fit[name], default="thuisgevers")


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
    """The database of one test process: cloned in tenths of a second (on disk a second), cloned again after tests that commit."""

    def __init__(self, template: str, worker: str, *, owner: int | None = None) -> None:
        """`owner`: the process that made it, where that is another one."""
        self.template = template
        self.owner = owner or os.getpid()
        self.name = f"test_{self.owner}_{worker}"

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
