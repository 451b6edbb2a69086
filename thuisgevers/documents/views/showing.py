"""Looking at a document: its card (asked again while it is being made) and the file."""

import logging
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..models import HAS_FILE, Document
from ..permissions import viewable_documents
from ..queries import describe_document, shown_documents
from ..storage import FileDamaged, read_file

logger = logging.getLogger(__name__)

# The file may not run or load anything, wherever it is opened.
FILE_POLICY = "default-src 'none'; sandbox"


@require_safe
@gate(permission=Capability.DOCUMENT_READ)
def document_show(request: Request, pk: UUID) -> HttpResponse:
    """The document's own page, or for htmx only its card. 204 as long as the state is still the one on the page
    (`?stand=`): nothing is swapped, nothing is announced twice, and the asking goes on."""
    document = request.access.get_or_404(shown_documents(request.access), pk=pk)
    if request.htmx and request.GET.get("stand") == document.state:
        return HttpResponse(status=204)
    card = describe_document(access=request.access, document=document)
    template = "documents/document_show.html#card" if request.htmx else "documents/document_show.html"
    return render(request, template, {"card": card, "is_news": bool(request.htmx)})


@require_safe
@gate(permission=Capability.DOCUMENT_READ)
def document_download(request: Request, pk: UUID) -> HttpResponse:
    """The file, read and sent whole inside the request: log, then data. Never inline, never kept by anybody between."""
    documents = viewable_documents(request.access).filter(state__in=HAS_FILE).defer("context")
    document = request.access.get_or_404(documents.select_related("municipality"), pk=pk)
    log_read(
        access=request.access,
        purpose="document_download",
        object_type="documents.Document",
        object_ids=[document.pk],
        municipality=document.municipality,
    )
    try:
        return file_of(document)
    except FileDamaged:
        logger.exception("the file of document %s is gone or damaged", pk)
        problem = _("Dit bestand is niet meer te lezen. Maak een nieuwe versie, en meld dit aan de beheerder.")
        card = describe_document(
            access=request.access,
            document=request.access.get_or_404(shown_documents(request.access), pk=pk),
            problem=problem,
        )
        return render(request, "documents/document_show.html", {"card": card, "is_news": False}, status=409)


def file_of(document: Document) -> HttpResponse:
    """The answer that carries the file, for who came through the door and was logged. Raises FileDamaged."""
    content = read_file(document.sha256)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=document.filename) or "attachment"
    )
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = FILE_POLICY
    return response
