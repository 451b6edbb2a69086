"""The parts that policies are made of: the same rows as their plain words, whatever the planner is told to expect."""

from __future__ import annotations

from itertools import product
from uuid import UUID

import pytest
from django.db import connection

from tests.factories.people import Cast
from thuisgevers.common.ids import uuid7
from thuisgevers.common.who import acting
from thuisgevers.municipalities.policies import mostly_true, one_in_scope, scope_in

pytestmark = pytest.mark.django_db

TRUTHS = ("true", "false", "NULL::boolean")


def answer(sql: str, *values: UUID | None) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", values)
        return cursor.fetchone()[0]


@pytest.mark.parametrize("parts", [1, 2, 3])
def test_mostly_true_lets_through_what_or_does(parts: int) -> None:
    """A row comes through where the condition is true: neither where it is false nor where it is unknown."""
    for truths in product(TRUTHS, repeat=parts):
        assert answer(mostly_true(*truths)) is answer(f"(({') OR ('.join(truths)})) IS TRUE"), truths


def test_the_planner_expects_nearly_every_row_to_pass() -> None:
    expected = []
    with connection.cursor() as cursor:
        for condition in (mostly_true("n = 3", "n = 5"), "n = 3 OR n = 5"):
            cursor.execute(f"EXPLAIN (FORMAT JSON) SELECT FROM generate_series(1, 1000) n WHERE {condition}")
            expected.append(cursor.fetchone()[0][0]["Plan"]["Plan Rows"])
    through, handful = expected
    assert through > 900
    assert handful < 50


def test_a_thing_in_one_of_several_columns(cast: Cast) -> None:
    held, other = cast.initiative_id, uuid7()
    with acting(user_id=cast.vera.pk):
        for one, two, seen in ((held, other, True), (other, held, True), (None, held, True), (other, None, False)):
            asked = one_in_scope("dossier.read", "%s::uuid", "%s::uuid")
            assert answer(f"({asked}) IS TRUE", one, two) is seen
        assert answer(f"({one_in_scope('household.read', '%s::uuid', '%s::uuid')}) IS TRUE", held, held) is False


def test_a_worker_holds_its_own_row_and_only_where_its_queue_is_named(cast: Cast) -> None:
    row: UUID = uuid7()
    with acting(job=f"first_answers:{row}"):
        for wanted, seen in (
            ("dossier.read,job:first_answers", True),
            ("job:buddy_nudges,job:first_answers", True),
            ("dossier.read", False),
            ("first_answers", False),
            ("job:", False),
            ("job:first", False),
            ("dossier.read,job:buddy_nudges", False),
        ):
            assert answer(f"({scope_in(wanted, '%s::uuid')}) IS TRUE", row) is seen, wanted
            assert answer(f"({scope_in(wanted, '%s::uuid')}) IS TRUE", uuid7()) is False
        assert answer("app_job('buddy_nudges,first_answers')") == row
        assert answer("app_job('first_answers')") == row
        assert answer("app_job('buddy_nudges,first')") is None
    with acting(user_id=cast.vera.pk):
        assert answer("app_scopes('job:first_answers')") == []
        assert answer("app_scopes('dossier.read,job:first_answers')") == [cast.initiative_id]
    assert answer("app_scopes('job:first_answers')") == []
