"""The harness runs, on little data and without a single asserted time; and what the bare page itself asks is literal."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial

import pytest
from django.test import override_settings
from django.urls import reverse

from tests.benchmarks import bare, isolation, measuring, pages, report
from tests.benchmarks.contact_log import PhoneResult
from tests.benchmarks.run import run_benchmarks
from tests.benchmarks.town import Sizes
from tests.benchmarks.visiting import Visitor, statements
from tests.factories.people import Cast

#: Session, user, who (set and unset), municipality, rights.
BARE_PAGE_QUERIES = 6
#: Nobody signed in: nothing is asked.
BARE_PUBLIC_QUERIES = 0


@pytest.mark.django_db(transaction=True)
@override_settings(ROOT_URLCONF="tests.benchmarks.bare")
def test_bare_page_asks_only_who_and_where(cast: Cast) -> None:
    bare.pages["proef"] = "<p>kaal</p>"
    anna, nobody = Visitor(cast.anna), Visitor()
    path = reverse("bare_page", args=["kampen", "proef"])
    assert anna.get(path) == b"<p>kaal</p>"
    assert len(statements(partial(anna.get, path))) == BARE_PAGE_QUERIES
    public = reverse("bare_public_page", args=["proef"])
    assert len(statements(partial(nobody.get, public))) == BARE_PUBLIC_QUERIES


@pytest.mark.django_db(transaction=True)
@override_settings(ROOT_URLCONF="tests.benchmarks.bare")
def test_bare_page_is_behind_the_gate(cast: Cast) -> None:
    bare.pages["proef"] = "<p>kaal</p>"
    with pytest.raises(RuntimeError, match="404"):
        Visitor(cast.chaima).get(reverse("bare_page", args=["kampen", "proef"]))
    with pytest.raises(RuntimeError, match="302"):
        Visitor().get(reverse("bare_page", args=["kampen", "proef"]))


def test_compare_divides_round_by_round() -> None:
    ticks = iter(range(1000))
    found = measuring.compare(lambda: next(ticks), lambda: None, clock=lambda: next(ticks), rounds=3, repeats=2)
    assert (found.ratio, found.ours_ms, found.control_ms) == (2, 2000, 1000)


@pytest.mark.django_db(transaction=True)
def test_whole_harness_on_a_small_town(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.benchmarks.run.import_boundaries", lambda: None)
    monkeypatch.setattr(
        "tests.benchmarks.contact_log.measure_phone", lambda *_given: PhoneResult(38_000, 1_500, 900.0, 950.0)
    )
    sizes = Sizes(
        dossiers=30,
        elsewhere=20,
        events=1,
        households=40,
        units=15,
        nationwide=60,
        here=10,
        rows=20,
        plans=10,
        matches=40,
        contacts=200,
        looking=8,
        buddies=12,
    )
    outcome = run_benchmarks(sizes, rounds=1, repeats=1)
    assert len(outcome.pages) > 5
    assert len(outcome.isolation.results) == 15
    assert outcome.agreement.measured.ratio > 0
    page = report.as_table(outcome)
    for words in (
        "Startpagina",
        "Werklijst",
        "geometric mean",
        "Cooperation agreement",
        "optimum proven",
        "20 rows",
        "10 beside 1",
        "usable on a slow telephone",
    ):
        assert words in page
    data = json.loads(json.dumps(report.as_data(outcome), default=str))
    assert data["isolation"]["limit"] == isolation.LIMIT
    assert {row["limit"] for row in data["pages"]} == {pages.LIMIT, pages.CALENDAR_LIMIT, None}
    assert timedelta(seconds=data["seconds"]) > timedelta()
