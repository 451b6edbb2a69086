"""What ends by itself: removed and refused files after their days, and uploads whose row was never committed."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone

from thuisgevers.audit.transitions import WrongStateError, transition
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

from ..enums import AttachmentState
from ..models import UNDO, Attachment
from ..policies import PURGE_QUEUE
from ..states import ATTACHMENT
from ..storage import QUARANTINE, attachment_storage, quarantined, remove

logger = logging.getLogger(__name__)

#: After which a file in quarantine without a waiting row is nobody's.
ABANDONED = timedelta(days=1)


def purge_attachment(attachment_id: UUID) -> bool:
    """Wipe a file that was removed or refused long enough ago; the row stays, without name and words, for the log."""
    with transaction.atomic(), acting(job=f"{PURGE_QUEUE}:{attachment_id}"):
        attachment = Attachment.objects.filter(
            pk=attachment_id,
            state__in=[AttachmentState.REMOVED, AttachmentState.REFUSED],
            updated_at__lt=timezone.now() - UNDO,
        ).first()
        if attachment is None:
            return False
        keys = (attachment.storage_key, attachment.thumbnail_key)
        try:
            transition(
                access=Access.nobody(),
                obj=attachment,
                machine=ATTACHMENT,
                name="purge",
                may=lambda _access, row: row.updated_at < timezone.now() - UNDO,
                changes={"name": "", "caption": "", "storage_key": "", "thumbnail_key": "", "sha256": ""},
            )
        except WrongStateError:
            return False  # put back a moment ago
        # Files first: a row that says purged has none. If this fails, the row stays and the next sweep tries again.
        remove(*keys)
    return True


def clear_quarantine(waiting: set[str]) -> int:
    """Take away what was uploaded longer than a day ago and has no waiting row; gives how many."""
    storage: Storage = attachment_storage()
    gone = 0
    for name in list(quarantined()):
        key = f"{QUARANTINE}/{name}"
        if name in waiting or storage.get_modified_time(key) > timezone.now() - ABANDONED:
            continue
        remove(key)
        gone += 1
    if gone:
        logger.info("%s abandoned uploads cleared", gone)
    return gone
