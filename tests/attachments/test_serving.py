"""Who gets a file, with which headers, and what the read log keeps of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from tests.access.nets import only
from tests.clients import ThuisClient
from tests.factories import attachments as files
from tests.factories.attachments import attachment
from tests.factories.documents import rights
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.attachments.enums import AttachmentState, Audience, MediaType
from thuisgevers.attachments.models import Attachment
from thuisgevers.attachments.permissions import (
    can_remove_attachment,
    can_view_attachment,
    removable_attachments,
    viewable_attachments,
)
from thuisgevers.audit.models import ReadEvent
from thuisgevers.common.ids import uuid7
from thuisgevers.common.who import acting

SignIn = Callable[..., ThuisClient]
OFFICIALS = {"anna", "coen", "vince"}
TEAM = {"bram", "vera", "pieter", "karin"}
#: A team and its pioneer. Their own doors stand in the workspace (tests/guidance/test_workspace_files.py).
WORKSPACE = {"bram", "vera", "pieter", "joke"}
PEOPLE = (
    *sorted(OFFICIALS | TEAM),
    "chaima",
    "daan",
    "els",
    "joke",
    "olga",
    "gerrit",
    "stranger",
)


def url(row: Attachment, name: str = "open") -> str:
    return reverse(f"attachments:attachment_{name}", args=[row.pk])


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("audience", list(Audience))
def test_who_gets_the_file(cast: Cast, client_as: SignIn, name: str, audience: Audience) -> None:
    row = attachment(cast.kampen, cast.anna, scope_id=cast.initiative_id, audience=audience)
    client = client_as(getattr(cast, name))
    may = audience != Audience.PRIVATE and (name in OFFICIALS or (audience == Audience.TEAM and name in TEAM))
    for address in ("open", "thumbnail", "show"):
        answer = client.get(url(row, address))
        assert answer.status_code in ({200} if may else {403, 404})
        if address != "show" and may:
            assert answer.getvalue()


def test_owner_gets_files_of_the_own_property(cast: Cast, client_as: SignIn) -> None:
    own = attachment(cast.kampen, cast.anna, scope_id=cast.initiative_id, property_scope_id=cast.property_id)
    other = attachment(cast.kampen, cast.anna, property_scope_id=uuid7())
    hidden = attachment(cast.kampen, cast.anna, property_scope_id=cast.property_id, audience=Audience.OFFICIAL)
    client = client_as(cast.gerrit)
    assert [client.get(url(row)).status_code for row in (own, other, hidden)] == [200, 404, 404]


def test_anonymous_is_led_to_sign_in(cast: Cast, client: ThuisClient) -> None:
    answer = client.get(url(attachment(cast.kampen, cast.anna)))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/inloggen/?next=")


@pytest.mark.parametrize("state", [state for state in AttachmentState if state != AttachmentState.READY])
def test_nothing_is_sent_before_or_after_it_is_ready(cast: Cast, client_as: SignIn, state: AttachmentState) -> None:
    row = attachment(cast.kampen, cast.anna, state=state)
    client = client_as(cast.anna)
    assert client.get(url(row)).status_code == 404
    assert client.get(url(row, "thumbnail")).status_code == 404


def test_picture_is_shown_safely(cast: Cast, client_as: SignIn) -> None:
    content = files.photo()
    row = attachment(cast.kampen, cast.anna, content=content, name="voorgevel & tuin é.jpg")
    answer = client_as(cast.anna).get(url(row))
    assert answer.getvalue() == content
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''voorgevel")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert {part.strip() for part in answer["Cache-Control"].split(",")} == {"private", "no-store"}
    assert "ETag" not in answer
    assert "Last-Modified" not in answer


@pytest.mark.parametrize(("media_type", "query"), [(MediaType.PDF, ""), (MediaType.JPEG, "?download")])
def test_everything_else_is_saved_first(cast: Cast, client_as: SignIn, media_type: MediaType, query: str) -> None:
    row = attachment(cast.kampen, cast.anna, content=files.pdf(), media_type=media_type, name="brief.pdf")
    answer = client_as(cast.anna).get(url(row) + query)
    assert answer["Content-Disposition"] == 'attachment; filename="brief.pdf"'
    assert answer["Content-Type"] == media_type.value


def test_pdf_has_no_thumbnail(cast: Cast, client_as: SignIn) -> None:
    row = attachment(cast.kampen, cast.anna, content=files.pdf(), media_type=MediaType.PDF)
    assert client_as(cast.anna).get(url(row, "thumbnail")).status_code == 404


def test_every_read_is_in_the_log(cast: Cast, client_as: SignIn) -> None:
    row = attachment(cast.kampen, cast.anna, scope_id=cast.initiative_id)
    client = client_as(cast.bram)
    client.get(url(row)).getvalue()
    client.get(url(row, "thumbnail")).getvalue()
    with seed():
        seen = list(ReadEvent.objects.values_list("reader", "purpose", "object_type", "object_ids", "municipality"))
    assert seen == [
        (cast.bram.pk, purpose, "attachments.Attachment", [str(row.pk)], cast.kampen.pk)
        for purpose in ("attachment_open", "attachment_thumbnail")
    ]


def test_no_log_no_data(cast: Cast, client_as: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    row = attachment(cast.kampen, cast.anna)

    def fail(**_kwargs: Any) -> None:
        raise RuntimeError("het logboek is vol")

    monkeypatch.setattr("thuisgevers.attachments.views.serving.log_read", fail)
    with pytest.raises(RuntimeError):
        client_as(cast.anna).get(url(row))


def test_proxy_sends_the_bytes_where_there_is_one(cast: Cast, client_as: SignIn, settings: Any) -> None:
    settings.ATTACHMENT_ACCEL_PREFIX = "/_bijlagen/"
    row = attachment(cast.kampen, cast.anna)
    answer = client_as(cast.anna).get(url(row))
    assert answer["X-Accel-Redirect"] == f"/_bijlagen/{row.storage_key}"
    assert answer.content == b""
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client_as(cast.chaima).get(url(row)).status_code == 404


def test_file_that_is_gone_is_404_and_is_logged(cast: Cast, client_as: SignIn, storage_folder: Any) -> None:
    row = attachment(cast.kampen, cast.anna)
    (storage_folder / row.storage_key).unlink()
    assert client_as(cast.anna).get(url(row)).status_code == 404


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("audience", list(Audience))
def test_row_security_alone_says_the_same(cast: Cast, name: str, audience: Audience) -> None:
    row = attachment(cast.kampen, cast.anna, scope_id=cast.initiative_id, audience=audience)
    may = {
        Audience.TEAM: name in OFFICIALS or name in TEAM,
        Audience.OFFICIAL: name in OFFICIALS,
        Audience.PRIVATE: name in WORKSPACE,
    }[audience]
    with acting(user_id=getattr(cast, name).pk):
        assert Attachment.objects.filter(pk=row.pk).exists() == may


def test_each_net_alone_keeps_another_municipality_out(cast: Cast, client_as: SignIn) -> None:
    row = attachment(cast.kampen, cast.anna)
    client = client_as(cast.chaima)
    for net in ("door", "policies"):
        with only(net):
            assert client.get(url(row)).status_code == 404
    with only():
        answer = client.get(url(row))
        assert answer.status_code == 200  # else the above proves nothing
        answer.getvalue()


@pytest.mark.parametrize("name", PEOPLE)
def test_lists_and_predicates_agree(cast: Cast, name: str) -> None:
    user = getattr(cast, name)
    rows = [
        attachment(place, by, scope_id=scope, property_scope_id=owned, audience=audience)
        for place, scope, owned in (
            (cast.kampen, cast.initiative_id, None),
            (cast.kampen, None, cast.property_id),
            (cast.kampen, None, None),
            (cast.zwolle, None, None),
        )
        for by in (cast.anna, cast.vera)
        for audience in Audience
    ]
    access = rights(user)
    for queryset, predicate in (
        (viewable_attachments, can_view_attachment),
        (removable_attachments, can_remove_attachment),
    ):
        with seed():
            listed = set(queryset(access).values_list("pk", flat=True))
        assert listed == {row.pk for row in rows if predicate(access, row)}, predicate.__name__
        with acting(user_id=user.pk):
            assert set(queryset(access).values_list("pk", flat=True)) == listed
