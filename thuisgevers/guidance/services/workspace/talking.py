"""Conversations of a team: begin, write, change and withdraw what one wrote, and how far one has read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.models import Initiative
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.guidance.models import Conversation, ConversationMark, ConversationMessage
from thuisgevers.guidance.permissions.workspace import (
    can_edit_message,
    can_view_conversation,
    can_withdraw_message,
    can_write_conversation,
)
from thuisgevers.municipalities.access import Access

from .mail_out import mail_message
from .message_files import drop_files, keep_files
from .noting import note, worker

type Files = Sequence[UploadedFile[Any]]


def start_conversation(
    *, access: Access, initiative: Initiative, subject: str, text: str, files: Files = ()
) -> Conversation:
    """A new subject with its first message, mailed to the others."""
    user = worker(access, initiative)
    with transaction.atomic():
        conversation = Conversation(
            municipality=initiative.municipality,
            initiative=initiative,
            subject=subject,
            started_by=user,
            last_at=timezone.now(),
        )
        conversation.save(force_insert=True)
        note(access, conversation, "start")
        _write(access, conversation, text, files=files)
    return conversation


def write_message(
    *, access: Access, conversation: Conversation, text: str, files: Files = (), mail_key: str = ""
) -> ConversationMessage | None:
    """One message with its files, mailed to the others who want that. FileRefused keeps nothing of it. None when the mail with this key is a message already."""
    worker(access, conversation.initiative)
    with transaction.atomic():
        return _write(access, conversation, text, files=files, mail_key=mail_key)


def edit_message(*, access: Access, message: ConversationMessage, text: str) -> ConversationMessage:
    """Within half an hour; the page says that it was changed. The mail that went out stays as it was."""
    with transaction.atomic():
        fresh = _own(access, message)
        if not can_edit_message(access, fresh):
            raise ConflictError(_("Een bericht wijzigen kan een halfuur lang. Schrijf een nieuw bericht."))
        fresh.text, fresh.edited_at = text, timezone.now()
        fresh.save(update_fields=["text", "edited_at", "updated_at"])
        note(access, fresh, "edit")
    return fresh


def withdraw_message(*, access: Access, message: ConversationMessage) -> ConversationMessage:
    """The text is gone for good and so are its files after their thirty days; that there was a message stays visible. What was
    mailed cannot be called back."""
    with transaction.atomic():
        fresh = _own(access, message)
        if not can_withdraw_message(access, fresh):
            raise ConflictError(_("Dit bericht is al ingetrokken."))
        drop_files(access, fresh)
        fresh.text, fresh.withdrawn_at = "", timezone.now()
        fresh.save(update_fields=["text", "withdrawn_at", "updated_at"])
        note(access, fresh, "withdraw")
    return fresh


def mark_read(*, access: Access, conversation: Conversation, seen_at: datetime) -> None:
    """Everything up to that moment was read; never back in time."""
    if access.user is None or not can_view_conversation(access, conversation):
        raise PermissionDenied
    with transaction.atomic():
        mark = ConversationMark(
            municipality_id=conversation.municipality_id,
            initiative_id=conversation.initiative_id,
            conversation=conversation,
            user=access.user,
            seen_at=seen_at,
        )
        ConversationMark.objects.bulk_create([mark], ignore_conflicts=True)
        ConversationMark.objects.filter(conversation=conversation, user=access.user, seen_at__lt=seen_at).update(
            seen_at=seen_at, updated_at=timezone.now()
        )


def _write(
    access: Access, conversation: Conversation, text: str, *, files: Files = (), mail_key: str = ""
) -> ConversationMessage | None:
    if access.user is None or not can_write_conversation(access, conversation):
        raise PermissionDenied
    Conversation.objects.select_for_update(of=("self",), no_key=True).get(pk=conversation.pk)
    if mail_key and ConversationMessage.objects.filter(conversation=conversation, mail_key=mail_key).exists():
        return None
    message = ConversationMessage(
        municipality=conversation.municipality,
        initiative=conversation.initiative,
        conversation=conversation,
        author=access.user,
        text=text,
        mail_key=mail_key,
    )
    message.save(force_insert=True)
    conversation.last_at = message.created_at
    conversation.save(update_fields=["last_at", "updated_at"])
    mark_read(access=access, conversation=conversation, seen_at=message.created_at)
    note(access, message, "write")
    keep_files(access, message, files)
    mail_message(access=access, message=message, files=len(files))
    return message


def _own(access: Access, message: ConversationMessage) -> ConversationMessage:
    if access.user is None or message.author_id != access.user.pk:
        raise PermissionDenied
    worker(access, message.initiative)
    rows = ConversationMessage.objects.select_related("municipality", "initiative")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=message.pk)
