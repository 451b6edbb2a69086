"""Taking a file away, putting it back, and the words under it."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.cleaning import clean_line
from thuisgevers.municipalities.access import Access

from ..models import Attachment
from ..permissions import can_remove_attachment
from ..states import ATTACHMENT
from ..storage import remove

type May = Callable[[Access, Attachment], bool]


def remove_attachment(*, access: Access, attachment: Attachment, may: May = can_remove_attachment) -> Attachment:
    """Take a file out of sight. It can be put back for thirty days (`models.UNDO`), then it is purged for good. The app with a
    door of its own to private files says who `may`."""
    return transition(
        access=access,
        obj=attachment,
        machine=ATTACHMENT,
        name="remove",
        may=may,
        changes={"removed_at": timezone.now()},
    )


def restore_attachment(*, access: Access, attachment: Attachment, may: May = can_remove_attachment) -> Attachment:
    return transition(
        access=access,
        obj=attachment,
        machine=ATTACHMENT,
        name="restore",
        may=may,
        changes={"removed_at": None},
    )


def cancel_attachment(*, access: Access, attachment: Attachment, may: May = can_remove_attachment) -> Attachment:
    """Take away a file that is not checked yet, or was refused: at once and for good."""
    fresh = transition(
        access=access,
        obj=attachment,
        machine=ATTACHMENT,
        name="cancel",
        may=may,
        changes={"name": "", "caption": ""},
    )
    transaction.on_commit(lambda: remove(fresh.quarantine_key), robust=True)
    return fresh


def describe_attachment(*, access: Access, attachment: Attachment, caption: str) -> Attachment:
    """Write the words under a file; the log says that, not what."""
    if not can_remove_attachment(access, attachment):
        raise PermissionDenied
    caption = clean_line(caption)[:200]
    if caption == attachment.caption:
        return attachment
    attachment.caption = caption
    attachment.save(update_fields=["caption", "updated_at"])
    record_event(
        access=access,
        object_type=ATTACHMENT.label,
        object_id=attachment.pk,
        verb="describe",
        municipality=attachment.municipality,
        scope_id=attachment.scope_id,
        visibility=Visibility.INTERNAL,
    )
    return attachment
