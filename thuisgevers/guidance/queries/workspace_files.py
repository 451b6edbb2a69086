"""Documents and files of an initiative in one list, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from initiatives.models import Initiative
from thuisgevers.attachments.enums import AttachmentState
from thuisgevers.attachments.permissions import viewable_attachments
from thuisgevers.documents.models import HAS_FILE
from thuisgevers.documents.permissions import viewable_documents
from thuisgevers.municipalities.access import Access

from ..permissions.workspace import viewable_message_files

MOST = 200


@dataclass(frozen=True, slots=True)
class FileLine:
    name: str
    kind: str
    icon: str
    at: datetime
    url: str


def files_of(access: Access, initiative: Initiative) -> list[FileLine]:
    """Only what is there to open; what is still being made or checked stands with the dossier."""
    documents = viewable_documents(access).filter(subject_id=initiative.pk, state__in=HAS_FILE)
    attachments = viewable_attachments(access).filter(scope_id=initiative.pk, state=AttachmentState.READY)
    lines = [
        FileLine(
            name=_("%(kind)s, versie %(number)s")
            % {"kind": capfirst(str(row.get_kind_display())), "number": row.version},
            kind=_("document"),
            icon="file-text",
            at=row.created_at,
            url=reverse("documents:document_show", args=[row.pk]),
        )
        for row in documents.order_by("-created_at", "-id")[:MOST]
    ]
    messages = (
        viewable_message_files(access)
        .filter(message__initiative=initiative, attachment__state=AttachmentState.READY)
        .select_related("attachment")
    )
    lines += [
        FileLine(
            name=row.attachment.name,
            kind=_("bij een gesprek, alleen voor het team"),
            icon="messages",
            at=row.created_at,
            url=reverse("guidance:message_file_open", args=[row.pk]),
        )
        for row in messages.order_by("-created_at", "-id")[:MOST]
    ]
    lines += [
        FileLine(
            name=row.caption or row.name,
            kind=str(row.get_kind_display()),
            icon="paperclip",
            at=row.created_at,
            url=reverse("attachments:attachment_show", args=[row.pk]),
        )
        for row in attachments.order_by("-created_at", "-id")[:MOST]
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)
