"""Plans as jobs: asked for, worked out once, stopped, lost and found again; and what the page says of them afterwards."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from housing.enums import HouseholdState, MatchingRule, MatchingState, PlacementState, PropertyState
from housing.matching.codes import DEFAULT_WEIGHTS, WISHES, Wish
from housing.matching.planning import Phase
from housing.models import DwellingUnit, Household, MatchingProposal, MatchingRun, MatchingWeights, PlacingAgreement
from housing.needs import Needs, write_needs
from housing.permissions import matching as p
from housing.queries.matching_facts import all_household_facts, partner_pairs, partner_units, unit_facts
from housing.queries.matching_runs import judged_proposals
from housing.services import matching_solving
from housing.services.matching import (
    AlreadySolvingError,
    WeightsChangedError,
    cancel_run,
    choose_weights,
    request_run,
    retry_run,
)
from housing.tasks import matching as tasks
from tests.database import ROOT, WorkerDatabase
from tests.factories import matching as make
from tests.factories.housing import allocation, household, placement, property_, unit
from tests.factories.people import Cast, make_cast
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.audit.timeline import told_events
from thuisgevers.audit.transitions import WrongStateError
from thuisgevers.common import tasks as common_tasks
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
CONDITIONS: dict[str, Any] = {
    "starts_on": TODAY,
    "latest_on": TODAY + timedelta(weeks=12),
    "shortest_days": 182,
    "wished_days": 364,
}


@pytest.fixture
def wakes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[Any, ...]]]:
    sent: list[tuple[str, tuple[Any, ...]]] = []

    def note(name: str, args: tuple[Any, ...], queue: str) -> bool:
        sent.append((name, args))
        return True

    monkeypatch.setattr(common_tasks, "publish", note)
    return sent


def by[Result](user: Any, do: Callable[[Access], Result]) -> Result:
    with transaction.atomic(), acting(user_id=user.pk):
        return do(Access.for_user(user, second_factor=True))


def fresh[Row: Any](row: Row) -> Row:
    with seed():
        return type(row).objects.select_related("municipality").get(pk=row.pk)


def asked(cast: Cast, **fields: Any) -> MatchingRun:
    return by(cast.anna, lambda a: request_run(access=a, municipality=cast.kampen, **CONDITIONS | fields))


def proposals(run: MatchingRun) -> list[MatchingProposal]:
    with seed():
        return list(MatchingProposal.objects.filter(run=run).select_related("household", "unit").order_by("pk"))


def needing(municipality: Any, limits: tuple[str, ...] = (), wishes: tuple[str, ...] = (), **fields: Any) -> Household:
    made = household(municipality, **fields)
    with seed():
        made.needs = write_needs(Needs(limits=limits, wishes=wishes))  # type: ignore[arg-type]
        made.save(update_fields=["needs"])
    return made


def test_plan_is_worked_out_by_the_worker_and_says_everything(cast: Cast) -> None:
    home = unit(cast.kampen, kitchen="own", capacity_max=3)
    wants = needing(cast.kampen, wishes=("own_kitchen",))
    large = household(cast.kampen, people_27_54=6)
    run = asked(cast)
    assert matching_solving.solve_run(run.pk)
    done = fresh(run)
    assert (done.state, done.progress, done.method) == (MatchingState.READY, 100, "exact")
    assert done.is_proven
    assert (done.households, done.placed_households, done.placed_people, done.units) == (2, 1, 3, 1)
    assert len(done.input_hash) == 64
    assert done.binds == {"too_large": 1}
    placed, left = sorted(proposals(run), key=lambda row: not row.is_placed)
    assert (placed.household, placed.unit, placed.rank, placed.options) == (wants, home, 1, 1)
    assert json.loads(placed.reasons)["points"]["own_kitchen"] == [10, DEFAULT_WEIGHTS[Wish.OWN_KITCHEN]]
    assert left.household == large
    assert json.loads(left.reasons) == {
        "units": 1,
        "possible": 0,
        "closed": {"too_large": 1},
        "opens": {"too_large": 1},
    }
    with seed():
        verbs = list(AuditEvent.objects.filter(object_id=run.pk).order_by("at").values_list("verb", flat=True))
    assert verbs == ["request", "claim", "finish"]
    assert {
        f"housing.MatchingRun.{verb}" for verb in ("request", "claim", "finish", "fail", "lose", "cancel", "retry")
    } <= (told_events())


def test_proposals_hold_codes_only_and_are_sealed(cast: Cast) -> None:
    unit(cast.kampen)
    needing(cast.kampen, limits=("step_free",))
    run = asked(cast)
    matching_solving.solve_run(run.pk)
    with seed(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT reasons, to_jsonb(p.*)::text FROM housing_matchingproposal p WHERE run_id = %s", [run.pk]
        )
        [(sealed, row)] = cursor.fetchall()
    assert b"step_free" not in bytes(sealed)
    assert "step_free" not in row
    [kept] = proposals(run)
    assert json.loads(kept.reasons)["closed"] == {"step_free": 1}


def test_only_who_waits_is_in_the_plan(cast: Cast) -> None:
    waiting = household(cast.kampen)
    allocation(waiting, move_by=TODAY)
    household(cast.zwolle)
    for state in (HouseholdState.CANCELLED, HouseholdState.LEFT):
        household(cast.kampen, state=state)
    proposed = household(cast.kampen)
    placement(unit(cast.kampen), proposed, by=cast.anna, state=PlacementState.PROPOSED)
    facts = by(cast.anna, lambda a: all_household_facts(a, cast.kampen))
    assert [one.id for one in facts] == [waiting.pk]
    assert facts[0].move_by == TODAY
    assert (facts[0].size, facts[0].children, facts[0].youngest) == (3, 1, 4)


def test_units_are_known_with_what_closes_and_fills_them(cast: Cast) -> None:
    lent = property_(cast.kampen, vacant_from=TODAY, vacant_until=TODAY + timedelta(days=300), minimum_age=55)
    lived_in = unit(cast.kampen, lent)
    placement(lived_in, household(cast.kampen), by=cast.anna, expected_end_on=TODAY + timedelta(days=90))
    overdue = unit(cast.kampen)
    placement(
        overdue,
        household(cast.kampen),
        by=cast.anna,
        move_in_on=TODAY - timedelta(days=400),
        expected_end_on=TODAY - timedelta(days=1),
    )
    unit(cast.kampen, property_(cast.kampen, state=PropertyState.ASSESSING))
    unit(cast.kampen, property_(cast.kampen, state=PropertyState.SUITABLE))
    found = {one.id: one for one in by(cast.anna, lambda a: unit_facts(a, cast.kampen))}
    assert len(found) == 3
    first = found[lived_in.pk]
    assert (first.available_from, first.available_until, first.minimum_age) == (
        TODAY,
        TODAY + timedelta(days=300),
        55,
    )
    assert first.occupied == ((TODAY, TODAY + timedelta(days=90)),)
    assert found[overdue.pk].occupied == ((TODAY - timedelta(days=400), None),)
    assert [one.is_open for one in found.values()].count(False) == 1


def test_number_of_statements_is_the_same_for_one_and_for_three(
    cast: Cast, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    def load() -> int:
        with acting(user_id=cast.anna.pk):
            access = Access.for_user(cast.anna, second_factor=True)
            return count_queries(lambda: (all_household_facts(access, cast.kampen), unit_facts(access, cast.kampen)))

    unit(cast.kampen)
    household(cast.kampen)
    assert load() == 5
    for _number in range(2):
        unit(cast.kampen)
        household(cast.kampen)
    assert load() == 5


def test_delivered_twice_is_worked_out_once(cast: Cast) -> None:
    unit(cast.kampen)
    household(cast.kampen)
    run = asked(cast)
    tasks.solve_run(str(run.pk))
    first = fresh(run)
    tasks.solve_run(str(run.pk))
    assert fresh(run).finished_at == first.finished_at
    assert len(proposals(run)) == 1


@pytest.mark.parametrize("state", [state for state in MatchingState if state != MatchingState.REQUESTED])
def test_nothing_happens_for_a_row_that_does_not_wait(cast: Cast, state: MatchingState) -> None:
    run = make.run(cast.kampen, cast.anna, state=state)
    assert not matching_solving.solve_run(run.pk)
    assert fresh(run).state == state


def test_one_plan_at_a_time_per_municipality(cast: Cast) -> None:
    first = asked(cast)
    with pytest.raises(AlreadySolvingError):
        asked(cast)
    by(cast.anna, lambda a: cancel_run(access=a, run=first))
    asked(cast)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"latest_on": TODAY - timedelta(days=1)}, "latest_on"),
        ({"latest_on": TODAY + timedelta(days=400)}, "latest_on"),
        ({"wished_days": 100}, "wished_weeks"),
    ],
)
def test_conditions_that_cannot_be_are_refused_at_their_field(cast: Cast, change: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        asked(cast, **change)
    assert set(refused.value.message_dict) == {field}


def test_rights_are_asked_again_for_who_requested(cast: Cast) -> None:
    run = make.run(cast.kampen, cast.vince, state=MatchingState.REQUESTED)
    assert not matching_solving.solve_run(run.pk)
    done = fresh(run)
    assert done.state == MatchingState.FAILED
    assert "niet meer plannen" in done.error
    with pytest.raises(PermissionDenied):
        by(cast.vince, lambda a: request_run(access=a, municipality=cast.kampen, **CONDITIONS))


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


def test_job_sees_its_own_row_and_only_with_the_rights_of_who_asked(cast: Cast) -> None:
    own = make.run(cast.kampen, cast.stranger)
    other = make.run(cast.kampen, cast.anna)
    with acting(job=f"matching:{own.pk}"):
        assert set(MatchingRun.objects.values_list("pk", flat=True)) == {own.pk}
        assert not Household.objects.exists()
    with acting(job=f"mail:{other.pk}"):
        assert not MatchingRun.objects.exists()


def weights(**changed: int) -> dict[Wish, int]:
    return {wish: changed.get(wish.value, DEFAULT_WEIGHTS[wish]) for wish in WISHES}


def chosen(cast: Cast, seen: int = 0, **fields: Any) -> MatchingWeights:
    facts = {"weights": weights(pets=9), "rule": MatchingRule.HOUSEHOLDS, "reason": "Meer huisdieren"} | fields
    return by(cast.coen, lambda a: choose_weights(access=a, municipality=cast.kampen, seen=seen, **facts))


def test_weights_are_versions_and_a_plan_keeps_those_it_was_made_with(cast: Cast) -> None:
    before = asked(cast)
    first = chosen(cast)
    assert (first.version, first.pets) == (1, 9)
    second = chosen(cast, seen=1, weights=weights(pets=0))
    assert second.version == 2
    by(cast.anna, lambda a: cancel_run(access=a, run=before))
    after = asked(cast)
    assert (before.weights["pets"], before.weights_version, before.rule) == (3, 0, "people")
    assert (after.weights["pets"], after.weights_version, after.rule) == (0, 2, "households")
    with seed():
        event = AuditEvent.objects.get(object_id=first.pk)
    assert event.data["changed"] == {"pets": [3, 9]}
    assert event.reason == "Meer huisdieren"


def test_only_the_coordinator_weighs_and_nobody_overwrites_a_colleague(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        by(
            cast.anna,
            lambda a: choose_weights(
                access=a,
                municipality=cast.kampen,
                weights=weights(),
                rule=MatchingRule.PEOPLE,
                reason="x",
                seen=0,
            ),
        )
    chosen(cast)
    with pytest.raises(WeightsChangedError):
        chosen(cast, seen=0)


@pytest.mark.parametrize(
    "given",
    [
        {"reason": "  "},
        {"weights": {Wish.PETS: 3}},
        {"weights": {**dict.fromkeys(WISHES, 1), Wish.PETS: 11}},
        {"weights": {**dict.fromkeys(WISHES, 1), "religion": 3}},
    ],
)
def test_weights_outside_the_closed_list_are_refused(cast: Cast, given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        chosen(cast, **given)
    with seed():
        assert not MatchingWeights.objects.exists()


def test_proposals_become_stale_when_the_world_moves_on(cast: Cast) -> None:
    run = make.run(cast.kampen, cast.anna)
    rows: dict[str, MatchingProposal] = {}
    for case in ("", "household", "placed", "taken", "gone", "closed", "past"):
        people, home = household(cast.kampen), unit(cast.kampen)
        start = TODAY - timedelta(days=2) if case == "past" else TODAY
        rows[case] = make.proposal(run, people, home, starts_on=start)
        with seed():
            if case == "household":
                Household.objects.filter(pk=people.pk).update(state=HouseholdState.CANCELLED)
            if case == "gone":
                DwellingUnit.objects.filter(pk=home.pk).update(retired_on=TODAY)
            if case == "closed":
                home.closures.create(
                    municipality=cast.kampen, property_id=home.property_id, kind="repair", starts_on=TODAY
                )
        if case == "placed":
            placement(unit(cast.kampen), people, by=cast.anna, state=PlacementState.PROPOSED)
        if case == "taken":
            placement(home, household(cast.kampen), by=cast.anna, state=PlacementState.PLANNED)
    found = by(cast.anna, lambda a: dict(judged_proposals(a, run).values_list("pk", "stale")))
    assert {case: found[kept.pk] for case, kept in rows.items()} == {case: case for case in rows}


def agree(cast: Cast, ours: bool = True, theirs: bool = True, ends_on: date | None = None) -> None:
    with seed():
        for here, there, said in ((cast.kampen, cast.zwolle, ours), (cast.zwolle, cast.kampen, theirs)):
            if said:
                PlacingAgreement.objects.create(
                    municipality=here,
                    partner=there,
                    starts_on=TODAY - timedelta(days=9),
                    ends_on=ends_on,
                    recorded_by=cast.coen,
                )


@pytest.mark.parametrize(
    ("agreed", "number"),
    [
        ({}, 1),
        ({"ours": False}, 0),
        ({"theirs": False}, 0),
        ({"ends_on": TODAY}, 0),
    ],
)
def test_units_of_a_partner_are_offered_only_where_both_agreed(cast: Cast, agreed: dict[str, Any], number: int) -> None:
    agree(cast, **agreed)
    away = unit(cast.zwolle, capacity_max=5)
    placement(away, household(cast.zwolle), by=cast.chaima, expected_end_on=TODAY + timedelta(days=30))
    unit(cast.zwolle, property_(cast.zwolle, state=PropertyState.SUITABLE))
    unit(cast.urk)
    found = by(cast.anna, lambda _a: partner_units(cast.kampen))
    assert len(found) == number
    if number:
        assert (found[0].id, found[0].municipality_id, found[0].capacity_max) == (away.pk, cast.zwolle.pk, 5)
        assert found[0].occupied == ((TODAY, TODAY + timedelta(days=30)),)
        assert by(cast.anna, lambda _a: partner_pairs(cast.kampen)) == {frozenset({cast.kampen.pk, cast.zwolle.pk})}


@pytest.mark.parametrize("who", ["bram", "daan", "els", "vince", "gerrit", "chaima", "stranger"])
def test_nobody_else_learns_of_units_elsewhere(cast: Cast, who: str) -> None:
    agree(cast)
    unit(cast.zwolle)
    assert by(getattr(cast, who), lambda _a: partner_units(cast.kampen)) == []
    assert by(getattr(cast, who), lambda _a: partner_pairs(cast.kampen)) == frozenset()


def test_place_at_a_partner_is_a_transfer_and_not_a_placement(cast: Cast, client_as: Any) -> None:
    agree(cast)
    away = unit(cast.zwolle)
    people = household(cast.kampen)
    run = asked(cast, with_partners=True)
    assert matching_solving.solve_run(run.pk)
    [row] = proposals(run)
    assert (row.unit, row.partner_unit_id, row.partner_id) == (None, away.pk, cast.zwolle.pk)
    page = client_as(cast.anna).get(reverse("housing:matching_run", args=["kampen", run.pk])).content.decode()
    assert "Overdragen aan Zwolle" in page
    assert reverse("housing:transfer_offer", args=["kampen", people.pk]) in page
    assert "Kerkstraat" not in page


WHO = [*[role.value for role in Role], "elsewhere", "nobody"]


@pytest.mark.parametrize("who", WHO)
def test_list_and_detail_and_policies_agree_for_every_role(cast: Cast, who: str) -> None:
    for place, user in ((cast.kampen, cast.anna), (cast.zwolle, cast.chaima)):
        run = make.run(place, user)
        make.proposal(run, household(place), unit(place))
        with seed():
            MatchingWeights.objects.create(municipality=place, version=1, reason="x", set_by=user)
    people = {role.value: user for role, user in cast.by_role().items()}
    user = (people | {"elsewhere": cast.chaima, "nobody": cast.stranger})[who]
    pairs: tuple[tuple[Any, Any, Any], ...] = (
        (MatchingRun, p.viewable_runs, p.can_view_run),
        (MatchingProposal, p.viewable_proposals, p.can_view_proposal),
        (MatchingWeights, p.viewable_weights, p.can_view_weights),
    )
    for model, rows, may in pairs:
        with seed():
            access = Access.for_user(user, second_factor=True)
            listed = set(rows(access).values_list("pk", flat=True))
            allowed = {row.pk for row in model.objects.select_related("municipality") if may(access, row)}
        assert listed == allowed
        with transaction.atomic(), acting(user_id=user.pk):
            assert set(model.objects.values_list("pk", flat=True)) == listed


def test_finished_plans_and_weights_cannot_be_rewritten_by_the_application(cast: Cast) -> None:
    for table in ("housing_matchingproposal", "housing_matchingweights"):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT has_table_privilege('app', %s, 'UPDATE') OR has_table_privilege('app', %s, 'DELETE')",
                [table, table],
            )
            assert cursor.fetchone() == (False,)


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
