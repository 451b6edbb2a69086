from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.models import Municipality

from ..models import AuditEvent, Visibility


def actor_label(access: Access) -> str:
    """How the log names who acted: the name at that moment, kept even if the account is closed later."""
    if access.user is not None:
        return access.user.display_name or _("iemand met een account")
    if access.link is not None:
        return _("de bewoner") if access.link.purpose == LinkPurpose.WELCOME else _("via de link in de mail")
    return _("het systeem")


def record_event(
    *,
    access: Access,
    object_type: str,
    object_id: UUID,
    verb: str,
    municipality: Municipality | None = None,
    scope_id: UUID | None = None,
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    visibility: Visibility = Visibility.TEAM,
    data: dict[str, Any] | None = None,
) -> AuditEvent:
    """Add one event to the log, in the transaction of what it tells about. Never read back: the writer may not be
    allowed to."""
    event = AuditEvent(
        municipality=municipality,
        scope_id=scope_id,
        object_type=object_type,
        object_id=object_id,
        verb=verb,
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        visibility=visibility,
        actor=access.user,
        actor_label=actor_label(access)[:150],
        data=data or {},
    )
    event.save(force_insert=True)
    return event
