"""Interleaved measuring in CPU time: ours, then its control, round after round, and the median of the ratios.

CPU time and not the clock on the wall, because other processes run too. A request also costs its PostgreSQL backend
CPU time, so that is added where the server runs on this machine.
"""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

type Work = Callable[[], object]
type Clock = Callable[[], float]


def own_peak() -> int:
    """Most memory this process ever had, in kB. Not `ru_maxrss`: after `exec` that still holds the peak of the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def own_cpu() -> float:
    """Seconds of CPU of this process, user and system, all threads."""
    return time.process_time()


def process_clock(pid: int) -> Clock:
    """CPU seconds of another process on this machine: Linux's per-process clock (clock_getcpuclockid)."""
    identifier = (~pid << 3) | 2
    return lambda: time.clock_gettime(identifier)


def backend_clock(pid: int) -> Clock | None:
    """The clock of a PostgreSQL backend; None where the server runs elsewhere."""
    try:
        if "postgres" not in Path(f"/proc/{pid}/cmdline").read_text():
            return None
    except OSError:
        return None
    return process_clock(pid)


def with_own(other: Clock | None) -> Clock:
    """This process and, where it can be read, the other one together."""
    return own_cpu if other is None else lambda: own_cpu() + other()


@dataclass(frozen=True)
class Measured:
    """CPU milliseconds of one piece of work (medians over the rounds), and the median of ours ÷ control per round."""

    ours_ms: float
    control_ms: float
    ratio: float
    lowest: float
    highest: float
    rounds: int
    repeats: int


def compare(ours: Work, control: Work, *, clock: Clock, rounds: int, repeats: int, warm: int = 2) -> Measured:
    """Both are warmed up first, `warm` times; within a round they take turns, and every other round begins with the control."""
    for work in (ours, control) * warm:
        work()
    mine, theirs, ratios = [], [], []
    for number in range(rounds):
        gc.collect()
        spent = {ours: 0.0, control: 0.0}
        order = (ours, control) if number % 2 == 0 else (control, ours)
        for _ in range(repeats):
            for work in order:
                start = clock()
                work()
                spent[work] += clock() - start
        mine.append(spent[ours] / repeats * 1000)
        theirs.append(spent[control] / repeats * 1000)
        ratios.append(mine[-1] / theirs[-1])
    return Measured(
        ours_ms=statistics.median(mine),
        control_ms=statistics.median(theirs),
        ratio=statistics.median(ratios),
        lowest=min(ratios),
        highest=max(ratios),
        rounds=rounds,
        repeats=repeats,
    )


def spend(work: Work, *, clock: Clock, rounds: int, repeats: int) -> float:
    """CPU milliseconds of one piece of work by itself, for numbers without a limit."""
    work()
    found = []
    for _ in range(rounds):
        start = clock()
        for _ in range(repeats):
            work()
        found.append((clock() - start) / repeats * 1000)
    return statistics.median(found)


def load() -> str:
    """How busy the machine was, so that a reader can judge the noise."""
    return " ".join(f"{value:.1f}" for value in os.getloadavg())
