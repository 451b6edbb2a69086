"""Looking through a file: the worker's side. The row is the job; messages only wake.

As with documents: a short transaction claims (`uploaded → checking`), one with the row locked does the work. A worker that
dies loses its lock at once, so a row that says `checking` and can be locked has nobody, and goes back in line.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from thuisgevers.audit.transitions import WrongStateError, transition
from thuisgevers.common.queues import Queue
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

from ..enums import AttachmentState, MediaType
from ..models import Attachment
from ..names import clean_name
from ..sandbox import REASONS, Inspection, InspectionFailed, inspect
from ..scanning import ScannerUnavailable, VirusFound, scan
from ..states import ATTACHMENT
from ..storage import StorageUnavailable, attachment_storage, new_key, remove, store, talking_to_storage, thumbnail_of

logger = logging.getLogger(__name__)

#: How long after a claim the lock may still have to be taken; older and lockable means that the worker is gone.
CHECK_GRACE = timedelta(seconds=10)
#: Before the scanner, or our own program, is asked again.
PAUSE = timedelta(minutes=1)
MOST_ATTEMPTS = 5


def check_attachment(attachment_id: UUID) -> bool:
    """Check one file, as the job that its row is. True when this call made it ready.

    Delivered twice, or for a row that does not wait: does nothing. Side effects: the new file and thumbnail in storage
    (first), then the row, then the original leaves quarantine. Without a word of a configured scanner it stays there.
    """
    with transaction.atomic(), _as_job(attachment_id):
        claimed = _claim(attachment_id)
    if claimed is None:
        return False
    with transaction.atomic(), _as_job(attachment_id):
        attachment = _lock(attachment_id, waits=True)
        if attachment is None or attachment.claimed_at != claimed.claimed_at:
            return False  # declared lost in between; whoever claimed it then checks it
        try:
            return _check(attachment)
        except (ScannerUnavailable, InspectionFailed, StorageUnavailable) as error:
            # Not the file's fault: it waits where it is, and this try does not count.
            logger.exception("attachment %s could not be checked: %s", attachment_id, type(error).__name__)
            _move(
                attachment,
                "lose",
                claimed_at=None,
                attempts=attachment.attempts - 1,
                try_after=timezone.now() + PAUSE,
            )
            return False


def recover_attachment(attachment_id: UUID) -> bool:
    """Put a row whose worker is gone back in line. True when it waits now and a worker should be woken."""
    with transaction.atomic(), _as_job(attachment_id):
        attachment = Attachment.objects.filter(pk=attachment_id).first()
        if attachment is None:
            return False
        if attachment.state == AttachmentState.UPLOADED:
            return attachment.try_after is None or attachment.try_after <= timezone.now()
        if attachment.claimed_at is None or attachment.claimed_at > timezone.now() - CHECK_GRACE:
            return False
        lost = _lock(attachment_id, waits=False)
        if lost is None:
            return False  # somebody holds it: it is being checked right now
        if lost.attempts >= MOST_ATTEMPTS:
            logger.error("attachment %s lost its worker %s times", attachment_id, lost.attempts)
            _refuse(lost, "lost")
            return False
        _move(lost, "lose", claimed_at=None)
        return True


def _as_job(attachment_id: UUID) -> Any:
    return acting(job=f"{Queue.ATTACHMENTS.value}:{attachment_id}")


def _claim(attachment_id: UUID) -> Attachment | None:
    attachment = Attachment.objects.filter(pk=attachment_id, state=AttachmentState.UPLOADED).first()
    if attachment is None:
        return None
    try:
        return _move(
            attachment,
            "claim",
            claimed_at=timezone.now(),
            attempts=attachment.attempts + 1,
            storage_key=attachment.storage_key or new_key(),
        )
    except WrongStateError:
        return None


def _lock(attachment_id: UUID, *, waits: bool) -> Attachment | None:
    """The row if it is being checked. A sweep does not wait for the worker that holds it."""
    locked = Attachment.objects.select_for_update(of=("self",), no_key=True, skip_locked=not waits)
    return locked.filter(pk=attachment_id, state=AttachmentState.CHECKING).first()


def _check(attachment: Attachment) -> bool:
    with tempfile.TemporaryDirectory(prefix="bijlage-") as name:
        folder = Path(name)
        source = folder / "source"
        with (
            talking_to_storage(),
            attachment_storage().open(attachment.quarantine_key) as stored,
            source.open("wb") as copy,
        ):
            shutil.copyfileobj(stored, copy)
        try:
            with source.open("rb") as content:
                scan(content)
        except VirusFound as found:
            logger.warning("attachment %s: the scanner found %s", attachment.pk, found)
            _refuse(attachment, "virus")
            return False
        inspection = inspect(source, attachment.media_type, folder)
        if inspection.refused:
            _refuse(attachment, inspection.refused)
            return False
        _keep(attachment, inspection, folder)
    return True


def _keep(attachment: Attachment, inspection: Inspection, folder: Path) -> None:
    media_type = MediaType(inspection.media_type)
    new_file = folder / ("source" if media_type == MediaType.PDF else "file")
    with new_file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        content.seek(0)
        store(attachment.storage_key, content)
    thumbnail_key = ""
    if inspection.has_thumbnail:
        thumbnail_key = thumbnail_of(attachment.storage_key)
        with (folder / "thumbnail").open("rb") as content:
            store(thumbnail_key, content)
    _move(
        attachment,
        "pass",
        media_type=media_type,
        name=clean_name(attachment.name, media_type),
        size=new_file.stat().st_size,
        width=inspection.width,
        height=inspection.height,
        page_count=inspection.page_count,
        sha256=digest,
        thumbnail_key=thumbnail_key,
        ready_at=timezone.now(),
        try_after=None,
    )
    _after_commit(lambda: remove(attachment.quarantine_key))


def _refuse(attachment: Attachment, reason: str) -> None:
    """Say why, and keep nothing of the file."""
    _move(attachment, "refuse", refusal=str(REASONS[reason])[:300], try_after=None)
    _after_commit(
        lambda: remove(attachment.quarantine_key, attachment.storage_key, thumbnail_of(attachment.storage_key))
    )


def _after_commit(act: Callable[[], None]) -> None:
    transaction.on_commit(act, robust=True)


def _only_the_job(_access: Access, _attachment: Attachment) -> bool:
    """The engine's `may` for the worker's edges; that it holds this row as its job is checked by the database."""
    return True


def _move(attachment: Attachment, edge: str, /, **changes: Any) -> Attachment:
    return transition(
        access=Access.nobody(), obj=attachment, machine=ATTACHMENT, name=edge, may=_only_the_job, changes=changes
    )
