"""A policy asks for several capabilities at once; the answer is what they would give one by one, together."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.db import connection

from tests.factories.people import Cast
from thuisgevers.common.who import acting
from thuisgevers.municipalities.enums import Capability

pytestmark = pytest.mark.django_db


def reach(wanted: str) -> tuple[set[int], set[object]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_municipalities(%s), app_scopes(%s)", [wanted, wanted])
        municipalities, scopes = cursor.fetchone()
    return set(municipalities), set(scopes)


def test_list_gives_what_its_parts_give(cast: Cast) -> None:
    seen = 0
    for person in [*cast.by_role().values(), cast.chaima, cast.stranger]:
        with acting(user_id=person.pk):
            for one, other in pairwise(Capability):
                places, scopes = reach(f"{one.value},{other.value}")
                assert places == reach(one)[0] | reach(other)[0]
                assert scopes == reach(one)[1] | reach(other)[1]
                seen += len(places) + len(scopes)
    assert seen > 50


@pytest.mark.parametrize("wanted", ["", ",", "dossier.read;dossier.handle", "dossier", "dossier.%"])
def test_what_is_no_capability_gives_nothing(cast: Cast, wanted: str) -> None:
    with acting(user_id=cast.coen.pk):
        assert reach(wanted) == (set(), set())
