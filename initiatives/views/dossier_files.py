"""Letters, drawings and photos of a dossier: a part of its page that comes after it, and a page by itself.

Not read with the page: most visits to a dossier are not about its files, and the page has one statement for everything else.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from initiatives.models import Dossier, DossierAttachment
from initiatives.queries.dossier_page import named_dossiers
from initiatives.views.dossier_acting import official_dossier, page_url, team_dossier
from thuisgevers.attachments.enums import AttachmentKind, Audience
from thuisgevers.attachments.queries import attachment_panel
from thuisgevers.attachments.views.adding import add_files
from thuisgevers.audit.services import log_read
from thuisgevers.common.uploads import takes_files
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

KINDS = (AttachmentKind.LETTER, AttachmentKind.FLOOR_PLAN, AttachmentKind.PHOTO, AttachmentKind.OTHER)
#: The team is offered the first only.
AUDIENCES = (Audience.TEAM, Audience.OFFICIAL)


@require_safe
@gate(permission=Capability.DOSSIER_READ)
def dossier_attachments(request: Request, pk: UUID) -> HttpResponse:
    return _files(request, official_dossier(request, pk, named_dossiers), is_official=True)


@takes_files
@require_POST
@gate(permission=Capability.ATTACHMENT_ADD)
def dossier_attachment_add(request: Request, pk: UUID) -> HttpResponse:
    return _add(request, official_dossier(request, pk, named_dossiers), is_official=True)


@require_safe
@gate(permission=Capability.DOSSIER_READ)
def my_dossier_attachments(request: Request, pk: UUID) -> HttpResponse:
    return _files(request, team_dossier(request, pk, named_dossiers), is_official=False)


@takes_files
@require_POST
@gate(permission=Capability.ATTACHMENT_ADD)
def my_dossier_attachment_add(request: Request, pk: UUID) -> HttpResponse:
    return _add(request, team_dossier(request, pk, named_dossiers), is_official=False)


def _files(request: Request, dossier: Dossier, *, is_official: bool) -> HttpResponse:
    log_read(
        access=request.access,
        purpose="dossier_attachments",
        object_type="initiatives.Dossier",
        object_ids=[dossier.pk],
        municipality=dossier.municipality,
    )
    if is_official:
        add_url = reverse("initiatives:dossier_attachment_add", args=[dossier.municipality.slug, dossier.pk])
    else:
        add_url = reverse("initiatives:my_dossier_attachment_add", args=[dossier.pk])
    context = {
        "attachments": attachment_panel(
            request.access,
            DossierAttachment.objects.filter(dossier=dossier),
            municipality=dossier.municipality,
            scope_id=dossier.initiative_id,
            add_url=add_url,
            kinds=KINDS,
            audiences=AUDIENCES,
        ),
        "visible": _("het initiatief en de gemeente, of alleen de gemeente: dat staat bij elk bestand")
        if is_official
        else _("uw team en de gemeente"),
        "back_url": page_url(dossier, is_official=is_official),
        "initiative": dossier.initiative,
    }
    part = "initiatives/dossier_attachments.html#part" if request.htmx else "initiatives/dossier_attachments.html"
    return render(request, part, context)


def _add(request: Request, dossier: Dossier, *, is_official: bool) -> HttpResponse:
    return add_files(
        request,
        municipality=dossier.municipality,
        scope_id=dossier.initiative_id,
        kinds=KINDS,
        audiences=AUDIENCES,
        link=lambda attachment: DossierAttachment.hang(attachment, dossier=dossier),
        back=page_url(dossier, is_official=is_official, anchor="bijlagen"),
    )
