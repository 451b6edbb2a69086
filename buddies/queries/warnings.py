"""A request to talk first, on the pages of the household that it is about: for whom was asked, and for nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from housing.models import Household
from thuisgevers.audit.services import log_read
from thuisgevers.municipalities.access import Access

from ..models import SignalWarning
from ..permissions.signals import own_warnings


def warnings_around(access: Access, household_id: UUID) -> list[SignalWarning]:
    """Logged without a municipality, whose log is read by people a signal may be about."""
    rows = own_warnings(access).filter(household_scope_id=household_id).select_related("adviser", "municipality")
    found = list(rows.order_by("created_at", "id"))
    if found:
        log_read(
            access=access,
            purpose="signal_warnings",
            object_type="buddies.SignalWarning",
            object_ids=[one.pk for one in found],
        )
    return found


def warnings_of_household(access: Access, household: Household) -> Mapping[str, Any] | None:
    found = warnings_around(access, household.pk)
    return {"warnings": found} if found else None
