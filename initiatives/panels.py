"""What this floor hangs on pages of lower ones: a team page knows a scope only, here is what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Scope

from .permissions import viewable_initiatives


def initiative_of_team(access: Access, team: Scope) -> Mapping[str, Any] | None:
    """The initiative whose team this is, for who may see it."""
    initiative = viewable_initiatives(access).filter(pk=team.pk).first()
    return None if initiative is None else {"initiative": initiative}
