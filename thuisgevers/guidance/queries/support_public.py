"""What everybody reads of a support base. The rows stay with the team: PostgreSQL's own function gives these columns and no others."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from ..enums import SupportKind


@dataclass(frozen=True, slots=True)
class PublicLine:
    kind: str
    text: str
    outcome: str


@dataclass(frozen=True, slots=True)
class PublicSupport:
    name: str
    lines: list[PublicLine]


def public_support_of(page_id: UUID) -> PublicSupport | None:
    """None where nothing is public, or the name is not (any more)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, kind, said, outcome FROM guidance_public_support(%s)", [page_id])
        rows = cursor.fetchall()
    if not rows:
        return None
    return PublicSupport(
        name=rows[0][0],
        lines=[PublicLine(str(SupportKind(kind).label), said, outcome) for _name, kind, said, outcome in rows],
    )
