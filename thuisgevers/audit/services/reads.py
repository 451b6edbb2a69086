from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.utils import timezone

from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

#: Not through the ORM: every page about people writes one.
_INSERT = """
INSERT INTO "audit_readevent" ("id", "municipality_id", "reader_id", "link_id", "purpose", "object_type", "object_ids", "at")
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""


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
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                uuid7(),
                None if municipality is None else municipality.pk,
                None if access.user is None else access.user.pk,
                None if access.link is None else access.link.id,
                purpose,
                object_type,
                json.dumps(ids),
                timezone.now(),
            ],
        )
