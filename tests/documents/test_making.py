"""The worker's side: once, with the rights of who asked, and never stuck."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.database import ROOT, WorkerDatabase
from tests.factories.documents import document
from tests.factories.people import Cast, make_cast
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.common.who import acting
from thuisgevers.documents import tasks
from thuisgevers.documents.enums import DocumentKind, DocumentState
from thuisgevers.documents.models import Document
from thuisgevers.documents.rendering import RenderingFailed
from thuisgevers.documents.services import making
from thuisgevers.documents.storage import read_file
from thuisgevers.municipalities.models import Membership


def fresh(row: Document) -> Document:
    with seed():
        return Document.objects.select_related("template", "municipality", "requested_by").get(pk=row.pk)


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_making_stores_the_file_and_then_says_ready(cast: Cast, kind: DocumentKind) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna, kind=kind)
    assert making.render_document(row.pk)
    made = fresh(row)
    content = read_file(made.sha256)
    assert made.state == DocumentState.READY
    assert content.startswith(b"%PDF-1.7")
    assert len(content) == made.byte_size
    assert made.page_count is not None
    assert made.page_count >= 1
    assert made.attempts == 1
    with seed():
        verbs = list(AuditEvent.objects.filter(object_id=row.pk).values_list("verb", "actor_label"))
    assert verbs == [("claim", "het systeem"), ("finish", "het systeem")]


def test_task_delivered_twice_makes_it_once(cast: Cast) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna)
    tasks.render_document(str(row.pk))
    first = fresh(row)
    tasks.render_document(str(row.pk))
    second = fresh(row)
    assert (first.sha256, first.attempts, first.updated_at) == (second.sha256, second.attempts, second.updated_at)


@pytest.mark.parametrize("state", [state for state in DocumentState if state != DocumentState.REQUESTED])
def test_nothing_happens_for_a_row_that_does_not_wait(cast: Cast, state: DocumentState) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna, state=state)
    assert not making.render_document(row.pk)
    assert fresh(row).state == state


def test_made_again_from_the_row_it_is_the_same_file(cast: Cast) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna)
    making.render_document(row.pk)
    made = fresh(row)
    assert making.make_pdf(made).content == read_file(made.sha256)


def test_failure_has_words_and_a_way_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RenderingFailed("MCID of box 12 is missing")

    monkeypatch.setattr(making, "render_pdf", fail)
    row = document(cast.kampen, cast.initiative_id, cast.anna)
    assert not making.render_document(row.pk)
    failed = fresh(row)
    assert failed.state == DocumentState.FAILED
    assert "Probeer het opnieuw" in failed.error
    assert "MCID" not in failed.error


def test_context_without_a_field_fails_and_does_not_hang(cast: Cast) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna)
    with seed():
        Document.objects.filter(pk=row.pk).update(context={"fields": {}, "flags": {}, "blocks": {}, "drawn_up_on": "x"})
    making.render_document(row.pk)
    assert fresh(row).state == DocumentState.FAILED


def test_rights_are_asked_again_for_who_requested(cast: Cast) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.vince)
    assert not making.render_document(row.pk)
    assert "mag dat niet meer" in fresh(row).error


def test_ended_membership_stops_the_document(cast: Cast) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna)
    with seed():
        from thuisgevers.municipalities.grants import end_membership

        membership = Membership.objects.get(user=cast.anna)
        end_membership(membership=membership, on=timezone.localdate(), reason="uit dienst")
    making.render_document(row.pk)
    assert fresh(row).state == DocumentState.FAILED


def test_job_sees_its_own_row_only(cast: Cast) -> None:
    """Asked for by somebody without rights, the job still sees its row, and no other."""
    own = document(cast.kampen, cast.initiative_id, cast.stranger)
    other = document(cast.kampen, cast.initiative_id, cast.anna, kind=DocumentKind.COOPERATION_AGREEMENT)
    with acting(job=f"documents:{own.pk}"):
        assert set(Document.objects.values_list("pk", flat=True)) == {own.pk}
        assert Document.objects.filter(pk=other.pk).update(reference="x") == 0
    with acting(job=f"mail:{own.pk}"):
        assert not Document.objects.exists()
    assert not Document.objects.exists()


def test_sweep_wakes_what_nobody_claimed_and_sees_ids_only(
    cast: Cast, wakes: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    waiting = document(cast.kampen, cast.initiative_id, cast.anna)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep_documents()
    assert wakes == [("thuisgevers.documents.tasks.render_document", (str(waiting.pk),))]


@pytest.mark.parametrize(
    "state", [s for s in DocumentState if s not in {DocumentState.REQUESTED, DocumentState.RENDERING}]
)
def test_sweep_leaves_the_rest_alone(
    cast: Cast, wakes: list[Any], state: DocumentState, django_capture_on_commit_callbacks: Any
) -> None:
    document(cast.kampen, cast.initiative_id, cast.anna, state=state)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep_documents()
    assert wakes == []


def test_sweep_puts_a_lost_document_back_in_line(
    cast: Cast, wakes: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    long_ago = timezone.now() - timedelta(minutes=1)
    lost = document(cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.RENDERING, claimed_at=long_ago)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep_documents()
    assert fresh(lost).state == DocumentState.REQUESTED
    assert len(wakes) == 1
    tasks.render_document(str(lost.pk))
    assert (fresh(lost).state, fresh(lost).attempts) == (DocumentState.READY, 2)


def test_sweep_does_not_touch_a_document_that_was_just_claimed(cast: Cast, wakes: list[Any]) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.RENDERING)
    assert not making.recover_document(row.pk)
    assert fresh(row).state == DocumentState.RENDERING


def test_a_document_that_kills_its_workers_is_given_up(cast: Cast, wakes: list[Any]) -> None:
    long_ago = timezone.now() - timedelta(minutes=1)
    row = document(
        cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.RENDERING, claimed_at=long_ago, attempts=5
    )
    assert not making.recover_document(row.pk)
    assert fresh(row).state == DocumentState.FAILED


# Real processes from here on: what they write is committed, and the database is cloned anew afterwards.

WORKER = """
import sys, time
import django
django.setup()
from uuid import UUID
from thuisgevers.documents.services import making

def stop_here(*args, **kwargs):
    print("rendering", flush=True)
    time.sleep(60)

if sys.argv[2] == "hang":
    making.render_pdf = stop_here
made = making.render_document(UUID(sys.argv[1]))
print("made" if made else "not made", flush=True)
"""


def start_worker(database: WorkerDatabase, storage: Path, document_id: Any, mode: str) -> subprocess.Popen[str]:
    environment = {
        **database.environment(),
        "STORAGE_DIR": str(storage.parent),
        "DJANGO_SETTINGS_MODULE": "thuisgevers.settings",
    }
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WORKER), str(document_id), mode],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_worker_killed_while_rendering_loses_nothing(
    worker_database: WorkerDatabase, document_storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = make_cast()
    row = document(cast.kampen, cast.initiative_id, cast.anna)
    worker = start_worker(worker_database, document_storage, row.pk, "hang")
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "rendering\n"
        assert fresh(row).state == DocumentState.RENDERING
        # However old the claim: as long as the worker lives it holds the lock, and the sweep keeps off.
        monkeypatch.setattr(making, "RENDER_GRACE", timedelta(0))
        assert not making.recover_document(row.pk)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait(10)
        deadline = time.monotonic() + 10
        while not making.recover_document(row.pk):
            assert time.monotonic() < deadline, "the row stayed locked after its worker died"
            time.sleep(0.1)
        assert fresh(row).state == DocumentState.REQUESTED
        assert making.render_document(row.pk)
        made = fresh(row)
        assert (made.state, made.attempts) == (DocumentState.READY, 2)
        assert read_file(made.sha256)
    finally:
        worker.kill()
        worker.communicate(timeout=10)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_file(worker_database: WorkerDatabase, document_storage: Path) -> None:
    cast = make_cast()
    row = document(cast.kampen, cast.initiative_id, cast.anna)
    workers = [start_worker(worker_database, document_storage, row.pk, "work") for _ in range(2)]
    answers = sorted(worker.communicate(timeout=60)[0].strip() for worker in workers)
    assert answers == ["made", "not made"]
    made = fresh(row)
    assert (made.state, made.attempts) == (DocumentState.READY, 1)
    assert len(list(document_storage.rglob("*.pdf"))) == 1
    assert not list(document_storage.rglob(".new-*"))


def test_claim_jobs_tells_the_application_ids_and_nothing_else(cast: Cast) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM claim_jobs('documents', 10)")
        assert cursor.fetchall() == [(row.pk,)]
        cursor.execute("SELECT count(*) FROM documents_document")
        assert cursor.fetchone() == (0,)
