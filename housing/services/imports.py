"""Taking a file in, starting the import, stopping it. The row is the job; the work itself is in `imports_running`."""

from __future__ import annotations

import base64
from pathlib import PurePosixPath, PureWindowsPath
from uuid import UUID

from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from housing.enums import ImportState
from housing.importing.reading import FileRefused, file_type
from housing.models import ImportJob
from housing.states import IMPORT
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.cleaning import clean_line
from thuisgevers.common.tasks import wake
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

TASK = "housing.tasks.imports.work_import"
BLANK = {"content": "", "keeps_file": False}
_PROGRESS_SECONDS = 3600


def upload_import(
    *, access: Access, municipality: Municipality, kind: str, file_name: str, content: bytes
) -> ImportJob:
    """Keep the file, encrypted, for a day, and put it in line to be checked. Raises ValidationError at `file` for what it is
    not or is too large; nothing is kept then."""
    access.require(Capability.IMPORT_RUN, municipality=municipality)
    if access.user is None:
        raise PermissionDenied
    try:
        kept_type = file_type(content)
    except FileRefused as refused:
        raise ValidationError({"file": str(refused)}) from refused
    job = ImportJob(
        municipality=municipality,
        kind=kind,
        requested_by=access.user,
        file_name=clean_name(file_name),
        file_type=kept_type,
        byte_size=len(content),
        content=base64.b64encode(content).decode(),
    )
    job.save(force_insert=True)
    record_event(
        access=access,
        object_type="housing.ImportJob",
        object_id=job.pk,
        verb="upload",
        municipality=municipality,
        scope_id=job.pk,
        visibility=Visibility.INTERNAL,
        data={"kind": kind},
    )
    wake(TASK, str(job.pk))
    return job


def start_import(*, access: Access, job: ImportJob) -> ImportJob:
    """After the dry run: do it. Only a file without problems, in which something is new or changed."""
    if not job.can_start:
        raise ValidationError(
            _("Dit bestand kan niet worden geïmporteerd. Verbeter eerst de fouten en lever het opnieuw aan.")
        )
    started = transition(access=access, obj=job, machine=IMPORT, name="start")
    wake(TASK, str(job.pk))
    return started


def cancel_import(*, access: Access, job: ImportJob) -> ImportJob:
    """Stop, at any moment before the end. What a running import wrote is taken back by its own transaction; the file goes."""
    return transition(access=access, obj=job, machine=IMPORT, name="cancel", changes=BLANK)


def clean_name(file_name: str) -> str:
    """The last part of a name, without what could lead out of a folder."""
    last = PureWindowsPath(PurePosixPath(file_name).name).name
    return clean_line(last)[:120] or "bestand"


def content_of(job: ImportJob) -> bytes:
    return base64.b64decode(job.content)


def note_progress(job_id: UUID, percent: int) -> None:
    """How far a worker is: best effort, because the transaction that works cannot be looked into."""
    cache.set(f"import-progress:{job_id}", percent, _PROGRESS_SECONDS)


def progress_of(job: ImportJob) -> int | None:
    """Percent, or None when nobody knows."""
    if job.state not in (ImportState.CHECKING, ImportState.IMPORTING):
        return None
    found = cache.get(f"import-progress:{job.pk}")
    return found if isinstance(found, int) else None
