"""Asking for a document, and for one that failed once more."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.tasks import wake
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

from ..composing import compose_title
from ..enums import DocumentKind, TemplateStatus
from ..formats import AMSTERDAM, dutch_date
from ..kinds import Missing, registered
from ..models import BEING_MADE, Document, DocumentTemplate
from ..states import DOCUMENT

RENDER_TASK = "thuisgevers.documents.tasks.render_document"


class FactsMissing(ConflictError):
    """The document would have holes. `missing` lists what to fill in, each with the page to do it."""

    def __init__(self, missing: list[Missing]) -> None:
        names = "; ".join(str(fact.label) for fact in missing)
        super().__init__(_("Dit document kan nog niet worden gemaakt. Vul eerst in: %(names)s.") % {"names": names})
        self.missing = missing


def missing_facts(*, access: Access, kind: DocumentKind, subject_id: UUID) -> list[Missing]:
    """What must still be filled in, to show before anybody presses the button."""
    return registered(kind).missing(access, subject_id)


def request_document(
    *,
    access: Access,
    kind: DocumentKind,
    subject_id: UUID,
    municipality: Municipality,
    dossier_id: UUID | None = None,
) -> Document:
    """Write the row that a worker will make, with everything that will stand in it, and wake a worker.

    Facts and model text are fixed here: what changes later appears in a next version. While one version of this kind
    is being made, that one is returned: pressing twice makes one. Raises FactsMissing.
    """
    access.require(Capability.DOCUMENT_REQUEST, municipality=municipality, scope_id=subject_id)
    if access.user is None:
        raise TypeError("a document is requested by a person")
    source = registered(kind)
    if missing := source.missing(access, subject_id):
        raise FactsMissing(missing)
    if (open_one := _being_made(municipality, subject_id, kind)) is not None:
        return open_one
    snapshot = source.facts(access, subject_id).snapshot()
    template = DocumentTemplate.objects.filter(kind=kind, status=TemplateStatus.PUBLISHED).latest("version")
    made = Document.objects.filter(municipality=municipality, subject_id=subject_id, kind=kind)
    last = made.aggregate(last=Max("version"))["last"] or 0
    document = Document(
        municipality=municipality,
        kind=kind,
        subject_id=subject_id,
        dossier_id=dossier_id,
        reference=snapshot.fields["referentie"],
        version=last + 1,
        template=template,
        context={**snapshot.as_json(), "drawn_up_on": dutch_date(timezone.now().astimezone(AMSTERDAM).date())},
        title=compose_title(template.specification, template.title, snapshot)[:300],
        requested_by=access.user,
    )
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError:
        # Somebody else asked at the same moment, and their version exists now.
        if (open_one := _being_made(municipality, subject_id, kind)) is not None:
            return open_one
        raise ConflictError(_("Iemand anders maakt dit document op dit moment. Ververs de pagina.")) from None
    record_event(
        access=access,
        object_type=DOCUMENT.label,
        object_id=document.pk,
        verb="request",
        municipality=municipality,
        scope_id=subject_id,
        to_state=document.state,
        data={"kind": kind, "version": document.version},
    )
    wake(RENDER_TASK, str(document.pk))
    return document


def _being_made(municipality: Municipality, subject_id: UUID, kind: DocumentKind) -> Document | None:
    return Document.objects.filter(
        municipality=municipality, subject_id=subject_id, kind=kind, state__in=BEING_MADE
    ).first()


def retry_document(*, access: Access, document: Document) -> Document:
    """Put a failed document back in line, with the same facts; for changed facts one asks for a new version."""
    if _being_made(document.municipality, document.subject_id, DocumentKind(document.kind)) is not None:
        raise ConflictError(_("Er wordt al een nieuwere versie van dit document gemaakt."))
    changes = {"error": "", "claimed_at": None, "attempts": 0}
    fresh = transition(access=access, obj=document, machine=DOCUMENT, name="retry", changes=changes)
    wake(RENDER_TASK, str(fresh.pk))
    return fresh


def cancel_document(*, access: Access, document: Document) -> Document:
    """Take a document out of the line, as long as no worker has begun."""
    return transition(access=access, obj=document, machine=DOCUMENT, name="cancel")
