"""Every address × every actor, three times: with all nets, without the policies, without the code's filters.

The right answers are declared in `expected.py`; a new address fails until its answers stand there. Besides the status, no
answer but a right one may show a word of the case.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest

from tests.access.crawl import Address, Crawl, addresses
from tests.access.expected import EXPECTED
from tests.access.nets import door_off, policies_off
from tests.access.places import parameters, things
from tests.access.scenario import both_cases
from tests.factories.people import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]

RUNS: dict[str, Any] = {"all nets": nullcontext, "without policies": policies_off, "without code filters": door_off}
SPACES = sorted({address.name.split(":")[0] for address in addresses()})


def of_space(space: str) -> list[Address]:
    return [address for address in addresses() if address.name.startswith(f"{space}:")]


def grouped(answers: list[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for actor, answer in answers:
        found.setdefault(answer, set()).add(actor)
    return found


def _difference(found: dict[str, set[str]], declared: dict[str, set[str]]) -> str:
    """Only who gets another answer than declared: actor, found, declared."""
    was = {actor: answer for answer, actors in declared.items() for actor in actors}
    return ", ".join(
        f"{actor} gets {answer} instead of {was.get(actor)}"
        for answer, actors in sorted(found.items())
        for actor in sorted(actors)
        if was.get(actor) != answer
    )


def test_every_address_is_declared_and_no_declaration_is_stale() -> None:
    names = {address.name for address in addresses()}
    assert names == set(EXPECTED), {"undeclared": names - set(EXPECTED), "stale": set(EXPECTED) - names}


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("space", SPACES)
def test_own_case(cast: Cast, space: str, run: str) -> None:
    """Things of Kampen, asked at Kampen's addresses."""
    kampen, _zwolle = both_cases(cast)
    here = things(kampen, cast.anna)
    crawl = Crawl(
        cast=cast,
        resolve=lambda address: parameters(address, here),
        mark=kampen.mark,
        secrets=kampen.secrets(),
        by_link={"buddies:contact_by_link": kampen.name_mark},
        gates_once=run != "all nets",
    )
    wrong: list[str] = []
    with RUNS[run]():
        for address in of_space(space):
            if address.name not in EXPECTED:
                continue
            declared = EXPECTED[address.name]
            answers = list(crawl.answers(address))
            if run == "without code filters":
                own = {actor: answer for answer, actors in declared.as_sets().items() for actor in actors}
                answers = [(actor, own[actor] if actor in declared.shown_by_database else a) for actor, a in answers]
            found = grouped(answers)
            if found != declared.as_sets():
                wrong.append(f"{address.name}: {_difference(found, declared.as_sets())}")
    assert not wrong, "\n".join(wrong)
    assert not crawl.leaks, "\n".join(crawl.leaks)


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("space", SPACES)
def test_anothers_case(cast: Cast, space: str, run: str) -> None:
    """Things of Zwolle, smuggled into Kampen's addresses and into pages without a municipality: nobody of Kampen sees a
    word of them, whatever one net is missing."""
    _kampen, zwolle = both_cases(cast)
    there = things(zwolle, cast.chaima)
    crawl = Crawl(
        cast=cast,
        resolve=lambda address: parameters(address, there, gemeente="kampen"),
        mark=zwolle.mark,
        secrets=dict.fromkeys(zwolle.secrets(), frozenset({"other_municipality"})),
        gates_once=True,
    )
    wrong: list[str] = []
    with RUNS[run]():
        for address in of_space(space):
            declared = EXPECTED.get(address.name)
            if declared is None or not declared.names_a_thing(address):
                continue
            passed = {actor for actor, answer in crawl.answers(address) if answer == "ok"}
            allowed = set() if address.is_municipal else {"other_municipality"}
            if not address.is_municipal or run == "without code filters":
                # The database knows who asks, not at which municipality's address; a national right reaches both.
                allowed |= declared.nationwide()
            if run == "without code filters":
                allowed |= declared.shown_by_database & {"national_coordinator"}
            unexpected = passed - allowed
            if unexpected:
                wrong.append(f"{address.name} opens another municipality's thing for {unexpected}")
    assert not wrong, "\n".join(wrong)
    assert not crawl.leaks, "\n".join(crawl.leaks)


@pytest.mark.parametrize("run", RUNS)
def test_lists_show_nothing_of_another_municipality(cast: Cast, run: str) -> None:
    """Chaima reads all of Zwolle's pages; Kampen's mark, which sorts first in every list, is on none of them."""
    kampen, zwolle = both_cases(cast)
    own = things(zwolle, cast.chaima)
    things(kampen, cast.anna)
    seen = 0
    crawl = Crawl(cast=cast, resolve=lambda address: parameters(address, own), mark="-")
    with RUNS[run]():
        for address in addresses():
            if "token" in address.parameters or address.name not in EXPECTED:
                continue
            answer, body = crawl.ask(address, cast.chaima)
            seen += answer == "ok" and zwolle.mark in body
            for mark in (kampen.mark, *kampen.secrets()):
                assert mark not in body, f"{address.name} shows Chaima a case of Kampen"
    assert seen > 5
