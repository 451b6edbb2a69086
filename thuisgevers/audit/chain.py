"""Walking the chains of events: whether anything in the log was changed, removed or added past the trigger."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

_BROKEN_SQL = """
WITH linked AS (
  SELECT e AS event, e.id, e.position, e.digest, coalesce(e.municipality_id, 0) AS chain,
         lag(e.digest, 1, ''::bytea) OVER w AS before, lag(e.position, 1, 0) OVER w AS previous
  FROM audit_auditevent e
  WINDOW w AS (PARTITION BY coalesce(e.municipality_id, 0) ORDER BY e.position)
)
SELECT chain, position, id::text FROM linked
WHERE position IS NULL OR position <> previous + 1 OR digest IS DISTINCT FROM audit_event_digest(before, event)
UNION ALL
SELECT h.chain, h.position, 'the end is missing' FROM audit_chainhead h
WHERE NOT EXISTS (
  SELECT FROM audit_auditevent e
  WHERE coalesce(e.municipality_id, 0) = h.chain AND e.position = h.position AND e.digest = h.digest)
ORDER BY 1, 2
"""


@dataclass(frozen=True)
class BrokenLink:
    """Where a chain does not fit: the municipality's number (0: none), the position, the event's id."""

    chain: int
    position: int | None
    event: str


def broken_links() -> list[BrokenLink]:
    """Every place where a chain breaks; empty when the log is whole. Needs a role that sees all rows (owner, backup)."""
    with connection.cursor() as cursor:
        cursor.execute(_BROKEN_SQL)
        return [BrokenLink(*row) for row in cursor.fetchall()]


def root() -> tuple[str, int]:
    """One fingerprint over all chains and the number of events: short enough to mail out and keep elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(encode(sha256(string_agg(chain::text::bytea || digest, ''::bytea ORDER BY chain)), 'hex'), ''),"
            " coalesce(sum(position), 0)::bigint FROM audit_chainhead"
        )
        [(fingerprint, length)] = cursor.fetchall()
    return fingerprint, length
