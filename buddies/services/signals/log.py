"""A log of its own: that of the municipality is read by people a signal may be about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

from ...models import SignalLog


def record_signal_event(
    *,
    access: Access,
    object_id: UUID,
    verb: str,
    municipality: Municipality,
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    **_more: Any,
) -> None:
    """As `audit.services.record_event`, beside the signal; its addressees read it. Ids and states, and the reason encrypted."""
    SignalLog(
        municipality=municipality,
        signal_id=object_id,
        verb=verb,
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        by=access.user,
    ).save(force_insert=True)
