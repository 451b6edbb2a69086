"""Files at the messages of a conversation, ready for the row that shows a file anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db.models import QuerySet

from thuisgevers.attachments.enums import AttachmentState
from thuisgevers.attachments.queries import ShownAttachment, describe_attachment_row
from thuisgevers.municipalities.access import Access

from ..models import ConversationMessage, ConversationMessageAttachment
from ..permissions.workspace import can_remove_message_file, viewable_message_files


def shown_message_files(access: Access) -> QuerySet[ConversationMessageAttachment]:
    return viewable_message_files(access).select_related(
        "attachment__uploaded_by", "attachment__municipality", "message__initiative"
    )


def files_by_message(access: Access, messages: Sequence[ConversationMessage]) -> dict[UUID, list[ShownAttachment]]:
    """One question. What was taken away is shown to who may put it back."""
    found: dict[UUID, list[ShownAttachment]] = {}
    rows = shown_message_files(access).filter(message__in=[message.pk for message in messages])
    for row in rows.order_by("created_at", "id"):
        shown = message_file_row(access, row)
        if shown.can_change or row.attachment.state != AttachmentState.REMOVED:
            found.setdefault(row.message_id, []).append(shown)
    return found


def message_file_row(access: Access, file: ConversationMessageAttachment) -> ShownAttachment:
    """The row, with the doors of the workspace instead of those under `/bijlagen/`."""
    return replace(
        describe_attachment_row(access, file.attachment),
        can_change=can_remove_message_file(access, file),
        can_describe=False,
        names="guidance:message_file",
        key=file.pk,
    )
