"""Terms are rows with a source and a period."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.seeding import seed
from thuisgevers.municipalities import clocks
from thuisgevers.municipalities.models import Municipality, Term

pytestmark = pytest.mark.django_db


def test_every_term_says_where_it_comes_from() -> None:
    terms = list(Term.objects.all())
    assert len(terms) >= 15
    assert all(term.source and term.title for term in terms)


@pytest.mark.parametrize(
    ("key", "start", "end"),
    [
        ("first-answer", date(2026, 11, 20), date(2026, 11, 27)),
        ("home-total", date(2026, 1, 1), date(2026, 4, 9)),
        ("brp-registration", date(2026, 12, 23), date(2026, 12, 28)),
        ("flow-through-stay", date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_deadline_by_unit(key: str, start: date, end: date) -> None:
    assert clocks.deadline(key, start) == end


def test_the_rule_of_the_day_counts() -> None:
    with seed():
        old = Term.objects.get(key="vacancy-permit")
        old.valid_until = date(2027, 1, 1)
        old.save()
        Term.objects.create(
            key=old.key,
            title=old.title,
            length=6,
            unit="weeks",
            source="Nieuwe wet",
            valid_from=date(2027, 1, 1),
        )
    assert clocks.term("vacancy-permit", on=date(2026, 12, 31)).length == 8
    assert clocks.term("vacancy-permit", on=date(2027, 1, 1)).length == 6


def test_a_term_without_a_rule_is_not_guessed() -> None:
    with pytest.raises(Term.DoesNotExist):
        clocks.term("use-notification", on=date(2020, 1, 1))
    with pytest.raises(Term.DoesNotExist):
        clocks.term("no-such-term")


def test_two_rules_cannot_both_be_open() -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), seed():
        Term.objects.create(
            key="first-answer", title="x", length=3, unit="days", source="y", valid_from=date(2026, 1, 1)
        )


def test_a_municipality_promises_its_own_first_answer() -> None:
    kampen = Municipality.objects.get(code="GM0166")
    kampen.first_answer_days = 2
    assert clocks.first_answer_due(kampen, date(2026, 11, 20)) == date(2026, 11, 24)
    assert clocks.first_answer_due(None, date(2026, 11, 20)) == date(2026, 11, 27)


def test_loading_again_adds_nothing_and_keeps_changes() -> None:
    with seed():
        Term.objects.filter(key="home-find").update(length=9)
        assert clocks.load_terms() == 0
    assert clocks.term("home-find").length == 9
