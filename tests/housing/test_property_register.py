"""The register of properties: what its list, search and export show to whom, and in how many statements."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction
from openpyxl import load_workbook

from housing.enums import PropertyState
from housing.queries.properties import OWNER, TABS, WITH, Filters, counts_by_tab, shown_rows
from tests.factories import housing as make
from tests.factories.people import Cast
from tests.housing.described import described, url
from tests.seeding import seed
from thuisgevers.audit.models import ReadEvent
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

pytestmark = pytest.mark.django_db


def test_list_shows_own_municipality_only(cast: Cast, client_as: Any) -> None:
    described(cast, street="Vloeddijk")
    make.property_(cast.zwolle, street="Diezerpoortenplas")
    text = client_as(cast.vince).get(url("property_list")).content.decode()
    assert "Vloeddijk" in text and "Diezerpoortenplas" not in text
    assert "Gerrit Molenaar" not in text and "gm@voorbeeld" not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_as_many_statements_for_three_as_for_one(
    cast: Cast, client_as: Any, count_queries: Callable[..., int], rows: int
) -> None:
    for _number in range(rows):
        make.unit(cast.kampen, described(cast))
    client = client_as(cast.anna)
    client.get(url("property_list"))
    assert count_queries(lambda: client.get(url("property_list"))) == LIST_QUERIES


LIST_QUERIES = 8


@pytest.mark.parametrize("words", ["vloeddijk", "VLOEDDIJK 8261aa", "8261 AA", "diaconie", "1234567890123456"])
def test_search_finds_and_leaves_the_address_bar_clean(cast: Cast, client_as: Any, words: str) -> None:
    from tests.factories.initiatives import organisation

    described(
        cast,
        street="Vloeddijk",
        organisation=organisation(cast.kampen, name="Diaconie Brunnepe"),
        bag_id="1234567890123456",
    )
    described(cast, street="Burgwal", postcode="8261 ZZ")
    answer = client_as(cast.anna).post(url("property_search"), {"zoek": words}, follow=True)
    text = answer.content.decode()
    assert "Vloeddijk" in text and "Burgwal" not in text
    telling = [
        word.casefold() for word in words.split() if len(word) > 3
    ]  # two letters stand in a sealed token by chance
    assert telling
    assert not [word for word in telling for address, _s in answer.redirect_chain if word in address.casefold()]
    with seed():
        assert ReadEvent.objects.filter(purpose="property_search").exists()


def test_search_token_of_another_list_or_person_is_not_read(cast: Cast, client_as: Any) -> None:
    place = described(cast, street="Vloeddijk")
    asked = client_as(cast.anna).post(url("property_search"), {"zoek": "burgwal"})
    token = parse_qs(urlsplit(asked.headers["Location"]).query)["zoek"][0]
    assert place.street not in client_as(cast.anna).get(f"{url('property_list')}?zoek={token}").content.decode()
    for page in (
        client_as(cast.coen).get(f"{url('property_list')}?zoek={token}"),
        client_as(cast.anna).get(f"{url('property_list')}?zoek=onzin"),
    ):
        assert "verlopen" in page.content.decode()


def test_every_filter_and_tab_counts_what_it_shows(cast: Cast) -> None:
    for number, state in enumerate(PropertyState.values):
        described(
            cast,
            state=state,
            owner_answer=["", "still", "no", "later"][number % 4],
            unanswered_asks=number % 3,
            initiative_scope_id=cast.initiative_id if number % 2 else None,
        )
    seen = 0
    with transaction.atomic(), acting(user_id=cast.anna.pk):
        access = Access.for_user(cast.anna, second_factor=True).narrowed(cast.kampen)
        for tab in TABS:
            for change in [{}, *({"owner": key} for key in OWNER), *({"initiative": key} for key in WITH)]:
                filters = Filters(tab=tab, **change)
                assert counts_by_tab(access, filters)[tab] == len(shown_rows(access, filters))
                seen += len(shown_rows(access, filters))
    assert seen > 20


def test_who_does_not_answer_stands_first(cast: Cast) -> None:
    described(cast, street="A-straat", unanswered_asks=2)
    described(cast, street="Z-straat", unanswered_asks=4)
    with transaction.atomic(), acting(user_id=cast.anna.pk):
        access = Access.for_user(cast.anna, second_factor=True).narrowed(cast.kampen)
        rows = shown_rows(access, Filters(tab="bellen"))
    assert [row[2] for row in rows] == ["Z-straat", "A-straat"]


@pytest.mark.parametrize(
    "query", ["?stand=onzin&soort=x&sorteer=;drop&pagina=999", "?lijst=nergens&eigenaar=__", "?pagina=-1&initiatief=0"]
)
def test_nonsense_in_the_address_is_left_out(cast: Cast, client_as: Any, query: str) -> None:
    described(cast, street="Vloeddijk")
    answer = client_as(cast.anna).get(url("property_list") + query)
    assert answer.status_code == 200
    assert "Vloeddijk" in answer.content.decode()


def test_export_is_what_the_list_shows_and_executes_nothing(cast: Cast, client_as: Any) -> None:
    described(cast, street="=HYPERLINK(1)", house_number="1")
    client = client_as(cast.anna)
    rows = list(
        csv.reader(StringIO(client.get(url("property_export", "csv")).content.decode("utf-8-sig")), delimiter=";")
    )
    assert rows[1][0].startswith("'=")
    sheet = load_workbook(BytesIO(client.get(url("property_export", "xlsx")).content)).active
    assert sheet is not None and sheet["A2"].value.startswith("'=")
    assert client.get(url("property_export", "pdf")).status_code == 404
    with seed():
        assert ReadEvent.objects.filter(purpose="property_export_csv").count() == 1
