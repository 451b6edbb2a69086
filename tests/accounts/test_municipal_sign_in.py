"""Signing in through a municipality: bound to issuer, tenant and subject; never to a mail address."""

import json

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.test import Client

from tests.clients import ThuisClient
from thuisgevers.accounts.models import User
from thuisgevers.accounts.services.signing_in import confirm_mailbox
from thuisgevers.settings.allauth import OidcProvider, read_providers

TENANT = "11111111-2222-3333-4444-555555555555"
ISSUER = f"https://login.kampen.example/{TENANT}/v2.0"
FACTS = {
    "slug": "kampen",
    "name": "Gemeente Kampen",
    "issuer": ISSUER,
    "tenant": TENANT,
    "client_id": "thuisgevers",
    "client_secret": "not-a-real-secret",
}
CLAIMS = {
    "iss": ISSUER,
    "tid": TENANT,
    "sub": "anna-1",
    "aud": "thuisgevers",
    "email": "anna@kampen.example",
    "name": "Anna",
}


@pytest.fixture
def provider(settings):
    found = OidcProvider(**FACTS)
    settings.OIDC = {found.provider_id: found}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": found.provider_id,
                    "name": found.name,
                    "client_id": found.client_id,
                    "secret": "x",
                    "settings": {"server_url": found.issuer_text, "fetch_userinfo": False},
                }
            ]
        }
    }
    return found


@pytest.fixture
def claims():
    return dict(CLAIMS)


@pytest.fixture
def municipality_answers(monkeypatch, claims):
    """The network part: the provider's configuration and its answer to our code."""
    config = {
        "authorization_endpoint": "https://login.kampen.example/authorize",
        "token_endpoint": "https://login.kampen.example/token",
        "jwks_uri": "https://login.kampen.example/keys",
        "userinfo_endpoint": "https://login.kampen.example/userinfo",
        "issuer": ISSUER,
    }
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", property(lambda self: config))
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "_decode_id_token", lambda self, app, token: claims)
    monkeypatch.setattr(
        OpenIDConnectOAuth2Adapter,
        "get_access_token_data",
        lambda self, request, app, client, pkce_code_verifier=None: {"access_token": "a", "id_token": "t"},
    )


@pytest.fixture
def anna(db):
    user = User.objects.create_user(email="anna@kampen.example", display_name="Anna")
    confirm_mailbox(user)
    return user


def go(client, provider, process="login"):
    """Press the button, and come back from the municipality."""
    start = f"/account/gemeente/{provider.provider_id}/inloggen/?process={process}"
    assert client.get(start).status_code == 200, "a link changes nothing by itself"
    response = client.post(start)
    assert response.status_code == 302
    assert response["Location"].startswith("https://login.kampen.example/authorize?")
    (state,) = client.session["socialaccount_states"]
    # The protocol makes this a GET; the state says that it answers our POST. So the guard on GETs is passed by.
    return Client.get(client, f"/account/gemeente/{provider.provider_id}/terug/", {"code": "c", "state": state})


def linked(user, provider, uid="anna-1"):
    return SocialAccount.objects.create(user=user, provider=provider.provider_id, uid=uid, extra_data={})


def methods(client):
    return [record["method"] for record in client.session.get("account_authentication_methods", [])]


def test_linked_account_signs_in(client, anna, provider, municipality_answers):
    linked(anna, provider)
    response = go(client, provider)
    assert response.status_code == 302
    assert client.get("/account/").status_code == 200
    assert methods(client) == ["socialaccount"]


@pytest.mark.parametrize(("amr", "counts"), [(["pwd", "mfa"], True), (["pwd"], False), ("mfa", False), (None, False)])
def test_second_factor_of_the_municipality_counts_as_it_says(
    client, anna, provider, municipality_answers, claims, amr, counts
):
    linked(anna, provider)
    claims["amr"] = amr
    go(client, provider)
    assert ("oidc_amr" in methods(client)) is counts
    assert (client.get("/account/tweede-stap/").status_code == 302) is counts


def test_same_mail_address_is_no_link(client, anna, provider, municipality_answers):
    response = go(client, provider)
    assert response.status_code == 200
    assert "nog niet gekoppeld" in response.text
    assert client.get("/account/").status_code == 302
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"tid": "99999999-2222-3333-4444-555555555555"},
        {"tid": None},
        {"iss": "https://login.evil.example/v2.0"},
        {"iss": ""},
    ],
)
def test_other_issuer_or_tenant_is_refused(client, anna, provider, municipality_answers, claims, wrong):
    linked(anna, provider)
    claims.update(wrong)
    response = go(client, provider)
    assert response.status_code == 403
    assert "klopte niet" in response.text
    assert client.get("/account/").status_code == 302


def test_linking_is_done_by_the_person_and_keeps_no_more_than_the_link(client_as, anna, provider, municipality_answers):
    client = client_as(anna)
    response = go(client, provider, "connect")
    assert response["Location"] == "/account/"
    account = SocialAccount.objects.get()
    assert (account.user, account.uid) == (anna, "anna-1")
    assert "anna@kampen.example" not in json.dumps(account.extra_data)
    anna.refresh_from_db()
    assert anna.display_name == "Anna"
    page = client.get("/account/gemeente/")
    assert "Gemeente Kampen" in page.text
    client.post("/account/gemeente/", {"account": account.pk})
    assert not SocialAccount.objects.exists()


def test_account_of_the_municipality_belongs_to_one_person(client_as, anna, provider, municipality_answers):
    other = User.objects.create_user(email="bram@kampen.example", display_name="Bram")
    confirm_mailbox(other)
    linked(anna, provider)
    go(client_as(other), provider, "connect")
    assert SocialAccount.objects.get().user == anna


def test_closed_account_does_not_sign_in(client, anna, provider, municipality_answers):
    linked(anna, provider)
    User.objects.filter(pk=anna.pk).update(is_active=False)
    go(client, provider)
    assert client.get("/account/").status_code == 302


def test_forged_state_is_refused(client, anna, provider, municipality_answers):
    linked(anna, provider)
    response = client.get(f"/account/gemeente/{provider.provider_id}/terug/", {"code": "c", "state": "forged"})
    assert response.status_code in {200, 401}
    assert client.get("/account/").status_code == 302


def test_unknown_provider_is_not_found(client, db):
    assert client.get("/account/gemeente/onbekend/inloggen/").status_code == 404


def test_no_button_without_providers_and_one_with(client, db, settings):
    assert "Met het account van uw gemeente" not in client.get("/account/inloggen/").text


def test_button_per_municipality(client, db, provider):
    page = ThuisClient().get("/account/inloggen/").text
    assert "Gemeente Kampen" in page
    assert f"/account/gemeente/{provider.provider_id}/inloggen/" in page


def test_provider_id_changes_with_issuer_and_tenant():
    first = OidcProvider(**FACTS).provider_id
    assert first.startswith("kampen-")
    assert OidcProvider(**{**FACTS, "tenant": "other"}).provider_id != first
    assert OidcProvider(**{**FACTS, "issuer": "https://other.example"}).provider_id != first


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON"),
        ("{}", "OIDC_PROVIDERS"),
        (json.dumps([{**FACTS, "issuer": "http://plain.example"}]), "https://"),
        (json.dumps([{**FACTS, "colour": "red"}]), "colour"),
        (json.dumps([FACTS, FACTS]), "once"),
    ],
)
def test_wrong_configuration_ends_the_start_and_repeats_no_secret(text, says):
    with pytest.raises(SystemExit) as stopped:
        read_providers(text)
    assert says in str(stopped.value)
    assert "not-a-real-secret" not in str(stopped.value)


def test_nothing_configured_is_nothing():
    assert read_providers("") == []
