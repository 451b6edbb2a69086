"""The supervisor of `make demo`: restarts, clean ends, nothing left behind. Small programs stand in for ours."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from thuisgevers import stack
from thuisgevers.stack.demo import open_port
from thuisgevers.stack.layout import CHECKOUT
from thuisgevers.stack.processes import is_alive

pytestmark = pytest.mark.timeout(120)

# A program that starts a grandchild which ignores SIGTERM, as a stuck worker would.
STUBBORN = """
import os, signal, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"])
open(sys.argv[1], "a").write(f"{os.getpid()} {child.pid}\\n")
print("started", flush=True)
time.sleep(600)
"""
SUPERVISE = """
import os, sys
from thuisgevers.stack.supervisor import Program, Supervisor
programs = [Program("stubborn", [sys.executable, "-c", sys.argv[1], sys.argv[2]]),
            Program("other", [sys.executable, "-c", "import time; print('hello'); time.sleep(600)"])]
supervisor = Supervisor(programs, env=os.environ, is_colourful=False)
sys.exit(supervisor.run(when_started=lambda: print("go", flush=True)))
"""


def supervise(note: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-u", "-c", SUPERVISE, STUBBORN, str(note)],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        start_new_session=True,
    )


def pids_in(note: Path, *, lines: int = 1) -> list[int]:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        written = note.read_text().splitlines() if note.exists() else []
        if len(written) >= lines:
            return [int(pid) for line in written for pid in line.split()]
        time.sleep(0.05)
    raise AssertionError(f"{note} has not {lines} lines")


def all_gone(pids: list[int]) -> bool:
    deadline = time.monotonic() + 30
    while any(is_alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(is_alive(pid) for pid in pids)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_programs_and_their_stubborn_children(tmp_path: Path, how: signal.Signals) -> None:
    supervisor = supervise(tmp_path / "pids")
    started = pids_in(tmp_path / "pids")
    os.kill(supervisor.pid, how)
    supervisor.communicate(timeout=60)
    assert supervisor.returncode == 0
    assert all_gone(started)


def test_a_killed_program_is_started_again(tmp_path: Path) -> None:
    supervisor = supervise(tmp_path / "pids")
    program, child = pids_in(tmp_path / "pids")
    os.kill(program, signal.SIGKILL)
    after = pids_in(tmp_path / "pids", lines=2)
    assert all_gone([program, child]), "the old program's child must not live beside the new one's"
    os.kill(supervisor.pid, signal.SIGTERM)
    said, _ = supervisor.communicate(timeout=60)
    assert all_gone(after)
    assert "stubborn | started" in said
    assert "other    | hello" in said
    assert "stubborn ended with code -9" in said


def test_programs_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    supervisor = supervise(tmp_path / "pids")
    program, child = pids_in(tmp_path / "pids")
    os.kill(supervisor.pid, signal.SIGKILL)
    supervisor.wait()
    if supervisor.stdout is not None:
        supervisor.stdout.close()
    try:
        assert all_gone([program])
    finally:
        os.kill(child, signal.SIGKILL)


def test_a_program_that_does_not_stay_up_ends_everything() -> None:
    text = SUPERVISE.replace("sys.argv[1], sys.argv[2]", "'raise SystemExit(3)'")
    done = subprocess.run(
        [sys.executable, "-c", text], cwd=CHECKOUT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "stubborn ended with code 3" in done.stdout
    assert "does not stay up" in done.stdout


def test_a_taken_port_leads_to_the_next() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with open_port(port) as found:
            assert port < found.getsockname()[1] <= port + 49


def test_no_free_port_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thuisgevers.stack.demo.PORTS_TO_TRY", 1)
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(stack.StackError, match="No free port"),
    ):
        open_port(taken.getsockname()[1])
