"""The calendar's row can be measured; how it comes out is for `make bench` to say."""

from __future__ import annotations

import pytest
from django.test import override_settings

from tests.benchmarks.calendar import build_homes
from tests.benchmarks.pages import CALENDAR_LIMIT, calendar_page, measure_pages
from tests.factories.people import Cast


@pytest.mark.django_db(transaction=True)
@override_settings(ROOT_URLCONF="tests.benchmarks.bare")
def test_calendar_is_measured(cast: Cast) -> None:
    build_homes(cast, homes=12)
    (row,) = measure_pages(cast, [calendar_page(cast)], rounds=1, repeats=1)
    assert row.limit == CALENDAR_LIMIT
    assert row.size > 10_000
    assert row.queries > row.control_queries
