"""The embedded PostgreSQL server: make the cluster, start, recognise, stop, give roles."""

import os
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import psycopg

from thuisgevers.stack.errors import StackError
from thuisgevers.stack.layout import Layout
from thuisgevers.stack.processes import command_line, end, is_alive
from thuisgevers.stack.record import Passwords

DATABASE = "thuisgevers"
ADMIN = "postgres"
PORT = 5432  # only names the socket: the server listens on no network address
ROLES_SQL = Path(__file__).parent / "sql" / "roles.sql"
START_SECONDS = 90

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    "shared_buffers": "128MB",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "jit": "off",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] %u@%d ",
}
# The test cluster holds nothing that must survive; a killed server may lose its last moments.
TEST_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "5min",
    "checkpoint_timeout": "30min",
    "max_wal_size": "256MB",
}


def roles_fingerprint() -> str:
    return sha256(ROLES_SQL.read_bytes()).hexdigest()


@dataclass(frozen=True)
class Postgres:
    """One cluster. Callers hold the instance's lock."""

    layout: Layout
    passwords: Passwords

    def url(self, role: str, sockets: str, database: str = DATABASE) -> str:
        password = {
            ADMIN: self.passwords.admin,
            "owner": self.passwords.owner,
            "app": self.passwords.app,
            "backup": self.passwords.backup,
        }[role]
        return f"postgresql://{role}:{password}@/{database}?host={sockets}"

    @property
    def log(self) -> Path:
        return self.layout.logs / "postgres.log"

    def pid(self) -> int | None:
        """The living server of this very data folder, told by its command line.

        A number alone may be someone else's.
        """
        try:
            number = int((self.layout.cluster / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None
        if is_alive(number) and str(self.layout.cluster) in command_line(number).split():
            return number
        return None

    def answers(self, sockets: str) -> bool:
        try:
            with psycopg.connect(self.url(ADMIN, sockets, ADMIN), connect_timeout=5, autocommit=True) as connection:
                row = connection.execute("SELECT current_setting('data_directory')").fetchone()
        except psycopg.Error:
            return False
        return row is not None and Path(row[0]) == self.layout.cluster

    def make_cluster(self) -> None:
        """initdb into a folder beside, renamed when complete.

        A kill half-way leaves no half cluster behind.
        """
        runner, cluster = self.layout.runner, self.layout.cluster
        if (cluster / "PG_VERSION").exists():
            return
        unfinished = cluster.with_name("postgres-unfinished")
        for leftover in (unfinished, cluster):
            if leftover.exists():
                shutil.rmtree(leftover)
        unfinished.mkdir(mode=0o700)
        handle, name = tempfile.mkstemp(prefix="password-", dir=self.layout.home)
        try:
            with os.fdopen(handle, "w") as file:
                file.write(self.passwords.admin)
            runner.own(unfinished, Path(name))
            made = runner.run(
                [
                    self.layout.binaries / "bin" / "initdb",
                    *("--pgdata", unfinished, "--username", ADMIN, "--pwfile", name, "--encoding", "UTF8"),
                    *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"),
                    *("--auth-local", "scram-sha-256", "--auth-host", "scram-sha-256", "--no-instructions"),
                    *(("--no-sync",) if self.layout.is_test else ()),
                ]
            )
        finally:
            Path(name).unlink()
        if made.returncode != 0:
            raise StackError(f"initdb failed:\n{made.stdout}")
        (unfinished / "pg_hba.conf").write_text("local all all scram-sha-256\n")
        unfinished.rename(cluster)

    def configure(self, sockets: str) -> None:
        settings = {**SETTINGS, **(TEST_SETTINGS if self.layout.is_test else {}), "unix_socket_directories": sockets}
        lines = [f"{name} = '{value}'" for name, value in settings.items()]
        path = self.layout.cluster / "postgresql.conf"
        path.write_text("# Written at every start.\n" + "\n".join(lines) + "\n")

    def start(self, sockets: str) -> None:
        """Start the server, also after a kill.

        Waits for children of a killed server to leave the shared memory.
        """
        self.configure(sockets)
        runner, cluster = self.layout.runner, self.layout.cluster
        self.layout.logs.mkdir(exist_ok=True, mode=0o700)
        self.log.touch()
        runner.own(self.layout.logs, self.log)
        deadline = time.monotonic() + START_SECONDS
        while True:
            if self.pid() is None:
                # The number in a stale file may by now belong to any process; PostgreSQL would then refuse
                # for ever.
                # Its own guard against two servers on one cluster, the shared memory, stays.
                for stale in (cluster / "postmaster.pid", *Path(sockets).glob(".s.PGSQL.*")):
                    stale.unlink(missing_ok=True)
            begin = self.log.stat().st_size
            started = runner.run(
                [
                    self.layout.binaries / "bin" / "pg_ctl",
                    *("start", "--wait", "--timeout", str(START_SECONDS), "--silent"),
                    *("--pgdata", cluster, "--log", self.log, "--options", f"-p {PORT}"),
                ],
                timeout=START_SECONDS + 30,
            )
            if started.returncode == 0:
                return
            with self.log.open(errors="replace") as log:
                log.seek(begin)
                said = log.read()
            if "pre-existing shared memory block" not in said or time.monotonic() > deadline:
                raise StackError(f"PostgreSQL did not start: {started.stdout.strip()}\n{said.strip()}\nLog: {self.log}")
            time.sleep(0.2)

    def stop(self) -> bool:
        """Fast shutdown: open sessions are ended, nothing is lost. True when a server was running."""
        pid = self.pid()
        if pid is None:
            return False
        with suppress(Exception):
            self.layout.runner.run(
                [
                    self.layout.binaries / "bin" / "pg_ctl",
                    *(
                        "stop",
                        "--wait",
                        "--mode",
                        "fast",
                        "--timeout",
                        "30",
                        "--silent",
                        "--pgdata",
                        self.layout.cluster,
                    ),
                ],
                timeout=40,
            )
        if is_alive(pid):
            end(pid, grace=5)
        return True

    def give_roles(self, sockets: str) -> None:
        """Run roles.sql.

        The same file that docker-compose runs. Passwords travel in the environment of psql.
        """
        done = self.layout.runner.run(
            [
                self.layout.binaries / "bin" / "psql",
                *(
                    "--no-psqlrc",
                    "--quiet",
                    "--host",
                    sockets,
                    "--username",
                    ADMIN,
                    "--dbname",
                    ADMIN,
                    "--file",
                    "-",
                ),
            ],
            env={
                "PGPASSWORD": self.passwords.admin,
                "PGOPTIONS": "-c client_min_messages=warning",
                "OWNER_PASSWORD": self.passwords.owner,
                "APP_PASSWORD": self.passwords.app,
                "BACKUP_PASSWORD": self.passwords.backup,
                "STACK_DATABASE": DATABASE,
                "STACK_SEED": "on" if self.layout.is_test else "off",
            },
            feed=ROLES_SQL.read_text(),
        )
        if done.returncode != 0:
            raise StackError(f"The roles could not be made:\n{done.stdout}")
