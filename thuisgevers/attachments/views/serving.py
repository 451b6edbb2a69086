"""Sending a file: gate, door, read log, then bytes. Nobody gets an address that works without these."""

from __future__ import annotations

import logging
from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import AttachmentState, MediaType
from ..models import Attachment
from ..permissions import viewable_attachments
from ..storage import attachment_storage

logger = logging.getLogger(__name__)

# The file may not run or load anything, wherever it is opened.
FILE_POLICY = "default-src 'none'; sandbox"


@require_safe
@gate(permission=Capability.ATTACHMENT_READ)
def attachment_open(request: Request, pk: UUID) -> HttpResponse:
    """The file itself. Pictures were made anew by us and may be shown in the browser; everything else is saved first."""
    attachment = _readable(request, pk, purpose="attachment_open")
    inline = attachment.is_image and "download" not in request.GET
    return send_file(attachment, attachment.storage_key, attachment.media_type, as_attachment=not inline)


@require_safe
@gate(permission=Capability.ATTACHMENT_READ)
def attachment_thumbnail(request: Request, pk: UUID) -> HttpResponse:
    """The small picture in a list; as much of a read as the large one."""
    attachment = _readable(request, pk, purpose="attachment_thumbnail")
    if not attachment.thumbnail_key:
        raise Http404
    return send_file(attachment, attachment.thumbnail_key, MediaType.JPEG, as_attachment=False)


def _readable(request: Request, pk: UUID, *, purpose: str) -> Attachment:
    ready = viewable_attachments(request.access).filter(state=AttachmentState.READY).select_related("municipality")
    attachment = request.access.get_or_404(ready, pk=pk)
    log_read(
        access=request.access,
        purpose=purpose,
        object_type="attachments.Attachment",
        object_ids=[attachment.pk],
        municipality=attachment.municipality,
    )
    return attachment


def send_file(attachment: Attachment, key: str, media_type: str, *, as_attachment: bool) -> HttpResponse:
    """Bytes of a file that came through a door and stands in the read log. From storage, after everything that asks the database:
    what is streamed later needs no row. Behind a proxy that was told of `ATTACHMENT_ACCEL_PREFIX` the proxy sends them, on this
    answer's word alone."""
    response: HttpResponse | FileResponse
    if settings.ATTACHMENT_ACCEL_PREFIX:
        response = HttpResponse(content_type=str(media_type))
        response["X-Accel-Redirect"] = f"{settings.ATTACHMENT_ACCEL_PREFIX}{key}"
    else:
        try:
            content = attachment_storage().open(key)
        except FileNotFoundError as error:
            logger.exception("the file of attachment %s is gone", attachment.pk)
            raise Http404 from error
        response = FileResponse(content, content_type=str(media_type))
    response["Content-Disposition"] = content_disposition_header(as_attachment, attachment.name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = FILE_POLICY
    return cast("HttpResponse", response)  # gates know ordinary answers; a streamed one has headers all the same
