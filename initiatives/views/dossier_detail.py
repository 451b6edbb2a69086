"""One dossier as officials see it, and asking for its documents."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from initiatives.documents import about
from initiatives.models import Dossier
from initiatives.permissions import can_handle_dossier
from initiatives.queries.dossier_page import dossier_page, lookalikes_of, named_dossiers, page_dossiers
from initiatives.views.dossier_acting import official_dossier, page_url
from thuisgevers.audit.services import log_read
from thuisgevers.audit.timeline import timeline
from thuisgevers.common.addresses import address
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.words import gettext as _
from thuisgevers.documents.enums import DocumentKind
from thuisgevers.documents.services import request_document
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

#: More than a dossier of years has; a limit, so that one page never asks for everything there is.
ALL_EVENTS = 2000


@require_safe
@gate(permission=Capability.DOSSIER_READ)
def dossier_detail(request: Request, pk: UUID) -> HttpResponse:
    dossier = official_dossier(request, pk, page_dossiers)
    log_read(
        access=request.access,
        purpose="dossier_page",
        object_type="initiatives.Dossier",
        object_ids=[dossier.pk],
        municipality=dossier.municipality,
    )
    page = dossier_page(request.access, dossier, is_official=True)
    context = {
        "p": page,
        "dossier": dossier,
        "initiative": dossier.initiative,
        "municipality": request.municipality,
        "may_write_notes": page.sees_internal and can_handle_dossier(request.access, dossier),
        "timeline_url": address("initiatives:dossier_timeline", request.municipality.slug, dossier.pk),
        "next": request.path,
    }
    return render(request, "initiatives/dossier_detail.html", context)


@require_safe
@gate(permission=Capability.DOSSIER_READ)
def dossier_timeline(request: Request, pk: UUID) -> HttpResponse:
    return whole_timeline(request, official_dossier(request, pk, named_dossiers), is_official=True)


def whole_timeline(request: Request, dossier: Dossier, *, is_official: bool) -> HttpResponse:
    """Every event: the card on the dossier's page made long, or a page by itself."""
    log_read(
        access=request.access,
        purpose="timeline",
        object_type="initiatives.Dossier",
        object_ids=[dossier.pk],
        municipality=dossier.municipality,
    )
    context = {
        "entries": timeline(access=request.access, scope_id=dossier.initiative_id, limit=ALL_EVENTS),
        "visible": _("bij elke regel staat wie haar ziet") if is_official else _("uw team en de gemeente"),
        "back_url": page_url(dossier, is_official=is_official, anchor="tijdlijn"),
        "initiative": dossier.initiative,
    }
    part = "initiatives/dossier_timeline.html#part" if request.htmx else "initiatives/dossier_timeline.html"
    return render(request, part, context)


@require_safe
@gate(permission=Capability.DOSSIER_INTERNAL)
def dossier_lookalikes(request: Request, pk: UUID) -> HttpResponse:
    """Registrations that may be the same one: a part of the dossier's page that comes after it, or a page by itself."""
    dossier = official_dossier(request, pk)
    found = lookalikes_of(request.access, dossier)
    log_read(
        access=request.access,
        purpose="lookalikes",
        object_type="initiatives.Dossier",
        object_ids=[dossier.pk],
        municipality=dossier.municipality,
    )
    context = {
        "lookalikes": found,
        "dossier": dossier,
        "initiative": dossier.initiative,
        "municipality": request.municipality,
    }
    part = "initiatives/dossier_lookalikes.html#part" if request.htmx else "initiatives/dossier_lookalikes.html"
    return render(request, part, context)


@require_POST
@gate(permission=Capability.DOCUMENT_REQUEST)
def dossier_document(request: Request, pk: UUID, kind: str) -> HttpResponse:
    return ask_document(request, official_dossier(request, pk), kind, is_official=True)


def ask_document(request: Request, dossier: Dossier, kind: str, *, is_official: bool) -> HttpResponse:
    """Put the document in line; a refusal (facts missing, somebody else is at it) is told on the page it came from."""
    if kind not in DocumentKind.values:
        raise Http404
    try:
        with about(dossier):
            request_document(
                access=request.access,
                kind=DocumentKind(kind),
                subject_id=dossier.initiative_id,
                municipality=dossier.municipality,
                dossier_id=dossier.pk,
            )
    except ConflictError as conflict:
        messages.error(request, conflict.message)
    else:
        messages.success(request, _("Het document wordt gemaakt. U ziet hieronder wanneer het klaar is."))
    return HttpResponseRedirect(page_url(dossier, is_official=is_official, anchor=f"document-{kind}"))
