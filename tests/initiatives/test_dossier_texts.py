"""What is written in a dossier: notes, answers, facts; who reads it, and what is said about odd input."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from initiatives.enums import DossierState, NoteKind
from initiatives.models import AgreementFacts, AgreementParty, InformationRequest, Note
from initiatives.services.notes import add_note, remove_note
from initiatives.services.questions import ask_information
from tests.factories.people import Cast
from tests.initiatives.dossiers import by, fresh, in_state, url
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent, ReadEvent


def test_notes_are_for_officials_and_removed_only_by_their_author(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    anna, coen, bram = client_as(cast.anna), client_as(cast.coen), client_as(cast.bram)
    assert anna.post(url("note", dossier), {"kind": "phone", "text": "Gebeld met de koster"}).status_code == 302
    assert anna.post(url("note", dossier), {"kind": "phone", "text": ""}).status_code == 422
    with seed():
        note = Note.objects.get()
    assert "Gebeld met de koster" in coen.get(url("detail", dossier)).content.decode()
    assert "Gebeld met de koster" not in bram.get(reverse("initiatives:my_dossier", args=[dossier.pk])).content.decode()
    assert coen.post(url("note_remove", dossier, note_pk=note.pk)).status_code == 404
    assert anna.post(url("note_remove", dossier, note_pk=note.pk)).status_code == 302
    assert "Gebeld met de koster" not in coen.get(url("detail", dossier)).content.decode()
    assert "Terugzetten" in anna.get(url("detail", dossier)).content.decode()
    assert anna.post(url("note_restore", dossier, note_pk=note.pk)).status_code == 302
    assert "Gebeld met de koster" in coen.get(url("detail", dossier)).content.decode()


def test_note_of_the_team_is_refused(cast: Cast) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    with pytest.raises(PermissionDenied):
        by(cast.bram, lambda access: add_note(access=access, dossier=dossier, kind=NoteKind.INTERNAL, text="Hoi"))
    note = by(cast.anna, lambda access: add_note(access=access, dossier=dossier, kind=NoteKind.INTERNAL, text="Hoi"))
    with pytest.raises(PermissionDenied):
        by(cast.coen, lambda access: remove_note(access=access, note=note))


def test_pages_are_logged_and_foreign_dossiers_are_not_there(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    assert client_as(cast.anna).get(url("detail", dossier)).status_code == 200
    assert client_as(cast.chaima).get(url("detail", dossier)).status_code == 404
    assert client_as(cast.bram).get(url("detail", dossier)).status_code == 403
    assert client_as(cast.vince).get(url("detail", dossier)).status_code == 200
    assert client_as(cast.vince).get(url("advise", dossier)).status_code == 403
    with seed():
        readers = set(ReadEvent.objects.filter(purpose="dossier_page").values_list("reader__display_name", flat=True))
    assert readers == {"Anna", "Vince"}
    zwolle = reverse("initiatives:dossier_detail", args=["zwolle", dossier.pk])
    assert client_as(cast.chaima).get(zwolle).status_code == 404
    assert client_as(cast.anna).get(reverse("initiatives:my_dossier", args=[dossier.pk])).status_code == 404


def test_own_facts_are_closed_to_the_team_after_advice(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.ADVISED)
    bram = client_as(cast.bram)
    for name in ("initiative", "property", "agreement", "press"):
        answer = bram.get(reverse(f"initiatives:my_dossier_{name}", args=[dossier.pk]), follow=True)
        assert "De gegevens staan vast" in answer.content.decode(), name


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("ask_information", {"question": "x" * 4001, "due_on": "2031-01-01"}, "korter"),
        ("ask_information", {"question": "Wat?", "due_on": "2020-01-01"}, "datum vanaf"),
        ("ask_information", {"question": "\u202e\x00", "due_on": "gisteren"}, "Vul"),
        ("suspend", {"reason": "", "until": "2031-13-01"}, "datum"),
        ("property", {"kind": "kasteel"}, "antwoorden"),
        ("property", {"kind": "rectory", "capacity_min": "9", "capacity_max": "3"}, "lager"),
        ("property", {"kind": "rectory", "vacant_from": "2027-05-01", "vacant_until": "2027-04-01"}, "begindatum"),
        ("property", {"kind": "rectory", "postcode": "0000 XX"}, "postcode"),
        ("property", {"kind": "rectory", "bedrooms": "9999"}, "getal"),
        ("advise", {"outcome": "misschien", "text": "x"}, "antwoorden"),
        ("press", {"contact_email": "geen adres"}, "e-mailadres"),
        ("press", {"quote": "Mooi!"}, "wie dit zei"),
        ("assign", {"assignee": "iemand"}, "antwoorden"),
        ("agreement", {}, "kloppen nog niet"),
    ],
)
def test_bad_input_is_refused_in_words_and_keeps_what_was_typed(
    cast: Cast, client_as: Any, name: str, data: dict[str, str], message: str
) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    answer = client_as(cast.anna).post(url(name, dossier), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page
    with seed():
        assert not AuditEvent.objects.exists()


SENSITIVE = "De bewoner met nummer 111222333 is ziek en moslim."


@pytest.mark.parametrize(
    ("name", "state", "field", "more"),
    [
        ("note", DossierState.IN_REVIEW, "text", {"kind": "internal"}),
        ("ask_information", DossierState.IN_REVIEW, "question", {}),
        ("advise", DossierState.IN_REVIEW, "text", {"outcome": "approve"}),
        ("decide", DossierState.ADVISED, "reason", {"outcome": "approve"}),
        ("suspend", DossierState.IN_REVIEW, "reason", {}),
        ("withdraw", DossierState.IN_REVIEW, "reason", {}),
    ],
)
def test_free_text_about_health_belief_or_a_number_asks_once_whether_it_belongs(
    cast: Cast, client_as: Any, name: str, state: str, field: str, more: dict[str, str]
) -> None:
    dossier = in_state(cast, state)
    soon = str(timezone.localdate() + timedelta(days=9))
    data = {field: SENSITIVE, "due_on": soon, "until": soon, **more}
    client = client_as(cast.coen)
    asked = client.post(url(name, dossier), data)
    assert asked.status_code == 422
    page = asked.content.decode()
    for words in ("burgerservicenummer", "gezondheid", "geloof", SENSITIVE, 'name="has_seen_warning"'):
        assert words in page
    assert fresh(dossier).state == state, "nothing happened yet"
    assert client.post(url(name, dossier), {**data, "has_seen_warning": "on"}).status_code == 302


def test_answer_of_the_team_is_looked_at_too(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    question = by(
        cast.anna,
        lambda access: ask_information(
            access=access, dossier=dossier, question="Hoeveel?", due_on=timezone.localdate() + timedelta(days=9)
        ),
    )
    with seed():
        question = InformationRequest.objects.get()
    where = reverse("initiatives:my_dossier_answer", args=[dossier.pk, question.pk])
    client = client_as(cast.bram)
    assert client.post(where, {"answer": SENSITIVE}).status_code == 422
    assert client.post(where, {"answer": "Acht mensen."}).status_code == 302


def test_what_is_not_known_of_the_agreement_may_stay_empty(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    anna = client_as(cast.anna)
    page = {
        **{f"partij-{name}": value for name, value in (("TOTAL_FORMS", "2"), ("INITIAL_FORMS", "2"))},
        "partij-0-role": "municipality",
        "partij-0-name": "Gemeente Kampen",
        **{f"kosten-{name}": value for name, value in (("TOTAL_FORMS", "2"), ("INITIAL_FORMS", "2"))},
        "kosten-0-label": "",
        "kosten-1-label": "Energie",
    }
    refused = anna.post(url("agreement", dossier), page)
    assert refused.status_code == 422
    assert '<a href="#id_kosten-1-paid_by">Vul wie betaalt in.</a>' in refused.content.decode()
    assert "Vul waarvoor in." not in refused.content.decode()
    saved = anna.post(url("agreement", dossier), {**page, "kosten-1-paid_by": "Gemeente Kampen"})
    assert saved.status_code == 302
    with seed():
        assert [line["label"] for line in AgreementFacts.objects.get(dossier=dossier).costs] == ["Energie"]
        assert [party.name for party in AgreementParty.objects.filter(dossier=dossier)] == ["Gemeente Kampen"]
