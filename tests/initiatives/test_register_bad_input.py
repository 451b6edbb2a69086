"""What people, browsers and machines send that is wrong: the right status, a clear message, nothing lost, one row at most."""

from __future__ import annotations

import json
from typing import Any

import pytest

from initiatives.models import Initiative, RegistrationDraft
from initiatives.services.registration_draft import LONGEST_ANSWER
from initiatives.views.registration_wizard import STARTS_AN_HOUR
from tests.clients import ThuisClient
from tests.factories.people import Cast
from tests.seeding import seed

from .test_register_journey import PLAN, PROPERTY, START, WHO, begin, fill, send

GOOD: dict[str, dict[str, Any]] = {"waar": {}, "wie": WHO, "pand": PROPERTY, "plan": PLAN}
HOSTILE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE initiatives_initiative; --",
    "{{ 7*7 }}{% debug %}",
    "emoji 🏡👨‍👩‍👧‍👦",
    "rechts\u202enaar links\u202c",
    "nul\x00byte en \x07bel",
    "\ud7ff\uffff\U0010ffff",
    "x" * 50_000,
]


def reach(client: ThuisClient, slug: str) -> None:
    begin(client)
    for step, data in {**GOOD, "waar": {"place": "Gemeente Kampen"}}.items():
        if step == slug:
            return
        assert client.post(f"{START}{step}/", data).status_code == 302


def answers() -> dict[str, Any]:
    with seed():
        found: dict[str, Any] = json.loads(RegistrationDraft.objects.get().answers)
        return found


@pytest.mark.parametrize(
    ("slug", "field", "value", "message"),
    [
        ("waar", "place", "", "Vul een postcode, plaats of gemeente in"),
        ("waar", "place", "9999 ZZ", "niet. Kijk of de postcode"),
        ("waar", "place", "Nergenshuizen", "Nergenshuizen"),
        ("waar", "place", "!!!", "niet"),
        ("waar", "place", "x" * 400, "korter"),
        ("wie", "organisation_kind", "sekte", "Kies bij"),
        ("wie", "organisation_kind", "", "Kies een antwoord"),
        ("wie", "organisation_name", "", "Vul de naam van de organisatie"),
        ("wie", "organisation_name", "n" * 121, "korter"),
        ("wie", "organisation_name", "<b>x</b>", "tekens"),
        ("wie", "contact_name", "12345", "letters"),
        ("wie", "contact_email", "geen-adres", "naam@voorbeeld.nl"),
        ("wie", "contact_email", "a@b@c.nl", "naam@voorbeeld.nl"),
        ("wie", "contact_phone", "12", "telefoonnummer"),
        ("wie", "website", "http://spam.example", "Website"),
        ("pand", "has_property", "misschien", "Kies bij"),
        ("pand", "kind", "kasteel", "Kies bij"),
        ("pand", "postcode", "1234 SS", "postcode"),
        ("pand", "house_number", "12345678901", "korter"),
        ("pand", "vacant_from", "31-02-2027", "datum"),
        ("pand", "vacant_from", "9999-12-31", "datum"),
        ("pand", "vacant_until", "2020-01-01", "vanaf"),
        ("pand", "vacant_until", "2026-12-01", "gelijk"),
        ("pand", "capacity_max", "1", "lager"),
        ("pand", "capacity_min", "-3", "getal"),
        ("pand", "capacity_min", "twee", "getal"),
        ("pand", "capacity_max", "100000000000000", "getal"),
        ("pand", "own_entrance", "ja en nee", "Kies"),
        ("pand", "bedrooms", "1,5", "getal"),
        ("plan", "help_topics", ["permits", "geld lenen"], "Kies bij"),
        ("plan", "summary", "a" * 2001, "korter"),
        ("plan", "name", "http://x.example", "naam"),
    ],
)
def test_step_is_refused_and_kept_when_a_field_is_wrong(
    cast: Cast, client: ThuisClient, slug: str, field: str, value: object, message: str
) -> None:
    reach(client, slug)
    good = GOOD[slug]

    response = client.post(f"{START}{slug}/", {**good, field: value})

    body = response.content.decode()
    assert response.status_code == 422
    assert "Er klopt nog iets niet" in body
    assert message in body
    assert answers()[slug]["typed"][field] == value
    again = client.get(f"{START}{slug}/").content.decode()
    assert message in again
    if isinstance(value, str) and value.isalnum() and "kind" not in field:
        assert value[:100] in again
    assert client.get(f"{START}controleren/")["Location"] == f"{START}{slug}/"


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize(
    ("slug", "field"), [("waar", "place"), ("wie", "organisation_name"), ("pand", "street"), ("plan", "summary")]
)
def test_hostile_text_breaks_nothing_when_typed(
    cast: Cast, client: ThuisClient, slug: str, field: str, value: str
) -> None:
    reach(client, slug)
    good = GOOD[slug]

    response = client.post(f"{START}{slug}/", {**good, field: value})

    assert response.status_code in {302, 422}
    page = client.get(f"{START}{slug}/").content.decode()
    assert "<script>alert" not in page
    assert len(answers()[slug]["typed"][field]) <= LONGEST_ANSWER


def test_hostile_names_come_out_as_text_when_sent(cast: Cast, client: ThuisClient) -> None:
    fill(client, plan={**PLAN, "summary": "<script>alert(1)</script> 🏡 \u202eomgekeerd"})
    initiative = send(client)
    assert "\u202e" not in initiative.summary
    assert "🏡" in initiative.summary


def test_skipping_ahead_leads_back_when_a_step_is_missing(cast: Cast, client: ThuisClient) -> None:
    begin(client)
    for slug in ("wie", "pand", "plan", "controleren", "verzonden"):
        assert client.get(f"{START}{slug}/")["Location"] == f"{START}waar/"
    assert client.post(f"{START}plan/", PLAN)["Location"] == f"{START}waar/"
    assert client.post(f"{START}controleren/")["Location"] == f"{START}waar/"
    assert client.get(f"{START}onzin/").status_code == 404
    with seed():
        assert not Initiative.objects.exists()


def test_warning_asks_once_when_text_holds_what_does_not_belong(cast: Cast, client: ThuisClient) -> None:
    reach(client, "plan")
    text = {"summary": "BSN 111222333, is moslim en heeft een ziekte"}
    response = client.post(f"{START}plan/", {**PLAN, **text})
    body = response.content.decode()
    assert response.status_code == 422
    assert "burgerservicenummer" in body
    assert "gezondheid" in body
    assert "111222333" in body
    assert client.post(f"{START}plan/", {**PLAN, **text, "has_seen_warning": "on"}).status_code == 302


def test_cookie_that_was_altered_opens_nothing(cast: Cast, client: ThuisClient) -> None:
    begin(client)
    value = client.cookies["aanmelding"].value
    client.cookies["aanmelding"] = f"x{value}"
    response = client.get(f"{START}waar/")
    assert response.status_code == 404
    assert "Deze link werkt niet" in response.content.decode()
    assert "Opnieuw beginnen" in response.content.decode()
    assert response.cookies["aanmelding"]["max-age"] == 0


def test_step_without_cookie_leads_to_the_start(cast: Cast, client: ThuisClient) -> None:
    for slug in ("waar", "controleren", "verzonden", "later", "stoppen"):
        assert client.get(f"{START}{slug}/")["Location"] == START


def test_wrong_method_is_405(cast: Cast, client: ThuisClient) -> None:
    begin(client)
    assert client.put(f"{START}waar/").status_code == 405
    assert client.delete(START).status_code == 405
    assert client.post(f"{START}plaatsen/").status_code == 405
    assert client.get(f"{START}waar/bewaren/").status_code == 405
    assert client.post(f"{START}verzonden/").status_code == 405


def test_post_without_csrf_token_is_403(cast: Cast) -> None:
    strict = ThuisClient(enforce_csrf_checks=True)
    response = strict.post(START)
    assert response.status_code == 403
    with seed():
        assert not RegistrationDraft.objects.exists()


def test_body_that_is_too_large_is_refused(cast: Cast, client: ThuisClient) -> None:
    reach(client, "plan")
    response = client.post(f"{START}plan/", {**PLAN, "summary": "x" * 2_000_000})
    assert response.status_code in {400, 413}
    assert "plan" not in answers()


def test_starting_too_often_is_429(cast: Cast) -> None:
    for _time in range(STARTS_AN_HOUR):
        assert ThuisClient().post(START).status_code == 302
    assert ThuisClient().post(START).status_code == 429


def test_half_filled_step_is_kept_without_a_verdict(cast: Cast, client: ThuisClient) -> None:
    reach(client, "wie")
    response = client.post(f"{START}wie/bewaren/", {"contact_name": "Te", "contact_email": "half"})
    assert response.status_code == 204
    page = client.get(f"{START}wie/").content.decode()
    assert 'value="half"' in page
    assert "Er klopt nog iets niet" not in page
    assert client.post(f"{START}pand/bewaren/", PROPERTY).status_code == 204
    assert "pand" not in answers()


def test_folded_answers_stay_when_property_is_said_to_be_absent(cast: Cast, client: ThuisClient) -> None:
    reach(client, "pand")
    client.post(f"{START}pand/", PROPERTY)
    assert client.post(f"{START}pand/", {"has_property": "no"}).status_code == 302
    assert answers()["pand"]["typed"]["street"] == "Dorpsweg"
    assert 'value="Dorpsweg"' in client.get(f"{START}pand/").content.decode()


def test_suggestions_answer_with_public_facts_only(cast: Cast, client: ThuisClient) -> None:
    results = client.get(f"{START}plaatsen/", {"q": "Kampen"}).json()["results"]
    assert any("Kampen" in result["label"] for result in results)
    for text in ("", "\x00", "%", "a" * 5000, "<script>", "🏡"):
        assert client.get(f"{START}plaatsen/", {"q": text}).status_code in {200, 400}
