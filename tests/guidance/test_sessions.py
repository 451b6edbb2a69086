"""Registering for inspiration sessions: with a mail, in one press, once, on the waiting list; and who may see what of it."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.clients import ThuisClient
from tests.factories.people import Cast
from tests.factories.sessions import VIDEO, fresh, link_to, registration, session
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent, ReadEvent
from thuisgevers.common.who import acting
from thuisgevers.guidance.enums import RegistrationState
from thuisgevers.guidance.models import InspirationSession, SessionRegistration, SessionVideo
from thuisgevers.guidance.permissions.sessions import (
    can_view_registration,
    viewable_registrations,
    viewable_videos,
)
from thuisgevers.guidance.services.sessions.registering import request_place
from thuisgevers.guidance.services.sessions.retention import forget_registrations
from thuisgevers.guidance.tasks.sessions import sweep_session_mails, sweep_session_places
from thuisgevers.municipalities.access import Access
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db
TESS = {"name": "Tess Testpersoon", "email": "Tess@Voorbeeld.example", "question": "", "website": ""}
LINK = re.compile(r"/sessies/aanmelding/([\w-]+)/")


def mails(kind: str = "") -> list[OutgoingMessage]:
    with seed():
        rows = OutgoingMessage.objects.filter(template__startswith=f"guidance/session_{kind}").order_by("created_at")
        return list(rows)


def register(client: ThuisClient, row: InspirationSession, **facts: str) -> Any:
    return client.post(reverse("guidance:session_register", args=[row.pk]), {**TESS, **facts})


def registrations(row: InspirationSession) -> list[SessionRegistration]:
    with seed():
        return list(SessionRegistration.objects.filter(session=row).order_by("created_at", "id"))


def text_of(mail: OutgoingMessage) -> str:
    """As it is read: values in a kept body stand as entities."""
    return html.unescape(mail.body or "")


def token_in(mail: OutgoingMessage) -> str:
    found = LINK.search(text_of(mail))
    assert found
    return found[1]


def page_of(token: str) -> str:
    return reverse("guidance:registration_open", args=[token])


def test_without_an_account_by_mail(client: ThuisClient) -> None:
    row = session(capacity=2)
    answer = register(client, row)
    assert answer.status_code == 302
    [asked] = registrations(row)
    assert (asked.state, asked.email) == (RegistrationState.REQUESTED, "tess@voorbeeld.example")
    assert fresh(row).taken == 0
    sweep_session_mails()
    sweep_session_mails()
    [mail] = mails()
    assert mail.template == "guidance/session_confirm"
    assert "Tess" not in mail.subject
    assert VIDEO not in text_of(mail)
    here = page_of(token_in(mail))
    opened = client.get(here)
    assert opened.status_code == 200
    assert VIDEO not in opened.content.decode()
    assert registrations(row)[0].state == RegistrationState.REQUESTED, "opening a link changes nothing"
    assert client.post(here, {"act": "confirm"}).status_code == 302
    assert registrations(row)[0].state == RegistrationState.CONFIRMED
    assert fresh(row).taken == 1
    assert VIDEO in client.get(here).content.decode()
    assert client.post(here, {"act": "confirm"}).status_code == 302
    assert fresh(row).taken == 1
    sweep_session_mails()
    [place] = mails("place")
    assert VIDEO in text_of(place)
    assert "METHOD:REQUEST" in (place.calendar or "")
    with seed():
        verbs = list(AuditEvent.objects.filter(object_id=asked.pk).values_list("verb", flat=True))
        assert verbs == ["confirm"]
        assert ReadEvent.objects.filter(purpose="session_registration").exists()


def test_registering_twice_is_one_row_and_says_the_same(client: ThuisClient) -> None:
    row = session()
    first = register(client, row)
    sweep_session_mails()
    known = registration(row, "bekend@voorbeeld.example")
    again = register(client, row, name="Iemand anders")
    of_known = register(client, row, email="bekend@voorbeeld.example")
    new = register(client, row, email="nieuw@voorbeeld.example")
    assert {a.headers["Location"] for a in (first, again, of_known, new)} == {first.headers["Location"]}
    assert len({a.content for a in (again, of_known, new)}) == 1
    rows = registrations(row)
    assert len(rows) == 3
    assert [one.name for one in rows if one.email.startswith("tess@")] == ["Tess Testpersoon"]
    sweep_session_mails()
    assert [mail.to for mail in mails("again")] == ["bekend@voorbeeld.example"]
    assert fresh(known).state == RegistrationState.CONFIRMED
    register(client, row, email="bekend@voorbeeld.example")
    sweep_session_mails()
    assert len(mails("again")) == 1, "not more than once in ten minutes"


def test_one_press_when_signed_in(cast: Cast, client_as: Any) -> None:
    row = session(capacity=1)
    browser = client_as(cast.bram)
    where = reverse("guidance:session_join", args=[row.pk])
    answer = browser.post(where)
    [own] = registrations(row)
    assert answer.headers["Location"] == reverse("guidance:my_registration", args=[own.pk])
    assert (own.state, own.user) == (RegistrationState.CONFIRMED, cast.bram)
    assert browser.post(where).headers["Location"] == answer.headers["Location"]
    assert fresh(row).taken == 1
    assert VIDEO in browser.get(answer.headers["Location"]).content.decode()
    client_as(cast.vera).post(where)
    waits = registrations(row)[1]
    assert waits.state == RegistrationState.WAITING
    assert VIDEO not in client_as(cast.vera).get(reverse("guidance:my_registration", args=[waits.pk])).content.decode()
    browser.post(reverse("guidance:my_registration", args=[own.pk]), {"act": "leave"})
    client_as(cast.daan).post(where)
    assert registrations(row)[2].state == RegistrationState.WAITING, "a place that comes free is for who waits"
    sweep_session_places()
    assert [one.state for one in registrations(row)] == ["cancelled", "confirmed", "waiting"]
    assert (fresh(row).taken, fresh(row).waiting) == (1, 1)
    sweep_session_mails()
    assert {mail.to_user for mail in mails("place")} == {cast.vera}, "promoted before anything was told"
    browser.post(where)
    assert registrations(row)[0].state == RegistrationState.WAITING, "back, behind the others"


def test_promotion_is_told(cast: Cast) -> None:
    row = session(capacity=1)
    going = registration(row, "gaat@voorbeeld.example")
    waits = [registration(row, f"wacht{n}@voorbeeld.example", state=RegistrationState.WAITING) for n in range(2)]
    assert (fresh(row).taken, fresh(row).waiting) == (1, 2)
    client = ThuisClient()
    client.post(page_of(link_to(going)), {"act": "leave"})
    sweep_session_places()
    sweep_session_mails()
    assert [mail.to for mail in mails("promoted")] == ["wacht0@voorbeeld.example"]
    assert [mail.to for mail in mails("left")] == ["gaat@voorbeeld.example"]
    assert "METHOD:CANCEL" in (mails("left")[0].calendar or "")
    assert [fresh(one).state for one in waits] == ["confirmed", "waiting"]


def test_an_address_known_from_the_mail_way_signs_in(cast: Cast, client_as: Any) -> None:
    row = session()
    registration(row, cast.bram.email)
    answer = client_as(cast.bram).post(reverse("guidance:session_join", args=[row.pk]), follow=True)
    assert "was al aangemeld" in answer.content.decode()
    assert len(registrations(row)) == 1
    sweep_session_mails()
    assert [mail.to for mail in mails("again")] == [cast.bram.email]


def test_coming_back_after_leaving_without_an_account(client: ThuisClient) -> None:
    row = session()
    gone = registration(row, state=RegistrationState.CANCELLED)
    register(client, row)
    sweep_session_mails()
    assert fresh(gone).state == RegistrationState.REQUESTED
    [mail] = mails("confirm")
    client.post(page_of(token_in(mail)), {"act": "confirm"})
    assert fresh(gone).state == RegistrationState.CONFIRMED


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": ""}, "Vul uw naam in."),
        ({"name": "x" * 121}, "Maak uw naam korter"),
        ({"email": "geen-adres"}, "Vul een e-mailadres in zoals naam@voorbeeld.nl."),
        ({"question": "x" * 1001}, "Maak uw vraag korter"),
        ({"website": "https://spam.example"}, "Zo weten wij dat u een mens bent"),
    ],
)
def test_wrong_input_is_said_at_the_field(client: ThuisClient, typed: dict[str, str], message: str) -> None:
    row = session()
    answer = register(client, row, **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    if "email" not in typed:
        assert 'value="tess@voorbeeld.example"' in page or 'value="Tess@Voorbeeld.example"' in page
    assert registrations(row) == []


def test_too_often(client: ThuisClient) -> None:
    row = session()
    for number in range(30):
        assert register(client, row, email=f"n{number}@voorbeeld.example").status_code == 302
    assert register(client, row, email="nog-een@voorbeeld.example").status_code == 429


def test_one_address_is_not_mailed_without_end(client: ThuisClient) -> None:
    row = session()
    for _number in range(9):
        assert register(client, row).status_code == 302
        sweep_session_mails()
    assert len(mails()) == 1


def test_what_is_over_or_off_takes_nobody(client: ThuisClient, cast: Cast, client_as: Any) -> None:
    over = session(starts_at=timezone.now() - timedelta(days=1))
    off = session(state="cancelled", reason="ziek")
    for row in (over, off):
        assert register(client, row).status_code == 409
        assert client_as(cast.bram).post(reverse("guidance:session_join", args=[row.pk])).status_code == 409
        assert registrations(row) == []
    late = registration(off, state=RegistrationState.REQUESTED)
    page = client.post(page_of(link_to(late)), {"act": "confirm"}, follow=True)
    assert "gaat niet door" in page.content.decode()
    assert fresh(late).state == RegistrationState.REQUESTED


def test_wrong_addresses_and_methods(client: ThuisClient, cast: Cast, client_as: Any) -> None:
    row = session()
    own = registration(row, cast.bram.email, user=cast.bram)
    assert client.get(reverse("guidance:session_detail", args=[uuid4()])).status_code == 404
    assert client.get(page_of("geen-token")).status_code == 404
    assert client.get(page_of(link_to(own, days=-1))).status_code == 410
    assert client.post(page_of(link_to(own)), {"act": "onzin"}).status_code == 404
    assert client.get(reverse("guidance:session_join", args=[row.pk])).status_code == 302
    assert client_as(cast.bram).get(reverse("guidance:session_join", args=[row.pk])).status_code == 405
    assert client_as(cast.vera).get(reverse("guidance:my_registration", args=[own.pk])).status_code == 404
    assert client_as(cast.els).get(reverse("guidance:my_registration", args=[own.pk])).status_code == 404


def test_question_beforehand_and_opinion_afterwards(client: ThuisClient, cast: Cast, client_as: Any) -> None:
    row = session()
    token = link_to(registration(row))
    client.post(page_of(token), {"question": "Hoe vindt u buddy's?"})
    assert registrations(row)[0].question == "Hoe vindt u buddy's?"
    too_long = client.post(page_of(token), {"question": "y" * 1001})
    assert too_long.status_code == 422
    assert "y" * 1001 in too_long.content.decode()
    early = client.post(page_of(token), {"score": "4", "remarks": ""}, follow=True)
    assert "nog niet voorbij" in early.content.decode()
    with seed():
        then = timezone.now() - timedelta(hours=3)
        InspirationSession.objects.filter(pk=row.pk).update(starts_at=then, ends_at=then + timedelta(hours=1))
    assert client.post(page_of(token), {"act": "feedback"}).status_code == 422
    assert client.post(page_of(token), {"score": "7", "remarks": ""}).status_code == 422
    client.post(page_of(token), {"score": "4", "remarks": "Nuttig"})
    told = registrations(row)[0]
    assert (told.score, told.remarks) == (4, "Nuttig")
    desk = client_as(cast.els).get(reverse("guidance:session_manage", args=[row.pk])).content.decode()
    assert "Hoe vindt u buddy" in desk
    assert "Nuttig" in desk


def test_the_video_link_is_on_no_public_page(client: ThuisClient, cast: Cast, client_as: Any) -> None:
    row = session()
    registration(row, cast.bram.email, user=cast.bram)
    pages = [
        reverse("guidance:session_list"),
        reverse("guidance:session_detail", args=[row.pk]),
        reverse("guidance:session_requested", args=[row.pk]),
        reverse("guidance:session_calendar", args=[row.pk]),
        reverse("guidance:session_feed"),
    ]
    for browser in (client, client_as(cast.bram), client_as(cast.els)):
        for where in pages:
            answer = browser.get(where)
            assert answer.status_code == 200
            assert VIDEO not in answer.content.decode().replace("\r\n ", ""), where


def test_the_policies_alone_keep_people_and_links_apart(cast: Cast) -> None:
    row, other = session(), session(title="Een andere")
    bram = registration(row, cast.bram.email, user=cast.bram)
    registration(row, "tess@voorbeeld.example")
    registration(other, cast.vera.email, user=cast.vera, state=RegistrationState.WAITING)

    def seen() -> tuple[int, int]:
        return SessionRegistration.objects.count(), SessionVideo.objects.count()

    assert seen() == (0, 0)
    for user, expected in ((cast.bram, (1, 1)), (cast.vera, (1, 0)), (cast.anna, (0, 0)), (cast.els, (3, 2))):
        with acting(user_id=user.pk):
            assert seen() == expected, user
            access = Access.for_user(user, second_factor=True)
            visible = set(viewable_registrations(access).values_list("pk", flat=True))
            assert len(visible) == expected[0]
            assert viewable_videos(access).count() == expected[1]
    with seed():
        everything = list(SessionRegistration.objects.all())
    for user in (cast.bram, cast.vera, cast.anna, cast.els):
        access = Access.for_user(user, second_factor=True)
        with seed():
            listed = set(viewable_registrations(access).values_list("pk", flat=True))
        assert listed == {one.pk for one in everything if can_view_registration(access, one)}
    with acting(job=f"session_mails:{bram.pk}"):
        assert seen() == (1, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, email FROM guidance_sessionregistration")
        assert cursor.fetchall() == []


def test_nobody_takes_a_place_for_somebody_else(cast: Cast) -> None:
    row = session()
    with acting(user_id=cast.bram.pk), pytest.raises(Exception, match="row-level security"):
        SessionRegistration.objects.bulk_create(
            [
                SessionRegistration(
                    session=row, user=cast.vera, name="V", email="v@x.nl", email_index="1", state="confirmed"
                )
            ]
        )


def test_what_is_kept_is_encrypted(client: ThuisClient) -> None:
    row = session()
    register(client, row, question="Mag een hond mee?")
    with seed(), connection.cursor() as cursor:
        cursor.execute("SELECT name, email, question, email_index FROM guidance_sessionregistration")
        [(name, email, question, index)] = cursor.fetchall()
        cursor.execute("SELECT url FROM guidance_sessionvideo")
        [(url,)] = cursor.fetchall()
    for value, words in ((name, b"Tess"), (email, b"tess"), (question, b"hond"), (url, b"video")):
        assert words not in bytes(value)
    assert "tess" not in index


def test_forgotten_after_eight_weeks(cast: Cast) -> None:
    old = session(starts_at=timezone.now() - timedelta(weeks=8, days=1))
    recent = session(starts_at=timezone.now() - timedelta(weeks=7))
    gone = registration(old, cast.bram.email, user=cast.bram, question="Vraag", score=4, has_attended=True)
    kept = registration(recent)
    coming = session()
    ignored = registration(coming, "ooit@voorbeeld.example", state=RegistrationState.REQUESTED)
    with seed():
        week_ago = timezone.now() - timedelta(days=8)
        SessionRegistration.objects.filter(pk=ignored.pk).update(created_at=week_ago)
    assert forget_registrations() == 2
    assert forget_registrations() == 0
    row = fresh(gone)
    assert (row.name, row.email, row.question, row.email_index, row.user) == ("", "", "", None, None)
    assert (row.state, row.score, row.has_attended, fresh(old).taken) == ("confirmed", 4, True, 1)
    assert fresh(kept).name
    with seed():
        assert not SessionRegistration.objects.filter(pk=ignored.pk).exists()


def test_asking_needs_no_right_and_reads_nothing_back() -> None:
    row = session()
    request_place(access=Access.nobody(), session=row, name="Tess", email="tess@voorbeeld.example")
    request_place(access=Access.nobody(), session=row, name="Tess", email="tess@voorbeeld.example")
    assert len(registrations(row)) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_query_counts(cast: Cast, client_as: Any, count_queries: Any, number: int) -> None:
    rows = [session(title=f"Sessie {n}", starts_at=timezone.now() + timedelta(days=n + 1)) for n in range(number)]
    for n in range(number):
        registration(rows[0], f"p{n}@voorbeeld.example", question="Een vraag")
    registration(rows[0], cast.bram.email, user=cast.bram)
    for n in range(number):
        session(title=f"Oud {n}", starts_at=timezone.now() - timedelta(days=n + 1), notes="x")
    public, bram, els = ThuisClient(), client_as(cast.bram), client_as(cast.els)
    listing, one = reverse("guidance:session_list"), reverse("guidance:session_detail", args=[rows[0].pk])
    manage, desk = reverse("guidance:session_manage", args=[rows[0].pk]), reverse("guidance:session_desk")
    for browser, where in ((public, listing), (bram, listing), (els, manage)):
        browser.get(where)
    assert count_queries(lambda: public.get(listing)) == PUBLIC_LIST
    assert count_queries(lambda: public.get(one)) == PUBLIC_ONE
    assert count_queries(lambda: bram.get(listing)) == SIGNED_IN_LIST
    assert count_queries(lambda: els.get(desk)) == DESK
    assert count_queries(lambda: els.get(manage)) == MANAGE


PUBLIC_LIST, PUBLIC_ONE, SIGNED_IN_LIST, DESK, MANAGE = 3, 1, 9, 7, 9
