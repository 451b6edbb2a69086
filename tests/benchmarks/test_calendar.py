"""The calendar's row can be measured; how it comes out is for `make bench` to say."""

from __future__ import annotations

import pytest

from tests.benchmarks.calendar import LIMIT, build_homes, measure_calendar
from tests.factories.people import Cast


@pytest.mark.django_db(transaction=True)
def test_calendar_is_measured(cast: Cast) -> None:
    build_homes(cast, homes=12)
    row = measure_calendar(cast, rounds=1, repeats=1)
    assert row.limit == LIMIT
    assert row.size > 10_000
    assert row.queries > row.control_queries
