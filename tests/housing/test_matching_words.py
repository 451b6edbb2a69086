"""The lists of matching: closed, the same on screen as in the solver, and each a sentence."""

from __future__ import annotations

import dataclasses
import inspect
from uuid import UUID

import pytest

from housing.enums import HousingNeed, MatchingRule
from housing.matching import codes
from housing.matching.codes import DEFAULT_WEIGHTS, MOST_SCORE, Limit, Need, Rule, Wish
from housing.matching.facts import HouseholdFacts, Terms, UnitFacts, Window
from housing.matching.planning import Phase
from housing.queries.matching_words import LIMIT_WORDS, PHASE_WORDS, WISH_WORDS, tell_limit, tell_points

FORBIDDEN = (
    "nation", "country", "land", "origin", "ethn", "race", "relig", "church", "belief", "faith", "sex", "gender", "orient",
    "language", "tongue", "name", "skin", "birth", "married", "health",
)  # fmt: skip


def test_forbidden_grounds_cannot_even_be_named() -> None:
    """The lists are closed, and neither they nor the facts have a place for origin, belief, sex or language."""
    words = [member.value for kind in (Need, Limit, Wish, Rule) for member in kind]
    words += [field.name for kind in (HouseholdFacts, UnitFacts, Terms, Window) for field in dataclasses.fields(kind)]
    words += [wish.value for wish in DEFAULT_WEIGHTS]
    assert len(words) > 50
    for word in words:
        parts = set(word.split("_"))
        assert not [ground for ground in FORBIDDEN if any(part.startswith(ground) for part in parts)], word
    for kind in (HouseholdFacts, UnitFacts):
        texts = [field for field in dataclasses.fields(kind) if str(field.type) in {"str", "str | None"}]
        assert not texts, "a fact in free text could carry anything"
        with pytest.raises(TypeError):
            kind(religion="x")  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="religion"):
        Wish("religion")


def test_weights_table_has_a_column_per_wish_and_no_other() -> None:
    from housing.models import MatchingWeights

    own = {field.name for field in MatchingWeights._meta.fields}
    about = {"id", "created_at", "updated_at", "municipality", "version", "rule", "reason", "set_by"}
    assert own - about == {wish.value for wish in Wish}


def test_lists_of_the_pure_part_and_of_the_screen_are_the_same() -> None:
    assert {need.value for need in Need} == set(HousingNeed.values)
    assert {rule.value for rule in Rule} == set(MatchingRule.values)
    assert set(LIMIT_WORDS) == set(Limit)
    assert set(WISH_WORDS) == set(Wish)
    assert set(PHASE_WORDS) == {"", *(phase.value for phase in Phase)}
    assert all(words.change for words in LIMIT_WORDS.values())
    assert set(DEFAULT_WEIGHTS) == set(Wish)
    assert max(DEFAULT_WEIGHTS.values()) <= codes.MOST_WEIGHT
    assert MOST_SCORE == 1200


def test_pure_part_knows_no_django() -> None:
    import importlib
    import pkgutil

    import housing.matching

    names = [module.name for module in pkgutil.iter_modules(housing.matching.__path__)]
    assert len(names) >= 8
    for name in names:
        source = inspect.getsource(importlib.import_module(f"housing.matching.{name}"))
        assert "django" not in source, name


@pytest.mark.parametrize("limit", list(Limit))
def test_every_limit_is_a_sentence_with_a_way_out(limit: Limit) -> None:
    household = HouseholdFacts(id=UUID(int=1), municipality_id=1, size=4)
    unit = UnitFacts(id=UUID(int=9), municipality_id=1, capacity_min=5, capacity_max=6, minimum_age=55)
    told = tell_limit(limit, household, unit)
    assert told.text.endswith(".")
    assert told.change.endswith(".")
    assert "%(" not in told.text


@pytest.mark.parametrize("wish", list(Wish))
@pytest.mark.parametrize("points", range(11))
def test_every_wish_is_a_sentence(wish: Wish, points: int) -> None:
    told = tell_points(wish, points, 5)
    assert told.text.endswith(".")
    assert "%(" not in told.text
    assert told.total == points * 5
