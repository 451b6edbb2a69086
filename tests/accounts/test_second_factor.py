"""The second factor: set up, asked for, counted in this session, and put right by two people when lost."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.utils import timezone
from fido2.webauthn import PublicKeyCredentialDescriptor, PublicKeyCredentialType

from tests.accounts.test_signing_in import CODE, ask, is_signed_in, last_code, mails
from tests.clients import ThuisClient
from tests.seeding import seed
from thuisgevers.accounts.models import FactorReset, User
from thuisgevers.accounts.services.factor_reset import answer_factor_reset, request_factor_reset
from thuisgevers.accounts.services.signing_in import confirm_mailbox

SECRET = "JBSWY3DPEHPK3PXP"
ACTIVATE = "/account/beveiliging/app/"
FACTOR = "/account/inloggen/tweede-stap/"


@pytest.fixture
def person(db):
    user = User.objects.create_user(email="piet@voorbeeld.example", display_name="Piet de Vries")
    confirm_mailbox(user)
    return user


@pytest.fixture
def colleagues(db):
    return [User.objects.create_user(email=f"c{n}@voorbeeld.example", display_name=f"C{n}") for n in range(2)]


def app_code(secret=SECRET):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_app(user):
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def test_secret_is_encrypted_at_rest(person):
    with_app(person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        assert all(SECRET not in row[0] for row in cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_counts_at_once_and_leads_back(client, person):
    ask(client)
    client.post(CODE, {"code": last_code()})
    page = client.get("/account/tweede-stap/?next=/account/gegevens/")
    assert "Die stelt u één keer in" in page.text
    page = client.get(ACTIVATE)
    assert page.text.count("data:image/svg+xml;base64,") == 1
    secret = page.context["form"].secret
    assert secret in page.text
    response = client.post(ACTIVATE, {"code": "000000"})
    assert response.status_code == 200
    assert "Deze code klopt niet" in response.text
    response = client.post(ACTIVATE, {"code": app_code(secret)})
    assert response["Location"] == "/account/beveiliging/herstelcodes/"
    page = client.get(response["Location"])
    assert "10 van de 10" in page.text
    assert len(page.context["unused_codes"]) == 10
    assert client.get("/account/tweede-stap/verder/")["Location"] == "/account/gegevens/"
    assert client.get("/account/tweede-stap/?next=/account/gegevens/")["Location"] == "/account/gegevens/"
    assert "accounts/totp_activated" in [mail.template for mail in mails()]


def test_sign_in_asks_for_the_app(client, person):
    with_app(person)
    ask(client)
    response = client.post(CODE, {"code": last_code()})
    assert response["Location"] == FACTOR
    assert not is_signed_in(client)
    assert "data-passkey-part" not in client.get(FACTOR).text, "this person has no passkey"
    assert "Deze code klopt niet" in client.post(FACTOR, {"code": "abc"}).text
    assert not is_signed_in(client)
    assert client.post(FACTOR, {"code": app_code()}).status_code == 302
    assert is_signed_in(client)
    assert client.get("/account/tweede-stap/").status_code == 302


def test_sign_in_offers_a_passkey_to_who_has_one(client, person, monkeypatch):
    key = PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=b"a key")
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: [key])
    with_app(person)
    ask(client)
    client.post(CODE, {"code": last_code()})
    assert "data-passkey-part" in client.get(FACTOR).text


def test_code_of_the_app_works_once(client, person):
    with_app(person)
    for expected in (True, False):
        visitor = ThuisClient()
        ask(visitor)
        visitor.post(CODE, {"code": last_code()})
        visitor.post(FACTOR, {"code": app_code()})
        assert is_signed_in(visitor) is expected


def test_recovery_code_works_once(person):
    with_app(person)
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (True, False):
        visitor = ThuisClient()
        ask(visitor)
        visitor.post(CODE, {"code": last_code()})
        visitor.post(FACTOR, {"code": code})
        assert is_signed_in(visitor) is expected


def test_guessing_the_app_is_limited_per_person(person):
    with_app(person)
    visitor = ThuisClient()
    ask(visitor)
    visitor.post(CODE, {"code": last_code()})
    for _ in range(6):
        response = visitor.post(FACTOR, {"code": "000000"})
    assert "Te veel pogingen" in response.text
    visitor.post(FACTOR, {"code": app_code()})
    assert not is_signed_in(visitor)


def test_turning_it_off_asks_for_it_first(client_as, person):
    with_app(person)
    client = client_as(person)
    response = client.get("/account/beveiliging/app/uitzetten/")
    assert response["Location"].startswith("/account/bevestigen/code/")
    response = client.post(response["Location"], {"code": app_code()})
    assert response["Location"] == "/account/beveiliging/app/uitzetten/"
    assert client.post("/account/beveiliging/app/uitzetten/").status_code == 302
    assert not Authenticator.objects.filter(user=person).exists()


def test_session_without_factor_is_led_to_confirm(client_as, person):
    with_app(person)
    page = client_as(person, second_factor=False).get("/account/tweede-stap/?next=/account/gegevens/")
    assert "/account/bevestigen/code/?next=%2Faccount%2Fgegevens%2F" in page.text


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_second_factor_leads_nowhere_else(client_as, person, target):
    client = client_as(person)
    assert client.get("/account/tweede-stap/", {"next": target})["Location"] == "/account/"
    client = client_as(person, second_factor=False)
    assert "evil" not in client.get("/account/tweede-stap/", {"next": target}).text


@pytest.mark.parametrize("path", ["passkeys/nieuw/", "passkeys/", "", "app/", "herstelcodes/nieuw/"])
def test_pages_of_security_open(client_as, person, path):
    response = client_as(person).get(f"/account/beveiliging/{path}")
    assert response.status_code == 200


def test_passkey_page_gives_options_for_this_site(client_as, person):
    options = client_as(person).get("/account/beveiliging/passkeys/nieuw/").context["js_data"]["creation_options"]
    assert options["publicKey"]["rp"]["id"] == "testserver"
    assert options["publicKey"]["authenticatorSelection"]["userVerification"] == "required"


def test_passkey_sign_in_gives_a_challenge_and_refuses_nonsense(client, db):
    response = client.get("/account/inloggen/passkey/", headers={"accept": "application/json"})
    assert response.json()["request_options"]["publicKey"]["challenge"]
    for nonsense in ("", "x", "{}", '{"id": "x"}', "[1]"):
        response = client.post("/account/inloggen/passkey/", {"credential": nonsense})
        assert response.status_code == 302, nonsense
        assert not is_signed_in(client)


def test_passkey_of_another_is_not_reachable(client_as, person, colleagues):
    key = Authenticator.objects.create(user=colleagues[0], type="webauthn", data={"name": "x", "credential": {}})
    client = client_as(person)
    for verb in ("naam", "verwijderen"):
        assert client.get(f"/account/beveiliging/passkeys/{key.pk}/{verb}/").status_code == 404


def ask_reset(**facts):
    """Past the policies, which know roles: this floor does not."""
    with seed():
        return request_factor_reset(**facts)


def answer_reset(**facts):
    with seed():
        return answer_factor_reset(**facts)


def test_reset_takes_two_others_and_ends_every_session(client, person, colleagues):
    with_app(person)
    ask(client)
    client.post(CODE, {"code": last_code()})
    client.post(FACTOR, {"code": app_code()})
    assert is_signed_in(client)
    asker, approver = colleagues
    with pytest.raises(ValidationError):
        ask_reset(user=person, requested_by=person, reason="telefoon kwijt")
    with pytest.raises(ValidationError):
        ask_reset(user=person, requested_by=asker, reason="  ")
    reset = ask_reset(user=person, requested_by=asker, reason="Aan de balie gesproken, paspoort gezien.")
    with pytest.raises(ValidationError, match="loopt al"):
        ask_reset(user=person, requested_by=approver, reason="Ook")
    for wrong in (asker, person):
        with pytest.raises(ValidationError):
            answer_reset(reset=reset, answered_by=wrong, is_approved=True)
    assert Authenticator.objects.filter(user=person).count() == 2
    answer_reset(reset=reset, answered_by=approver, is_approved=True)
    assert not Authenticator.objects.filter(user=person).exists()
    assert not is_signed_in(client)
    with pytest.raises(ValidationError, match="al beantwoord"):
        answer_reset(reset=reset, answered_by=approver, is_approved=True)


def test_reset_that_is_declined_or_expired_changes_nothing(person, colleagues):
    with_app(person)
    asker, approver = colleagues
    reset = ask_reset(user=person, requested_by=asker, reason="x")
    answer_reset(reset=reset, answered_by=asker, is_approved=False)
    late = ask_reset(user=person, requested_by=asker, reason="y")
    with seed():
        FactorReset.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    with pytest.raises(ValidationError):
        answer_reset(reset=late, answered_by=approver, is_approved=True)
    assert Authenticator.objects.filter(user=person).count() == 2
    ask_reset(user=person, requested_by=approver, reason="z")
    with seed():
        assert FactorReset.objects.filter(user=person, answered_at__isnull=True).count() == 1


def test_database_holds_the_two_people_too(person, colleagues):
    asker, approver = colleagues
    reset = ask_reset(user=person, requested_by=asker, reason="x")
    now = timezone.now()
    for wrong in ({"answered_by": asker}, {"answered_by": person}, {"answered_by": approver, "answered_at": None}):
        facts = {"answered_at": now, "is_approved": True, **wrong}
        with pytest.raises(IntegrityError), seed():
            FactorReset.objects.filter(pk=reset.pk).update(**facts)
    with pytest.raises(IntegrityError), seed():
        FactorReset.objects.create(user=person, requested_by=person, reason="x", expires_at=now)


def test_who_has_only_a_passkey_is_asked_for_that(client_as, person):
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "x", "credential": {}})
    RecoveryCodes.activate(person)
    client = client_as(person)
    where = client.get("/account/beveiliging/herstelcodes/nieuw/")["Location"]
    assert where.startswith("/account/bevestigen/passkey/")
    with_app(person)
    where = client.get("/account/beveiliging/herstelcodes/nieuw/")["Location"]
    assert where.startswith("/account/bevestigen/code/")
