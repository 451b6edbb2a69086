"""Asking for a document: who may, with which facts, and once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from tests.factories.documents import AGREEMENT, document, rights, scope, with_facts
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import uuid7
from thuisgevers.common.who import acting
from thuisgevers.documents.enums import DocumentKind, DocumentState
from thuisgevers.documents.kinds import NotRegistered, registered
from thuisgevers.documents.models import Document
from thuisgevers.documents.services import (
    FactsMissing,
    cancel_document,
    missing_facts,
    request_document,
    retry_document,
)

AGREEMENT_KIND = DocumentKind.COOPERATION_AGREEMENT


def ask(cast: Cast, user: Any, kind: DocumentKind = AGREEMENT_KIND) -> Document:
    with acting(user_id=user.pk):
        return request_document(access=rights(user), kind=kind, subject_id=cast.initiative_id, municipality=cast.kampen)


def test_request_fixes_facts_and_model_and_wakes_a_worker(
    cast: Cast, facts: Any, wakes: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    scope(cast.kampen, cast.initiative_id)
    with django_capture_on_commit_callbacks(execute=True):
        made = ask(cast, cast.anna)
    facts[AGREEMENT_KIND] = with_facts(AGREEMENT, initiative_name="Later gewijzigd")
    with seed():
        row = Document.objects.get(pk=made.pk)
    assert row.state == DocumentState.REQUESTED
    assert row.version == 1
    assert row.template.version == 1
    assert row.reference == "TG-2026-7K4Q9"
    assert row.context["fields"]["initiatief"] == "Thuis aan de IJssel"
    assert row.title == "Samenwerkingsovereenkomst tijdelijk wonen in Kampen"
    assert wakes == [("thuisgevers.documents.tasks.render_document", (str(made.pk),))]
    with seed():
        event = AuditEvent.objects.get(object_id=made.pk)
    assert (event.verb, event.actor_id, event.scope_id) == ("request", cast.anna.pk, cast.initiative_id)


def test_asking_twice_makes_one(cast: Cast, facts: Any, wakes: list[Any]) -> None:
    scope(cast.kampen, cast.initiative_id)
    assert ask(cast, cast.anna).pk == ask(cast, cast.bram).pk
    with seed():
        assert Document.objects.count() == 1


def test_next_version_counts_on(cast: Cast, facts: Any, wakes: list[Any]) -> None:
    for version, state in ((1, DocumentState.SIGNED), (2, DocumentState.CANCELLED), (3, DocumentState.FAILED)):
        document(cast.kampen, cast.initiative_id, cast.anna, kind=AGREEMENT_KIND, state=state, version=version)
    assert ask(cast, cast.anna).version == 4


def test_missing_facts_refuse_with_the_pages_to_fill_them_in(cast: Cast, facts: Any) -> None:
    scope(cast.kampen, cast.initiative_id)
    facts[AGREEMENT_KIND] = with_facts(AGREEMENT, costs=(), ends_on=None)
    with acting(user_id=cast.anna.pk):
        listed = missing_facts(access=rights(cast.anna), kind=AGREEMENT_KIND, subject_id=cast.initiative_id)
    assert [fact.url for fact in listed] == ["/invullen/#term", "/invullen/#costs"]
    with pytest.raises(FactsMissing, match="Begin- en einddatum") as refused:
        ask(cast, cast.anna)
    assert refused.value.missing == listed
    with seed():
        assert not Document.objects.exists()


@pytest.mark.parametrize("name", ["chaima", "vince", "vera", "daan", "pieter", "karin", "stranger"])
def test_request_is_refused_without_the_right(cast: Cast, facts: Any, name: str) -> None:
    scope(cast.kampen, cast.initiative_id)
    with pytest.raises(PermissionDenied):
        ask(cast, getattr(cast, name))


@pytest.mark.parametrize("name", ["anna", "bram", "coen"])
def test_request_is_allowed_for_municipality_and_lead(cast: Cast, facts: Any, wakes: Any, name: str) -> None:
    scope(cast.kampen, cast.initiative_id)
    assert ask(cast, getattr(cast, name)).requested_by_id == getattr(cast, name).pk


def test_database_refuses_a_document_of_an_initiative_elsewhere(cast: Cast, facts: Any) -> None:
    """Net 4 alone: past the policies, the composite foreign key still says no."""
    elsewhere = uuid7()
    scope(cast.zwolle, elsewhere)
    document(cast.kampen, elsewhere, cast.anna)
    with (
        pytest.raises(IntegrityError, match="documents_document_subject_id_tenant"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with seed():
        Document.objects.all().delete()


def test_failed_document_is_tried_again_with_the_same_facts(
    cast: Cast, facts: Any, wakes: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    failed = document(cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.FAILED, attempts=5)
    with django_capture_on_commit_callbacks(execute=True), acting(user_id=cast.bram.pk):
        fresh = retry_document(access=rights(cast.bram), document=failed)
    assert (fresh.state, fresh.error, fresh.attempts) == (DocumentState.REQUESTED, "", 0)
    assert fresh.context == failed.context
    assert len(wakes) == 1


def test_retry_is_refused_while_a_newer_version_is_being_made(cast: Cast, facts: Any) -> None:
    failed = document(cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.FAILED)
    document(cast.kampen, cast.initiative_id, cast.anna, version=2)
    with acting(user_id=cast.anna.pk), pytest.raises(ConflictError, match="nieuwere versie"):
        retry_document(access=rights(cast.anna), document=failed)


def test_cancel_takes_it_out_of_the_line(cast: Cast, facts: Any) -> None:
    waiting = document(cast.kampen, cast.initiative_id, cast.anna)
    with acting(user_id=cast.anna.pk):
        assert cancel_document(access=rights(cast.anna), document=waiting).state == DocumentState.CANCELLED


def test_kind_that_nobody_fills_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thuisgevers.documents.kinds._register", {})
    with pytest.raises(NotRegistered, match="press_release"):
        registered(DocumentKind.PRESS_RELEASE)


def test_database_refuses_ready_without_a_file(cast: Cast) -> None:
    made = document(cast.kampen, cast.initiative_id, cast.anna)
    with pytest.raises(IntegrityError, match="document_ready_has_file"), seed():
        Document.objects.filter(pk=made.pk).update(state=DocumentState.READY)


def test_database_refuses_two_that_are_being_made(cast: Cast) -> None:
    document(cast.kampen, cast.initiative_id, cast.anna)
    with pytest.raises(IntegrityError, match="document_one_at_a_time"):
        document(cast.kampen, cast.initiative_id, cast.anna, version=2)


def test_unknown_id_is_not_found(cast: Cast) -> None:
    with acting(user_id=cast.anna.pk):
        assert not Document.objects.filter(pk=uuid7()).exists()
