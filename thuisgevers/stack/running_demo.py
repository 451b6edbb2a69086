"""One demo a checkout: the note that a running one leaves, and how another command finds and ends it."""

import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import IO

from thuisgevers.stack.layout import CHECKOUT
from thuisgevers.stack.processes import is_alive

NOTE = CHECKOUT / "var" / "demo.json"


@dataclass(frozen=True)
class RunningDemo:
    pid: int
    address: str


class AlreadyRunningError(RuntimeError):
    """Another demo of this checkout holds the note."""

    def __init__(self, running: RunningDemo | None) -> None:
        super().__init__("another demo of this checkout runs")
        self.running = running


def read_note(file: IO[str]) -> RunningDemo | None:
    file.seek(0)
    try:
        data = json.load(file)
        return RunningDemo(pid=int(data["pid"]), address=str(data["address"]))
    except (ValueError, KeyError, TypeError):
        return None


@contextmanager
def only_demo() -> Iterator[IO[str]]:
    """Hold the note; the kernel lets go of it when the holder dies, however it dies."""
    NOTE.parent.mkdir(exist_ok=True)
    with NOTE.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunningError(read_note(file)) from error
        try:
            yield file
        finally:
            file.truncate(0)


def write_note(file: IO[str], address: str) -> None:
    file.seek(0)
    file.truncate()
    json.dump(asdict(RunningDemo(pid=os.getpid(), address=address)), file)
    file.flush()


def stop_running_demo() -> bool:
    """End this checkout's demo, if one runs, and wait for it. True when there was one."""
    try:
        with only_demo():
            return False
    except AlreadyRunningError as error:
        running = error.running
    if running is None:
        return False
    with suppress(ProcessLookupError):
        os.kill(running.pid, signal.SIGTERM)
    deadline = time.monotonic() + 60
    while is_alive(running.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    return True
