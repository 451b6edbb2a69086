"""Start page, map, list and the pages around them, as visitors and as the national desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from initiatives.enums import InitiativeState
from tests.clients import ThuisClient
from tests.factories.figures import initiatives
from tests.factories.people import Cast, member
from tests.seeding import seed
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import today

pytestmark = pytest.mark.django_db

ROW = re.compile(r'<th scope="row".*?href="/kaart/([\w-]+)/">', re.DOTALL)

type Count = Callable[[Callable[[], object]], int]
type SignIn = Callable[..., ThuisClient]

PUBLIC = [
    "home", "map", "map_tiles", "map_list", "map_list_csv", "place_search",
    "about", "privacy", "cookies", "accessibility", "contact",
]  # fmt: skip
SECRETS = ("Geheime Contactpersoon", "geheim@voorbeeld.example", "Geheimdorp", "Huis van Voorbeeld", "TG-20")


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_open_set_no_cookie_and_tell_no_secret(client: ThuisClient, cast: Cast, name: str) -> None:
    initiatives(cast.kampen, 2, announced_on=today())
    initiatives(cast.zwolle, announced_on=None)
    response = client.get(reverse(f"national:{name}"))
    page = text(response)
    assert not response.cookies
    assert not [secret for secret in SECRETS if secret in page]


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_refuse_other_methods(client: ThuisClient, name: str) -> None:
    assert client.post(reverse(f"national:{name}")).status_code == 405


@pytest.mark.parametrize("name", ["map", "map_tiles"])
@pytest.mark.parametrize("drawn", [True, False])
def test_map_links_announced_only(
    client: ThuisClient, cast: Cast, request: pytest.FixtureRequest, name: str, drawn: bool
) -> None:
    if drawn:
        request.getfixturevalue("boundaries")
    initiatives(cast.kampen, 3, announced_on=today())
    initiatives(cast.zwolle, announced_on=None)
    page = text(client.get(reverse(f"national:{name}")))
    assert 'href="/kaart/kampen/" aria-label="Kampen, Overijssel: 3 initiatieven"' in page
    assert 'href="/kaart/zwolle/"' not in page
    assert 'aria-label="Overijssel: 3 initiatieven. Bekijk de provincie"' in page
    assert ("<polygon" in page) is (name == "map_tiles" or not drawn)
    assert ("Gemeentegrenzen: verzonnen." in page) is (name == "map" and drawn)


def test_map_shows_the_phase_that_is_asked(client: ThuisClient, cast: Cast, boundaries: None) -> None:
    initiatives(cast.kampen, 2, announced_on=today())
    initiatives(cast.zwolle, state=InitiativeState.EXPLORING, announced_on=today())
    page = text(client.get(reverse("national:map"), {"fase": "voorbereiding"}))
    assert "Zwolle, Overijssel: 1 initiatief in voorbereiding" in page
    assert 'href="/kaart/kampen/"' not in page
    page = text(client.get(reverse("national:map"), {"fase": "actief"}))
    assert "Kampen, Overijssel: 2 actieve initiatieven" in page


def test_a_province_has_its_own_map(client: ThuisClient, cast: Cast, boundaries: None) -> None:
    initiatives(cast.kampen, announced_on=today())
    initiatives(cast.urk, announced_on=today())
    page = text(client.get(reverse("national:map"), {"provincie": "PV23"}))
    assert "k-svg--province" in page
    assert 'href="/kaart/kampen/"' in page
    assert 'href="/kaart/urk/"' not in page


@pytest.mark.parametrize(
    "query",
    [
        {"provincie": "PV99"},
        {"fase": "<script>"},
        {"fase": "ingetrokken"},
        {"gemeente": "GM9999"},
        {"pagina": "x"},
        {"sorteer": "'"},
    ],
)
@pytest.mark.parametrize("name", ["map", "map_tiles", "map_list"])
def test_a_choice_that_does_not_exist_is_no_choice(client: ThuisClient, name: str, query: dict[str, str]) -> None:
    page = text(client.get(reverse(f"national:{name}"), query))
    assert "<script>" not in page.replace("<script src", "")


def test_htmx_gets_the_result_alone(client: ThuisClient) -> None:
    response = client.get(reverse("national:map"), headers={"HX-Request": "true"})
    assert "<html" not in text(response)
    assert "HX-Request" in response["Vary"]


def test_list_sorts_searches_and_exports_what_it_shows(client: ThuisClient, cast: Cast) -> None:
    initiatives(cast.kampen, 3, announced_on=today())
    initiatives(cast.zwolle, announced_on=today())
    url = reverse("national:map_list")
    page = text(client.get(url, {"sorteer": "-actief"}))
    rows = ROW.findall(page)
    assert rows[:2] == ["kampen", "zwolle"]
    assert 'aria-sort="descending"' in page
    assert ROW.findall(text(client.get(url, {"q": "zwol"}))) == ["zwolle"]
    assert ROW.findall(text(client.get(url, {"gemeente": "GM0166"}))) == ["kampen"]
    assert "Geen gemeenten gevonden" in text(client.get(url, {"q": "bestaat niet"}))
    assert len(ROW.findall(text(client.get(url, {"alle": "ja"})))) == 50
    lines = client.get(reverse("national:map_list_csv"), {"q": "kampen"}).content.decode("utf-8-sig").splitlines()
    assert lines == [
        "CBS-code;Gemeente;Provincie;Doet mee;In voorbereiding;Actief;Afgerond",
        "GM0166;Kampen;Overijssel;ja;0;3;0",
    ]


def test_search_leads_asks_or_explains(client: ThuisClient, cast: Cast) -> None:
    url = reverse("national:place_search")
    assert client.get(url, {"q": "Kampen"})["Location"] == "/kaart/kampen/"
    assert "Geen plaats gevonden" in text(client.get(url, {"q": "<b>xyzzy</b>"}))
    assert "Waar wilt u kijken?" in text(client.get(url))


def test_municipality_tells_how_to_join_and_names_only_what_is_published(client: ThuisClient, cast: Cast) -> None:
    initiatives(cast.kampen, announced_on=today(), name="Open Huis", by_team=True, by_municipality=True)
    initiatives(cast.kampen, announced_on=today(), name="Stil Huis", by_team=True)
    page = text(client.get("/kaart/kampen/"))
    assert "Open Huis" in page
    assert "Stil Huis" not in page
    assert "binnen 5 werkdagen" in page
    assert "landelijke team" in text(client.get("/kaart/urk/"))
    assert client.get("/kaart/bestaat-niet/").status_code == 404


def test_an_old_address_leads_to_the_successor_from_the_date_on(client: ThuisClient, cast: Cast) -> None:
    with seed():
        Municipality.objects.filter(pk=cast.urk.pk).update(valid_to=today() + timedelta(days=1), successor=cast.kampen)
    assert client.get("/kaart/urk/").status_code == 200
    with seed():
        Municipality.objects.filter(pk=cast.urk.pk).update(valid_to=today())
    assert client.get("/kaart/urk/")["Location"] == "/kaart/kampen/"


def test_only_the_national_desk_sees_what_is_not_announced(client: ThuisClient, client_as: SignIn, cast: Cast) -> None:
    initiatives(cast.zwolle, 2, announced_on=None)
    initiatives(cast.zwolle, state=InitiativeState.WITHDRAWN, announced_on=today())
    for visitor in (client, client_as(cast.anna), client_as(cast.els, second_factor=False)):
        assert 'href="/kaart/zwolle/" aria' not in text(visitor.get(reverse("national:map_tiles")))
        assert "Niet bekendgemaakt" not in text(visitor.get(reverse("national:map_list")))
    els = client_as(cast.els)
    assert "Zwolle, Overijssel: 2 initiatieven" in text(els.get(reverse("national:map_tiles")))
    assert "Niet bekendgemaakt" in text(els.get(reverse("national:map_list"), {"fase": "ingetrokken"}))
    assert ";2;1" in els.get(reverse("national:map_list_csv"), {"q": "zwolle"}).content.decode("utf-8-sig")


def test_desk_is_for_the_national_desk(client: ThuisClient, client_as: SignIn, cast: Cast) -> None:
    url = reverse("national:desk")
    assert client.get(url).status_code == 302
    assert client_as(cast.anna).get(url).status_code == 403
    assert reverse("accounts:second_factor") in client_as(cast.els, second_factor=False).get(url)["Location"]
    (one,) = initiatives(cast.urk, state=InitiativeState.REGISTERED)
    page = text(client_as(cast.els).get(url))
    assert one.reference in page
    assert "Geheime Contactpersoon" not in page


@pytest.mark.parametrize(
    ("who", "where"),
    [
        ("anna", "/kampen/dossiers/"),
        ("bram", "/mijn-initiatief/"),
        ("els", "/landelijk/"),
        ("coen", "/kampen/dossiers/"),
        ("daan", "/mijn-maatjes/"),
        ("olga", "/signalen/"),
    ],
)
def test_after_signing_in_everybody_finds_their_own_work(client_as: SignIn, cast: Cast, who: str, where: str) -> None:
    assert client_as(getattr(cast, who)).get(reverse("national:landing"))["Location"] == where


def test_landing_explains_asks_and_offers(client: ThuisClient, client_as: SignIn, cast: Cast) -> None:
    url = reverse("national:landing")
    assert client.get(url).status_code == 302
    assert "nog geen werk voor u klaar" in text(client_as(cast.stranger).get(url))
    assert reverse("accounts:second_factor") in client_as(cast.anna, second_factor=False).get(url)["Location"]
    member(cast.anna, Role.CASE_HANDLER, municipality=cast.zwolle)
    page = text(client_as(cast.anna).get(url))
    assert "/kampen/dossiers/" in page
    assert "/zwolle/dossiers/" in page


QUERIES = {"home": 5, "map": 4, "map_tiles": 3, "map_list": 3, "map_list_csv": 3}
"""The figures, stepping into and out of the role that reads them, and which boundaries there are; on the start page the question of
the week."""


@pytest.mark.parametrize("name", QUERIES)
def test_queries_do_not_grow_with_initiatives(
    client: ThuisClient, cast: Cast, count_queries: Count, boundaries: None, name: str
) -> None:
    initiatives(cast.kampen, 1, announced_on=today())
    client.get(reverse(f"national:{name}"))  # the rows of the municipalities, which are kept until one changes
    assert count_queries(lambda: client.get(reverse(f"national:{name}"))) == QUERIES[name]
    for place in (cast.kampen, cast.zwolle, cast.urk):
        initiatives(place, 17, announced_on=today())
    assert count_queries(lambda: client.get(reverse(f"national:{name}"))) == QUERIES[name]


def test_the_desk_asks_the_same_for_one_and_fifty(client_as: SignIn, cast: Cast, count_queries: Count) -> None:
    els, url = client_as(cast.els), reverse("national:desk")
    initiatives(cast.urk, 1, state=InitiativeState.REGISTERED)
    els.get(url)  # what a process looks up once
    few = count_queries(lambda: els.get(url))
    initiatives(cast.urk, 49, state=InitiativeState.REGISTERED)
    assert count_queries(lambda: els.get(url)) == few
