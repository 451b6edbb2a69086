from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

from ..models import ReadEvent


def log_read(
    *,
    access: Access,
    purpose: str,
    object_type: str,
    object_ids: Iterable[UUID],
    municipality: Municipality | None = None,
) -> None:
    """Note that personal data was shown: ids only. In the same transaction as the read: no log, no data."""
    ids = [str(object_id) for object_id in object_ids]
    if not ids:
        return
    ReadEvent(
        municipality=municipality,
        reader=access.user,
        link_id=None if access.link is None else access.link.id,
        purpose=purpose,
        object_type=object_type,
        object_ids=ids,
    ).save(force_insert=True)
