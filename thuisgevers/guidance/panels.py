"""What step plans hang on pages of lower floors: the way to the plan. No questions to the database, as these stand in lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from initiatives.models import Dossier, Initiative
from thuisgevers.common import slots
from thuisgevers.common.addresses import address
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from .queries.week import (
    ROW_TEMPLATE,
    SLOT,
    dossiers_of_week,
    questions_of_week,
    registrations_of_week,
    steps_of_week,
    support_of_week,
    tasks_of_week,
)
from .queries.week_team import appointments_of_week, board_of_week, desk_of_week


def plan_of_initiative(access: Access, initiative: Initiative) -> Mapping[str, Any] | None:
    if not access.may(Capability.PLAN_READ, scope_id=initiative.pk):
        return None
    return _link(initiative.pk, initiative.name)


def plan_of_dossier(access: Access, dossier: Dossier) -> Mapping[str, Any] | None:
    if not access.may(Capability.PLAN_READ, municipality=dossier.municipality, scope_id=dossier.initiative_id):
        return None
    return _link(dossier.initiative_id, dossier.initiative.name)


def help_of_initiative(access: Access, initiative: Initiative) -> Mapping[str, Any] | None:
    if not access.may(Capability.SUPPORT_ASK, scope_id=initiative.pk):
        return None
    return {"url": address("guidance:support_mine"), "name": initiative.name}


def _link(initiative_id: UUID, name: str) -> Mapping[str, Any]:
    return {"url": address("guidance:initiative_plan", initiative_id), "name": name}


def register_plan_panels() -> None:
    for name, query in (
        ("guidance.steps", steps_of_week),
        ("guidance.support", support_of_week),
        ("guidance.board", board_of_week),
        ("guidance.appointments", appointments_of_week),
        ("guidance.desk", desk_of_week),
        ("initiatives.dossiers", dossiers_of_week),
        ("initiatives.questions", questions_of_week),
        ("initiatives.registrations", registrations_of_week),
        ("housing.tasks", tasks_of_week),
    ):
        slots.register(SLOT, name, None, query, ROW_TEMPLATE)
    slots.register("initiatives.mine", "guidance.plan", None, plan_of_initiative, "guidance/plan_link.html")
    slots.register(
        "initiatives.mine", "guidance.support", None, help_of_initiative, "guidance/support_link.html", order=1
    )
    for page in ("initiatives.my_dossier", "initiatives.dossier"):
        slots.register(page, "guidance.plan", None, plan_of_dossier, "guidance/plan_panel.html")
