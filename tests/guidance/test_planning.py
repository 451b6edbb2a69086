"""The planner, tried on random plans: the order is kept, the move stays on its day, everything falls on working days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thuisgevers.guidance.planning import GoesRoundError, Planned, in_order, leave_out, plan_dates
from thuisgevers.guidance.reference import read_plans
from thuisgevers.municipalities.working_days import is_working_day, working_days_between

DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2030, 12, 31))


@st.composite
def plans(draw: st.DrawFn) -> list[Planned]:
    """Steps that only wait for earlier ones, one of them the move, then shuffled."""
    number = draw(st.integers(1, 12))
    move = draw(st.integers(0, number - 1))
    steps = []
    for index in range(number):
        earlier = [f"s{i}" for i in range(index)]
        steps.append(
            Planned(
                key=f"s{index}",
                days=draw(st.integers(1, 30)),
                after=tuple(draw(st.lists(st.sampled_from(earlier), unique=True, max_size=3)) if earlier else ()),
                is_move_in=index == move,
                chosen_on=draw(st.none() | DAYS) if index != move else None,
            )
        )
    return draw(st.permutations(steps))


@settings(deadline=None)  # the first look at a year's holidays takes long
@given(plans(), DAYS)
def test_every_step_ends_before_those_that_wait_for_it_begin(steps: list[Planned], wished_on: date) -> None:
    found = plan_dates(steps, wished_on)
    assert [*found] == [step.key for step in steps]
    for step in steps:
        assert found[step.key].starts_on <= found[step.key].due_on
        for earlier in step.after:
            assert found[earlier].due_on < found[step.key].starts_on, (earlier, step.key)


@settings(deadline=None)  # the first look at a year's holidays takes long
@given(plans(), DAYS)
def test_the_move_is_on_the_wished_day_and_the_rest_on_working_days(steps: list[Planned], wished_on: date) -> None:
    found = plan_dates(steps, wished_on)
    for step in steps:
        period = found[step.key]
        if step.is_move_in:
            assert period.due_on == wished_on
            continue
        assert is_working_day(period.due_on)
        assert is_working_day(period.starts_on)
        assert working_days_between(period.starts_on, period.due_on) == step.days - 1


@settings(deadline=None)  # the first look at a year's holidays takes long
@given(plans(), DAYS, st.data())
def test_leaving_a_step_out_keeps_the_order_of_the_others(
    steps: list[Planned], wished_on: date, data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.sampled_from([step.key for step in steps if not step.is_move_in]))) if steps[1:] else ()
    kept = leave_out(steps, gone)
    found = plan_dates(kept, wished_on)
    before = {step.key: {*step.after} for step in steps}

    def reaches(key: str) -> set[str]:
        return before[key].union(*(reaches(one) for one in before[key])) if before[key] else set()

    for step in kept:
        for earlier in reaches(step.key) - set(gone):
            assert found[earlier].due_on < found[step.key].starts_on


@settings(deadline=None)  # the first look at a year's holidays takes long
@given(plans(), DAYS)
def test_a_chosen_day_counts_as_far_as_the_others_allow(steps: list[Planned], wished_on: date) -> None:
    free = plan_dates([replace(step, chosen_on=None) for step in steps], wished_on)
    found = plan_dates(steps, wished_on)
    for step in steps:
        if step.chosen_on is None:
            continue
        if found[step.key].due_on < free[step.key].due_on:
            assert found[step.key].due_on <= max(step.chosen_on, wished_on)
        elif found[step.key].due_on > free[step.key].due_on:
            assert found[step.key].due_on >= min(step.chosen_on, wished_on)


def test_a_circle_is_named() -> None:
    with pytest.raises(GoesRoundError) as caught:
        in_order({"a": ["c"], "b": ["a"], "c": ["b"]})
    assert caught.value.keys == ("a", "c", "b", "a")


def test_a_wish_that_comes_too_soon_gives_days_in_the_past() -> None:
    steps = [Planned(key="long", days=60), Planned(key="move", days=1, after=("long",), is_move_in=True)]
    found = plan_dates(steps, date(2026, 12, 1))
    assert found["long"].due_on == date(2026, 11, 30)
    assert found["long"].starts_on < date(2026, 9, 15)


def test_holidays_are_nobodys_working_days() -> None:
    steps = [Planned(key="letter", days=2), Planned(key="move", days=1, after=("letter",), is_move_in=True)]
    found = plan_dates(steps, date(2026, 12, 28))
    assert (found["letter"].starts_on, found["letter"].due_on) == (date(2026, 12, 23), date(2026, 12, 24))


@pytest.mark.parametrize("plan", read_plans(), ids=lambda plan: plan["audience"])
def test_the_national_plans_are_sound(plan: dict[str, object]) -> None:
    parts: list[dict[str, list[dict[str, object]]]] = plan["phases"]  # type: ignore[assignment]
    steps = [step for phase in parts for step in phase["steps"]]
    keys = [str(step["key"]) for step in steps]
    assert len(keys) == len(set(keys)) > 20
    after = {str(step["key"]): [str(one) for one in step["after"]] for step in steps}  # type: ignore[attr-defined]
    assert {one for held in after.values() for one in held} <= set(keys)
    assert in_order(after) == keys, "a step stands before one it waits for"
    assert sum(bool(step.get("is_move_in")) for step in steps) == 1
    planned = [
        Planned(
            key=str(step["key"]),
            days=int(str(step["days"])),
            after=tuple(after[str(step["key"])]),
            is_move_in=bool(step.get("is_move_in")),
        )
        for step in steps
    ]
    found = plan_dates(planned, date(2027, 6, 1))
    first = min(period.starts_on for period in found.values())
    assert timedelta(weeks=12) < date(2027, 6, 1) - first < timedelta(weeks=52)
