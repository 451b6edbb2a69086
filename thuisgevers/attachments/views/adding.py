"""Taking files in for a thing of another app: its view fetches the thing through its own door and calls this."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.throttling import is_too_often
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.models import Municipality

from ..enums import AttachmentKind, Audience
from ..models import Attachment
from ..queries import allowed_audiences, describe_attachment_row, shown_attachments
from ..services import FileRefused, receive_file

#: Sent by our script with every single file; without it the whole form came at once.
SCRIPTED = "X-Thuis-Upload"
#: Files that one person may send in an hour; a day of viewings stays far below.
MOST_AN_HOUR = 300
type Sent = UploadedFile[Any]


def add_files(
    request: Request,
    *,
    municipality: Municipality,
    link: Callable[[Attachment], object],
    back: str,
    scope_id: UUID | None = None,
    property_scope_id: UUID | None = None,
    kinds: Sequence[AttachmentKind] = (AttachmentKind.PHOTO,),
    audiences: Sequence[Audience] = (Audience.TEAM,),
) -> HttpResponse:
    """Take in what the upload form sent, and tie each file to its thing with `link`.

    The view above is `@takes_files @require_POST @gate(permission=Capability.ATTACHMENT_ADD)` and came through the door of
    the thing. Script: one file a request, answered with its row, or 422 with the reason. No script: all files at once, then
    back to `back` with a message for what was kept and one for each that was not.
    """
    open_to = allowed_audiences(request.access, municipality, scope_id, property_scope_id, audiences)
    kind = _chosen(request, "kind", kinds)
    audience = _chosen(request, "audience", open_to or [Audience.TEAM])
    files: list[Sent] = request.FILES.getlist("files")

    def take(number: int, file: Sent) -> Attachment:
        if is_too_often(request, "attachments", most=MOST_AN_HOUR, seconds=3600, key=str(request.user.pk)):
            text = _("U hebt in een uur al %(most)d bestanden toegevoegd. Wacht een uur en ga dan verder.")
            raise FileRefused(text % {"most": MOST_AN_HOUR}, code="often")
        attachment = receive_file(
            access=request.access,
            municipality=municipality,
            file=file,
            client_id=_client_id(request, number, file),
            kind=kind,
            audience=audience,
            scope_id=scope_id,
            property_scope_id=property_scope_id,
        )
        link(attachment)
        return attachment

    if request.headers.get(SCRIPTED):
        return _answer_script(request, files, take)
    return _answer_form(request, files, take, back)


def _answer_script(request: Request, files: list[Sent], take: Callable[[int, Sent], Attachment]) -> HttpResponse:
    if len(files) != 1:
        return JsonResponse({"message": _("Kies het bestand opnieuw: er kwam niets aan.")}, status=422)
    try:
        attachment = take(0, files[0])
    except FileRefused as refused:
        return JsonResponse({"message": " ".join(refused.messages)}, status=422)
    except ConflictError as conflict:
        return JsonResponse({"message": conflict.message}, status=409)
    fresh = request.access.get_or_404(shown_attachments(request.access), pk=attachment.pk)
    context = {"row": describe_attachment_row(request.access, fresh), "is_news": False, "problem": "", "next": ""}
    return render(request, "attachments/attachment_show.html#row", context)


def _answer_form(
    request: Request, files: list[Sent], take: Callable[[int, Sent], Attachment], back: str
) -> HttpResponse:
    kept, refusals = 0, []
    for number, file in enumerate(files):
        try:
            take(number, file)
        except FileRefused as refused:
            refusals += refused.messages
        else:
            kept += 1
    if not files:
        refusals.append(_("Kies eerst een of meer bestanden."))
    if kept:
        text = ngettext(
            "%(count)d bestand is ontvangen en wordt gecontroleerd.",
            "%(count)d bestanden zijn ontvangen en worden gecontroleerd.",
            kept,
        )
        messages.success(request, text % {"count": kept})
    for refusal in refusals:
        messages.error(request, refusal)
    return HttpResponseRedirect(back)


def _chosen[Choice: (AttachmentKind, Audience)](request: Request, name: str, offered: Sequence[Choice]) -> Choice:
    """What was chosen if it was offered, else the first: the form of the page offers nothing else."""
    sent = request.POST.get(name, "")
    return next((choice for choice in offered if choice.value == sent), offered[0])


def _client_id(request: Request, number: int, file: Sent) -> UUID:
    """The sender's own number for a file. A form without script has one number; each of its files derives from it."""
    sent = request.POST.get("file_id") or request.POST.get("form_id", "")
    try:
        given = UUID(sent)
    except ValueError as error:
        raise FileRefused(
            _("Dit formulier is verouderd. Laad de pagina opnieuw en kies de bestanden nog een keer.")
        ) from error
    return given if request.POST.get("file_id") else uuid5(given, f"{number}:{file.name}:{file.size}")
