"""The owner downloads the cooperation agreement about the own property."""

from __future__ import annotations

import logging
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from housing.permissions.owners import owned_properties
from initiatives.queries.agreements import agreement_of_own
from thuisgevers.audit.services import log_read
from thuisgevers.documents.storage import FileDamaged
from thuisgevers.documents.views.showing import file_of
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

logger = logging.getLogger(__name__)


@require_safe
@gate(permission=Capability.PROPERTY_READ)
def my_property_agreement(request: Request, pk: UUID) -> HttpResponse:
    place = request.access.get_or_404(owned_properties(request.access).select_related("municipality"), pk=pk)
    agreement = agreement_of_own(request.access, place)
    if agreement is None:
        raise Http404
    log_read(
        access=request.access,
        purpose="owner_agreement",
        object_type="documents.Document",
        object_ids=[agreement.pk],
        municipality=place.municipality,
    )
    try:
        return file_of(agreement)
    except FileDamaged:
        logger.exception("the file of document %s is gone or damaged", agreement.pk)
        messages.error(request, _("Dit bestand is niet meer te lezen. Vraag de gemeente om een nieuwe versie."))
        return HttpResponseRedirect(reverse("housing:my_property", args=[place.pk]))
