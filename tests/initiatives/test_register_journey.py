"""Registering an initiative, from the start button to what the municipality and the contact person find."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.test import RequestFactory

from initiatives.models import Dossier, Initiative, RegistrationDraft
from initiatives.views.registration_wizard import REGISTRATION
from tests.clients import ThuisClient
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.municipalities.enums import LinkPurpose, Role
from thuisgevers.municipalities.held_links import held_token
from thuisgevers.municipalities.models import AccessLink, Membership, Municipality
from thuisgevers.notifications.models import OutgoingMessage

START = "/initiatief-starten/"
WHO = {
    "organisation_kind": "diaconate",
    "organisation_name": "Diaconie Testdorp",
    "contact_name": "Tess Testpersoon",
    "contact_email": "Tess@Voorbeeld.example",
    "contact_phone": "06 12345678",
    "website": "",
}
PROPERTY = {
    "has_property": "yes",
    "kind": "rectory",
    "street": "Dorpsweg",
    "house_number": "12a",
    "postcode": "8261ab",
    "town": "Kampen",
    "vacant_from": "2026-12-01",
    "vacant_until": "2030-12-01",
    "capacity_min": "2",
    "capacity_max": "6",
    "own_entrance": "ja",
    "bedrooms": "3",
    "kitchens": "1",
    "bathrooms": "1",
    "toilets": "2",
}
PLAN = {"name": "", "summary": "Een jaar lang een thuis voor een gezin.", "help_topics": ["permits", "money"]}


def begin(client: ThuisClient) -> None:
    response = client.post(START)
    assert response.status_code == 302
    assert response["Location"] == f"{START}waar/"


def fill(client: ThuisClient, *, place: str = "Gemeente Kampen", **changes: dict[str, Any]) -> None:
    """All steps, each accepted."""
    begin(client)
    for slug, data in (("waar", {"place": place}), ("wie", WHO), ("pand", PROPERTY), ("plan", PLAN)):
        response = client.post(f"{START}{slug}/", {**data, **changes.get(slug, {})})
        assert response.status_code == 302, response.content.decode()[:6000]


def send(client: ThuisClient) -> Initiative:
    response = client.post(f"{START}controleren/", {"website": ""})
    assert response.status_code == 302, response.content.decode()
    assert response["Location"] == f"{START}verzonden/"
    with seed():
        return Initiative.objects.select_related("organisation", "municipality").latest("created_at")


def mails(template: str) -> list[OutgoingMessage]:
    with seed():
        found = list(OutgoingMessage.objects.filter(template=f"initiatives/{template}").order_by("created_at"))
        for mail in found:
            mail.body  # noqa: B018 - opened while it may be read
        return found


def link_in(mail: OutgoingMessage, start: str) -> str:
    found = re.search(
        rf"https?[^)]*?({start}[^)\s]+)",
        (mail.body or "")
        .replace("&#47;", "/")
        .replace("&#58;", ":")
        .replace("&#45;", "-")
        .replace("&#95;", "_")
        .replace("&#46;", "."),
    )
    assert found, mail.body
    return found[1]


def test_registration_makes_everything_when_sent(cast: Cast, client: ThuisClient) -> None:
    fill(client)
    check = client.get(f"{START}controleren/").content.decode()
    for text in (
        "Kampen",
        "Diaconie Testdorp",
        "Tess Testpersoon",
        "tess@voorbeeld.example",
        "Dorpsweg 12a",
        "8261 AB",
    ):
        assert text in check, text

    initiative = send(client)

    assert re.fullmatch(r"TG-\d{4}-[34679ACDEFGHJKMNPQRTWXY]{5}", initiative.reference)
    with seed():
        dossier = Dossier.objects.select_related("property").get(initiative=initiative)
        draft = RegistrationDraft.objects.get(pk=initiative.pk)
        membership = Membership.objects.select_related("user").get(scope_id=initiative.pk)
        purposes = set(AccessLink.objects.filter(object_id=initiative.pk).values_list("purpose", flat=True))
        assert initiative.contact_email == "tess@voorbeeld.example"
        assert initiative.contact_phone == "+31612345678"
        assert draft.answers == ""
    assert initiative.state == "registered"
    assert initiative.municipality == cast.kampen
    assert initiative.first_answer_due_on is not None
    assert initiative.remind_on is not None
    assert initiative.remind_on < initiative.first_answer_due_on
    assert initiative.help_topics == ["permits", "money"]
    assert initiative.organisation is not None
    assert initiative.organisation.name_key == "diaconie testdorp"
    assert dossier.state == "submitted"
    assert dossier.target_date == initiative.first_answer_due_on
    assert dossier.property is not None
    assert dossier.property.address_key == "8261ab12a"
    assert dossier.property.own_entrance is True
    assert "dorpsweg" in initiative.search
    assert membership.role == Role.LEAD_VOLUNTEER
    assert membership.user.email == "tess@voorbeeld.example"
    assert purposes == {LinkPurpose.REGISTER, LinkPurpose.STATUS, LinkPurpose.ACTIVATE}
    sent = client.get(f"{START}verzonden/").content.decode()
    assert initiative.reference in sent
    assert "tess@voorbeeld.example" in sent


def test_contact_and_officials_get_mail_when_sent(cast: Cast, client: ThuisClient) -> None:
    fill(client)
    initiative = send(client)

    [received] = mails("registration_received")
    with seed():
        assert received.to == "tess@voorbeeld.example"
    assert received.is_secret
    assert "Tess" not in received.subject
    status = ThuisClient().get(link_in(received, "/status/"))
    assert status.status_code == 200
    assert initiative.reference in status.content.decode()
    told = {mail.to_user_id for mail in mails("registration_new")}
    assert told == {cast.anna.pk, cast.coen.pk}


def test_registration_goes_to_national_queue_when_municipality_takes_no_part(cast: Cast, client: ThuisClient) -> None:
    fill(client, place="Gemeente Urk")
    initiative = send(client)

    assert initiative.municipality == cast.urk
    assert {mail.to_user_id for mail in mails("registration_new")} == {cast.els.pk}
    with seed():
        received = mails("registration_received")[0]
    assert "landelijke organisatie" in (received.body or "")


def test_account_opens_with_a_button_and_once_when_link_is_used(cast: Cast, client: ThuisClient) -> None:
    fill(client)
    send(client)
    link = link_in(mails("registration_received")[0], "/account-openen/")
    browser = ThuisClient()

    page = browser.get(link)
    assert page.status_code == 200
    assert "_auth_user_id" not in browser.session
    assert browser.post(link).status_code == 302
    home = browser.get("/mijn-initiatief/")
    assert home.status_code == 200
    assert "Diaconie Testdorp in" in home.content.decode()
    again = ThuisClient()
    assert again.post(link).status_code == 410
    assert "_auth_user_id" not in again.session


def test_existing_account_is_joined_without_a_word_when_address_is_known(cast: Cast, client: ThuisClient) -> None:
    fill(client, wie={**WHO, "contact_email": cast.vera.email, "contact_name": "Andere Naam"})
    before = User.objects.count()
    initiative = send(client)

    assert User.objects.count() == before
    assert User.objects.get(pk=cast.vera.pk).display_name == "Vera"
    with seed():
        assert Membership.objects.filter(user=cast.vera, scope_id=initiative.pk, role=Role.LEAD_VOLUNTEER).exists()


def test_one_initiative_when_sent_twice(cast: Cast, client: ThuisClient) -> None:
    fill(client)
    send(client)
    again = client.post(f"{START}controleren/", {"website": ""})
    assert again.status_code == 302
    with seed():
        assert Initiative.objects.count() == 1
        assert Dossier.objects.count() == 1
    assert len(mails("registration_received")) == 1
    for slug in ("waar", "wie", "controleren", "later", "stoppen"):
        assert client.get(f"{START}{slug}/")["Location"] == f"{START}verzonden/"


def test_property_is_left_out_when_there_is_none(cast: Cast, client: ThuisClient) -> None:
    fill(client, pand={"has_property": "no"})
    initiative = send(client)
    with seed():
        assert Dossier.objects.get(initiative=initiative).property is None


def test_place_in_two_municipalities_is_asked(cast: Cast, client: ThuisClient) -> None:
    begin(client)
    response = client.post(f"{START}waar/", {"place": "Bergen"})
    assert response.status_code == 422
    body = response.content.decode()
    assert "Kies welke u bedoelt" in body
    values = re.findall(r'name="choice" value="([^"]+)"', body)
    assert len(values) > 1
    assert client.post(f"{START}waar/", {"place": "Bergen", "choice": values[0]}).status_code == 302


def test_session_and_database_hold_no_token(cast: Cast, client: ThuisClient) -> None:
    begin(client)
    cookie = client.cookies["aanmelding"]
    assert cookie["httponly"]
    assert cookie["path"] == START
    request = RequestFactory().get(START)
    request.COOKIES["aanmelding"] = cookie.value
    token = held_token(request, REGISTRATION)
    assert token
    with seed(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session WHERE session_data LIKE %s", [f"%{token}%"])
        assert cursor.fetchone()[0] == 0
    with seed():
        assert Municipality.objects.exists()
        assert len(AccessLink.objects.get(purpose=LinkPurpose.REGISTER).token_hash) == 32
