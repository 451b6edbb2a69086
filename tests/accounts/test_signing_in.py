"""Signing in with a mailed code: works, tells nothing about who has an account, and cannot be guessed."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from tests.clients import ThuisClient
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.accounts.services.sessions import forget_ended_sessions
from thuisgevers.accounts.services.signing_in import sign_in
from thuisgevers.notifications.models import OutgoingMessage

LOGIN = "/account/inloggen/"
CODE = "/account/inloggen/code/"


@pytest.fixture
def person(db):
    return User.objects.create_user(email="piet@voorbeeld.example", display_name="Piet de Vries")


def mails():
    with seed():
        return list(OutgoingMessage.objects.order_by("pk"))


def last_code():
    return re.findall(r"\*\*(\d{6})\*\*", mails()[-1].body)[0]


def ask(client, email="piet@voorbeeld.example", **more):
    return client.post(LOGIN, {"login": email, **more})


def is_signed_in(client):
    return client.get("/account/").status_code == 200


def test_code_from_the_mail_signs_in_and_proves_the_mailbox(client, person):
    response = ask(client, " Piet@Voorbeeld.example ")
    assert response.status_code == 302
    assert response["Location"].startswith(CODE)
    assert not is_signed_in(client)
    response = client.post(CODE, {"code": f" {last_code()[:3]}-{last_code()[3:]} "})
    assert response.status_code == 302
    assert is_signed_in(client)
    address = person.emailaddress_set.get()
    assert (address.email, address.verified, address.primary) == ("piet@voorbeeld.example", True, True)
    assert person.usersession_set.count() == 1


def test_sign_in_leads_back_to_where_the_person_was_going(client, person):
    response = client.get("/account/gegevens/")
    assert response["Location"] == f"{LOGIN}?next=/account/gegevens/"
    assert 'name="next" value="/account/gegevens/"' in client.get(response["Location"]).text
    response = ask(client, next="/account/gegevens/")
    response = client.post(response["Location"], {"code": last_code(), "next": "/account/gegevens/"})
    assert response["Location"] == "/account/gegevens/"


def test_sign_in_leads_nowhere_else(client, person):
    response = ask(client, next="https://evil.example/")
    assert "evil" not in response["Location"]
    response = client.post(CODE, {"code": last_code(), "next": "//evil.example/"})
    assert "evil" not in response["Location"]


def test_code_goes_through_the_queue_as_a_secret(client, person):
    ask(client)
    (mail,) = mails()
    assert mail.template == "accounts/login_code"
    assert mail.to == person.email
    assert mail.is_secret
    assert mail.expires_at is not None
    code = last_code()
    assert code not in mail.subject
    with connection.cursor() as cursor, seed():
        cursor.execute("SELECT body::text FROM notifications_outgoingmessage")
        assert code not in cursor.fetchone()[0]


@pytest.mark.parametrize("kind", ["unknown", "inactive", "closed"])
def test_address_without_a_usable_account_gets_the_same_answer(client, person, kind):
    known = client.post(LOGIN, {"login": person.email})
    known_page = client.get(known["Location"])
    other = ThuisClient()
    email = "niemand@voorbeeld.example"
    if kind != "unknown":
        User.objects.create_user(email=email, display_name="X", is_active=False)
    unknown = other.post(LOGIN, {"login": email})
    unknown_page = other.get(unknown["Location"])
    assert (unknown.status_code, unknown["Location"]) == (known.status_code, known["Location"])

    def plain(page, address):
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"', "", page.text)
        return text.replace(address, "")

    assert plain(unknown_page, email) == plain(known_page, person.email)
    assert [mail.template for mail in mails()] == ["accounts/login_code", "accounts/unknown_account"]
    assert other.post(CODE, {"code": "123456"}).status_code == 200


def test_known_and_unknown_addresses_cost_the_same_work(person):
    """Timing: both write one message, and neither asks the database much more than the other."""

    def statements(email):
        seen = []

        def note(execute, sql, params, many, context):
            if not sql.startswith(("SAVEPOINT", "RELEASE")):
                seen.append(sql.split(" ")[0])
            return execute(sql, params, many, context)

        client = ThuisClient()
        client.get(LOGIN)
        with connection.execute_wrapper(note):
            assert client.post(LOGIN, {"login": email}).status_code == 302
        return seen

    known, unknown = statements(person.email), statements("niemand@voorbeeld.example")
    assert known.count("INSERT") == unknown.count("INSERT")
    assert abs(len(known) - len(unknown)) <= 2, (known, unknown)


def test_code_works_once(client, person):
    ask(client)
    code = last_code()
    client.post(CODE, {"code": code})
    client.post("/account/uitloggen/")
    assert not is_signed_in(client)
    assert client.post(CODE, {"code": code}).status_code == 302
    assert not is_signed_in(client)


def test_wrong_code_three_times_ends_the_attempt(client, person):
    ask(client)
    code = last_code()
    wrong = "000000" if code != "000000" else "111111"
    response = client.post(CODE, {"code": wrong})
    assert response.status_code == 200
    assert "Deze code klopt niet" in response.text
    assert "data-error-summary" in response.text
    client.post(CODE, {"code": wrong})
    assert client.post(CODE, {"code": wrong}).status_code == 302
    assert client.post(CODE, {"code": code}).status_code == 302
    assert not is_signed_in(client)


@pytest.mark.parametrize("code", ["", "x" * 5000, "12345\x00", "🏠🏠🏠🏠🏠🏠", "<script>", "\u202e123456"])
def test_nonsense_as_a_code_is_refused_in_dutch(client, person, code):
    ask(client)
    response = client.post(CODE, {"code": code})
    assert response.status_code == 200
    assert "utrecht-form-field-error-message" in response.text
    assert not is_signed_in(client)


@pytest.mark.parametrize("email", ["", "piet", "piet@", "a" * 300 + "@x.nl", "<b>@x.nl", "a@b@c.nl", "🏠@🏠"])
def test_nonsense_as_an_address_is_refused_in_dutch(client, db, email):
    response = ask(client, email)
    assert response.status_code == 200
    assert "utrecht-form-field-error-message" in response.text
    assert mails() == []


def test_expired_code_is_refused(client, person):
    ask(client)
    code = last_code()
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        client.post(CODE, {"code": code})
        assert not is_signed_in(client)


def test_new_code_replaces_the_old_one(client, person):
    ask(client)
    old = last_code()
    assert client.post(CODE, {"action": "resend"}).status_code == 302
    fresh = last_code()
    assert len(mails()) == 2
    if fresh != old:
        assert client.post(CODE, {"code": old}).status_code == 200
    client.post(CODE, {"code": fresh})
    assert is_signed_in(client)


def test_asking_again_and_again_is_limited(client, person):
    for _ in range(3):
        assert ask(ThuisClient()).status_code == 302
    response = ask(client)
    assert response.status_code == 200
    assert "Te veel pogingen" in response.text
    assert len(mails()) == 3


def test_visitor_with_one_address_is_limited_too(db):
    answers = [ask(ThuisClient(), f"p{number}@voorbeeld.example").status_code for number in range(22)]
    assert answers[0] == 302
    assert answers[-1] in {200, 429}


def test_signing_up_is_closed(client, db):
    response = client.get("/account/nieuw/")
    assert response.status_code == 200
    assert "Zo krijgt u een account" in response.text
    client.post("/account/nieuw/", {"email": "nieuw@voorbeeld.example"})
    assert not User.objects.filter(email="nieuw@voorbeeld.example").exists()


@pytest.mark.parametrize(
    "path", ["/account/password/reset/", "/account/password/change/", "/account/signup/", "/account/3rdparty/"]
)
def test_pages_of_allauth_that_nobody_looked_at_do_not_exist(client_as, person, path):
    assert client_as(person).get(path).status_code == 404


def test_sign_out_is_a_post(client_as, person):
    client = client_as(person)
    assert "Wilt u uitloggen" in client.get("/account/uitloggen/").text
    assert is_signed_in(client)
    response = client.post("/account/uitloggen/")
    assert response["Location"] == "/"
    assert not is_signed_in(client)


def test_everywhere_means_everywhere(person):
    first, second = ThuisClient(), ThuisClient()
    for client in (first, second):
        ask(client)
        client.post(CODE, {"code": last_code()})
        assert is_signed_in(client)
    assert "Dit apparaat" in first.get("/account/apparaten/").text
    response = first.post("/account/overal-uitloggen/")
    assert response["Clear-Site-Data"]
    assert not is_signed_in(first)
    assert not is_signed_in(second)
    assert person.usersession_set.count() == 0


def test_other_sessions_can_be_ended(person):
    first, second = ThuisClient(), ThuisClient()
    for client in (first, second):
        ask(client)
        client.post(CODE, {"code": last_code()})
    first.post("/account/apparaten/")
    assert is_signed_in(first)
    assert not is_signed_in(second)


def test_session_opened_by_a_mailed_link_is_listed_and_ended_everywhere(person, rf, db):
    client, elsewhere = ThuisClient(), ThuisClient()
    request = rf.get("/")
    request.session = client.session
    request.user = AnonymousUser()
    sign_in(request, person, method="link")
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    assert is_signed_in(client)
    assert "Dit apparaat" in client.get("/account/apparaten/").text
    ask(elsewhere)
    elsewhere.post(CODE, {"code": last_code()})
    elsewhere.post("/account/overal-uitloggen/")
    assert not is_signed_in(client)


def test_sign_in_by_link_forgets_what_another_began(person, rf, db):
    client = ThuisClient()
    other = User.objects.create_user(email="kees@voorbeeld.example", display_name="Kees")
    client.sign_in(other)
    request = rf.get("/")
    request.session = client.session
    request.user = other
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    sign_in(request, person, method="link")
    methods = [record["method"] for record in request.session["account_authentication_methods"]]
    assert methods == ["link"]
    assert request.session["_auth_user_id"] == str(person.pk)
    closed = User.objects.create_user(email="weg@voorbeeld.example", display_name="W", is_active=False)
    with pytest.raises(ValueError, match="closed"):
        sign_in(request, closed, method="link")


def test_session_ends_when_the_account_is_made_inactive(client_as, person):
    client = client_as(person)
    assert is_signed_in(client)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert not is_signed_in(client)
    assert Session.objects.count() >= 1


def test_visitor_who_hammers_gets_a_page_in_dutch(db):
    client = ThuisClient()
    answers = [client.post(LOGIN, {"login": "x"}) for _ in range(31)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert '<html lang="nl"' in answers[-1].text


def test_ended_sessions_are_forgotten_with_address_and_browser(client, person):
    ask(client)
    client.post(CODE, {"code": last_code()})
    other = ThuisClient()
    ask(other)
    other.post(CODE, {"code": last_code()})
    Session.objects.filter(session_key=other.session.session_key).update(expire_date=timezone.now())
    assert forget_ended_sessions() == 1
    assert is_signed_in(client)
    assert [session.session_key for session in person.usersession_set.all()] == [client.session.session_key]


def test_signing_in_works_and_stays_limited_without_redis(person, settings, monkeypatch):
    settings.CACHES = {
        "default": {"BACKEND": "thuisgevers.common.cache.FallbackCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    client = ThuisClient()
    ask(client)
    client.post(CODE, {"code": last_code()})
    assert is_signed_in(client)
    for _ in range(2):
        ask(ThuisClient())
    assert "Te veel pogingen" in ask(ThuisClient()).text
    assert len(mails()) == 3
