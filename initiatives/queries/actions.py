"""What somebody may do with a dossier now: the edges that leave its state, and the changes that leave it where it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from initiatives.enums import DossierState as State
from initiatives.models import Dossier
from initiatives.permissions import (
    can_assign_dossier,
    can_decide_dossier,
    can_edit_dossier,
    can_handle_dossier,
    can_withdraw_dossier,
)
from thuisgevers.common.addresses import address
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

_ASSIGNABLE = (
    State.DRAFT,
    State.SUBMITTED,
    State.IN_REVIEW,
    State.AWAITING_INFORMATION,
    State.SUSPENDED,
    State.ADVISED,
    State.APPROVED,
)
_WITHDRAWABLE = (State.SUBMITTED, State.IN_REVIEW, State.AWAITING_INFORMATION, State.SUSPENDED, State.ADVISED)


@dataclass(frozen=True, slots=True)
class Action:
    """A button that leads to a small form of its own."""

    name: str
    label: Any
    icon: str
    url: str
    is_danger: bool = False


_LABELS: dict[str, tuple[Any, str]] = {
    "take_up": (_("Oppakken"), "player-play"),
    "assign": (_("Toewijzen"), "user-check"),
    "ask_information": (_("Aanvulling vragen"), "message-question"),
    "close_information": (_("Verder zonder antwoord"), "arrow-right"),
    "suspend": (_("Opschorten"), "player-pause"),
    "resume": (_("Hervatten"), "player-play"),
    "advise": (_("Advies geven"), "clipboard-check"),
    "send_back": (_("Terug naar behandeling"), "arrow-back-up"),
    "decide": (_("Besluiten"), "gavel"),
    "told": (_("Raad en buurt geïnformeerd"), "speakerphone"),
    "announce": (_("Bekendmaken"), "world"),
    "name": (_("Naam openbaar of niet"), "eye"),
    "property": (_("Pand invullen"), "home"),
    "reopen": (_("Heropenen"), "arrow-back-up"),
    "withdraw": (_("Intrekken"), "x"),
}


def actions_for(access: Access, dossier: Dossier) -> list[Action]:
    """The buttons for an official, in order of how often they are the next step. No queries."""
    return [
        Action(
            name=name,
            label=_LABELS[name][0],
            icon=_LABELS[name][1],
            url=address(f"initiatives:dossier_{name}", dossier.municipality.slug, dossier.pk),
            is_danger=name == "withdraw",
        )
        for name in _names(access, dossier)
    ]


def _names(access: Access, dossier: Dossier) -> list[str]:
    state = dossier.state
    names: list[str] = []
    if can_handle_dossier(access, dossier):
        names += _handling(access, dossier)
    if can_decide_dossier(access, dossier):
        names.append("decide")
    if state == State.ADVISED and access.may(Capability.DOSSIER_DECIDE, municipality=dossier.municipality):
        names.append("send_back")
    if access.may(Capability.INITIATIVE_ANNOUNCE, municipality=dossier.municipality):
        names += _announcing(dossier)
    if state in _ASSIGNABLE and can_assign_dossier(access, dossier):
        names.append("assign")
    if state in _WITHDRAWABLE and can_withdraw_dossier(access, dossier):
        names.append("withdraw")
    return names


def _handling(access: Access, dossier: Dossier) -> list[str]:
    match State(dossier.state):
        case State.SUBMITTED:
            return ["take_up"]
        case State.IN_REVIEW:
            names = ["advise"] if access.may(Capability.DOSSIER_ADVISE, municipality=dossier.municipality) else []
            if dossier.property_id is None and can_edit_dossier(access, dossier):
                names.insert(0, "property")
            return [*names, "ask_information", "suspend"]
        case State.AWAITING_INFORMATION:
            return ["close_information"]
        case State.SUSPENDED:
            return ["resume"]
        case State.REJECTED | State.WITHDRAWN:
            return ["reopen"]
        case _:
            return []


def _announcing(dossier: Dossier) -> list[str]:
    if dossier.state != State.APPROVED:
        return []
    initiative = dossier.initiative
    is_told = initiative.council_told_on is not None and initiative.neighbours_told_on is not None
    names = ["announce", "told"] if is_told and initiative.announced_on is None else ["told"]
    return [*names, "name"]
