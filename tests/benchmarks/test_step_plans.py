"""The row of a new version can be measured; how it comes out is for `make bench` to say."""

from __future__ import annotations

import pytest

from tests.benchmarks.step_plans import LIMIT, measure_offers
from tests.factories.initiatives import initiative
from tests.factories.people import make_cast


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_new_version_is_measured() -> None:
    cast = make_cast()
    for _one in range(12):
        initiative(cast.kampen)
    row = measure_offers(plans=8, control=4)
    assert (row.few, row.many, row.limit) == (4, 8, LIMIT)
    assert row.few_ms > 0
    assert row.many_mb > 50
