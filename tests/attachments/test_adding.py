"""The form of an owning app: with script, without, and with too much."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.clients import ThuisClient
from tests.factories import attachments as files
from tests.factories.attachments import attachment, sent
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.attachments.enums import AttachmentState, Audience
from thuisgevers.attachments.models import Attachment
from thuisgevers.attachments.views import adding

SignIn = Callable[..., ThuisClient]
SCRIPT = {"X-Thuis-Upload": "1"}

pytestmark = pytest.mark.usefixtures("thing_site")


def page_of(cast: Cast) -> str:
    return reverse("thing_show", urlconf="tests.attachments.site", args=[cast.kampen.pk, cast.initiative_id])


def add_to(cast: Cast) -> str:
    return page_of(cast) + "bestanden/"


def rows() -> list[Attachment]:
    with seed():
        return list(Attachment.objects.order_by("created_at"))


@pytest.fixture(autouse=True)
def _scope(cast: Cast) -> None:
    files.scope(cast.kampen, cast.initiative_id)


def test_script_sends_one_file_and_gets_its_row(cast: Cast, client_as: SignIn) -> None:
    form = {"files": sent(files.photo(), "keuken.jpg"), "file_id": str(uuid4()), "kind": "photo", "audience": "team"}
    answer = client_as(cast.bram).post(add_to(cast), form, headers=SCRIPT)
    assert answer.status_code == 200
    [row] = rows()
    assert answer.content.decode().strip().startswith("<li")
    assert f'id="bijlage-{row.pk}"' in answer.content.decode()
    assert (row.state, row.name, row.uploaded_by) == (AttachmentState.UPLOADED, "keuken.jpg", cast.bram)


def test_answer_lost_and_sent_again_is_one_file(cast: Cast, client_as: SignIn) -> None:
    client, file_id = client_as(cast.bram), str(uuid4())
    for _number in range(2):
        form = {"files": sent(files.photo()), "file_id": file_id}
        assert client.post(add_to(cast), form, headers=SCRIPT).status_code == 200
    assert len(rows()) == 1


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "er kwam niets aan"),
        ({"files": b"", "file_id": str(uuid4())}, "is leeg"),
        ({"files": b"PK\x03\x04", "file_id": str(uuid4())}, "is geen foto"),
        ({"files": files.pdf(), "file_id": str(uuid4()), "kind": "photo"}, "is een pdf"),
        ({"files": files.photo(), "file_id": "geen nummer"}, "verouderd"),
        ({"files": files.photo()}, "verouderd"),
    ],
)
def test_script_is_told_why(cast: Cast, client_as: SignIn, form: dict[str, Any], words: str) -> None:
    if "files" in form:
        form = {**form, "files": sent(form["files"])}
    answer = client_as(cast.bram).post(add_to(cast), form, headers=SCRIPT)
    assert answer.status_code == 422
    assert words in answer.json()["message"]
    assert rows() == []


def test_without_script_all_files_come_at_once(cast: Cast, client_as: SignIn) -> None:
    form = {
        "files": [
            sent(files.photo(), "een.jpg"),
            sent(files.png(), "twee.png"),
            sent(b"MZ", "virus.exe"),
            sent(b"", "leeg.jpg"),
        ],
        "form_id": str(uuid4()),
        "kind": "photo",
    }
    client = client_as(cast.bram)
    answer = client.post(add_to(cast), form)
    assert answer.status_code == 302
    assert answer["Location"] == page_of(cast)
    page = client.get(answer["Location"]).content.decode()
    assert [row.name for row in rows()] == ["een.jpg", "twee.png"]
    assert "2 bestanden zijn ontvangen" in page
    assert "“virus.exe” is geen foto" in page
    assert "“leeg.jpg” is leeg" in page


def test_form_pressed_twice_adds_its_files_once(cast: Cast, client_as: SignIn) -> None:
    client, form_id = client_as(cast.bram), str(uuid4())
    for _number in range(2):
        client.post(
            add_to(cast), {"files": [sent(files.photo(), "a.jpg"), sent(files.photo(), "b.jpg")], "form_id": form_id}
        )
    assert len(rows()) == 2


def test_nothing_chosen_says_so(cast: Cast, client_as: SignIn) -> None:
    client = client_as(cast.bram)
    client.post(add_to(cast), {"form_id": str(uuid4())})
    assert "Kies eerst een of meer bestanden" in client.get(page_of(cast)).content.decode()


@pytest.mark.parametrize(("name", "audience"), [("bram", Audience.TEAM), ("anna", Audience.OFFICIAL)])
def test_audience_that_is_not_offered_cannot_be_chosen(
    cast: Cast, client_as: SignIn, name: str, audience: Audience
) -> None:
    form = {"files": sent(files.photo()), "file_id": str(uuid4()), "audience": "official", "kind": "verzonnen"}
    assert client_as(getattr(cast, name)).post(add_to(cast), form, headers=SCRIPT).status_code == 200
    assert [(row.audience, row.kind) for row in rows()] == [(audience, "photo")]


def test_nobody_fills_the_disk_in_an_hour(cast: Cast, client_as: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "MOST_AN_HOUR", 2)
    client = client_as(cast.bram)

    def send(to: ThuisClient) -> int:
        form = {"files": sent(files.photo()), "file_id": str(uuid4())}
        return to.post(add_to(cast), form, headers=SCRIPT).status_code

    assert [send(client) for _number in range(3)] == [200, 200, 422]
    assert send(client_as(cast.vera)) == 200


@pytest.mark.parametrize("name", ["chaima", "vince", "pieter", "els", "stranger"])
def test_who_may_not_add(cast: Cast, client_as: SignIn, name: str) -> None:
    form = {"files": sent(files.photo()), "file_id": str(uuid4())}
    assert client_as(getattr(cast, name)).post(add_to(cast), form, headers=SCRIPT).status_code in {403, 404}
    assert rows() == []


def test_two_gigabytes_are_refused_before_they_are_read(cast: Cast, client_as: SignIn) -> None:
    class Unread:
        def read(self, *_size: int) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    answer = client_as(cast.bram).generic(
        "POST",
        add_to(cast),
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(2 * 1024**3), "wsgi.input": Unread()},  # type: ignore[arg-type]
    )
    assert answer.status_code == 413
    assert answer["Connection"] == "close"


def test_only_addresses_that_take_files_get_large_requests(cast: Cast, client_as: SignIn) -> None:
    client, large = client_as(cast.bram), sent(files.photo() + b"\0" * 2_000_000)
    form = {"files": large, "file_id": str(uuid4())}
    assert client.post(add_to(cast), form, headers=SCRIPT).status_code == 200
    large.seek(0)
    [row] = rows()
    describe = reverse("attachments:attachment_describe", urlconf="tests.attachments.site", args=[row.pk])
    assert client.post(describe, {"files": large}).status_code == 413
    large.seek(0)
    assert client.post("/bestaat-niet/", {"files": large}).status_code == 413


def test_page_shows_what_the_reader_may_see(cast: Cast, client_as: SignIn) -> None:
    for audience in Audience:
        attachment(cast.kampen, cast.anna, scope_id=cast.initiative_id, audience=audience, name=f"{audience}.jpg")
    attachment(cast.kampen, cast.anna, scope_id=cast.initiative_id, state=AttachmentState.PURGED, name="gewist.jpg")
    official = client_as(cast.anna).get(page_of(cast)).content.decode()
    team = client_as(cast.bram).get(page_of(cast)).content.decode()
    reader = client_as(cast.pieter).get(page_of(cast)).content.decode()
    assert [name in official for name in ("team.jpg", "official.jpg", "gewist.jpg")] == [True, True, False]
    assert [name in team for name in ("team.jpg", "official.jpg")] == [True, False]
    assert "Wie mag het zien?" in official
    assert "Wie mag het zien?" not in team
    assert 'type="file"' in team
    assert 'type="file"' not in reader


def test_form_works_without_script_and_for_a_phone(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.bram).get(page_of(cast)).content.decode()
    form = re.search(r"<form class=\"t-upload\".*?</form>", page, re.DOTALL)
    assert form
    for part in (
        'method="post"',
        'enctype="multipart/form-data"',
        "csrfmiddlewaretoken",
        "multiple",
        'capture="environment"',
        'type="submit"',
        "25 MB",
    ):
        assert part in form[0]


@pytest.mark.parametrize("number", [1, 3])
def test_panel_costs_the_same_for_one_and_three(
    cast: Cast, client_as: SignIn, count_queries: Callable[[Callable[[], object]], int], number: int
) -> None:
    for _index in range(number):
        attachment(cast.kampen, cast.anna, scope_id=cast.initiative_id)
        attachment(cast.kampen, cast.anna, scope_id=cast.initiative_id, state=AttachmentState.REMOVED)
    client = client_as(cast.anna)
    client.get(page_of(cast))
    assert count_queries(lambda: client.get(page_of(cast))) == 8
