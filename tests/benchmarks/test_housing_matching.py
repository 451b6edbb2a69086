"""The row of matching can be measured; how it comes out is for `make bench` to say."""

from __future__ import annotations

import pytest

from housing.matching import planning
from tests.benchmarks.housing_matching import LIMIT, build_waiting, measure_matching
from tests.factories.people import make_cast


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_matching_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "ASIDE_FROM", 0)
    cast = make_cast()
    build_waiting(cast.kampen, households=60, units=20)
    row = measure_matching(cast, rounds=1)
    assert (row.households, row.units, row.limit) == (60, 20, LIMIT)
    assert row.is_proven
    assert row.pairs > 100
    assert 0 < row.placed <= 20
    assert row.worker_mb > 50
