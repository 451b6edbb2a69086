"""A household is found by reference or by a whole first name, by who handles it only; what was typed is repeated nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from housing.models import Household, StatusHolder
from housing.name_index import name_index
from housing.services.people import PersonFacts, new_people
from tests.factories import housing as make
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.audit.models import ReadEvent
from thuisgevers.municipalities.models import Municipality

pytestmark = pytest.mark.django_db

NAME = "Kanariëna"


def living(municipality: Municipality, *names: str, **fields: Any) -> Household:
    household = make.household(municipality, **fields)
    with seed():
        StatusHolder.objects.bulk_create(
            new_people(household, [PersonFacts(first_name=name, age_band="27_54") for name in names])
        )
    return household


def search(client: Any, text: str, place: str = "kampen", **extra: Any) -> Any:
    return client.post(f"/{place}/huishoudens/zoeken/", {"zoek": text}, **extra)


def reads() -> list[tuple[str, list[str]]]:
    with seed():
        return list(ReadEvent.objects.order_by("at").values_list("purpose", "object_ids"))


@pytest.mark.parametrize("typed", [NAME, " kanariena ", "KANARIËNA", "Kanarie\u0308na"])
def test_a_whole_first_name_finds_the_household_however_it_is_typed(cast: Cast, client_as: Any, typed: str) -> None:
    household, other = living(cast.kampen, NAME, "Ander"), living(cast.kampen, "Kanariënas")
    page = search(client_as(cast.anna), typed)
    assert page.status_code == 200
    text = page.content.decode()
    assert household.reference in text
    assert other.reference not in text
    assert "anari" not in text.casefold()
    assert reads() == [("household_by_first_name", [str(household.pk)])]


def test_a_part_of_a_name_and_nobodys_name_find_nothing_and_say_so(cast: Cast, client_as: Any) -> None:
    household = living(cast.kampen, NAME)
    anna = client_as(cast.anna)
    for typed in ("Kanari", "Niemand", "%", "''"):
        page = search(anna, typed, follow=True)
        assert "Geen huishouden met dit kenmerk" in page.content.decode()
        assert page.redirect_chain == [("/kampen/huishoudens/", 302)]
    assert {purpose for purpose, _ids in reads()} == {"household_list"}
    assert str(household.pk) in str(reads())


def test_nothing_typed_is_asked_for(cast: Cast, client_as: Any) -> None:
    page = search(client_as(cast.anna), "  ", follow=True)
    assert "voornaam" in page.content.decode()
    assert page.redirect_chain


def test_a_name_of_elsewhere_finds_nothing_and_the_fingerprints_differ(cast: Cast, client_as: Any) -> None:
    household = living(cast.zwolle, NAME)
    page = search(client_as(cast.anna), NAME, follow=True)
    assert household.reference not in page.content.decode()
    assert search(client_as(cast.anna), NAME, "zwolle").status_code == 404
    assert household.reference in search(client_as(cast.chaima), NAME, "zwolle").content.decode()
    assert name_index(NAME, municipality_id=cast.kampen.pk) != name_index(NAME, municipality_id=cast.zwolle.pk)


@pytest.mark.parametrize("who", ["bram", "els", "vera", "vince", "joke", "daan", "karin", "pieter", "olga", "gerrit"])
def test_nobody_else_searches_by_name(cast: Cast, client_as: Any, who: str) -> None:
    household = living(cast.kampen, NAME)
    page = search(client_as(getattr(cast, who)), NAME, follow=True)
    assert page.status_code in (403, 404)
    assert household.reference not in page.content.decode()
    assert reads() == []


def test_search_is_by_post_only(cast: Cast, client_as: Any) -> None:
    assert client_as(cast.anna).get("/kampen/huishoudens/zoeken/?zoek=Kanariena").status_code == 405


def test_a_reference_still_goes_straight_to_the_household(cast: Cast, client_as: Any) -> None:
    household = living(cast.kampen, NAME)
    answer = search(client_as(cast.anna), household.reference)
    assert answer.headers["Location"] == f"/kampen/huishoudens/{household.pk}/"


def test_new_names_can_be_found_and_old_ones_cannot(cast: Cast, client_as: Any) -> None:
    household = living(cast.kampen, NAME)
    anna = client_as(cast.anna)
    lines = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        "form-0-first_name": "Vinkje",
        "form-0-age_band": "27_54",
    }
    answer = anna.post(f"/kampen/huishoudens/{household.pk}/bewoners/", {**lines, "keep": "1"})
    assert answer.status_code == 302
    assert household.reference in search(anna, "vinkje").content.decode()
    assert search(anna, NAME).status_code == 302


def test_as_many_queries_for_one_household_as_for_three(cast: Cast, client_as: Any, count_queries: Any) -> None:
    living(cast.kampen, NAME)
    anna = client_as(cast.anna)
    search(anna, NAME)
    single = count_queries(lambda: search(anna, NAME))
    living(cast.kampen, NAME, NAME)
    living(cast.kampen, NAME, "Ander")
    assert search(anna, NAME).content.decode().count("/kampen/huishoudens/") > 4
    assert count_queries(lambda: search(anna, NAME)) == single


def test_history_holds_no_fingerprints(cast: Cast) -> None:
    household = living(cast.kampen, NAME)
    with seed(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM housing_statusholderevent WHERE household_id = %s", [household.pk])
        assert cursor.fetchone() == (1,)
        found = name_index(NAME, municipality_id=cast.kampen.pk)
        cursor.execute("SELECT count(*) FROM housing_statusholderevent e WHERE e::text LIKE %s", [f"%{found}%"])
        assert cursor.fetchone() == (0,)
