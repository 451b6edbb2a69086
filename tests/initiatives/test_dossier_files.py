"""Files of a dossier: who adds and reads them, what only officials see, and that the page itself costs nothing more."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from initiatives.enums import DossierState
from initiatives.models import Dossier, DossierAttachment
from tests.factories import attachments as files
from tests.factories import initiatives as make
from tests.factories.attachments import attachment, sent
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.attachments.enums import AttachmentState, Audience
from thuisgevers.attachments.models import Attachment
from thuisgevers.audit.models import ReadEvent

pytestmark = pytest.mark.django_db

#: Session, user, who (set and unset), rights, dossier, read log, files; below a municipality's address also the municipality.
OFFICIAL_QUERIES, TEAM_QUERIES = 9, 8


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    initiative = make.initiative(cast.kampen, id=cast.initiative_id)
    files.scope(cast.kampen, initiative.pk)
    return make.dossier(initiative, state=DossierState.IN_REVIEW, assignee=cast.anna)


def official(dossier: Dossier, *, slug: str = "kampen", add: bool = False) -> str:
    name = "initiatives:dossier_attachment_add" if add else "initiatives:dossier_attachments"
    return reverse(name, args=[slug, dossier.pk])


def team(dossier: Dossier, *, add: bool = False) -> str:
    name = "initiatives:my_dossier_attachment_add" if add else "initiatives:my_dossier_attachments"
    return reverse(name, args=[dossier.pk])


def letter(name: str = "brief.jpg", audience: str = "team") -> dict[str, Any]:
    return {"files": sent(files.photo(), name), "file_id": str(uuid4()), "kind": "letter", "audience": audience}


def hung(cast: Cast, dossier: Dossier, name: str, audience: Audience = Audience.TEAM) -> Attachment:
    row = attachment(
        cast.kampen,
        cast.anna,
        scope_id=dossier.initiative_id,
        name=name,
        audience=audience,
        state=AttachmentState.READY,
    )
    with seed():
        DossierAttachment.hang(row, dossier=dossier)
    return row


@pytest.mark.parametrize("who", ["anna", "coen", "bram", "vera"])
def test_who_adds_and_comes_back_to_the_dossier(cast: Cast, dossier: Dossier, client_as: Any, who: str) -> None:
    is_official = who in ("anna", "coen")
    url = (official if is_official else team)(dossier, add=True)
    answer = client_as(getattr(cast, who)).post(url, letter())
    page = reverse("initiatives:dossier_detail", args=["kampen", dossier.pk])
    assert answer.headers["Location"] == (
        f"{page if is_official else reverse('initiatives:my_dossier', args=[dossier.pk])}#bijlagen"
    )
    with seed():
        link = DossierAttachment.objects.select_related("attachment").get()
    assert (link.dossier_id, link.scope_id, link.property_scope_id) == (dossier.pk, dossier.initiative_id, None)
    assert (link.attachment.kind, link.attachment.audience) == ("letter", Audience.TEAM)


@pytest.mark.parametrize(
    ("who", "status"),
    [("vince", 403), ("karin", 403), ("pieter", 403), ("els", 403), ("chaima", 404), ("stranger", 404), ("bram", 403)],
)
def test_nobody_else_adds_at_the_municipality(
    cast: Cast, dossier: Dossier, client_as: Any, who: str, status: int
) -> None:
    assert client_as(getattr(cast, who)).post(official(dossier, add=True), letter()).status_code == status
    with seed():
        assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("pieter", 403), ("karin", 403), ("anna", 404), ("chaima", 404), ("daan", 403), ("gerrit", 404)]
)
def test_nobody_else_adds_for_the_team(cast: Cast, dossier: Dossier, client_as: Any, who: str, status: int) -> None:
    assert client_as(getattr(cast, who)).post(team(dossier, add=True), letter()).status_code == status
    with seed():
        assert not Attachment.objects.exists()


def test_the_team_cannot_add_for_officials_alone(cast: Cast, dossier: Dossier, client_as: Any) -> None:
    client_as(cast.bram).post(team(dossier, add=True), letter(audience="official"))
    with seed():
        assert Attachment.objects.get().audience == Audience.TEAM


def test_a_file_for_officials_alone_is_theirs(cast: Cast, dossier: Dossier, client_as: Any) -> None:
    hung(cast, dossier, "tekening.pdf")
    hidden = hung(cast, dossier, "intern.pdf", Audience.OFFICIAL)
    for who, url, sees in (
        ("anna", official(dossier), True),
        ("vince", official(dossier), True),
        ("karin", official(dossier), False),
        ("bram", team(dossier), False),
        ("pieter", team(dossier), False),
    ):
        client = client_as(getattr(cast, who))
        text = client.get(url).content.decode()
        assert "tekening.pdf" in text, who
        assert ("intern.pdf" in text) == sees, who
        if not sees:
            assert client.get(f"/bijlagen/{hidden.pk}/").status_code in (403, 404)
    assert "alleen de gemeente" not in client_as(cast.bram).get(team(dossier)).content.decode()


def test_another_municipality_finds_nothing(cast: Cast, dossier: Dossier, client_as: Any) -> None:
    row = hung(cast, dossier, "tekening.pdf")
    chaima = client_as(cast.chaima)
    for url in (official(dossier), official(dossier, slug="zwolle"), team(dossier), f"/bijlagen/{row.pk}/"):
        answer = chaima.get(url)
        assert answer.status_code == 404, url
        assert "tekening.pdf" not in answer.content.decode()


def test_the_database_hangs_no_file_on_a_dossier_of_elsewhere(cast: Cast, dossier: Dossier) -> None:
    other = make.dossier(make.initiative(cast.zwolle))
    row = attachment(cast.kampen, cast.anna, scope_id=dossier.initiative_id)
    with pytest.raises(IntegrityError), transaction.atomic():  # noqa: PT012 - the foreign key is checked at the end
        with seed():
            DossierAttachment.hang(row, dossier=other)
        connection.check_constraints()


def test_the_page_asks_for_its_files_afterwards_as_a_part(cast: Cast, dossier: Dossier, client_as: Any) -> None:
    hung(cast, dossier, "tekening.pdf")
    for who, page, url in (
        (cast.anna, reverse("initiatives:dossier_detail", args=["kampen", dossier.pk]), official(dossier)),
        (cast.bram, reverse("initiatives:my_dossier", args=[dossier.pk]), team(dossier)),
    ):
        client = client_as(who)
        text = client.get(page).content.decode()
        assert f'hx-get="{url}"' in text
        assert "tekening.pdf" not in text
        part = client.get(url, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part
        assert 'id="bijlagen"' in part
        assert "tekening.pdf" in part
    with seed():
        assert ReadEvent.objects.filter(purpose="dossier_attachments", object_ids=[str(dossier.pk)]).count() == 2


@pytest.mark.parametrize("side", ["official", "team"])
def test_as_many_queries_for_one_file_as_for_three(
    cast: Cast, dossier: Dossier, client_as: Any, count_queries: Any, side: str
) -> None:
    is_official = side == "official"
    client, url = client_as(cast.anna if is_official else cast.bram), (official if is_official else team)(dossier)
    hung(cast, dossier, "een.pdf")
    client.get(url)
    assert count_queries(lambda: client.get(url)) == (OFFICIAL_QUERIES if is_official else TEAM_QUERIES)
    hung(cast, dossier, "twee.pdf")
    hung(cast, dossier, "drie.pdf")
    assert count_queries(lambda: client.get(url)) == (OFFICIAL_QUERIES if is_official else TEAM_QUERIES)
