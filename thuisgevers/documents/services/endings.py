"""What people do with a finished document: make it final, send it, sign it."""

from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access

from ..enums import DocumentKind
from ..formats import AMSTERDAM
from ..kinds import registered
from ..models import HAS_FILE, Document
from ..states import DOCUMENT


class FinalRefused(ConflictError):
    """The document may not become final yet; `objections` are sentences for the screen."""

    def __init__(self, objections: list[str]) -> None:
        super().__init__(" ".join(objections))
        self.objections = objections


def final_objections(*, access: Access, document: Document) -> list[str]:
    """Why this document cannot become final now: a newer version exists, or its kind says so (a press text under
    embargo). Asked with the facts of today, not of the day on which it was requested."""
    objections = []
    if _newer(document).exists():
        objections.append(_("Er is een nieuwere versie van dit document."))
    try:
        facts = registered(DocumentKind(document.kind)).facts(access, document.subject_id)
    except ObjectDoesNotExist:
        return [*objections, _("De gegevens van het initiatief zijn niet te zien, dus dit is niet te controleren.")]
    return [*objections, *facts.final_objections()]


def finalise_document(*, access: Access, document: Document) -> Document:
    """Fix the text as it is: this version is the one to send. Raises FinalRefused."""
    if objections := final_objections(access=access, document=document):
        raise FinalRefused(objections)
    return transition(
        access=access, obj=document, machine=DOCUMENT, name="finalise", changes={"final_at": timezone.now()}
    )


def mark_sent(*, access: Access, document: Document, sent_on: date | None = None) -> Document:
    """Note that the document went out (to the parties, to the press). Nothing is sent by this."""
    _refuse_future(sent_on)
    changes = {"sent_on": sent_on or _today()}
    return transition(access=access, obj=document, machine=DOCUMENT, name="send", changes=changes)


def mark_signed(*, access: Access, document: Document, signed_on: date | None = None) -> Document:
    """Note that all parties signed, on paper or with their own signing service. Only for kinds that are signed."""
    if not document.specification.to_be_signed:
        raise ConflictError(_("Een %(kind)s wordt niet ondertekend.") % {"kind": document.get_kind_display()})
    _refuse_future(signed_on)
    changes = {"signed_on": signed_on or _today()}
    return transition(access=access, obj=document, machine=DOCUMENT, name="sign", changes=changes)


def _newer(document: Document) -> QuerySet[Document]:
    return Document.objects.filter(
        municipality=document.municipality,
        subject_id=document.subject_id,
        kind=document.kind,
        version__gt=document.version,
        state__in=HAS_FILE,
    )


def _today() -> date:
    return timezone.now().astimezone(AMSTERDAM).date()


def _refuse_future(day: date | None) -> None:
    if day is not None and day > _today():
        raise ConflictError(_("Een datum in de toekomst kan hier niet."))
