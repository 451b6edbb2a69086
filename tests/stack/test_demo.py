"""`make demo` for real, in a copy of the checkout: it ends with an address and personas, and leaves nothing behind."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from thuisgevers import stack
from thuisgevers.demo.personas import PERSONAS
from thuisgevers.stack.demo import INSTANCE
from thuisgevers.stack.layout import CHECKOUT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1000)]
READY_SECONDS = 800


@pytest.fixture
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The files that git knows or would take, with the installed packages lent by a link."""
    folder = tmp_path_factory.mktemp("demo") / "project"
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (CHECKOUT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, folder / name)
    for lent in (".venv", "node_modules", "static/dist"):
        if (CHECKOUT / lent).exists():
            (folder / lent).symlink_to(CHECKOUT / lent)
    yield folder
    for demo in Demo.started:
        if demo.process.poll() is None:
            demo.stop(signal.SIGTERM)
    Demo.started.clear()
    for found in stack.status(checkout=folder):
        stack.remove(found.instance, checkout=folder)


class Demo:
    """A running demo and what it said so far."""

    started: ClassVar[list["Demo"]] = []

    def __init__(self, folder: Path) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
        for name in ("DB_ROLE", "DEBUG", "DEMO", "STORAGE_DIR", "GEODATA_DIR", "DJANGO_SETTINGS_MODULE"):
            environment.pop(name, None)
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "thuisgevers.stack.demo"],
            cwd=folder,
            env={**environment, "PORT": "18000", "PYTHONPATH": str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        self.started.append(self)

    def read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as said:
            for line in said:
                self.lines.append(line.rstrip())

    def address(self) -> str:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            for line in self.lines:
                if found := re.search(r"De Thuisgevers: (http://localhost:\d+)/", line):
                    return found[1]
            assert self.process.poll() is None, "\n".join(self.lines)
            time.sleep(0.2)
        raise AssertionError("\n".join(self.lines))

    def stop(self, how: signal.Signals) -> int:
        os.kill(self.process.pid, how)
        code = self.process.wait(timeout=90)
        self.reader.join(timeout=10)
        return code


def processes_of(folder: Path) -> list[str]:
    """Living processes that run in this folder or name it."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            where = str((entry / "cwd").readlink())
        except OSError:
            continue
        if str(folder) in command or where.startswith(str(folder)):
            found.append(f"{entry.name} {command}")
    return found


def assert_made(folder: Path) -> None:
    """The role that makes backups sees every row and changes none."""
    connections = stack.ensure(INSTANCE, checkout=folder)
    environment = {**os.environ, **connections.environment(), "DEMO": "1", "DB_ROLE": "owner"}
    environment["DATABASE_OWNER_URL"] = connections.database_backup_url
    made = subprocess.run(
        [sys.executable, "-m", "tests.demo.made"],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr[-3000:]


def test_demo_serves_stops_and_starts_again_quickly(copy: Path) -> None:
    first = Demo(copy)
    address = first.address()
    with urllib.request.urlopen(address, timeout=30) as answer:
        assert answer.status == 200
        assert "De Thuisgevers" in answer.read().decode()
    assert_made(copy)
    with urllib.request.urlopen(f"{address}/demo/", timeout=30) as answer:
        personas = answer.read().decode()
    assert all(one.name in personas for one in PERSONAS)
    with urllib.request.urlopen(f"{address}/demo/postvak/", timeout=30) as answer:
        assert "TG-" in answer.read().decode()
    said = "\n".join(first.lines)
    assert "making the demo data" in said
    assert "Anna" in said, "the personas are told"
    assert first.stop(signal.SIGINT) == 0
    assert processes_of(copy) == []

    second = Demo(copy)
    second.address()
    assert "making the demo data" not in "\n".join(second.lines)
    another = subprocess.run(
        [sys.executable, "-m", "thuisgevers.stack.demo"], cwd=copy, capture_output=True, text=True, check=False
    )
    assert another.returncode == 1
    assert f"already runs at {address.rpartition(':')[0]}" in another.stderr
    stopped = subprocess.run([sys.executable, "-m", "thuisgevers.stack", "stop"], cwd=copy, check=False)
    assert stopped.returncode == 0
    assert second.process.wait(timeout=60) == 0
    assert processes_of(copy) == []
