"""What pages show of documents: rows made ready for a template, with the buttons this person may use."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import capfirst
from django.utils.translation import get_language

from thuisgevers.common.rows import row_of
from thuisgevers.common.words import gettext as _
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

from .enums import DocumentKind, DocumentState
from .kinds import Missing, registered, registered_kinds
from .models import HAS_FILE, Document, DocumentTemplate
from .permissions import can_finalise_document, can_request_document, viewable_documents
from .states import DOCUMENT

TONES = {
    DocumentState.REQUESTED: ("info", "hourglass"),
    DocumentState.RENDERING: ("info", "progress"),
    DocumentState.READY: ("positive", "file-check"),
    DocumentState.FAILED: ("negative", "alert-triangle"),
    DocumentState.CANCELLED: ("neutral", "x"),
    DocumentState.FINAL: ("positive", "lock"),
    DocumentState.SENT: ("positive", "send"),
    DocumentState.SIGNED: ("positive", "signature"),
}
ICONS = {
    "retry": "refresh",
    "cancel": "x",
    "finalise": "lock",
    "send": "send",
    "sign": "signature",
}
#: What a card tells of its document.
CARD_COLUMNS = (
    "id",
    "municipality_id",
    "kind",
    "subject_id",
    "version",
    "state",
    "error",
    "byte_size",
    "page_count",
    "ready_at",
    "sent_on",
    "signed_on",
)
_VERSIONS_SQL = (
    f"SELECT {', '.join(CARD_COLUMNS)} FROM documents_document"  # noqa: S608 - constants
    " WHERE municipality_id = %s AND subject_id = %s ORDER BY kind, version DESC"
)


@dataclass(frozen=True)
class Action:
    """A button under a document: the edge's name is the last part of the URL name."""

    url_name: str
    label: str
    icon: str


@dataclass(frozen=True)
class DocumentCard:
    """One document on a page. `problem` is a refusal that must be read before the rest."""

    document: Document
    kind_label: str
    state_label: str
    tone: str
    icon: str
    is_superseded: bool
    actions: list[Action] = field(default_factory=list)
    problem: str = ""

    @property
    def announcement(self) -> str:
        """What a screen reader hears when the state changed while the page was open."""
        kind, version = self.kind_label, self.document.version
        match DocumentState(self.document.state):
            case DocumentState.READY:
                return _("%(kind)s, versie %(version)s, is klaar.") % {"kind": kind, "version": version}
            case DocumentState.FAILED:
                return _("%(kind)s is niet gelukt. %(error)s") % {"kind": kind, "error": self.document.error}
            case _:
                return _("%(kind)s: %(state)s.") % {"kind": kind, "state": self.state_label}


@dataclass(frozen=True)
class KindPanel:
    """One kind on the page of its subject: the versions, and what is needed for a next one."""

    kind: str
    label: str
    note: str
    cards: list[DocumentCard]
    missing: list[Missing]
    may_request: bool
    is_being_made: bool
    request_url: str


def shown_documents(access: Access) -> QuerySet[Document]:
    """Viewable documents with what a card needs, in one query; newest version first."""
    newer = Document.objects.filter(
        municipality=OuterRef("municipality"),
        subject_id=OuterRef("subject_id"),
        kind=OuterRef("kind"),
        version__gt=OuterRef("version"),
        state__in=HAS_FILE,
    )
    return (
        viewable_documents(access)
        .select_related("municipality")
        .annotate(is_superseded=Exists(newer))
        .defer("context")
        .order_by("kind", "-version")
    )


def describe_document(*, access: Access, document: Document, problem: str = "") -> DocumentCard:
    """The card of a row from `shown_documents`, with the buttons for who asks."""
    tone, icon = TONES[DocumentState(document.state)]
    return DocumentCard(
        document=document,
        kind_label=capfirst(str(_label(DocumentKind(document.kind), get_language()))),
        state_label=_label(DocumentState(document.state), get_language()),
        tone=tone,
        icon=icon,
        is_superseded=bool(getattr(document, "is_superseded", False)),
        actions=list(_actions(access, document)),
        problem=problem,
    )


def _actions(access: Access, document: Document) -> Iterable[Action]:
    may = {
        Capability.DOCUMENT_REQUEST: can_request_document(access, document),
        Capability.DOCUMENT_FINALISE: can_finalise_document(access, document),
    }
    for edge in DOCUMENT.leaving(document.state):
        if edge.permission is None or not may[edge.permission]:
            continue
        if edge.name == "sign" and not document.specification.to_be_signed:
            continue
        if edge.name == "finalise" and getattr(document, "is_superseded", False):
            continue
        yield Action(f"documents:document_{edge.name}", str(edge.label), ICONS[edge.name])


@cache
def _label(choice: DocumentKind | DocumentState, _language: str | None) -> str:
    return str(choice.label)


def document_panels(
    *, access: Access, subject_id: UUID, municipality: Municipality, request_url: Callable[[DocumentKind], str]
) -> list[KindPanel]:
    """Everything about documents for the page of one initiative, to be shown with `documents/panel.html`.

    `request_url` gives the address to which the caller's own page posts a request of a kind.
    """
    may_request = access.may(Capability.DOCUMENT_REQUEST, municipality=municipality, scope_id=subject_id)
    rows = _versions(access, subject_id, municipality)
    kinds = [kind for kind in DocumentKind if kind in registered_kinds()]
    missing = {kind: registered(kind).missing(access, subject_id) if may_request else [] for kind in kinds}
    notes = _notes() if may_request and not all(missing.values()) else {}
    panels = []
    for kind in kinds:
        own = [row for row in rows if row.kind == kind]
        panels.append(
            KindPanel(
                kind=kind.value,
                label=capfirst(str(kind.label)),
                note=notes.get(kind.value, ""),
                cards=[describe_document(access=access, document=row) for row in own],
                missing=missing[kind],
                may_request=may_request,
                is_being_made=any(row.is_being_made for row in own),
                request_url=request_url(kind),
            )
        )
    return panels


def _versions(access: Access, subject_id: UUID, municipality: Municipality) -> list[Document]:
    """What `shown_documents` gives of one initiative. Rights are the same for all of them, and which version is superseded
    can be told from the list itself."""
    if not access.may(Capability.DOCUMENT_READ, municipality=municipality, scope_id=subject_id):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS_SQL, [municipality.pk, subject_id])
        rows: list[Any] = [row_of(Document, dict(zip(CARD_COLUMNS, row, strict=True))) for row in cursor.fetchall()]
    newest: dict[str, int] = {}
    for row in rows:
        row.municipality = municipality
        row.is_superseded = row.version < newest.get(row.kind, 0)
        if row.has_file:
            newest.setdefault(row.kind, row.version)
    return rows


def _notes() -> dict[str, str]:
    """The explanation of the newest published model of each kind."""
    rows: Any = DocumentTemplate.objects.filter(status="published").order_by("kind", "version")
    return {kind: note.strip() for kind, note in rows.values_list("kind", "note")}
