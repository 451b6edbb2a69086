"""The pages: what they show, to whom, and what a button does."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.clients import ThuisClient
from tests.factories.documents import PRESS, document, rights, with_facts
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.audit.models import ReadEvent
from thuisgevers.common.ids import uuid7
from thuisgevers.common.who import acting
from thuisgevers.documents.enums import DocumentKind, DocumentState
from thuisgevers.documents.models import Document
from thuisgevers.documents.permissions import (
    can_finalise_document,
    can_request_document,
    can_view_document,
    finalisable_documents,
    requestable_documents,
    viewable_documents,
)
from thuisgevers.documents.queries import document_panels
from thuisgevers.documents.storage import read_file

SignIn = Callable[..., ThuisClient]
HX = {"HX-Request": "true"}
PEOPLE = (
    "anna",
    "bram",
    "chaima",
    "daan",
    "els",
    "coen",
    "vera",
    "vince",
    "pieter",
    "karin",
    "joke",
    "olga",
    "stranger",
)
READERS = {"anna", "bram", "coen", "vera", "vince", "pieter", "karin"}


def url(row: Document, name: str = "document_show") -> str:
    return reverse(f"documents:{name}", args=[row.pk])


def state_of(row: Document) -> str:
    with seed():
        return Document.objects.get(pk=row.pk).state


@pytest.mark.parametrize("name", PEOPLE)
def test_who_gets_the_page_and_the_file(cast: Cast, client_as: SignIn, name: str) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.READY)
    client = client_as(getattr(cast, name))
    expected = {200} if name in READERS else {403, 404}
    assert client.get(url(row)).status_code in expected
    assert client.get(url(row, "document_download")).status_code in expected


def test_anonymous_is_led_to_sign_in(cast: Cast, client: ThuisClient) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.READY)
    for name in ("document_show", "document_download"):
        answer = client.get(url(row, name))
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/inloggen/?next=")


def test_download_is_logged_whole_and_kept_by_nobody(cast: Cast, client_as: SignIn) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.READY)
    answer = client_as(cast.anna).get(url(row, "document_download"))
    assert answer.status_code == 200
    assert not answer.streaming
    assert answer.content == read_file(row.sha256)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="persbericht-TG-2026-7K4Q9-v1.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    with seed():
        event = ReadEvent.objects.get()
    assert (event.reader_id, event.object_ids, event.purpose) == (cast.anna.pk, [str(row.pk)], "document_download")


def test_refused_download_is_not_logged_as_read(cast: Cast, client_as: SignIn) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.READY)
    client_as(cast.chaima).get(url(row, "document_download"))
    with seed():
        assert not ReadEvent.objects.exists()


@pytest.mark.parametrize(
    "state", [DocumentState.REQUESTED, DocumentState.RENDERING, DocumentState.FAILED, DocumentState.CANCELLED]
)
def test_no_file_no_download(cast: Cast, client_as: SignIn, state: DocumentState) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna, state=state)
    assert client_as(cast.anna).get(url(row, "document_download")).status_code == 404


def test_damaged_file_is_refused_with_what_to_do(cast: Cast, client_as: SignIn, document_storage: Path) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.READY)
    (document_storage / row.sha256[:2] / f"{row.sha256}.pdf").write_bytes(b"iets anders")
    answer = client_as(cast.anna).get(url(row, "document_download"))
    assert answer.status_code == 409
    assert "Maak een nieuwe versie" in answer.content.decode()


def test_card_asks_again_only_while_it_is_being_made(cast: Cast, client_as: SignIn) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna)
    client = client_as(cast.anna)
    page = client.get(url(row)).content.decode()
    assert "hx-trigger=" in page
    assert "data-announce" not in page
    assert client.get(f"{url(row)}?stand=requested", headers=HX).status_code == 204
    with seed():
        Document.objects.filter(pk=row.pk).update(state="rendering", claimed_at=timezone.now())
    part = client.get(f"{url(row)}?stand=requested", headers=HX).content.decode()
    assert "hx-trigger=" in part
    assert "<html" not in part
    with seed():
        Document.objects.filter(pk=row.pk).update(state="ready", sha256="a" * 64, byte_size=9, page_count=2)
    part = client.get(f"{url(row)}?stand=rendering", headers=HX).content.decode()
    assert "hx-trigger=" not in part
    assert 'data-announce="Persbericht, versie 1, is klaar."' in part
    assert "2 bladzijden" in part


def test_failed_card_says_why_and_offers_to_try_again(cast: Cast, client_as: SignIn) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.FAILED)
    page = client_as(cast.bram).get(url(row)).content.decode()
    assert "Er ging iets mis." in page
    assert url(row, "document_retry") in page
    assert url(row, "document_retry") not in client_as(cast.vince).get(url(row)).content.decode()


@pytest.mark.parametrize(
    ("name", "state", "target"),
    [
        ("document_retry", DocumentState.FAILED, DocumentState.REQUESTED),
        ("document_cancel", DocumentState.REQUESTED, DocumentState.CANCELLED),
        ("document_send", DocumentState.FINAL, DocumentState.SENT),
    ],
)
def test_button_does_what_it_says(
    cast: Cast, client_as: SignIn, facts: Any, wakes: Any, name: str, state: DocumentState, target: DocumentState
) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna, state=state)
    answer = client_as(cast.anna).post(url(row, name))
    assert (answer.status_code, answer["Location"]) == (302, url(row))
    assert state_of(row) == target


def test_button_goes_back_to_our_own_page_only(cast: Cast, client_as: SignIn, wakes: Any) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna)
    client = client_as(cast.anna)
    answer = client.post(url(row, "document_cancel"), {"next": "https://kwaad.example/"})
    assert answer["Location"] == url(row)
    other = document(cast.kampen, cast.initiative_id, cast.anna, version=2)
    answer = client.post(url(other, "document_cancel"), {"next": "/kampen/dossiers/"})
    assert answer["Location"] == "/kampen/dossiers/"


def test_second_press_gets_the_fresh_state(cast: Cast, client_as: SignIn, facts: Any) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.SENT)
    answer = client_as(cast.anna).post(url(row, "document_send"), headers=HX)
    assert answer.status_code == 409
    body = answer.content.decode()
    assert "intussen is de stand gewijzigd" in body
    assert "<html" not in body


@pytest.mark.parametrize(
    "name", ["document_retry", "document_cancel", "document_finalise", "document_send", "document_sign"]
)
def test_buttons_refuse_get_and_strangers(cast: Cast, client_as: SignIn, name: str) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna)
    assert client_as(cast.anna).get(url(row, name)).status_code == 405
    assert client_as(cast.chaima).post(url(row, name)).status_code == 404
    assert client_as(cast.vera).post(url(row, name)).status_code in {403, 404}
    assert client_as(cast.anna).post(reverse(f"documents:{name}", args=[uuid7()])).status_code == 404
    assert state_of(row) == DocumentState.REQUESTED


def test_buttons_need_the_token_of_the_form(cast: Cast) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna)
    client = ThuisClient(enforce_csrf_checks=True).sign_in(cast.anna)
    assert client.post(url(row, "document_cancel")).status_code == 403
    assert state_of(row) == DocumentState.REQUESTED


TODAY = timezone.localdate()


@pytest.mark.parametrize(
    ("council", "neighbours", "words"),
    [
        (None, None, ["gemeenteraad is ingelicht", "omwonenden zijn ingelicht"]),
        (TODAY, None, ["omwonenden zijn ingelicht"]),
        (None, TODAY, ["gemeenteraad is ingelicht"]),
        (TODAY, TODAY + timedelta(days=1), ["nog in de toekomst"]),
    ],
)
def test_press_release_stays_under_embargo_until_everybody_was_told(
    cast: Cast, client_as: SignIn, facts: Any, council: date | None, neighbours: date | None, words: list[str]
) -> None:
    facts[DocumentKind.PRESS_RELEASE] = with_facts(PRESS, council_told_on=council, neighbours_told_on=neighbours)
    row = document(cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.READY)
    answer = client_as(cast.anna).post(url(row, "document_finalise"))
    assert answer.status_code == 409
    for part in words:
        assert part in answer.content.decode()
    assert state_of(row) == DocumentState.READY


def test_press_release_becomes_final_once_council_and_neighbours_were_told(
    cast: Cast, client_as: SignIn, facts: Any
) -> None:
    facts[DocumentKind.PRESS_RELEASE] = with_facts(PRESS, council_told_on=TODAY, neighbours_told_on=TODAY)
    row = document(cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.READY)
    assert client_as(cast.anna).post(url(row, "document_finalise")).status_code == 302
    assert state_of(row) == DocumentState.FINAL


def test_embargo_that_ends_before_everybody_was_told_is_refused(cast: Cast, client_as: SignIn, facts: Any) -> None:
    facts[DocumentKind.PRESS_RELEASE] = with_facts(
        PRESS, council_told_on=TODAY, neighbours_told_on=TODAY, embargo_until=timezone.now() - timedelta(days=2)
    )
    row = document(cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.READY)
    answer = client_as(cast.anna).post(url(row, "document_finalise"))
    assert "embargo loopt af" in answer.content.decode()
    assert state_of(row) == DocumentState.READY


def test_older_version_cannot_become_final(cast: Cast, client_as: SignIn, facts: Any) -> None:
    kind = DocumentKind.COOPERATION_AGREEMENT
    old = document(cast.kampen, cast.initiative_id, cast.anna, kind=kind, state=DocumentState.READY)
    document(cast.kampen, cast.initiative_id, cast.anna, kind=kind, state=DocumentState.READY, version=2)
    client = client_as(cast.anna)
    page = client.get(url(old)).content.decode()
    assert "vervangen door een nieuwere versie" in page
    assert url(old, "document_finalise") not in page
    assert "nieuwere versie" in client.post(url(old, "document_finalise")).content.decode()
    assert state_of(old) == DocumentState.READY


def test_agreement_goes_all_the_way_and_a_press_release_is_not_signed(
    cast: Cast, client_as: SignIn, facts: Any
) -> None:
    client = client_as(cast.anna)
    agreement = document(
        cast.kampen, cast.initiative_id, cast.anna, kind=DocumentKind.COOPERATION_AGREEMENT, state=DocumentState.READY
    )
    for name in ("document_finalise", "document_send", "document_sign"):
        assert client.post(url(agreement, name)).status_code == 302
    assert state_of(agreement) == DocumentState.SIGNED
    press = document(cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.SENT)
    assert "wordt niet ondertekend" in client.post(url(press, "document_sign")).content.decode()


def panels(cast: Cast, user: Any) -> Any:
    with acting(user_id=user.pk):
        return document_panels(
            access=rights(user),
            subject_id=cast.initiative_id,
            municipality=cast.kampen,
            request_url=lambda kind: f"/maken/{kind}/",
        )


def test_panel_shows_versions_missing_facts_and_the_button(cast: Cast, facts: Any) -> None:
    from django.template.loader import render_to_string

    facts[DocumentKind.PRESS_RELEASE] = with_facts(PRESS, contacts=())
    kind = DocumentKind.COOPERATION_AGREEMENT
    for version in (1, 2):
        document(cast.kampen, cast.initiative_id, cast.anna, kind=kind, state=DocumentState.READY, version=version)
    agreement, press = panels(cast, cast.anna)
    assert [card.document.version for card in agreement.cards] == [2, 1]
    assert [card.is_superseded for card in agreement.cards] == [False, True]
    html = render_to_string("documents/panel.html", {"panels": [agreement, press], "next": "/kampen/"})
    assert "Maak een nieuwe versie" in html
    assert 'action="/maken/cooperation_agreement/"' in html
    assert 'href="/invullen/#contacts"' in html
    assert 'action="/maken/press_release/"' not in html
    readers = panels(cast, cast.vince)
    assert not any(panel.may_request or panel.missing for panel in readers)
    elsewhere = panels(cast, cast.chaima)
    assert not any(panel.cards for panel in elsewhere)


def test_panel_asks_the_same_number_of_queries_for_one_and_ten_versions(
    cast: Cast, facts: Any, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    document(cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.READY)
    access = rights(cast.anna)

    def show() -> None:
        document_panels(
            access=access, subject_id=cast.initiative_id, municipality=cast.kampen, request_url=lambda kind: "/"
        )

    with acting(user_id=cast.anna.pk):
        one = count_queries(show)
    for version in range(2, 11):
        document(cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.READY, version=version)
    with acting(user_id=cast.anna.pk):
        assert count_queries(show) == one == 2


@pytest.mark.parametrize("name", PEOPLE)
def test_list_and_predicate_agree(cast: Cast, name: str) -> None:
    rows = [
        document(cast.kampen, cast.initiative_id, cast.anna),
        document(cast.kampen, uuid7(), cast.anna),
        document(cast.zwolle, uuid7(), cast.chaima),
    ]
    user = getattr(cast, name)
    access = rights(user)
    pairs = (
        (viewable_documents, can_view_document),
        (requestable_documents, can_request_document),
        (finalisable_documents, can_finalise_document),
    )
    for queryset, predicate in pairs:
        with seed():
            listed = set(queryset(access).values_list("pk", flat=True))
        assert listed == {row.pk for row in rows if predicate(access, row)}
    with acting(user_id=user.pk):
        assert set(Document.objects.values_list("pk", flat=True)) == {
            row.pk for row in rows if can_view_document(access, row)
        }


def test_card_has_no_inline_script_or_style(cast: Cast, client_as: SignIn) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna)
    page = client_as(cast.anna).get(url(row)).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", main)
