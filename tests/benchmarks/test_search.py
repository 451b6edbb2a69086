"""The row of searching can be measured; how it comes out is for `make bench` to say."""

from __future__ import annotations

import pytest

from tests.benchmarks.report import search_table
from tests.benchmarks.search import measure_search


@pytest.mark.django_db(transaction=True)
def test_search_is_measured() -> None:
    row = measure_search(rounds=1, answers=200)
    assert (row.questions, row.answers) == (60, 200)
    assert row.cpu_p95_ms >= row.cpu_median_ms >= 0
    assert [way.name for way in row.ways] == ["ours", "unstemmed", "ILIKE"]
    assert row.ways[0].first > max(way.first for way in row.ways[1:])
    assert "ILIKE" in search_table(row)
