"""Making the file: the worker's side. The row is the job; messages only wake.

Two short transactions and one with the row locked. First the claim (`requested → rendering`), so that everybody sees
it. Then, with the lock held, the rendering and the switch to `ready`. A worker that dies loses its lock at once: a
row that says `rendering` and can be locked has nobody working on it, and goes back in line.
"""

import logging
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.audit.transitions import WrongStateError, transition
from thuisgevers.common.queues import Queue
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..composing import Imprint, compose_html
from ..enums import DocumentState
from ..kinds import Snapshot
from ..models import Document
from ..rendering import FontsMissing, Pdf, PdfMetadata, RenderingFailed, render_pdf
from ..states import DOCUMENT
from ..storage import store_file

logger = logging.getLogger(__name__)

#: How long after a claim the lock may still have to be taken; older and lockable means that the worker is gone.
RENDER_GRACE = timedelta(seconds=10)
MOST_ATTEMPTS = 5


def _job(document_id: UUID) -> str:
    return f"{Queue.DOCUMENTS.value}:{document_id}"


def _only_the_job(_access: Access, _document: Document) -> bool:
    """The engine's `may` for the worker's edges; that it holds this row as its job is checked by the database."""
    return True


def render_document(document_id: UUID) -> bool:
    """Make one document, as the job that its row is. True when this call made it.

    Delivered twice, or for a row that is not waiting: does nothing. Side effects: the file in storage (first), then
    the row. A failure that is nobody's crash ends as `failed`, with words for the person who asked.
    """
    with transaction.atomic(), acting(job=_job(document_id)):
        claimed = _claim(document_id)
    if claimed is None:
        return False
    with transaction.atomic(), acting(job=_job(document_id)):
        document = _lock(document_id, waits=True)
        if document is None or document.claimed_at != claimed.claimed_at:
            return False  # declared lost in between; whoever claimed it then makes it
        try:
            pdf = _make(document)
        except (RenderingFailed, FontsMissing, KeyError) as error:
            logger.exception("document %s could not be made", document_id)
            _fail(document, _explain(error))
            return False
        except NoLongerAllowed:
            _fail(document, _("Wie dit document aanvroeg, mag dat niet meer. Vraag het zelf opnieuw aan."))
            return False
        changes = {
            "sha256": store_file(pdf.content),
            "byte_size": len(pdf.content),
            "page_count": pdf.page_count,
            "ready_at": timezone.now(),
        }
        _move(document, "finish", changes)
    return True


class NoLongerAllowed(Exception):
    """The person for whom the job acts lost the right to ask for this document."""


def _claim(document_id: UUID) -> Document | None:
    document = Document.objects.filter(pk=document_id).first()
    if document is None or document.state != DocumentState.REQUESTED:
        return None
    changes = {"claimed_at": timezone.now(), "attempts": document.attempts + 1}
    try:
        return _move(document, "claim", changes)
    except WrongStateError:
        return None


def _lock(document_id: UUID, *, waits: bool) -> Document | None:
    """The row if it is being rendered. Whoever claimed it waits for a second delivery that is just being refused; a sweep
    does not wait for the worker that holds it while rendering."""
    locked = Document.objects.select_for_update(of=("self",), no_key=True, skip_locked=not waits)
    return locked.filter(pk=document_id, state=DocumentState.RENDERING).first()


def _make(document: Document) -> Pdf:
    rights = Access.for_user(document.requested_by, second_factor=True)
    if not rights.may(Capability.DOCUMENT_REQUEST, municipality=document.municipality, scope_id=document.subject_id):
        raise NoLongerAllowed
    return make_pdf(document)


def make_pdf(document: Document) -> Pdf:
    """The file of a document, from nothing but its row and its model: the same bytes every time."""
    snapshot = Snapshot.from_json(document.context)
    html = compose_html(
        specification=document.specification,
        title=document.template.title,
        sections=document.template.parsed_sections,
        snapshot=snapshot,
        imprint=Imprint(
            reference=document.reference,
            version=document.version,
            template_version=document.template.version,
            drawn_up_on=document.context["drawn_up_on"],
        ),
    )
    metadata = PdfMetadata(
        title=document.title,
        identifier=str(document.pk),
        created=document.created_at,
        subject=f"{document.get_kind_display()} {document.reference}",
    )
    return render_pdf(html, metadata=metadata)


def recover_document(document_id: UUID) -> bool:
    """Put a row whose worker is gone back in line. True when it waits now and a worker should be woken."""
    with transaction.atomic(), acting(job=_job(document_id)):
        document = Document.objects.filter(pk=document_id).first()
        if document is None:
            return False
        if document.state == DocumentState.REQUESTED:
            return True
        if document.claimed_at is None or document.claimed_at > timezone.now() - RENDER_GRACE:
            return False
        lost = _lock(document_id, waits=False)
        if lost is None:
            return False  # somebody holds it: it is being made right now
        if lost.attempts >= MOST_ATTEMPTS:
            logger.error("document %s lost its worker %s times", document_id, lost.attempts)
            _fail(lost, _("Het maken is een paar keer afgebroken. Probeer het later opnieuw."))
            return False
        _move(lost, "lose", {"claimed_at": None})
        return True


def _fail(document: Document, message: str) -> None:
    _move(document, "fail", {"error": message})


def _move(document: Document, name: str, changes: dict[str, object]) -> Document:
    return transition(
        access=Access.nobody(), obj=document, machine=DOCUMENT, name=name, may=_only_the_job, changes=changes
    )


def _explain(error: Exception) -> str:
    if isinstance(error, FontsMissing):
        return _("Het lettertype van de documenten ontbreekt op de server. De beheerder moet de voorkant bouwen.")
    return _("Er ging iets mis bij het opmaken. Probeer het opnieuw. Blijft het misgaan, neem dan contact met ons op.")
