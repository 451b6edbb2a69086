"""The real thing on its own database: web, workers, beat and a Redis that a test may stop."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.database import ROOT, WorkerDatabase
from tests.e2e.looking import Cases

UNTOUCHED = "untouched"
"""The copy of the stories' database that nobody looks at."""


def wait_for(what: str, ready: Callable[[], bool], *, seconds: float = 40) -> None:
    """Poll until `ready`; an overload of the machine is no failure before `seconds` are over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ready():
            return
        time.sleep(0.1)
    raise AssertionError(f"{what} did not happen within {seconds} seconds")


@dataclass
class Site:
    """Processes of one installation. `restart_redis` and `kill_worker` are what operations can go through."""

    database: WorkerDatabase
    folder: Path
    port: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **self.database.environment(),
            "REDIS_URL": f"unix://{self.folder}/redis.sock?db=0",
            "DEMO": "1",
            "BASE_URL": self.url,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "STORAGE_DIR": str(self.folder / "storage"),
            "LOG_LEVEL": "WARNING",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def start(self) -> None:
        self.start_redis()
        self.start_web()
        celery = [sys.executable, "-m", "celery", "-A", "thuisgevers", "--quiet"]
        worker = [*celery, "worker", "--loglevel", "WARNING", "--without-gossip", "--without-mingle", "-c", "1"]
        self._run("worker", [*worker, "-Q", "default,mail", "-n", "general@%h"])
        self._run(
            "documents", [*worker, "-Q", "documents,attachments,matching", "-n", "documents@%h", "--pool", "prefork"]
        )
        self._run(
            "beat", [*celery, "beat", "--loglevel", "WARNING", "--schedule", str(self.folder / "beat"), "--pidfile", ""]
        )
        self.wait_for_web()

    def start_web(self) -> None:
        bind = ["--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "4"]
        self._run("web", [sys.executable, "-m", "gunicorn", "thuisgevers.wsgi:application", *bind])

    def wait_for_web(self) -> None:
        wait_for("the web server", lambda: self._answers("/healthz/live/"))

    def cases(self, part: str, *, role: str) -> str:
        """Run a part of `cases.py`; returns what it printed."""
        environment = {**self.environment, "DB_ROLE": role}
        command = [sys.executable, "-m", "tests.e2e.cases", part]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout

    def start_redis(self) -> None:
        path = shutil.which("redis-server")
        assert path, "redis-server is missing: apt-get install redis-server"
        arguments = ["--port", "0", "--unixsocket", str(self.folder / "redis.sock"), "--save", "", "--appendonly", "no"]
        self._run("redis", [path, *arguments, "--dir", str(self.folder)])
        wait_for("Redis", (self.folder / "redis.sock").exists)

    def wake(self, task: str) -> None:
        """What beat would do later today: give a periodic task to the worker now."""
        command = [sys.executable, "-m", "celery", "-A", "thuisgevers", "--quiet", "call", task]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True)

    def stop_redis(self) -> None:
        """As a power cut would: what it held is gone."""
        self.kill("redis")
        (self.folder / "redis.sock").unlink(missing_ok=True)

    def kill(self, name: str) -> None:
        """kill -9 on a process and its children."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def start_documents_worker(self) -> None:
        celery = [sys.executable, "-m", "celery", "-A", "thuisgevers", "--quiet"]
        worker = [*celery, "worker", "--loglevel", "WARNING", "--without-gossip", "--without-mingle", "-c", "1"]
        self._run(
            "documents", [*worker, "-Q", "documents,attachments,matching", "-n", "documents@%h", "--pool", "prefork"]
        )

    def stop(self) -> None:
        for name, process in list(self.processes.items()):
            os.killpg(process.pid, signal.SIGTERM if name == "web" else signal.SIGKILL)
        for process in self.processes.values():
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.processes.clear()

    def logs(self) -> str:
        """The ends of all logs, for a failing test."""
        return "\n".join(
            f"--- {path.name}\n{path.read_text(errors='replace')[-3000:]}" for path in sorted(self.folder.glob("*.log"))
        )

    def _run(self, name: str, command: list[str]) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def _answers(self, path: str) -> bool:
        if self.processes["web"].poll() is not None:
            raise AssertionError(f"the web server ended: {self.logs()}")
        try:
            with urllib.request.urlopen(self.url + path, timeout=2) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False


@contextmanager
def running_site(template: str) -> Iterator[Site]:
    """An installation on a fresh clone of the template, with its own Redis; everything is gone afterwards."""
    with _place(template, "e2e") as site:
        subprocess.run([sys.executable, "-m", "tests.e2e.people"], cwd=ROOT, env=site.environment, check=True)
        site.start()
        yield site


@contextmanager
def looked_at_site(template: str, shared: Path) -> Iterator[tuple[Site, Cases]]:
    """The demo's stories behind a web server alone, and the pages to look at: see `cases.py`.

    One for all test processes of a run, which meet in the folder `shared`: who comes first makes it and, once nobody uses it
    any more, ends it.
    """
    note = shared / "looked_at.json"
    with (shared / "looked_at.making").open("w") as making, (shared / "looked_at.using").open("w") as using:
        fcntl.flock(making, fcntl.LOCK_EX)
        if note.exists():
            fcntl.flock(using, fcntl.LOCK_SH)
            fcntl.flock(making, fcntl.LOCK_UN)
            there = json.loads(note.read_text())
            yield (
                Site(WorkerDatabase(template, "cases", owner=there["pid"]), Path(there["folder"]), there["port"]),
                there["pages"],
            )
            return
        with _place(template, "cases") as site:
            site.start_redis()
            site.cases("stories", role="owner")
            pages = json.loads(site.cases("pages", role="app"))
            untouched = WorkerDatabase(site.database.name, UNTOUCHED)
            untouched.create()
            site.start_web()
            site.wait_for_web()
            made = {"pid": os.getpid(), "folder": str(site.folder), "port": site.port, "pages": pages}
            note.write_text(json.dumps(made))
            fcntl.flock(making, fcntl.LOCK_UN)
            try:
                yield site, pages
            finally:
                fcntl.flock(making, fcntl.LOCK_EX)
                note.unlink()
                fcntl.flock(using, fcntl.LOCK_EX)
                untouched.drop_quietly()


@contextmanager
def site_of_its_own(looked_at: Site) -> Iterator[Site]:
    """The same stories behind another web server, for a test that ends what the others look at."""
    untouched = WorkerDatabase("", UNTOUCHED, owner=looked_at.database.owner)
    with _place(untouched.name, "own") as site:
        shutil.copytree(looked_at.folder / "storage", site.folder / "storage", dirs_exist_ok=True)
        site.start_redis()
        site.start_web()
        site.wait_for_web()
        yield site


@contextmanager
def _place(template: str, name: str) -> Iterator[Site]:
    """A database and a folder; processes that still run at the end are stopped."""
    database = WorkerDatabase(template, name)
    database.create()
    folder = Path(tempfile.mkdtemp(prefix="tg-e2e-"))
    site = Site(database=database, folder=folder, port=_free_port())
    try:
        yield site
    finally:
        site.stop()
        database.drop_quietly()
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
