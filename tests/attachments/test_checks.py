"""The worker's side: once, behind the scanner, and never stuck."""

from __future__ import annotations

import hashlib
import logging
import os
import signal
import socket
import struct
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.database import ROOT, WorkerDatabase
from tests.factories import attachments as files
from tests.factories.attachments import attachment, fresh
from tests.factories.people import Cast, make_cast
from tests.seeding import seed
from thuisgevers.attachments import tasks
from thuisgevers.attachments.enums import AttachmentState, MediaType
from thuisgevers.attachments.models import Attachment
from thuisgevers.attachments.sandbox import InspectionFailed
from thuisgevers.attachments.services import checks, purging
from thuisgevers.audit.models import AuditEvent

LONG_AGO = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)


def uploaded(cast: Cast, **fields: Any) -> Attachment:
    return attachment(
        cast.kampen, cast.bram, **{"state": AttachmentState.UPLOADED, "scope_id": cast.initiative_id, **fields}
    )


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_photo_is_made_anew_and_the_original_is_gone(cast: Cast, storage_folder: Path, commits: Any) -> None:
    row = uploaded(cast, content=files.photo())
    with commits():
        assert checks.check_attachment(row.pk)
    made = fresh(row)
    assert (made.state, made.attempts, made.refusal) == (AttachmentState.READY, 1, "")
    assert (made.width, made.height) == (480, 640)
    content = (storage_folder / made.storage_key).read_bytes()
    assert hashlib.sha256(content).hexdigest() == made.sha256
    assert len(content) == made.size
    assert {str(path.relative_to(storage_folder)) for path in stored(storage_folder)} == {
        made.storage_key,
        made.thumbnail_key,
    }
    assert not [path for path in stored(storage_folder) if files.SECRET.encode() in path.read_bytes()]
    with seed():
        verbs = list(AuditEvent.objects.filter(object_id=row.pk).values_list("verb", "actor_label"))
    assert verbs == [("claim", "het systeem"), ("pass", "het systeem")]


def test_heic_becomes_jpeg_by_name_too(cast: Cast) -> None:
    row = uploaded(cast, content=files.photo(image_format="HEIF"), media_type=MediaType.HEIC, name="IMG_0042.heic")
    assert checks.check_attachment(row.pk)
    assert (fresh(row).media_type, fresh(row).name) == (MediaType.JPEG, "IMG_0042.jpg")


def test_letter_keeps_its_bytes(cast: Cast, storage_folder: Path) -> None:
    content = files.pdf(pages=2)
    row = uploaded(cast, content=content, media_type=MediaType.PDF, name="brief.pdf")
    assert checks.check_attachment(row.pk)
    made = fresh(row)
    assert (storage_folder / made.storage_key).read_bytes() == content
    assert (made.page_count, made.thumbnail_key) == (2, "")


def test_refused_file_says_why_and_leaves_nothing(cast: Cast, storage_folder: Path, commits: Any) -> None:
    row = uploaded(cast, content=files.pdf_with_script(), media_type=MediaType.PDF, name="brief.pdf")
    with commits():
        assert not checks.check_attachment(row.pk)
    refused = fresh(row)
    assert refused.state == AttachmentState.REFUSED
    assert "JavaScript" in refused.refusal
    assert stored(storage_folder) == []


def test_delivered_twice_it_is_checked_once(cast: Cast) -> None:
    row = uploaded(cast)
    tasks.check_attachment(str(row.pk))
    first = fresh(row)
    tasks.check_attachment(str(row.pk))
    second = fresh(row)
    assert (first.storage_key, first.attempts, first.updated_at) == (
        second.storage_key,
        second.attempts,
        second.updated_at,
    )


@pytest.mark.parametrize("state", [state for state in AttachmentState if state != AttachmentState.UPLOADED])
def test_nothing_happens_for_a_row_that_does_not_wait(cast: Cast, state: AttachmentState) -> None:
    row = uploaded(cast, state=state)
    assert not checks.check_attachment(row.pk)
    assert fresh(row).state == state


def test_our_own_failure_is_not_the_files(
    cast: Cast, storage_folder: Path, commits: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> None:
        raise InspectionFailed("geen Pillow")

    monkeypatch.setattr(checks, "inspect", fail)
    row = uploaded(cast)
    with commits():
        assert not checks.check_attachment(row.pk)
    waiting = fresh(row)
    assert (waiting.state, waiting.attempts) == (AttachmentState.UPLOADED, 0)
    assert waiting.try_after is not None
    assert waiting.try_after > timezone.now()
    assert (storage_folder / row.quarantine_key).exists()


# The scanner: a clamd of a few lines, over a real socket.


@contextmanager
def scanner(answer: bytes, *, unix: Path | None = None) -> Iterator[tuple[str, list[bytes]]]:
    """Listens once per file; gives its address and what it was sent."""
    line = socket.socket(socket.AF_UNIX if unix else socket.AF_INET)
    line.bind(str(unix) if unix else ("127.0.0.1", 0))
    line.listen()
    seen: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                caller, _address = line.accept()
            except OSError:
                return
            with caller, caller.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                content = b""
                while length := struct.unpack("!L", sent.read(4))[0]:
                    content += sent.read(length)
                seen.append(content)
                caller.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield (f"unix://{unix}" if unix else f"tcp://127.0.0.1:{line.getsockname()[1]}"), seen
    finally:
        line.shutdown(socket.SHUT_RDWR)
        line.close()
        thread.join(5)


@pytest.mark.parametrize("by_path", [True, False])
def test_scanner_sees_the_file_as_it_came_in(cast: Cast, settings: Any, tmp_path: Path, by_path: bool) -> None:
    content = files.photo(size=(900, 900))
    with scanner(b"stream: OK\0", unix=tmp_path / "clamd" if by_path else None) as (address, seen):
        settings.CLAMAV_ADDRESS = address
        row = uploaded(cast, content=content)
        assert checks.check_attachment(row.pk)
    assert seen == [content]


def test_virus_is_refused_without_its_name_on_screen(
    cast: Cast, settings: Any, storage_folder: Path, commits: Any
) -> None:
    with scanner(b"stream: Eicar-Test-Signature FOUND\0") as (address, _seen):
        settings.CLAMAV_ADDRESS = address
        row = uploaded(cast)
        with commits():
            assert not checks.check_attachment(row.pk)
    assert fresh(row).state == AttachmentState.REFUSED
    assert "virusscanner" in fresh(row).refusal
    assert "Eicar" not in fresh(row).refusal
    assert stored(storage_folder) == []


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK maar niet heus\0"])
def test_anything_but_clean_keeps_the_file_in_quarantine(
    cast: Cast, settings: Any, storage_folder: Path, answer: bytes
) -> None:
    with scanner(answer) as (address, _seen):
        settings.CLAMAV_ADDRESS = address
        row = uploaded(cast)
        assert not checks.check_attachment(row.pk)
    assert fresh(row).state == AttachmentState.UPLOADED
    assert stored(storage_folder) == [storage_folder / row.quarantine_key]


def test_scanner_that_is_down_fails_closed_and_is_asked_again(
    cast: Cast, settings: Any, tmp_path: Path, wakes: list[Any], commits: Any
) -> None:
    settings.CLAMAV_ADDRESS = f"unix://{tmp_path}/niemand"
    row = uploaded(cast)
    for _number in range(7):  # more often than a lost worker may be
        assert not checks.check_attachment(row.pk)
        with seed():
            Attachment.objects.filter(pk=row.pk).update(try_after=timezone.now() + LONG_AGO)
    assert fresh(row).state == AttachmentState.UPLOADED
    with commits():
        tasks.sweep_attachments()
    assert wakes == []  # not before its minute is over
    with seed():
        Attachment.objects.filter(pk=row.pk).update(try_after=timezone.now() - LONG_AGO)
    with commits():
        tasks.sweep_attachments()
    assert wakes == [("thuisgevers.attachments.tasks.check_attachment", (str(row.pk),))]
    settings.CLAMAV_ADDRESS = ""
    assert checks.check_attachment(row.pk)


def test_sweep_wakes_what_nobody_took_and_puts_lost_ones_back(cast: Cast, wakes: list[Any], commits: Any) -> None:
    waiting = uploaded(cast)
    lost = uploaded(cast, state=AttachmentState.CHECKING, claimed_at=timezone.now() - LONG_AGO)
    busy = uploaded(cast, state=AttachmentState.CHECKING)
    with commits():
        tasks.sweep_attachments()
    assert {args[0] for _name, args in wakes} == {str(waiting.pk), str(lost.pk)}
    assert fresh(lost).state == AttachmentState.UPLOADED
    assert fresh(busy).state == AttachmentState.CHECKING
    assert checks.check_attachment(lost.pk)
    assert fresh(lost).storage_key == lost.storage_key  # the second try overwrites what the first left


def test_file_that_kills_its_workers_is_given_up(cast: Cast, storage_folder: Path, commits: Any) -> None:
    row = uploaded(cast, state=AttachmentState.CHECKING, claimed_at=timezone.now() - LONG_AGO, attempts=5)
    with commits():
        assert not checks.recover_attachment(row.pk)
    assert fresh(row).state == AttachmentState.REFUSED
    assert stored(storage_folder) == []


def test_claim_jobs_tells_ids_and_nothing_else(cast: Cast) -> None:
    row = uploaded(cast)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM claim_jobs('attachments', 10)")
        assert cursor.fetchall() == [(row.pk,)]
        cursor.execute("SELECT count(*) FROM attachments_attachment")
        assert cursor.fetchone() == (0,)


# What ends by itself.


@pytest.mark.parametrize("state", [AttachmentState.REMOVED, AttachmentState.REFUSED])
def test_after_thirty_days_file_name_and_words_are_wiped(
    cast: Cast, storage_folder: Path, state: AttachmentState
) -> None:
    old, young = uploaded(cast, state=state, caption="Keuken"), uploaded(cast, state=state, caption="Tuin")
    with seed():
        Attachment.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(days=31))
    tasks.purge_attachments()
    wiped = fresh(old)
    assert (wiped.state, wiped.name, wiped.caption, wiped.storage_key, wiped.sha256) == (
        AttachmentState.PURGED,
        "",
        "",
        "",
        "",
    )
    assert fresh(young).state == state
    kept = {key for key in (young.storage_key, young.thumbnail_key) if key}
    assert {str(path.relative_to(storage_folder)) for path in stored(storage_folder)} == kept
    with seed(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM attachments_attachmentevent WHERE pgh_obj_id = %s", [old.pk])
        assert "Keuken" not in str(cursor.fetchall())


def test_removed_and_put_back_is_not_wiped(cast: Cast) -> None:
    row = uploaded(cast, state=AttachmentState.READY)
    with seed():
        Attachment.objects.filter(pk=row.pk).update(updated_at=timezone.now() - timedelta(days=400))
    assert not purging.purge_attachment(row.pk)
    assert fresh(row).state == AttachmentState.READY


def test_upload_without_a_row_is_cleared_after_a_day(cast: Cast, storage_folder: Path) -> None:
    waiting = uploaded(cast)
    abandoned, recent = storage_folder / "quarantine" / "verlaten", storage_folder / "quarantine" / "vers"
    for path in (abandoned, recent):
        path.write_bytes(b"x")
    yesterday = time.time() - 2 * 86400
    for path in (abandoned, storage_folder / waiting.quarantine_key):
        os.utime(path, (yesterday, yesterday))
    tasks.purge_attachments()
    assert sorted(path.name for path in stored(storage_folder)) == sorted(["vers", str(waiting.pk)])


# Real processes from here on: what they write is committed, and the database is cloned anew afterwards.

WORKER = """
import sys, time
import django
django.setup()
from uuid import UUID
from thuisgevers.attachments.services import checks

def stop_here(*args, **kwargs):
    print("checking", flush=True)
    time.sleep(60)

if sys.argv[2] == "hang":
    checks.inspect = stop_here
made = checks.check_attachment(UUID(sys.argv[1]))
print("made" if made else "not made", flush=True)
"""


def start_worker(database: WorkerDatabase, storage: Path, pk: Any, mode: str) -> subprocess.Popen[str]:
    environment = {
        **database.environment(),
        "STORAGE_DIR": str(storage.parent),
        "DJANGO_SETTINGS_MODULE": "thuisgevers.settings",
    }
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WORKER), str(pk), mode],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_worker_killed_while_checking_loses_nothing(
    worker_database: WorkerDatabase, storage_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = make_cast()
    row = uploaded(cast)
    worker = start_worker(worker_database, storage_folder, row.pk, "hang")
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "checking\n"
        assert fresh(row).state == AttachmentState.CHECKING
        # However old the claim: as long as the worker lives it holds the lock, and the sweep keeps off.
        monkeypatch.setattr(checks, "CHECK_GRACE", timedelta(0))
        assert not checks.recover_attachment(row.pk)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait(10)
        deadline = time.monotonic() + 10
        while not checks.recover_attachment(row.pk):
            assert time.monotonic() < deadline, "the row stayed locked after its worker died"
            time.sleep(0.1)
        assert fresh(row).state == AttachmentState.UPLOADED
        assert checks.check_attachment(row.pk)
        assert (fresh(row).state, fresh(row).attempts) == (AttachmentState.READY, 2)
    finally:
        worker.kill()
        worker.communicate(timeout=10)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_file(worker_database: WorkerDatabase, storage_folder: Path) -> None:
    cast = make_cast()
    row = uploaded(cast)
    workers = [start_worker(worker_database, storage_folder, row.pk, "work") for _ in range(2)]
    answers = sorted(worker.communicate(timeout=60)[0].strip() for worker in workers)
    assert answers == ["made", "not made"]
    assert (fresh(row).state, fresh(row).attempts) == (AttachmentState.READY, 1)
    assert len(stored(storage_folder)) == 2  # the file and its thumbnail
