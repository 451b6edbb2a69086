"""What must happen next in a dossier, and who has the ball: one answer for the list, the page and the team's view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from initiatives.enums import DossierState as State
from thuisgevers.common.words import gettext as _


class Ball(TextChoices):
    """Who is expected to do something."""

    MUNICIPALITY = "municipality", gettext_lazy("gemeente")
    DECIDER = "decider", gettext_lazy("collega die besluit")
    TEAM = "team", gettext_lazy("initiatief")
    NOBODY = "nobody", gettext_lazy("niemand")


@dataclass(frozen=True, slots=True)
class StateLook:
    """How a state looks as a badge."""

    tone: str
    icon: str


LOOKS: dict[str, StateLook] = {
    State.DRAFT: StateLook("neutral", "pencil"),
    State.SUBMITTED: StateLook("accent", "inbox"),
    State.IN_REVIEW: StateLook("info", "search"),
    State.AWAITING_INFORMATION: StateLook("warning", "message-question"),
    State.SUSPENDED: StateLook("warning", "player-pause"),
    State.ADVISED: StateLook("info", "gavel"),
    State.APPROVED: StateLook("positive", "circle-check"),
    State.REJECTED: StateLook("negative", "circle-x"),
    State.WITHDRAWN: StateLook("neutral", "x"),
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """`title` in a few words for a row; `action` is the name of the form that does it."""

    title: str
    ball: Ball
    action: str = ""


@lru_cache(maxsize=128)
def next_step(
    state: str, *, is_assigned: bool, is_late: bool, is_told: bool, is_announced: bool, has_property: bool = True
) -> NextStep:
    """From the facts of one row. Cached: there are few combinations and many rows."""
    match State(state):
        case State.DRAFT:
            return NextStep(_("Indienen"), Ball.TEAM)
        case State.SUBMITTED:
            return NextStep(_("Oppakken") if is_assigned else _("Oppakken of toewijzen"), Ball.MUNICIPALITY, "take_up")
        case State.IN_REVIEW:
            if not has_property:
                return NextStep(_("Pand invullen en beoordelen"), Ball.MUNICIPALITY, "property")
            return NextStep(_("Beoordelen en advies geven"), Ball.MUNICIPALITY, "advise")
        case State.AWAITING_INFORMATION:
            if is_late:
                return NextStep(_("Nabellen of verdergaan"), Ball.TEAM, "close_information")
            return NextStep(_("Vraag beantwoorden"), Ball.TEAM)
        case State.SUSPENDED:
            return NextStep(_("Hervatten"), Ball.MUNICIPALITY, "resume")
        case State.ADVISED:
            return NextStep(_("Besluiten"), Ball.DECIDER, "decide")
        case State.APPROVED:
            return _after_approval(is_told=is_told, is_announced=is_announced)
        case _:
            return NextStep(_("Klaar"), Ball.NOBODY)


def _after_approval(*, is_told: bool, is_announced: bool) -> NextStep:
    if is_announced:
        return NextStep(_("Klaar"), Ball.NOBODY)
    if is_told:
        return NextStep(_("Bekendmaken"), Ball.MUNICIPALITY, "announce")
    return NextStep(_("Raad en buurt informeren"), Ball.MUNICIPALITY, "told")


def is_told(council_told_on: date | None, neighbours_told_on: date | None) -> bool:
    return council_told_on is not None and neighbours_told_on is not None
