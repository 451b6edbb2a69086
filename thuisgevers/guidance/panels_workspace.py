"""The way to the workspace on the volunteer's home and on the team's page of its dossier. No questions to the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from initiatives.models import Dossier, Initiative
from thuisgevers.common import slots
from thuisgevers.common.addresses import address
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability


def workspace_of_initiative(access: Access, initiative: Initiative) -> Mapping[str, Any] | None:
    return _link(access, initiative.pk, initiative.name)


def workspace_of_dossier(access: Access, dossier: Dossier) -> Mapping[str, Any] | None:
    return _link(access, dossier.initiative_id, dossier.initiative.name)


def _link(access: Access, initiative_id: UUID, name: str) -> Mapping[str, Any] | None:
    if not access.may(Capability.WORKSPACE_READ, scope_id=initiative_id):
        return None
    return {"url": address("guidance:workspace_home", initiative_id), "name": name}


def register_workspace_panels() -> None:
    slots.register(
        "initiatives.mine", "guidance.workspace", None, workspace_of_initiative, "guidance/workspace_link.html"
    )
    slots.register(
        "initiatives.my_dossier", "guidance.workspace", None, workspace_of_dossier, "guidance/workspace_panel.html"
    )
