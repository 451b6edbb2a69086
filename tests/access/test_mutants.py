"""The matrix is worth something: take a guard away and it turns red, in the run in which that guard stands alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack

import pytest

from tests.access.crawl import Address, Crawl
from tests.access.expected import EXPECTED
from tests.access.nets import act_off, door_off, gate_off, policies_off
from tests.access.places import parameters, things
from tests.access.scenario import both_cases
from tests.access.test_matrix import grouped
from tests.factories.people import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]

Switch = Callable[[], AbstractContextManager[None]]
DETAIL = Address("initiatives:dossier_property", ("gemeente", "pk"))
TAKE_UP = Address("initiatives:dossier_take_up", ("gemeente", "pk"))
DOCUMENT = Address("documents:document_download", ("pk",))


def own_is_red(cast: Cast, address: Address, switches: list[Switch]) -> bool:
    """Whether the check of test_matrix.test_own_case fails for this address."""
    kampen, _zwolle = both_cases(cast)
    here = things(kampen, cast.anna)
    crawl = Crawl(cast=cast, resolve=lambda one: parameters(one, here), mark=kampen.mark)
    with ExitStack() as stack:
        for switch in switches:
            stack.enter_context(switch())
        found = grouped(list(crawl.answers(address)))
    return found != EXPECTED[address.name].as_sets() or bool(crawl.leaks)


def anothers_is_red(cast: Cast, address: Address, switches: list[Switch]) -> bool:
    """Whether somebody of Kampen opens Zwolle's thing, as test_matrix.test_anothers_case forbids."""
    _kampen, zwolle = both_cases(cast)
    there = things(zwolle, cast.chaima)
    crawl = Crawl(cast=cast, resolve=lambda one: parameters(one, there, gemeente="kampen"), mark=zwolle.mark)
    with ExitStack() as stack:
        for switch in switches:
            stack.enter_context(switch())
        passed = {actor for actor, answer in crawl.answers(address) if answer == "ok"}
    return bool(passed - {"other_municipality"})


@pytest.mark.parametrize("address", [DETAIL, TAKE_UP])
def test_without_the_gate_the_matrix_is_red(cast: Cast, address: Address) -> None:
    assert own_is_red(cast, address, [gate_off, door_off, act_off, policies_off])


@pytest.mark.parametrize("address", [DETAIL, DOCUMENT])
@pytest.mark.parametrize("alone", [policies_off, door_off])
def test_one_guard_alone_is_green(cast: Cast, address: Address, alone: Switch) -> None:
    assert not anothers_is_red(cast, address, [alone])


@pytest.mark.parametrize("address", [DETAIL, DOCUMENT])
def test_with_both_guards_gone_the_matrix_is_red(cast: Cast, address: Address) -> None:
    assert anothers_is_red(cast, address, [policies_off, door_off])
