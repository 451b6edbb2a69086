"""Plans as jobs: asked for, worked out once, stopped, lost and found again; and what the page says of them afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from housing.enums import HouseholdState, MatchingState, PlacementState, PropertyState
from housing.matching.codes import DEFAULT_WEIGHTS, Wish
from housing.models import DwellingUnit, Household, MatchingProposal, MatchingRun
from housing.needs import Needs, write_needs
from housing.queries.matching_facts import all_household_facts, unit_facts
from housing.queries.matching_runs import judged_proposals
from housing.services import matching_solving
from housing.services.matching import (
    AlreadySolvingError,
    cancel_run,
    request_run,
)
from housing.tasks import matching as tasks
from tests.factories import matching as make
from tests.factories.housing import allocation, household, placement, property_, unit
from tests.factories.people import Cast
from tests.housing.plans import CONDITIONS, TODAY, asked, by, fresh, proposals
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.audit.timeline import told_events
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

pytestmark = pytest.mark.django_db


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


def test_job_sees_its_own_row_and_only_with_the_rights_of_who_asked(cast: Cast) -> None:
    own = make.run(cast.kampen, cast.stranger)
    other = make.run(cast.kampen, cast.anna)
    with acting(job=f"matching:{own.pk}"):
        assert set(MatchingRun.objects.values_list("pk", flat=True)) == {own.pk}
        assert not Household.objects.exists()
    with acting(job=f"mail:{other.pk}"):
        assert not MatchingRun.objects.exists()


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
