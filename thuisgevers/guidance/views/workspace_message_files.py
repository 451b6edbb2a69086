"""The doors of a file at a message: who may not read the conversation finds nothing here, and nothing anywhere else."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from thuisgevers.attachments.enums import AttachmentState, MediaType
from thuisgevers.attachments.models import Attachment
from thuisgevers.attachments.views.serving import send_file
from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..models import ConversationMessageAttachment
from ..permissions.workspace import can_remove_message_file, removable_message_files
from ..queries.workspace_message_files import message_file_row, shown_message_files
from ..services.workspace.message_files import cancel_message_file, remove_message_file, restore_message_file


@require_safe
@gate(permission=Capability.WORKSPACE_READ)
def message_file_open(request: Request, pk: UUID) -> HttpResponse:
    """Pictures were made anew by us and may be shown in the browser; everything else is saved first."""
    file = _ready(request, pk, purpose="message_file_open")
    inline = file.is_image and "download" not in request.GET
    return send_file(file, file.storage_key, file.media_type, as_attachment=not inline)


@require_safe
@gate(permission=Capability.WORKSPACE_READ)
def message_file_thumbnail(request: Request, pk: UUID) -> HttpResponse:
    file = _ready(request, pk, purpose="message_file_thumbnail")
    if not file.thumbnail_key:
        raise Http404
    return send_file(file, file.thumbnail_key, MediaType.JPEG, as_attachment=False)


@require_safe
@gate(permission=Capability.WORKSPACE_READ)
def message_file_show(request: Request, pk: UUID) -> HttpResponse:
    """The row, asked again while the file is checked; 204 as long as the state is the one on the page (`?stand=`)."""
    file = request.access.get_or_404(shown_message_files(request.access), pk=pk)
    if request.htmx and request.GET.get("stand") == file.attachment.state:
        return HttpResponse(status=204)
    return _row(request, file)


@require_POST
@gate(permission=Capability.WORKSPACE_WRITE)
def message_file_remove(request: Request, pk: UUID) -> HttpResponse:
    return _act(request, pk, remove_message_file)


@require_POST
@gate(permission=Capability.WORKSPACE_WRITE)
def message_file_restore(request: Request, pk: UUID) -> HttpResponse:
    return _act(request, pk, restore_message_file)


@require_POST
@gate(permission=Capability.WORKSPACE_WRITE)
def message_file_cancel(request: Request, pk: UUID) -> HttpResponse:
    return _act(request, pk, cancel_message_file)


def _ready(request: Request, pk: UUID, *, purpose: str) -> Attachment:
    rows = shown_message_files(request.access).filter(attachment__state=AttachmentState.READY)
    file = request.access.get_or_404(rows, pk=pk).attachment
    log_read(
        access=request.access,
        purpose=purpose,
        object_type="attachments.Attachment",
        object_ids=[file.pk],
        municipality=file.municipality,
    )
    return file


def _act(request: Request, pk: UUID, act: Callable[..., Attachment]) -> HttpResponse:
    """Do it and show the fresh row; a refusal is shown on the row too, with status 409: it says what to do."""
    rows = removable_message_files(request.access).select_related("attachment__municipality", "message__initiative")
    file = request.access.get_or_404(rows, pk=pk)
    if not can_remove_message_file(request.access, file):
        raise Http404
    problem = ""
    try:
        file.attachment = act(access=request.access, file=file)
    except ConflictError as conflict:
        problem = conflict.message
    if request.htmx or problem:
        fresh = shown_message_files(request.access).filter(pk=pk).first()
        return _row(request, fresh or file, problem)
    messages.success(request, message_file_row(request.access, file).announcement)
    address = reverse("guidance:conversation_detail", args=[file.message.conversation_id])
    return HttpResponseRedirect(f"{address}#bericht-{file.message_id}")


def _row(request: Request, file: ConversationMessageAttachment, problem: str = "") -> HttpResponse:
    row = message_file_row(request.access, file)
    context = {"row": row, "is_news": bool(request.htmx), "problem": problem, "next": ""}
    template = "attachments/attachment_show.html#row" if request.htmx else "attachments/attachment_show.html"
    return render(request, template, context, status=409 if problem else 200)
