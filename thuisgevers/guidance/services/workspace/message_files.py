"""Files at a message: kept for the team and its pioneer alone, taken away and put back by who wrote the message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from thuisgevers.attachments.enums import AttachmentKind, AttachmentState, Audience
from thuisgevers.attachments.models import Attachment
from thuisgevers.attachments.services import (
    cancel_attachment,
    receive_file,
    remove_attachment,
    restore_attachment,
)
from thuisgevers.attachments.services.removing import May
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.guidance.models import ConversationMessage, ConversationMessageAttachment
from thuisgevers.guidance.permissions.workspace import can_remove_message_file
from thuisgevers.municipalities.access import Access


def keep_files(access: Access, message: ConversationMessage, files: Sequence[UploadedFile[Any]]) -> None:
    """In the transaction in which the message is written: refused is the file with the message (FileRefused)."""
    for file in files:
        attachment = receive_file(
            access=access,
            municipality=message.municipality,
            file=file,
            client_id=uuid4(),
            kind=AttachmentKind.OTHER,
            audience=Audience.PRIVATE,
            scope_id=message.initiative_id,
        )
        ConversationMessageAttachment.hang(attachment, message=message)


def drop_files(access: Access, message: ConversationMessage) -> None:
    """With a message that is withdrawn. A file that is being checked this very moment cannot be taken away yet (ConflictError)."""
    rows = ConversationMessageAttachment.objects.filter(message=message)
    for row in rows.select_related("attachment__municipality", "message__initiative", "message__author"):
        match row.attachment.state:
            case AttachmentState.READY:
                remove_message_file(access=access, file=row)
            case AttachmentState.UPLOADED | AttachmentState.REFUSED:
                cancel_message_file(access=access, file=row)
            case AttachmentState.CHECKING:
                raise ConflictError(_("Een bestand wordt nog gecontroleerd. Trek het bericht over een minuut in."))


def remove_message_file(*, access: Access, file: ConversationMessageAttachment) -> Attachment:
    """Out of sight; for thirty days it can be put back."""
    return remove_attachment(access=access, attachment=file.attachment, may=_of(file))


def restore_message_file(*, access: Access, file: ConversationMessageAttachment) -> Attachment:
    return restore_attachment(access=access, attachment=file.attachment, may=_of(file))


def cancel_message_file(*, access: Access, file: ConversationMessageAttachment) -> Attachment:
    """One that is not checked yet or was refused: at once and for good."""
    return cancel_attachment(access=access, attachment=file.attachment, may=_of(file))


def _of(file: ConversationMessageAttachment) -> May:
    return lambda access, _attachment: can_remove_message_file(access, file)
