"""The owner of a property downloads the agreement about it once it is final, and no other document."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from housing.models import Property
from initiatives.models import Dossier
from tests.factories import housing, people
from tests.factories import initiatives as make
from tests.factories.documents import document
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.audit.models import ReadEvent
from thuisgevers.common.who import acting
from thuisgevers.documents.enums import DocumentKind, DocumentState
from thuisgevers.documents.models import Document
from thuisgevers.municipalities.enums import Role

pytestmark = pytest.mark.django_db

AGREEMENT = DocumentKind.COOPERATION_AGREEMENT
FINAL = (DocumentState.FINAL, DocumentState.SENT, DocumentState.SIGNED)


@pytest.fixture
def place(cast: Cast) -> Property:
    return housing.property_(cast.kampen)


@pytest.fixture
def dossier(cast: Cast, place: Property) -> Dossier:
    initiative = make.initiative(cast.kampen, id=cast.initiative_id)
    return make.dossier(initiative, held=place)


def owner_of(place: Property, **days: date) -> Any:
    user = people.person("Olivia")
    people.member(user, Role.PROPERTY_OWNER, municipality=place.municipality, scope_id=place.pk, **days)
    return user


def made(
    cast: Cast, dossier: Dossier, state: DocumentState, *, kind: DocumentKind = AGREEMENT, version: int = 1
) -> Document:
    return document(
        cast.kampen, dossier.initiative_id, cast.anna, kind=kind, state=state, version=version, dossier_id=dossier.pk
    )


def url(pk: UUID) -> str:
    return f"/mijn-pand/{pk}/overeenkomst/"


@pytest.mark.parametrize("state", FINAL)
def test_the_owner_downloads_it_and_that_is_logged(
    cast: Cast, place: Property, dossier: Dossier, client_as: Any, state: DocumentState
) -> None:
    row = made(cast, dossier, state)
    owner = client_as(owner_of(place))
    assert url(place.pk) in owner.get(f"/mijn-pand/{place.pk}/").content.decode()
    answer = owner.get(url(place.pk))
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store, private"
    with seed():
        assert ReadEvent.objects.filter(purpose="owner_agreement", object_ids=[str(row.pk)]).count() == 1


@pytest.mark.parametrize("state", [DocumentState.REQUESTED, DocumentState.READY, DocumentState.FAILED])
def test_a_draft_is_not_shown(
    cast: Cast, place: Property, dossier: Dossier, client_as: Any, state: DocumentState
) -> None:
    made(cast, dossier, state)
    user = owner_of(place)
    owner = client_as(user)
    assert "overeenkomst/" not in owner.get(f"/mijn-pand/{place.pk}/").content.decode()
    assert owner.get(url(place.pk)).status_code == 404
    with acting(user_id=user.pk):
        assert not Document.objects.exists()


def test_the_newest_final_version_is_given_also_while_a_next_one_is_a_draft(
    cast: Cast, place: Property, dossier: Dossier, client_as: Any
) -> None:
    made(cast, dossier, DocumentState.SIGNED)
    second = made(cast, dossier, DocumentState.FINAL, version=2)
    made(cast, dossier, DocumentState.READY, version=3)
    client_as(owner_of(place)).get(url(place.pk))
    with seed():
        assert ReadEvent.objects.get(purpose="owner_agreement").object_ids == [str(second.pk)]


def test_no_other_document_and_no_other_property(cast: Cast, place: Property, dossier: Dossier, client_as: Any) -> None:
    made(cast, dossier, DocumentState.SIGNED, kind=DocumentKind.PRESS_RELEASE)
    elsewhere = housing.property_(cast.kampen, initiative_scope_id=dossier.initiative_id)
    other = make.dossier(dossier.initiative, held=elsewhere, state="rejected")
    agreement = made(cast, other, DocumentState.SIGNED)
    user = owner_of(place)
    owner = client_as(user)
    for pk in (place.pk, elsewhere.pk):
        assert owner.get(url(pk)).status_code == 404
    assert owner.get(f"/documenten/{agreement.pk}/download/").status_code in (403, 404)
    with acting(user_id=user.pk):
        assert not Document.objects.exists()


@pytest.mark.parametrize("who", ["anna", "bram", "chaima", "gerrit", "els", "daan"])
def test_nobody_else_comes_here(cast: Cast, place: Property, dossier: Dossier, client_as: Any, who: str) -> None:
    made(cast, dossier, DocumentState.SIGNED)
    assert client_as(getattr(cast, who)).get(url(place.pk)).status_code in (403, 404)


def test_an_owner_whose_role_ended_sees_nothing(cast: Cast, place: Property, dossier: Dossier, client_as: Any) -> None:
    made(cast, dossier, DocumentState.SIGNED)
    user = owner_of(place, starts_on=date(2025, 1, 1), ends_on=date(2025, 2, 1))
    assert client_as(user).get(url(place.pk)).status_code in (403, 404)
    with acting(user_id=user.pk):
        assert not Document.objects.exists()
