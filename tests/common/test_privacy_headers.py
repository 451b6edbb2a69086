"""Headers on every answer, and requests that are refused before anything reads them."""

from datetime import datetime

import pytest
from django.utils import timezone

from thuisgevers.accounts.models import User


@pytest.fixture
def person(db):
    return User.objects.create_user(email="piet@voorbeeld.example", display_name="Piet")


def test_public_page_without_a_form_may_be_kept_by_the_browser(client):
    response = client.get("/.well-known/security.txt")
    assert "Cache-Control" not in response
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


def test_personal_page_is_not_stored(client_as, person):
    response = client_as(person).get("/account/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.django_db
def test_page_with_a_form_is_not_stored(client):
    assert client.get("/account/inloggen/")["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("path", ["/account/uitloggen/", "/account/overal-uitloggen/"])
def test_signing_out_clears_the_browser(client_as, person, path):
    client = client_as(person)
    assert "Clear-Site-Data" not in client.get("/account/")
    response = client.post(path)
    assert response.status_code == 302
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/account/").status_code == 302


def test_security_txt_says_where_and_until_when(client):
    lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.strip().splitlines())
    assert lines["Contact"].startswith("mailto:")
    assert 150 < (datetime.fromisoformat(lines["Expires"]) - timezone.now()).days < 365
    assert lines["Canonical"].endswith("/.well-known/security.txt")


@pytest.mark.django_db
def test_body_above_the_limit_is_refused_in_dutch(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = client.post("/account/inloggen/", {"login": "x" * 2000})
    assert response.status_code == 413
    assert "te groot" in response.text.lower()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/account/inloggen/%00/", "/account/inloggen/?next=%00", "/kaart/lijst/?q=a%00b"])
def test_null_bytes_in_an_address_are_refused(client, path):
    assert client.get(path).status_code == 400


@pytest.mark.django_db
def test_odd_encodings_do_not_break_a_page(client):
    for path in ("/account/inloggen/?next=%ff%fe", "/account/%ff%fe/", "/account/inloggen/?next=%F0%9F%8F%A0%E2%80%AE"):
        assert client.get(path).status_code in {200, 404}


@pytest.mark.parametrize("path", ["/over/", "/kaart/"])
@pytest.mark.django_db
def test_wrong_method_gets_a_page_that_says_what_to_do(client, path):
    response = client.delete(path)
    assert response.status_code == 405
    assert "GET" in response["Allow"]
    assert "Dat kan op deze pagina niet" in response.content.decode()


def test_wrong_method_shows_the_menu_of_who_is_signed_in(client_as, person):
    response = client_as(person).delete("/account/")
    assert response.status_code == 405
    assert "Piet" in response.content.decode()


@pytest.mark.django_db
def test_wrong_method_without_a_body_asked_for_stays_empty(client):
    assert client.head("/account/overal-uitloggen/").content == b""
