"""Taking files in: who may, what is refused at once, and a file sent twice."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from tests.factories import attachments as files
from tests.factories.attachments import fresh, sent
from tests.factories.documents import rights
from tests.factories.people import Cast, make_cast
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.attachments.enums import AttachmentKind, AttachmentState, Audience, MediaType
from thuisgevers.attachments.models import Attachment
from thuisgevers.attachments.services import FileRefused, receive_file
from thuisgevers.audit.models import AuditEvent
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.who import acting


def receive(cast: Cast, user: User, content: bytes | None = None, name: str = "foto.jpg", **changes: Any) -> Attachment:
    with acting(user_id=user.pk):
        return receive_file(
            access=rights(user),
            **{
                "municipality": cast.kampen,
                "scope_id": cast.initiative_id,
                "file": sent(files.photo() if content is None else content, name),
                "client_id": uuid4(),
                **changes,
            },
        )


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_file_lies_in_quarantine_and_a_worker_is_woken(
    cast: Cast, storage_folder: Path, wakes: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    content = files.photo()
    with django_capture_on_commit_callbacks(execute=True):
        row = fresh(receive(cast, cast.bram, content, name="../Voorgevel.JPEG", caption="De voorkant"))
    assert (row.state, row.name, row.media_type) == (AttachmentState.UPLOADED, "Voorgevel.jpg", MediaType.JPEG)
    assert (row.size, row.sha256, row.storage_key) == (len(content), "", "")
    [path] = stored(storage_folder)
    assert path == storage_folder / "quarantine" / str(row.pk)
    assert path.read_bytes() == content
    assert wakes == [("thuisgevers.attachments.tasks.check_attachment", (str(row.pk),))]


def test_disk_is_private(cast: Cast, storage_folder: Path) -> None:
    receive(cast, cast.bram)
    [path] = stored(storage_folder)
    assert path.stat().st_mode & 0o777 == 0o600
    for folder in (path.parent, storage_folder):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_log_says_that_not_what(cast: Cast) -> None:
    row = receive(cast, cast.bram, name="paspoort van Ahmed.jpg")
    with seed():
        event = AuditEvent.objects.get(object_id=row.pk)
    assert event.verb == "upload"
    assert event.data == {"kind": "photo", "media_type": "image/jpeg", "size": row.size}


@pytest.mark.parametrize(
    ("content", "name", "kind", "words"),
    [
        (b"", "leeg.jpg", AttachmentKind.PHOTO, "is leeg"),
        (b"PK\x03\x04" + b"\0" * 200, "brief.docx", AttachmentKind.LETTER, "Maak van een Word"),
        (b"naam;adres\n", "lijst.csv", AttachmentKind.OTHER, "Maak van een Word"),
        (b"<html><script>alert(1)</script></html>", "foto.jpg", AttachmentKind.PHOTO, "is geen foto"),
        (files.pdf(), "foto.jpg", AttachmentKind.PHOTO, "is een pdf"),
    ],
)
def test_refused_at_once_with_words(
    cast: Cast, storage_folder: Path, content: bytes, name: str, kind: AttachmentKind, words: str
) -> None:
    with pytest.raises(FileRefused, match=words) as refused:
        receive(cast, cast.bram, content, name, kind=kind)
    assert name in refused.value.messages[0]
    with seed():
        assert not Attachment.objects.exists()
    assert not storage_folder.exists() or not stored(storage_folder)


def test_too_large_says_how_large_it_may_be(cast: Cast, settings: Any) -> None:
    settings.ATTACHMENT_MAX_BYTES = 2048
    with pytest.raises(FileRefused, match="hooguit 2 KB"):
        receive(cast, cast.bram, files.photo(size=(900, 900)))


@pytest.mark.parametrize("name", ["bram", "vera", "anna", "coen"])
def test_who_may_add_for_an_initiative(cast: Cast, name: str) -> None:
    assert fresh(receive(cast, getattr(cast, name))).uploaded_by == getattr(cast, name)


@pytest.mark.parametrize(
    "name", ["chaima", "daan", "els", "vince", "pieter", "karin", "joke", "olga", "gerrit", "stranger"]
)
def test_who_may_not(cast: Cast, name: str) -> None:
    with pytest.raises(PermissionDenied):
        receive(cast, getattr(cast, name))


def test_owner_adds_for_the_own_property_only(cast: Cast) -> None:
    row = fresh(receive(cast, cast.gerrit, scope_id=None, property_scope_id=cast.property_id))
    assert row.property_scope_id == cast.property_id
    with pytest.raises(PermissionDenied):
        receive(cast, cast.gerrit, scope_id=None, property_scope_id=uuid4())


def test_property_without_an_owner_gets_its_scope(cast: Cast) -> None:
    place = uuid4()
    assert fresh(receive(cast, cast.anna, scope_id=None, property_scope_id=place)).property_scope_id == place


@pytest.mark.parametrize(("audience", "visibility"), [(Audience.TEAM, "team"), (Audience.OFFICIAL, "internal")])
def test_team_does_not_read_of_files_it_may_not_see(cast: Cast, audience: Audience, visibility: str) -> None:
    row = receive(cast, cast.anna, audience=audience)
    with seed():
        assert AuditEvent.objects.get(object_id=row.pk).visibility == visibility


@pytest.mark.parametrize(("name", "may"), [("anna", True), ("bram", False), ("vera", False)])
def test_only_officials_keep_files_to_themselves(cast: Cast, name: str, may: bool) -> None:
    if may:
        assert receive(cast, getattr(cast, name), audience=Audience.OFFICIAL).audience == Audience.OFFICIAL
        return
    with pytest.raises(PermissionDenied):
        receive(cast, getattr(cast, name), audience=Audience.OFFICIAL)


def test_sent_twice_it_is_one(cast: Cast, storage_folder: Path) -> None:
    client_id = uuid4()
    first = receive(cast, cast.bram, client_id=client_id)
    second = receive(cast, cast.bram, client_id=client_id)
    assert first.pk == second.pk
    assert len(stored(storage_folder)) == 1


def test_same_number_of_another_person_is_another_file(cast: Cast) -> None:
    client_id = uuid4()
    assert receive(cast, cast.bram, client_id=client_id).pk != receive(cast, cast.vera, client_id=client_id).pk


def test_same_number_for_another_thing_is_refused(cast: Cast) -> None:
    client_id = uuid4()
    receive(cast, cast.anna, client_id=client_id)
    with pytest.raises(ConflictError, match="ergens anders"):
        receive(cast, cast.anna, client_id=client_id, scope_id=None)


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_the_same_moment_make_one_row(storage_folder: Path, wakes: list[Any]) -> None:
    cast, client_id = make_cast(), uuid4()
    files.scope(cast.kampen, cast.initiative_id)
    together, made = threading.Barrier(2), []

    def send() -> None:
        try:
            with transaction.atomic():
                together.wait(10)
                made.append(receive(cast, cast.bram, client_id=client_id).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(made) == 2
    assert len(set(made)) == 1
    assert [path.name for path in stored(storage_folder)] == [str(made[0])]


def test_file_of_another_municipality_cannot_be_hung_on_a_scope_here(cast: Cast) -> None:
    """Net 4: with every right in Zwolle, Kampen's initiative is still not hers."""
    files.scope(cast.kampen, cast.initiative_id)

    def smuggle() -> None:
        with transaction.atomic():
            receive(cast, cast.chaima, municipality=cast.zwolle, scope_id=cast.initiative_id)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="attachments_attachment_scope_id_tenant"):
        smuggle()
