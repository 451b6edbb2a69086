"""The pure part: never worse than brute force, hard limits never broken, the same answer in any order, and all pairs at once
judged as one pair is."""

from __future__ import annotations

import dataclasses
import itertools
import random
import signal
import subprocess
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from housing.matching.codes import LIMIT_BIT, Limit, Need, Rule, Wish
from housing.matching.explaining import explain
from housing.matching.facts import HouseholdFacts, Terms, UnitFacts, Window
from housing.matching.judging import judge
from housing.matching.kernel import assign
from housing.matching.planning import Phase, Plan, fingerprint, households_for, make_plan, units_for
from housing.matching.solving import Method, certified, greedy, solve, solve_aside
from housing.matching.table import build_table

TODAY = date(2026, 11, 22)


days = st.integers(-200, 200).map(lambda number: TODAY + timedelta(days=number))


maybe_day = st.none() | days


needs = st.frozensets(st.sampled_from(list(Need)), max_size=2)


def _after(day: date, number: int) -> date:
    return day + timedelta(days=number)


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date | None]:
    first = draw(days)
    return first, draw(st.none() | st.integers(1, 200).map(lambda number: first + timedelta(days=number)))


@st.composite
def households(draw: st.DrawFn, most: int = 6) -> list[HouseholdFacts]:
    found = []
    for number in range(draw(st.integers(0, most))):
        size = draw(st.integers(1, 5))
        found.append(
            HouseholdFacts(
                id=UUID(int=number + 1),
                municipality_id=draw(st.sampled_from([1, 1, 1, 2])),
                size=size,
                children=draw(st.integers(0, size - 1)),
                youngest=draw(st.sampled_from([0, 4, 18, 27, 55])),
                limits=draw(needs),
                wishes=draw(needs),
                available_from=draw(maybe_day),
                move_by=draw(maybe_day),
            )
        )
    return found


@st.composite
def units(draw: st.DrawFn, most: int = 6) -> list[UnitFacts]:
    found = []
    for number in range(draw(st.integers(0, most))):
        least = draw(st.integers(1, 3))
        begins = draw(maybe_day)
        found.append(
            UnitFacts(
                id=UUID(int=100 + number),
                municipality_id=draw(st.sampled_from([1, 1, 1, 2])),
                capacity_min=least,
                capacity_max=least + draw(st.integers(0, 3)),
                bedrooms=draw(st.integers(0, 4)),
                lockable_bedrooms=draw(st.integers(0, 1)),
                step_free=draw(st.booleans()),
                own_front_door=draw(st.booleans()),
                own_kitchen=draw(st.booleans()),
                own_sanitary=draw(st.booleans()),
                children_suitable=draw(st.booleans()),
                pets_allowed=draw(st.booleans()),
                minimum_age=draw(st.sampled_from([0, 0, 0, 18, 55])),
                is_open=draw(st.sampled_from([True, True, True, False])),
                available_from=begins,
                available_until=draw(st.none() | st.integers(1, 700).map(partial(_after, begins or TODAY))),
                closures=tuple(draw(st.lists(spans(), max_size=2))),
                occupied=tuple(draw(st.lists(spans(), max_size=2))),
            )
        )
    return found


@st.composite
def conditions(draw: st.DrawFn) -> Terms:
    start = TODAY + timedelta(days=draw(st.integers(-10, 60)))
    shortest = draw(st.sampled_from([1, 90, 182]))
    return Terms(
        today=TODAY,
        window=Window(
            starts_on=start,
            latest_on=start + timedelta(days=draw(st.integers(0, 120))),
            shortest_days=shortest,
            wished_days=shortest + draw(st.integers(0, 200)),
        ),
        weights={wish: draw(st.integers(0, 10)) for wish in Wish},
        rule=draw(st.sampled_from(list(Rule))),
        partners=draw(st.sampled_from([frozenset(), frozenset({frozenset({1, 2})})])),
    )


USUAL = Terms(today=TODAY, window=Window.from_today(TODAY))


THOROUGH = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def worth_of(pairs: list[tuple[HouseholdFacts, UnitFacts]], terms: Terms) -> tuple[int, int]:
    first = sum(household.size if terms.rule == Rule.PEOPLE else 1 for household, _unit in pairs)
    return first, sum(judge(household, unit, terms).score for household, unit in pairs)


def by_brute_force(people: list[HouseholdFacts], homes: list[UnitFacts], terms: Terms) -> tuple[int, int]:
    """The best over every way to give every household one of the units or none."""
    slots: list[UnitFacts | None] = [*homes, *[None] * len(people)]
    verdicts = {(h.id, u.id): judge(h, u, terms) for h in people for u in homes}
    best = (0, 0)
    for chosen in itertools.permutations(slots, len(people)) if len(people) <= 3 else ():
        pairs = [(h, u) for h, u in zip(people, chosen, strict=True) if u is not None]
        if all(verdicts[h.id, u.id].is_possible for h, u in pairs):
            best = max(best, worth_of(pairs, terms))
    if len(people) <= 3:
        return best
    score = {pair: verdict.score for pair, verdict in verdicts.items() if verdict.is_possible}
    return _by_recursion(people, homes, set(score), score, terms)


def _by_recursion(people: list, homes: list, possible: set, score: dict, terms: Terms) -> tuple[int, int]:
    if not people:
        return 0, 0
    head, rest = people[0], people[1:]
    best = _by_recursion(rest, homes, possible, score, terms)
    for unit in homes:
        if (head.id, unit.id) in possible:
            others = [one for one in homes if one.id != unit.id]
            first, wishes = _by_recursion(rest, others, possible, score, terms)
            gain = head.size if terms.rule == Rule.PEOPLE else 1
            best = max(best, (first + gain, wishes + score[head.id, unit.id]))
    return best


def pairs_of(plan: Plan) -> list[tuple[HouseholdFacts, UnitFacts]]:
    return [(one.household, one.unit) for one in plan.placed]


@THOROUGH
@given(households(5), units(5), conditions())
def test_plan_is_exactly_as_good_as_brute_force(people: list, homes: list, terms: Terms) -> None:
    plan = make_plan(people, homes, terms)
    assert worth_of(pairs_of(plan), terms) == by_brute_force(people, homes, terms)
    assert (plan.worth.placed, plan.worth.score) == worth_of(pairs_of(plan), terms)
    assert plan.is_proven


@THOROUGH
@given(households(), units(), conditions())
def test_hard_limits_hold_and_nobody_is_split_or_doubled(people: list, homes: list, terms: Terms) -> None:
    plan = make_plan(people, homes, terms)
    for one in plan.placed:
        household, unit, verdict = one.household, one.unit, one.verdict
        assert verdict.is_possible
        assert unit.capacity_min <= household.size <= unit.capacity_max
        assert household.youngest >= unit.minimum_age
        assert unit.children_suitable or not household.children
        assert household.municipality_id == unit.municipality_id or terms.partners
        assert unit.is_open
        start, end = verdict.starts_on, verdict.ends_on
        assert start and end
        assert terms.window.starts_on <= start <= terms.window.latest_on
        assert start >= (household.available_from or start)
        assert start >= (unit.available_from or start)
        assert end <= (unit.available_until or end)
        assert terms.window.shortest_days <= (end - start).days <= terms.window.wished_days
        for begins, ends in (*unit.closures, *unit.occupied):
            assert begins >= end or (ends is not None and ends <= start)
    assert len({one.unit.id for one in plan.placed}) == len(plan.placed)
    everybody = [one.household.id for one in plan.placed] + [one.household.id for one in plan.unplaced]
    assert sorted(everybody) == sorted(one.id for one in people)


@THOROUGH
@given(households(), units(), conditions(), st.randoms())
def test_order_of_the_input_makes_no_difference(people: list, homes: list, terms: Terms, dice: random.Random) -> None:
    mixed_people, mixed_homes = dice.sample(people, len(people)), dice.sample(homes, len(homes))
    assert make_plan(people, homes, terms) == make_plan(mixed_people, mixed_homes, terms)
    assert fingerprint(people, homes, terms) == fingerprint(mixed_people, mixed_homes, terms)
    for household in people[:1]:
        assert units_for(household, homes, terms) == units_for(household, mixed_homes, terms)
    for unit in homes[:1]:
        assert households_for(unit, people, terms) == households_for(unit, mixed_people, terms)


@THOROUGH
@given(households(), units(), conditions())
def test_all_pairs_at_once_are_judged_as_one_pair_is(people: list, homes: list, terms: Terms) -> None:
    table = build_table(people, homes, terms)
    for number, household in enumerate(table.households):
        possible, score = table.household_row(number)
        profile, day = table.household_profile[number], table.household_day[number]
        for place, unit in enumerate(table.units):
            verdict = judge(household, unit, terms)
            bits = int(table.fixed_limits[profile, table.unit_profile[place]] | table.date_limit[day, place])
            assert bits == sum(LIMIT_BIT[limit] for limit in verdict.limits)
            assert bool(possible[place]) == verdict.is_possible
            if verdict.is_possible:
                assert int(score[place]) == verdict.score


@THOROUGH
@given(households(), units(), conditions())
def test_reasons_count_what_each_limit_closes_and_what_its_going_opens(people: list, homes: list, terms: Terms) -> None:
    table = build_table(people, homes, terms)
    for number, why in enumerate(explain(table, list(range(len(people))))):
        verdicts = [judge(table.households[number], unit, terms) for unit in table.units]
        assert why.units == len(homes)
        assert why.possible == sum(verdict.is_possible for verdict in verdicts)
        for limit in Limit:
            assert why.closed.get(limit, 0) == sum(limit in verdict.limits for verdict in verdicts)
            assert why.opens.get(limit, 0) == sum(verdict.limits == (limit,) for verdict in verdicts)


@THOROUGH
@given(households(), units(), conditions())
def test_greedy_plan_is_possible_and_its_bound_is_honest(people: list, homes: list, terms: Terms) -> None:
    graph = build_table(people, homes, terms).graph()
    best, quick = solve(graph), certified(graph, greedy(graph), Method.GREEDY)
    assert quick.bound <= best.cost <= quick.cost
    assert best.is_proven


def test_proof_refuses_a_plan_that_is_not_the_best() -> None:
    people = [
        HouseholdFacts(id=UUID(int=1), municipality_id=1, size=2),
        HouseholdFacts(id=UUID(int=2), municipality_id=1, size=1),
    ]
    homes = [UnitFacts(id=UUID(int=9), municipality_id=1, capacity_min=1, capacity_max=2)]
    graph = build_table(people, homes, USUAL).graph()
    worse = certified(graph, np.array([1], dtype=np.int32), Method.EXACT)
    assert not worse.is_proven
    assert certified(graph, np.array([0], dtype=np.int32), Method.EXACT).is_proven
    with pytest.raises(ValueError, match="not an assignment"):
        certified(graph, np.array([1, 1], dtype=np.int32), Method.EXACT)


def test_nobody_and_nothing_give_an_empty_plan() -> None:
    home = UnitFacts(id=UUID(int=9), municipality_id=1, capacity_min=1, capacity_max=2)
    alone = HouseholdFacts(id=UUID(int=1), municipality_id=1, size=1)
    assert make_plan([], [], USUAL).placed == ()
    assert make_plan([], [home], USUAL).is_proven
    left = make_plan([alone], [], USUAL)
    assert left.unplaced[0].why.units == 0
    assert left.is_proven


def test_plan_without_an_answer_says_which_limit_binds() -> None:
    people = [HouseholdFacts(id=UUID(int=number), municipality_id=1, size=6) for number in range(1, 4)]
    homes = [
        UnitFacts(id=UUID(int=9 + number), municipality_id=1, capacity_min=1, capacity_max=2) for number in range(2)
    ]
    plan = make_plan(people, homes, USUAL)
    assert not plan.placed
    assert plan.binds == {Limit.TOO_LARGE: 3}
    assert plan.unplaced[0].why.best_change == Limit.TOO_LARGE


def test_most_people_come_first_then_wishes() -> None:
    large = HouseholdFacts(id=UUID(int=1), municipality_id=1, size=3)
    hurried = HouseholdFacts(id=UUID(int=2), municipality_id=1, size=2, move_by=TODAY)
    home = UnitFacts(id=UUID(int=9), municipality_id=1, capacity_min=1, capacity_max=3)
    assert [one.household for one in make_plan([large, hurried], [home], USUAL).placed] == [large]
    by_household = dataclasses.replace(USUAL, rule=Rule.HOUSEHOLDS)
    assert [one.household for one in make_plan([large, hurried], [home], by_household).placed] == [hurried]


def test_family_is_never_split_over_two_units() -> None:
    family = HouseholdFacts(id=UUID(int=1), municipality_id=1, size=4)
    homes = [
        UnitFacts(id=UUID(int=9 + number), municipality_id=1, capacity_min=1, capacity_max=2) for number in range(2)
    ]
    assert not make_plan([family], homes, USUAL).placed


@pytest.mark.parametrize("seconds", [30.0, 0.0])
def test_solver_in_its_own_process_gives_the_same_or_says_the_gap(seconds: float) -> None:
    graph = build_table(*_town(60, 30), USUAL).graph()
    found = solve_aside(graph, look=lambda: None, seconds=seconds)
    assert found.bound <= found.cost
    if found.method == Method.EXACT:
        assert found.cost == solve(graph).cost
        assert found.is_proven
    else:
        assert seconds == 0.0


class Enough(Exception):
    pass


def test_whoever_cancels_stops_the_solver_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed while it works, not waited for."""
    graph = build_table(*_town(2500, 2000), USUAL).graph()
    started: list[subprocess.Popen[bytes]] = []
    looks = 0

    class Seen(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            started.append(self)

    def look() -> None:
        nonlocal looks
        looks += 1
        raise Enough

    monkeypatch.setattr(subprocess, "Popen", Seen)
    with pytest.raises(Enough):
        solve_aside(graph, look=look, seconds=60)
    assert looks == 1
    assert [process.returncode for process in started] == [-signal.SIGKILL]


def test_progress_is_told_per_phase_and_can_stop_everything() -> None:
    phases: list[Phase] = []
    make_plan(*_town(40, 20), USUAL, on_progress=lambda phase, _done: phases.append(phase))
    assert list(dict.fromkeys(phases)) == [Phase.COMPARING, Phase.SOLVING, Phase.EXPLAINING]

    def stop(phase: Phase, _done: float) -> None:
        if phase is Phase.SOLVING:
            raise Enough

    with pytest.raises(Enough):
        make_plan(*_town(40, 20), USUAL, on_progress=stop)


def test_costs_stay_whole_numbers_that_a_float_counts_exactly() -> None:
    table = build_table(*_town(300, 200), USUAL)
    graph = table.graph()
    assert (graph.costs == np.floor(graph.costs)).all()
    assert int(graph.costs.max()) == table.ceiling
    chosen = assign(graph)
    assert len(np.unique(chosen)) == graph.rows


def _town(people: int, homes: int) -> tuple[list[HouseholdFacts], list[UnitFacts]]:
    dice = random.Random(7)
    return (
        [
            HouseholdFacts(
                id=UUID(int=number + 1),
                municipality_id=1,
                size=dice.randint(1, 6),
                wishes=frozenset(need for need in Need if dice.random() < 0.2),
                move_by=TODAY + timedelta(days=dice.randrange(-20, 98)),
            )
            for number in range(people)
        ],
        [
            UnitFacts(
                id=UUID(int=10**6 + number),
                municipality_id=1,
                capacity_min=1,
                capacity_max=dice.randint(1, 6),
                own_kitchen=dice.random() < 0.5,
                pets_allowed=dice.random() < 0.5,
            )
            for number in range(homes)
        ],
    )
