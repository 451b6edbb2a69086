"""The worklist: what it shows, counts, finds and exports, and that its size does not matter."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from initiatives.enums import DossierState as State
from initiatives.models import Dossier
from tests.factories import initiatives as make
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.audit.models import ReadEvent
from thuisgevers.common.spreadsheets import harmless

LIST = reverse("initiatives:dossier_list", args=["kampen"])
SEARCH = reverse("initiatives:dossier_search", args=["kampen"])


def a_dossier(cast: Cast, name: str, state: str = State.IN_REVIEW, days: int = 5, **facts: Any) -> Dossier:
    initiative = make.initiative(
        facts.pop("place", cast.kampen),
        name=name,
        with_organisation=False,
        **{
            key: facts.pop(key)
            for key in (
                "contact_name",
                "contact_email",
                "contact_phone",
                "announced_on",
                "council_told_on",
                "neighbours_told_on",
            )
            if key in facts
        },
    )
    return make.dossier(initiative, state=state, target_date=timezone.localdate() + timedelta(days=days), **facts)


@pytest.fixture
def world(cast: Cast) -> Cast:
    a_dossier(cast, "Van mij", assignee=cast.anna)
    a_dossier(cast, "Te laat", days=-3, assignee=cast.coen)
    a_dossier(cast, "Vrij", State.SUBMITTED)
    a_dossier(cast, "Wachtend", State.AWAITING_INFORMATION, assignee=cast.anna)
    a_dossier(cast, "Afgewezen", State.REJECTED, assignee=cast.anna)
    a_dossier(cast, "Akkoord", State.APPROVED, assignee=cast.coen, held=make.building(cast.kampen))
    today = timezone.localdate()
    a_dossier(
        cast,
        "Bekend",
        State.APPROVED,
        held=make.building(cast.kampen, house_number="9"),
        announced_on=today,
        council_told_on=today,
        neighbours_told_on=today,
    )
    a_dossier(cast, "AAA elders", place=cast.zwolle)
    return cast


def names(answer: Any) -> list[str]:
    return [row.name for row in answer.context["list"].rows]


@pytest.mark.parametrize(
    ("tab", "expected"),
    [
        ("open", {"Van mij", "Te laat", "Vrij", "Wachtend", "Akkoord"}),
        ("mijn", {"Van mij", "Wachtend"}),
        ("vrij", {"Vrij"}),
        ("wacht", {"Wachtend"}),
        ("laat", {"Te laat"}),
        ("gesloten", {"Afgewezen", "Bekend"}),
    ],
)
def test_tab_shows_and_counts_its_own(world: Cast, client_as: Any, tab: str, expected: set[str]) -> None:
    answer = client_as(world.anna).get(LIST, {"lijst": tab})
    assert set(names(answer)) == expected
    assert answer.context["list"].counts[tab] == len(expected)


def test_sort_puts_missing_deadlines_last_and_filters_become_chips(world: Cast, client_as: Any) -> None:
    anna = client_as(world.anna)
    assert names(anna.get(LIST))[0] == "Te laat"
    answer = anna.get(LIST, {"stand": "in_review", "behandelaar": str(world.coen.public_id), "sorteer": "-naam"})
    assert names(answer) == ["Te laat"]
    assert [chip["label"] for chip in answer.context["chips"]] == ["Stand: in behandeling", "Behandelaar: Coen"]


@pytest.mark.parametrize(
    "query",
    [
        {"lijst": "bestaat-niet"},
        {"stand": "<script>"},
        {"behandelaar": "1"},
        {"sorteer": "initiative__contact_email"},
        {"pagina": "-1"},
        {"pagina": "9" * 30},
        {"zoek": "AAAA"},
        {"zoek": "é" * 40},
    ],
)
def test_nonsense_in_the_address_shows_the_plain_list(world: Cast, client_as: Any, query: dict[str, str]) -> None:
    answer = client_as(world.anna).get(LIST, query)
    assert answer.status_code == 200
    assert len(names(answer)) == 5


def search(client: Any, text: str) -> Any:
    answer = client.post(SEARCH, {"zoek": text})
    assert answer.status_code == 302
    assert text.split(maxsplit=1)[0].lower() not in answer.headers["Location"].lower()
    return client.get(answer.headers["Location"])


@pytest.mark.parametrize(
    "text",
    [
        "zuiderkerk dorpsweg",
        "DORPSWEG Zuider",
        "fatima",
        "8271bp 14",
        "06-87654321",
        "+31 6 87654321",
        "fatima@voorbeeld.example",
    ],
)
def test_search_joins_words_and_finds_phone_and_mail(world: Cast, client_as: Any, text: str) -> None:
    initiative = make.initiative(
        world.kampen,
        name="De Zuiderkerk",
        contact_name="Fatima Test",
        contact_email="fatima@voorbeeld.example",
        contact_phone="+31687654321",
    )
    make.dossier(initiative, held=make.building(world.kampen, house_number="14"))
    assert names(search(client_as(world.anna), text)) == ["De Zuiderkerk"]
    with seed():
        assert ReadEvent.objects.filter(purpose="worklist_search").count() == 1


def test_search_without_hits_says_what_to_do(world: Cast, client_as: Any) -> None:
    answer = search(client_as(world.anna), "bestaat niet ergens")
    assert "Geen dossiers gevonden" in answer.content.decode()


def test_search_token_is_of_one_person_in_one_municipality(world: Cast, client_as: Any) -> None:
    address = client_as(world.anna).post(SEARCH, {"zoek": "Vrij"}).headers["Location"]
    other = client_as(world.coen).get(address)
    assert other.context["filters"].text == ""
    assert "Deze zoekopdracht is verlopen" in other.content.decode()


def test_export_holds_what_is_shown_and_no_formula(world: Cast, client_as: Any) -> None:
    a_dossier(world, "=HYPERLINK(1)", assignee=world.anna, days=1)
    anna = client_as(world.anna)
    shown = names(anna.get(LIST, {"lijst": "mijn"}))
    text = anna.get(reverse("initiatives:dossier_export", args=["kampen", "csv"]), {"lijst": "mijn"})
    rows = list(csv.reader(StringIO(text.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[1] for row in rows[1:]] == ["'=HYPERLINK(1)", *shown[1:]]
    sheet = load_workbook(
        BytesIO(anna.get(reverse("initiatives:dossier_export", args=["kampen", "xlsx"]), {"lijst": "mijn"}).content)
    ).active
    assert sheet is not None
    assert [cell.value for cell in sheet["B"]][1:] == ["'=HYPERLINK(1)", *shown[1:]]
    assert {cell.data_type for cell in sheet["B"]} == {"s"}
    with seed():
        event = ReadEvent.objects.get(purpose="worklist_export_csv")
    assert len(event.object_ids) == len(shown)


@pytest.mark.parametrize("text", ["=1+1", "+31", "-2", "@x", "\t=1", "  =1", "＝1"])
def test_harmless_quotes_what_a_spreadsheet_would_execute(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_number_of_queries_is_the_same_for_one_and_fifty(cast: Cast, client_as: Any, count_queries: Any) -> None:
    a_dossier(cast, "Eerste", assignee=cast.anna)
    anna = client_as(cast.anna)
    anna.get(LIST)
    one = count_queries(lambda: anna.get(LIST))
    for number in range(50):
        a_dossier(cast, f"Dossier {number}", assignee=[cast.anna, cast.coen, None][number % 3])
    assert count_queries(lambda: anna.get(LIST)) == one
    assert one == LIST_QUERIES


#: Session, user, who (set and unset), municipality, rights, colleagues, counts, rows.
LIST_QUERIES = 9


def test_volunteers_and_strangers_get_no_worklist(world: Cast, client_as: Any) -> None:
    assert client_as(world.bram).get(LIST).status_code == 403
    assert client_as(world.chaima).get(LIST).status_code == 404
    assert client_as(world.vince).get(LIST).status_code == 200
