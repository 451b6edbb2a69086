"""Start, reuse and stop an instance: PostgreSQL and Redis together, under one lock."""

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from thuisgevers.stack import memory
from thuisgevers.stack.errors import StackError
from thuisgevers.stack.layout import CHECKOUT, Layout
from thuisgevers.stack.postgres import ADMIN, Postgres, roles_fingerprint
from thuisgevers.stack.record import Passwords, Record, read_record, write_record
from thuisgevers.stack.redis_server import RedisServer


@dataclass(frozen=True)
class Connections:
    """How to reach the servers of one instance, per role."""

    instance: str
    database_url: str
    database_owner_url: str
    database_admin_url: str
    database_backup_url: str
    redis_url: str
    is_started_now: bool = False

    def environment(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.database_url,
            "DATABASE_OWNER_URL": self.database_owner_url,
            "DATABASE_ADMIN_URL": self.database_admin_url,
            "DATABASE_BACKUP_URL": self.database_backup_url,
            "REDIS_URL": self.redis_url,
        }


@dataclass(frozen=True)
class Status:
    """What runs, for people and tests."""

    instance: str
    home: Path
    postgres_pid: int | None
    redis_pid: int | None

    @property
    def is_running(self) -> bool:
        return self.postgres_pid is not None and self.redis_pid is not None


@contextmanager
def locked(layout: Layout) -> Iterator[None]:
    """One process at a time starts or stops an instance; the kernel lets go when the holder dies."""
    with layout.lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def say(text: str) -> None:
    sys.stderr.write(f"stack: {text}\n")
    sys.stderr.flush()


def remembered(layout: Layout) -> Record:
    """The record of this checkout.

    A copied checkout brings the other's record along: its sockets are not ours.
    """
    record = read_record(layout.record)
    if record is None:
        if (layout.cluster / "PG_VERSION").exists():
            raise StackError(f"{layout.cluster} has lost its passwords ({layout.record}); `make clean` starts anew.")
        record = Record(checkout=str(layout.checkout))
    elif record.checkout != str(layout.checkout):
        (layout.cluster / "postmaster.pid").unlink(missing_ok=True)
        (layout.redis / "redis.pid").unlink(missing_ok=True)
        record = replace(record, checkout=str(layout.checkout), sockets="")
    write_record(layout.record, record)
    return record


def connections(layout: Layout, record: Record, *, is_started_now: bool) -> Connections:
    postgres = Postgres(layout, record.passwords)
    return Connections(
        instance=layout.instance,
        database_url=postgres.url("app", record.sockets),
        database_owner_url=postgres.url("owner", record.sockets),
        database_admin_url=postgres.url(ADMIN, record.sockets),
        database_backup_url=postgres.url("backup", record.sockets),
        redis_url=RedisServer(layout).url(record.sockets),
        is_started_now=is_started_now,
    )


def ensure(instance: str = "dev", *, checkout: Path = CHECKOUT) -> Connections:
    """Start what does not run yet and return how to reach it. Safe to call from several processes at once.

    A test cluster that no longer starts is thrown away and made anew, with a line on standard error; any
    other cluster never is.
    """
    layout = Layout(instance, checkout.resolve())
    with locked(layout):
        try:
            return start_missing(layout)
        except StackError as error:
            if not layout.is_test or not layout.cluster.exists():
                raise
            say(f"the test cluster did not start and is made anew. It said: {error}")
            end_servers(layout)
            shutil.rmtree(layout.home)
            return start_missing(Layout(instance, layout.checkout))


def start_missing(layout: Layout) -> Connections:
    record = remembered(layout)
    postgres, redis_server = Postgres(layout, record.passwords), RedisServer(layout)
    if not (record.sockets and layout.is_own_socket_folder(Path(record.sockets))):
        # A server whose sockets are gone cannot be reached by anybody any more.
        postgres.stop()
        redis_server.stop()
        record = record.having(sockets=str(layout.new_socket_folder()))
        write_record(layout.record, record)
    is_started_now = False
    if not postgres.answers(record.sockets):
        say(f"starting PostgreSQL ({layout.instance})")
        postgres.stop()
        postgres.make_cluster()
        postgres.start(record.sockets)
        is_started_now = True
    if not redis_server.answers(record.sockets):
        redis_server.stop()
        redis_server.start(record.sockets)
        is_started_now = True
    if record.roles != roles_fingerprint():
        postgres.give_roles(record.sockets)
        record = record.having(roles=roles_fingerprint())
        write_record(layout.record, record)
    return connections(layout, record, is_started_now=is_started_now)


def end_servers(layout: Layout) -> bool:
    """Stop both servers and remove their sockets, also when the record is broken. The lock is held."""
    try:
        record = read_record(layout.record)
    except StackError:
        record = None
    was_running = [
        Postgres(layout, Passwords()).stop(),
        RedisServer(layout).stop(),
    ]
    if record is not None and record.sockets:
        if layout.is_own_socket_folder(Path(record.sockets)):
            shutil.rmtree(record.sockets)
        write_record(layout.record, record.having(sockets=""))
    return any(was_running)


def stop(instance: str = "dev", *, checkout: Path = CHECKOUT) -> bool:
    """Stop both servers and remove their sockets; the data stays. True when something was running."""
    layout = Layout(instance, checkout.resolve())
    if not (layout.checkout / "var" / "stack").exists():
        return False
    with locked(layout):
        return end_servers(layout)


def remove(instance: str, *, checkout: Path = CHECKOUT) -> None:
    """Stop the instance and throw its data away."""
    layout = Layout(instance, checkout.resolve())
    with locked(layout):
        end_servers(layout)
        shutil.rmtree(layout.home, ignore_errors=True)
        memory.remove_folder(layout.in_memory)
    layout.lock.unlink(missing_ok=True)
    if layout.relocated is not None and not list(layout.base.glob("*.lock")):
        shutil.rmtree(layout.relocated, ignore_errors=True)


def status(*, checkout: Path = CHECKOUT) -> list[Status]:
    """Every instance of this checkout that was ever started."""
    found = []
    for lock in sorted((checkout.resolve() / "var" / "stack").glob("*.lock")):
        layout = Layout(lock.stem, checkout.resolve())
        postgres, redis_server = Postgres(layout, Passwords()), RedisServer(layout)
        found.append(Status(layout.instance, layout.home, postgres.pid(), redis_server.pid()))
    return found


def ensure_environment(instance: str = "dev", *, checkout: Path = CHECKOUT) -> Connections | None:
    """Fill the environment of this process with the addresses of the embedded servers, where it has none.

    With both DATABASE_URL and REDIS_URL set, those servers are used and nothing is started. With only one of
    them set, only the other comes from the embedded stack.
    """
    has_database, has_redis = bool(os.environ.get("DATABASE_URL")), bool(os.environ.get("REDIS_URL"))
    if has_database and has_redis:
        return None
    found = ensure(instance, checkout=checkout)
    for name, value in found.environment().items():
        if not (has_redis if name == "REDIS_URL" else has_database):
            os.environ[name] = value
    return found
