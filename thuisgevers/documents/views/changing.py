"""The buttons under a document. Every one is a POST and answers with the fresh card."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..models import Document
from ..permissions import finalisable_documents, requestable_documents
from ..queries import describe_document, shown_documents
from ..services import cancel_document, finalise_document, mark_sent, mark_signed, retry_document


@require_POST
@gate(permission=Capability.DOCUMENT_REQUEST)
def document_retry(request: Request, pk: UUID) -> HttpResponse:
    document = request.access.get_or_404(requestable_documents(request.access), pk=pk)
    return _act(request, document, lambda: retry_document(access=request.access, document=document))


@require_POST
@gate(permission=Capability.DOCUMENT_REQUEST)
def document_cancel(request: Request, pk: UUID) -> HttpResponse:
    document = request.access.get_or_404(requestable_documents(request.access), pk=pk)
    return _act(request, document, lambda: cancel_document(access=request.access, document=document))


@require_POST
@gate(permission=Capability.DOCUMENT_FINALISE)
def document_finalise(request: Request, pk: UUID) -> HttpResponse:
    document = request.access.get_or_404(finalisable_documents(request.access), pk=pk)
    return _act(request, document, lambda: finalise_document(access=request.access, document=document))


@require_POST
@gate(permission=Capability.DOCUMENT_FINALISE)
def document_send(request: Request, pk: UUID) -> HttpResponse:
    document = request.access.get_or_404(finalisable_documents(request.access), pk=pk)
    return _act(request, document, lambda: mark_sent(access=request.access, document=document))


@require_POST
@gate(permission=Capability.DOCUMENT_FINALISE)
def document_sign(request: Request, pk: UUID) -> HttpResponse:
    document = request.access.get_or_404(finalisable_documents(request.access), pk=pk)
    return _act(request, document, lambda: mark_signed(access=request.access, document=document))


def _act(request: Request, document: Document, change: Callable[[], Document]) -> HttpResponse:
    """Do it and show the fresh card. A refusal is shown on the card too, with status 409: it says what to do."""
    try:
        change()
    except ConflictError as conflict:
        return _answer(request, document.pk, conflict.message)
    if request.htmx:
        return _answer(request, document.pk)
    messages.success(request, _("Gelukt: %(document)s.") % {"document": _fresh(request, document.pk).title})
    return HttpResponseRedirect(_back(request, document.pk))


def _fresh(request: Request, pk: UUID) -> Document:
    documents: QuerySet[Document] = shown_documents(request.access)
    return request.access.get_or_404(documents, pk=pk)


def _answer(request: Request, pk: UUID, problem: str = "") -> HttpResponse:
    card = describe_document(access=request.access, document=_fresh(request, pk), problem=problem)
    template = "documents/document_show.html#card" if request.htmx else "documents/document_show.html"
    context = {"card": card, "is_news": bool(request.htmx), "next": _next(request)}
    return render(request, template, context, status=409 if problem else 200)


def _next(request: Request) -> str:
    """The page of ours from which the button was pressed, or nothing."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else ""


def _back(request: Request, pk: UUID) -> str:
    return _next(request) or reverse("documents:document_show", args=[pk])
