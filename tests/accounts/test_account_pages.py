"""The account page: one's own facts, a new address only after its code, and leaving for good."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from tests.accounts.test_signing_in import CODE, ask, is_signed_in, last_code, mails
from tests.clients import ThuisClient
from thuisgevers.accounts.models import User
from thuisgevers.accounts.services.close import close_account
from thuisgevers.accounts.services.signing_in import confirm_mailbox
from thuisgevers.accounts.templatetags.browser import browser_name
from thuisgevers.common import slots


@pytest.fixture
def person(db):
    user = User.objects.create_user(email="piet@voorbeeld.example", display_name="Piet de Vries", phone="+31612345678")
    confirm_mailbox(user)
    return user


def test_pages_ask_who_you_are(client, db):
    for path in (
        "",
        "gegevens/",
        "tweede-stap/",
        "tweede-stap/verder/",
        "verwijderen/",
        "e-mail/",
        "apparaten/",
        "gemeente/",
    ):
        response = client.get(f"/account/{path}")
        assert response["Location"].startswith("/account/inloggen/"), path
    assert client.post("/account/overal-uitloggen/")["Location"].startswith("/account/inloggen/")
    assert client.get("/account/verwijderd/").status_code == 200


def test_wrong_methods_are_refused(client_as, person):
    client = client_as(person)
    assert client.post("/account/").status_code == 405
    assert client.get("/account/overal-uitloggen/").status_code == 405
    assert client.delete("/account/gegevens/").status_code == 405


def test_missing_csrf_token_changes_nothing(person):
    client = ThuisClient(enforce_csrf_checks=True)
    client.sign_in(person)
    assert client.post("/account/gegevens/", {"display_name": "X"}).status_code == 403
    assert client.post("/account/verwijderen/", {"is_sure": "on"}).status_code == 403
    person.refresh_from_db()
    assert person.display_name == "Piet de Vries"


def test_account_page_shows_what_is_known(client_as, person):
    page = client_as(person).get("/account/").text
    assert "Piet de Vries" in page
    assert "+31612345678" in page or "06 12345678" in page
    assert "Geen tweede stap" in page


def test_name_and_phone_can_be_changed(client_as, person):
    client = client_as(person)
    response = client.post("/account/gegevens/", {"display_name": "Pieter de Vries", "phone": "06 8765 4321"})
    assert response["Location"] == "/account/"
    person = User.objects.get(pk=person.pk)
    assert (person.display_name, person.phone) == ("Pieter de Vries", "+31687654321")
    client.post("/account/gegevens/", {"display_name": "Pieter", "phone": ""})
    assert User.objects.get(pk=person.pk).phone == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"display_name": ""},
        {"display_name": "x" * 151},
        {"display_name": "<script>alert(1)</script>"},
        {"phone": "niet"},
        {"phone": "1" * 200},
        {"display_name": "\u202e\u0000"},
    ],
)
def test_wrong_facts_are_refused_and_nothing_typed_is_lost(client_as, person, wrong):
    response = client_as(person).post("/account/gegevens/", {"display_name": "Nieuw", "phone": "0612345678", **wrong})
    assert response.status_code == 400
    assert "data-error-summary" in response.text
    assert "<script>alert" not in response.text
    assert User.objects.get(pk=person.pk).display_name == "Piet de Vries"


def test_only_ones_own_facts_change(client_as, person):
    other = User.objects.create_user(email="kees@voorbeeld.example", display_name="Kees")
    client_as(person).post("/account/gegevens/", {"display_name": "P", "phone": "", "id": other.pk, "email": "x@x.nl"})
    other.refresh_from_db()
    assert other.display_name == "Kees"
    assert User.objects.get(pk=person.pk).email == "piet@voorbeeld.example"


def test_new_address_counts_after_its_code_and_the_old_one_is_told(client_as, person):
    client = client_as(person)
    response = client.post("/account/e-mail/", {"email": "Nieuw@Voorbeeld.example", "action_add": "1"})
    assert response["Location"] == "/account/e-mail/code/"
    assert mails()[-1].to == "nieuw@voorbeeld.example"
    assert User.objects.get(pk=person.pk).email == "piet@voorbeeld.example"
    assert client.post("/account/e-mail/code/", {"code": "000"}).status_code == 200
    response = client.post("/account/e-mail/code/", {"code": last_code_to("nieuw@voorbeeld.example")})
    assert response.status_code == 302
    assert User.objects.get(pk=person.pk).email == "nieuw@voorbeeld.example"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("nieuw@voorbeeld.example", True, True)
    ]
    assert ("accounts/email_changed", "piet@voorbeeld.example") in [(mail.template, mail.to) for mail in mails()]


def last_code_to(address):
    (body,) = [mail.body for mail in mails() if mail.to == address and mail.is_secret][-1:]
    return re.findall(r"\*\*(\d{6})\*\*", body)[0]


def test_address_of_somebody_else_cannot_be_found_out_or_taken(client_as, person):
    User.objects.create_user(email="kees@voorbeeld.example", display_name="Kees")
    client = client_as(person)
    free = client.post("/account/e-mail/", {"email": "vrij@voorbeeld.example", "action_add": "1"})
    taken = client_as(person).post("/account/e-mail/", {"email": "kees@voorbeeld.example", "action_add": "1"})
    assert (taken.status_code, taken.get("Location")) == (free.status_code, free.get("Location"))
    assert User.objects.get(pk=person.pk).email == "piet@voorbeeld.example"


def test_closing_leaves_an_empty_shell(client, person):
    ask(client)
    client.post(CODE, {"code": last_code()})
    other_device = ThuisClient()
    ask(other_device)
    other_device.post(CODE, {"code": last_code()})
    assert client.post("/account/verwijderen/", {}).status_code == 400
    response = client.post("/account/verwijderen/", {"is_sure": "on"})
    assert response["Location"] == "/account/verwijderd/"
    assert response["Clear-Site-Data"]
    shell = User.objects.get(pk=person.pk)
    assert (shell.display_name, shell.phone, shell.is_active) == ("", "", False)
    assert shell.email.endswith("@opgeheven.invalid")
    assert str(shell) == "Opgeheven account"
    assert not shell.emailaddress_set.exists()
    assert not is_signed_in(client)
    assert not is_signed_in(other_device)
    assert User.objects.create_user(email="piet@voorbeeld.example", display_name="Piet, later").pk != person.pk


def test_floor_above_may_object_to_closing(client_as, person, monkeypatch):
    monkeypatch.setattr(slots, "_panels", {})
    slots.register(
        "accounts.close",
        "lead",
        None,
        lambda access, user: {"title": f"Draag eerst het trekkerschap over, {user.display_name}"},
        "components/empty_state.html",
    )
    client = client_as(person)
    assert "Draag eerst het trekkerschap over, Piet" in client.get("/account/verwijderen/").text
    assert client.post("/account/verwijderen/", {"is_sure": "on"}).status_code == 409
    assert User.objects.get(pk=person.pk).is_active


def test_closing_twice_is_harmless(person):
    close_account(person)
    close_account(person)
    assert not User.objects.get(pk=person.pk).is_active


def test_one_account_per_mailbox(person):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(email="PIET@voorbeeld.example", display_name="Piet")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=person.pk).update(email="Piet@voorbeeld.example")
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user(email=" ", display_name="Piet")
    assert User.objects.get_by_natural_key("PIET@voorbeeld.example") == person


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
            "Edge op Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari op iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox op Linux"),
        ("", "Onbekende browser"),
        ("<script>", "Onbekende browser"),
    ],
)
def test_browser_is_named(agent, name):
    assert browser_name(agent) == name
