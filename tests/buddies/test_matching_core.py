"""Matching without a database: what binds, what counts, and that the plan for all is the best there is."""

from __future__ import annotations

import itertools
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from buddies.matching.codes import LIMIT_BIT, MOST_SCORE, Limit, Wish
from buddies.matching.facts import BuddyFacts, HomeFacts
from buddies.matching.judging import buddies_for, judge
from buddies.matching.planning import make_plan
from buddies.matching.table import table_of

ASKS = frozenset({"home_visit"})
words = st.frozensets(st.sampled_from("abcd"), max_size=3)
tasks = st.frozensets(st.sampled_from(["home_visit", "language", "outing"]), max_size=2)
digits = st.sampled_from(["", "8261", "8271"])
places = st.sampled_from(["", "Kampen", "IJsselmuiden"])


def _id(number: int) -> UUID:
    return UUID(int=number)


homes_ = st.builds(
    HomeFacts,
    id=st.just(_id(0)),
    has_children=st.booleans(),
    languages=words,
    language_is_needed=st.booleans(),
    moments=words,
    interests=words,
    tasks=tasks,
    digits=digits,
    place=places,
    before=st.frozensets(st.integers(100, 103).map(_id), max_size=1),
)
buddies_ = st.builds(
    BuddyFacts,
    id=st.just(_id(0)),
    is_available=st.booleans(),
    free=st.integers(0, 2),
    has_household=st.booleans(),
    children_ok=st.booleans(),
    languages=words,
    moments=words,
    interests=words,
    tasks=tasks,
    reach=st.sampled_from(["near", "place", "municipality"]),
    digits=digits,
    place=places,
    has_vog=st.booleans(),
)


def _numbered(rows: list, start: int) -> list:
    from dataclasses import replace

    return [replace(row, id=_id(start + number)) for number, row in enumerate(rows)]


@settings(max_examples=150, deadline=None)
@given(st.lists(homes_, min_size=1, max_size=4), st.lists(buddies_, min_size=1, max_size=4))
def test_all_at_once_is_one_by_one(homes: list[HomeFacts], buddies: list[BuddyFacts]) -> None:
    homes, buddies = _numbered(homes, 1), _numbered(buddies, 100)
    table = table_of(homes, buddies, ASKS)
    slots = table.slots()
    graph = table.graph(slots)
    assert slots.tolist() == [
        column for column, buddy in enumerate(buddies) if buddy.is_available for _number in range(buddy.free)
    ]
    for row, home in enumerate(homes):
        limits, scores = table.limits(row), table.scores(row)
        possible: dict[int, int] = {}
        for column, buddy in enumerate(buddies):
            verdict = judge(home, buddy, ASKS)
            assert limits[column] == sum(LIMIT_BIT[limit] for limit in verdict.limits)
            if verdict.is_possible:
                assert scores[column] == verdict.score
                assert 0 <= verdict.score <= MOST_SCORE
                possible[column] = verdict.score
        edges = slice(graph.starts[row], graph.starts[row + 1])
        *columns, alone = graph.indices[edges].tolist()
        *costs, nobody = graph.costs[edges].tolist()
        assert alone == len(slots) + row
        assert [slots[one] for one in columns] == [one for one in slots if one in possible]
        step = min(len(homes), len(slots)) * MOST_SCORE + 1
        assert [nobody - cost for cost in costs] == [step + possible[slots[one]] for one in columns]


@settings(max_examples=100, deadline=None)
@given(st.lists(homes_, min_size=1, max_size=3), st.lists(buddies_, min_size=1, max_size=3))
def test_no_plan_is_better(homes: list[HomeFacts], buddies: list[BuddyFacts]) -> None:
    homes, buddies = _numbered(homes, 1), _numbered(buddies, 100)
    plan = make_plan(homes, buddies, ASKS)
    assert plan.is_proven
    assert len(plan.pairs) + len(plan.without) == len(homes)
    taken = [pair.buddy.id for pair in plan.pairs]
    assert all(taken.count(one.id) <= one.free for one in buddies)
    assert all(pair.verdict == judge(pair.home, pair.buddy, ASKS) for pair in plan.pairs)
    slots = [one for one in buddies for _number in range(one.free)]
    best = (0, 0)
    for chosen in itertools.product([None, *range(len(slots))], repeat=len(homes)):
        used = [one for one in chosen if one is not None]
        if len(used) != len(set(used)):
            continue
        verdicts = [judge(homes[row], slots[one], ASKS) for row, one in enumerate(chosen) if one is not None]
        if all(verdict.is_possible for verdict in verdicts):
            best = max(best, (len(verdicts), sum(verdict.score for verdict in verdicts)))
    assert (len(plan.pairs), sum(pair.verdict.score for pair in plan.pairs)) == best
    assert make_plan(homes[::-1], buddies[::-1], ASKS) == plan


def test_reasons_can_be_read() -> None:
    home = HomeFacts(
        id=_id(1),
        languages=frozenset({"ar"}),
        tasks=frozenset({"home_visit", "language"}),
        digits="8261",
        place="Kampen",
    )
    fits = BuddyFacts(
        id=_id(2), languages=frozenset({"ar", "nl"}), tasks=frozenset({"language"}), digits="8261", has_vog=True
    )
    without_vog = BuddyFacts(id=_id(3), tasks=frozenset({"home_visit"}))
    far = BuddyFacts(id=_id(4), tasks=frozenset({"language"}), has_vog=True, reach="near", digits="8271", free=0)
    first, second, third = buddies_for(home, [far, without_vog, fits], ASKS)
    assert (first.buddy.id, first.rank) == (fits.id, 1)
    told = {part.wish: (part.points, part.shared) for part in first.verdict.points}
    assert told[Wish.LANGUAGE] == (10, ("ar",))
    assert told[Wish.TASKS] == (5, ("language",))
    assert told[Wish.NEAR] == (10, ())
    assert (second.verdict.limits, second.rank) == ((Limit.VOG,), 0)
    assert third.verdict.limits == (Limit.FULL, Limit.TOO_FAR)


def test_who_gets_nobody_is_told_what_would_help() -> None:
    home = HomeFacts(id=_id(1), tasks=frozenset({"home_visit"}))
    one, two = (BuddyFacts(id=_id(number), tasks=frozenset({"home_visit"})) for number in (2, 3))
    plan = make_plan([home], [one, two], ASKS)
    assert not plan.pairs
    assert plan.without[0].closed == {Limit.VOG: 2}
    assert plan.without[0].opens == Limit.VOG
    assert make_plan([], [], ASKS).is_proven
    assert make_plan([home], [], ASKS).without[0].opens is None
    assert table_of([home], [], ASKS).limits(0).shape == (0,)
