"""Keeps a handful of processes running in one terminal: prefixed logs, restarts, and a clean end.

Signals are waited for in one place: the main thread sits in `Supervisor.run`, one thread a process copies
its output.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

COLOURS = ("36", "35", "33", "32", "34", "31")
RESTARTS_ALLOWED = 5
RESTART_WINDOW_SECONDS = 60.0
GRACE_SECONDS = 15.0
LEASH = str(Path(__file__).with_name("leash.py"))


@dataclass(frozen=True)
class Program:
    """What to run under which name, and which of its lines are not worth showing."""

    name: str
    command: Sequence[str]
    pass_fds: Sequence[int] = ()
    is_noise: Callable[[str], bool] = lambda _line: False


@dataclass
class Child:
    program: Program
    colour: str
    process: subprocess.Popen[str] | None = None
    started: list[float] = field(default_factory=list)


class Supervisor:
    """Starts programs, restarts what dies, stops all when asked or when one keeps dying."""

    def __init__(self, programs: Sequence[Program], *, env: Mapping[str, str], is_colourful: bool) -> None:
        self.env = dict(env)
        self.is_colourful = is_colourful
        self.children = [Child(program, COLOURS[i % len(COLOURS)]) for i, program in enumerate(programs)]
        self.width = max(len(program.name) for program in programs)
        self.stopping = threading.Event()
        self.printing = threading.Lock()

    def say(self, text: str, *, name: str = "demo", colour: str = "1") -> None:
        prefix = f"{name:<{self.width}} |"
        if self.is_colourful:
            prefix = f"\x1b[{colour}m{prefix}\x1b[0m"
        with self.printing, suppress(OSError, ValueError):
            sys.stdout.write(f"{prefix} {text}\n")
            sys.stdout.flush()

    def start(self, child: Child) -> None:
        """A session of its own.

        Ctrl-C in the terminal reaches only the supervisor, which then stops in order.
        """
        child.started.append(time.monotonic())
        child.process = subprocess.Popen(
            [sys.executable, "-I", "-S", LEASH, str(os.getpid()), *child.program.command],
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            pass_fds=tuple(child.program.pass_fds),
            start_new_session=True,
        )
        threading.Thread(target=self.copy_output, args=(child, child.process), daemon=True).start()

    def copy_output(self, child: Child, process: subprocess.Popen[str]) -> None:
        if process.stdout is None:
            return
        for line in process.stdout:
            text = line.rstrip()
            if text and not child.program.is_noise(text):
                self.say(text, name=child.program.name, colour=child.colour)

    def run(self, *, when_started: Callable[[], None]) -> int:
        """Run until a signal or until a program cannot be kept alive.

        `when_started` runs in a thread of its own.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())
        result = 0
        try:
            for child in self.children:
                self.start(child)
            threading.Thread(target=when_started, daemon=True).start()
            while not self.stopping.wait(0.25):
                if not all(self.keep(child) for child in self.children):
                    result = 1
                    break
        finally:
            self.stop()
        return result

    def keep(self, child: Child) -> bool:
        """Restart a program that ended; False when it ended too often to go on."""
        if child.process is None or child.process.poll() is None:
            return True
        kill_group(child.process.pid)
        recent = [at for at in child.started if time.monotonic() - at < RESTART_WINDOW_SECONDS]
        self.say(f"{child.program.name} ended with code {child.process.returncode}", colour="31")
        if len(recent) >= RESTARTS_ALLOWED:
            self.say(f"{child.program.name} does not stay up; stopping everything", colour="31")
            return False
        time.sleep(0.5)
        self.start(child)
        return True

    def stop(self) -> None:
        """Ask all, last started first, wait, then kill whole groups so that no grandchild stays behind."""
        self.stopping.set()
        running = [child.process for child in reversed(self.children) if child.process is not None]
        for process in running:
            if process.poll() is None:
                with suppress(ProcessLookupError):
                    process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
        for process in running:
            kill_group(process.pid)
            process.wait()


def kill_group(pid: int) -> None:
    """End what a program left behind: every program leads the process group of its own session."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
