"""Plans that are stopped, lost, killed or declared lost: nothing is left behind and nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from housing.enums import MatchingState
from housing.matching.planning import Phase
from housing.models import MatchingRun
from housing.services import matching_solving
from housing.services.matching import (
    AlreadySolvingError,
    cancel_run,
    retry_run,
)
from housing.tasks import matching as tasks
from tests.database import ROOT, WorkerDatabase
from tests.factories import matching as make
from tests.factories.housing import household, unit
from tests.factories.people import Cast, make_cast
from tests.housing.plans import asked, by, fresh, proposals
from tests.seeding import seed
from thuisgevers.audit.transitions import WrongStateError
from thuisgevers.common import tasks as common_tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def wakes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[Any, ...]]]:
    sent: list[tuple[str, tuple[Any, ...]]] = []

    def note(name: str, args: tuple[Any, ...], queue: str) -> bool:
        sent.append((name, args))
        return True

    monkeypatch.setattr(common_tasks, "publish", note)
    return sent


@pytest.mark.parametrize("phase", list(Phase))
def test_cancelled_in_any_phase_stops_and_leaves_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, phase: Phase
) -> None:
    unit(cast.kampen)
    household(cast.kampen)
    run = asked(cast)
    original = matching_solving._Pulse.__call__

    def cancel_here(self: Any, now: Phase, done: float) -> None:
        if now is phase:
            by(cast.coen, lambda a: cancel_run(access=a, run=run))
            self.last = 0.0
        original(self, now, done)

    monkeypatch.setattr(matching_solving._Pulse, "__call__", cancel_here)
    assert not matching_solving.solve_run(run.pk)
    assert fresh(run).state == MatchingState.CANCELLED
    assert proposals(run) == []


def test_failure_has_words_and_a_way_on(cast: Cast, monkeypatch: pytest.MonkeyPatch, wakes: list[Any]) -> None:
    run = asked(cast)

    def fail(*args: Any, **kwargs: Any) -> None:
        raise ValueError("row 17")

    monkeypatch.setattr(matching_solving, "make_plan", fail)
    assert not matching_solving.solve_run(run.pk)
    failed = fresh(run)
    assert failed.state == MatchingState.FAILED
    assert "Probeer het opnieuw" in failed.error
    assert "17" not in failed.error
    monkeypatch.undo()
    again = by(cast.anna, lambda a: retry_run(access=a, run=failed))
    assert matching_solving.solve_run(again.pk)
    assert fresh(run).state == MatchingState.READY


def test_sweep_finds_what_waits_and_what_was_lost(
    cast: Cast, wakes: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    long_ago = timezone.now() - timedelta(minutes=2)
    waiting = make.run(cast.kampen, cast.anna, state=MatchingState.REQUESTED)
    lost = make.run(cast.zwolle, cast.chaima, state=MatchingState.SOLVING, heartbeat_at=long_ago)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep_runs()
    assert sorted(wakes) == sorted((tasks.solve_run.name, (str(run.pk),)) for run in (waiting, lost))
    assert fresh(lost).state == MatchingState.REQUESTED
    assert matching_solving.solve_run(lost.pk)
    assert fresh(lost).attempts == 2


def test_sweep_leaves_a_living_worker_alone_and_gives_up_in_the_end(cast: Cast) -> None:
    alive = make.run(cast.kampen, cast.anna, state=MatchingState.SOLVING)
    assert not matching_solving.recover_run(alive.pk)
    assert fresh(alive).state == MatchingState.SOLVING
    long_ago = timezone.now() - timedelta(minutes=2)
    hopeless = make.run(cast.zwolle, cast.chaima, state=MatchingState.SOLVING, heartbeat_at=long_ago, attempts=3)
    assert not matching_solving.recover_run(hopeless.pk)
    assert fresh(hopeless).state == MatchingState.FAILED


def test_worker_that_was_declared_lost_writes_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    unit(cast.kampen)
    household(cast.kampen)
    run = asked(cast)
    original = matching_solving._store

    def too_late(held: MatchingRun, *args: Any) -> bool:
        with seed():
            MatchingRun.objects.filter(pk=held.pk).update(claimed_at=timezone.now())
        return original(held, *args)

    monkeypatch.setattr(matching_solving, "_store", too_late)
    assert not matching_solving.solve_run(run.pk)
    assert proposals(run) == []


@pytest.mark.parametrize("state", list(MatchingState))
@pytest.mark.parametrize("verb", ["cancel", "retry"])
def test_people_may_stop_and_retry_only_where_the_table_says_so(
    cast: Cast, state: MatchingState, verb: str, wakes: list[Any]
) -> None:
    run = make.run(cast.kampen, cast.anna, state=state)
    sources = {"cancel": {MatchingState.REQUESTED, MatchingState.SOLVING}, "retry": {MatchingState.FAILED}}
    do = {"cancel": cancel_run, "retry": retry_run}[verb]
    if state in sources[verb]:
        by(cast.coen, lambda a: do(access=a, run=run))
    else:
        with pytest.raises((WrongStateError, AlreadySolvingError)):
            by(cast.coen, lambda a: do(access=a, run=run))


# Real processes from here on: what they write is committed, and the database is cloned anew afterwards.

WORKER = """
import sys, time
import django
django.setup()
from uuid import UUID
from housing.services import matching_solving

def hang(*args, **kwargs):
    kwargs["on_progress"](matching_solving.Phase.SOLVING, 0.0)
    print("solving", flush=True)
    time.sleep(60)

matching_solving.make_plan = hang
matching_solving.solve_run(UUID(sys.argv[1]))
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_worker_killed_while_solving_loses_nothing(
    worker_database: WorkerDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = make_cast()
    unit(cast.kampen)
    household(cast.kampen)
    run = make.run(cast.kampen, cast.anna, state=MatchingState.REQUESTED)
    worker = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WORKER), str(run.pk)],
        cwd=ROOT,
        env={**worker_database.environment(), "DJANGO_SETTINGS_MODULE": "thuisgevers.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "solving\n"
        assert fresh(run).state == MatchingState.SOLVING
        assert not matching_solving.recover_run(run.pk)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait(10)
        monkeypatch.setattr(matching_solving, "LOST_AFTER", timedelta(0))
        assert matching_solving.recover_run(run.pk)
        assert matching_solving.solve_run(run.pk)
        done = fresh(run)
        assert (done.state, done.attempts, done.placed_households) == (MatchingState.READY, 2, 1)
    finally:
        worker.kill()
        worker.communicate(timeout=10)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_cancelled_from_another_connection_while_the_solver_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The solver hangs in its own process; somebody presses the button; the worker ends it within seconds."""
    from housing.matching import planning

    monkeypatch.setattr(planning, "ASIDE_FROM", 0)
    cast = make_cast()
    unit(cast.kampen)
    household(cast.kampen)
    run = make.run(cast.kampen, cast.anna, state=MatchingState.REQUESTED)
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    started: list[subprocess.Popen[bytes]] = []
    original = subprocess.Popen

    def instead(_command: Any, **kwargs: Any) -> Any:
        started.append(original(sleeper, **kwargs))
        return started[-1]

    monkeypatch.setattr("housing.matching.solving.subprocess.Popen", instead)
    ended: list[bool] = []

    def work() -> None:
        ended.append(matching_solving.solve_run(run.pk))
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    deadline = time.monotonic() + 20
    while not started:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    by(cast.coen, lambda a: cancel_run(access=a, run=fresh(run)))
    worker.join(15)
    assert ended == [False]
    assert started[0].poll() is not None
    assert fresh(run).state == MatchingState.CANCELLED
