"""The worker's side of an import: check (a dry run), or write everything in one transaction.

A short transaction claims the row. The work holds an advisory lock and not the row, so that a person can stop it meanwhile; the
last step moves the row, and when somebody stopped it that fails and takes everything back. A job that says "busy" and whose
advisory lock is free has lost its worker.
"""

from __future__ import annotations

import logging
from uuid import UUID

import pghistory
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import ImportState
from housing.importing.checking import Checked, check_table
from housing.importing.reading import FileRefused, read_table
from housing.models import ImportJob
from housing.services.imports import BLANK, content_of, note_progress
from housing.services.imports_writing import Plan, SomebodyElseWrote, plan_import, write_plan
from housing.states import IMPORT
from thuisgevers.audit.transitions import WrongStateError, transition
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

logger = logging.getLogger(__name__)

QUEUE, EXPIRY = "imports", "import-expiry"
MOST_ATTEMPTS = 3
#: So many problems are kept to be shown; the number of all of them is kept beside them.
MOST_PROBLEMS = 5000
_BUSY = (ImportState.CHECKING, ImportState.IMPORTING)


class Stopped(Exception):
    """Somebody stopped the import while it ran."""


class NoLongerAllowed(Exception):
    """The person for whom the job acts lost the right to import."""


def _job(job_id: UUID) -> str:
    return f"{QUEUE}:{job_id}"


def _only_the_job(_access: Access, _job: ImportJob) -> bool:
    """The engine's `may` for the worker's edges; that it holds this row as its job is checked by the database."""
    return True


def work_import(job_id: UUID) -> bool:
    """Do the next step of one import. True when this call did it. Delivered twice: does nothing the second time."""
    with transaction.atomic(), acting(job=_job(job_id)):
        claimed = _claim(job_id)
    if claimed is None:
        return False
    try:
        with (
            transaction.atomic(),
            acting(job=_job(job_id)),
            pghistory.context(user=claimed.requested_by_id, job=str(job_id)),
        ):
            if not _alone(job_id):
                return False
            _work(ImportJob.objects.select_related("municipality", "requested_by").get(pk=job_id))
    except (WrongStateError, Stopped):
        return False
    except NoLongerAllowed:
        _fail(job_id, _("Wie dit bestand aanleverde, mag niet meer importeren."))
        return False
    except (IntegrityError, SomebodyElseWrote):
        logger.warning("import %s met rows of somebody else", job_id)
        _fail(
            job_id,
            _(
                "Intussen heeft iemand een van deze nummers ingevoerd. Er is niets bewaard. Lever het bestand opnieuw aan."
            ),
        )
        return False
    except Exception:
        logger.exception("import %s failed", job_id)
        _fail(job_id, _("Er ging iets mis. Er is niets bewaard. Lever het bestand opnieuw aan."))
        return False
    return True


def recover_import(job_id: UUID) -> bool:
    """Put a job whose worker is gone back in line. True when it waits now and a worker should be woken."""
    with transaction.atomic(), acting(job=_job(job_id)):
        job = ImportJob.objects.filter(pk=job_id).defer("content", "problems").first()
        if job is None:
            return False
        if job.state not in _BUSY:
            return job.state in (ImportState.WAITING, ImportState.QUEUED)
        if not _alone(job_id):
            return False
        if job.attempts >= MOST_ATTEMPTS:
            logger.error("import %s lost its worker %s times", job_id, job.attempts)
            _move(
                job,
                "fail",
                {**BLANK, "refusal": _("Het werk is een paar keer afgebroken. Lever het bestand opnieuw aan.")},
            )
            return False
        _move(job, "lose_check" if job.state == ImportState.CHECKING else "lose_run", {"claimed_at": None})
        return True


def expire_import(job_id: UUID) -> bool:
    """Take the file of a job away that nobody finished within a day."""
    with transaction.atomic(), acting(job=f"{EXPIRY}:{job_id}"):
        job = ImportJob.objects.filter(pk=job_id).defer("content", "problems").first()
        if job is None or not job.keeps_file or job.keeps_until > timezone.now():
            return False
        try:
            _move(job, "expire", BLANK)
        except WrongStateError:
            return False
    return True


def _claim(job_id: UUID) -> ImportJob | None:
    job = ImportJob.objects.filter(pk=job_id).defer("content", "problems").first()
    if job is None or job.state not in (ImportState.WAITING, ImportState.QUEUED):
        return None
    name = "check" if job.state == ImportState.WAITING else "run"
    try:
        return _move(job, name, {"claimed_at": timezone.now(), "attempts": job.attempts + 1})
    except WrongStateError:
        return None


def _alone(job_id: UUID) -> bool:
    """Take this job's advisory lock until the transaction ends; False when somebody else has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [_job(job_id)])
        return bool(cursor.fetchone()[0])


def _work(job: ImportJob) -> None:
    rights = Access.for_user(job.requested_by, second_factor=True).narrowed(job.municipality)
    if not rights.may(Capability.IMPORT_RUN, municipality=job.municipality):
        raise NoLongerAllowed
    is_check = job.state == ImportState.CHECKING
    note_progress(job.pk, 5)
    try:
        checked = check_table(job.kind, read_table(content_of(job)))
    except FileRefused as refused:
        _move(job, "refuse", {**BLANK, "refusal": str(refused)[:500], "finished_at": timezone.now()})
        return
    plan = plan_import(job.kind, job.municipality, checked.values)
    note_progress(job.pk, 40)
    if is_check:
        _move(job, "pass", _preview(checked, plan))
        return
    if checked.problems or plan.problems:
        raise SomebodyElseWrote
    total = max(len(plan.new) + len(plan.changed), 1)

    def tick(done: int) -> None:
        note_progress(job.pk, 40 + done * 58 // total)
        if not ImportJob.objects.filter(pk=job.pk, state=ImportState.IMPORTING).exists():
            raise Stopped

    write_plan(job.kind, job.municipality, plan, handler_id=None, tick=tick)
    _move(
        job,
        "finish",
        {
            **BLANK,
            "new_count": len(plan.new),
            "changed_count": len(plan.changed),
            "same_count": plan.same,
            "finished_at": timezone.now(),
        },
    )


def _preview(checked: Checked, plan: Plan) -> dict[str, object]:
    """What the page shows. With a problem nothing can be imported, so the file is not kept either."""
    problems = sorted([*checked.problems, *plan.problems], key=lambda problem: problem[0])
    found: dict[str, object] = {
        "row_count": checked.row_count,
        "new_count": len(plan.new),
        "changed_count": len(plan.changed),
        "same_count": plan.same,
        "problem_count": len(problems),
        "problems": [list(problem) for problem in problems[:MOST_PROBLEMS]],
        "columns": [list(pair) for pair in checked.columns],
        "attempts": 0,
    }
    if problems:
        found |= {**BLANK, "finished_at": timezone.now()}
    return found


def _fail(job_id: UUID, words: str) -> None:
    with transaction.atomic(), acting(job=_job(job_id)):
        job = ImportJob.objects.filter(pk=job_id).defer("content", "problems").first()
        if job is None:
            return
        try:
            _move(job, "fail", {**BLANK, "refusal": words, "finished_at": timezone.now()})
        except WrongStateError:
            logger.info("import %s was stopped while it failed", job_id)


def _move(job: ImportJob, name: str, changes: dict[str, object]) -> ImportJob:
    return transition(access=Access.nobody(), obj=job, machine=IMPORT, name=name, may=_only_the_job, changes=changes)
