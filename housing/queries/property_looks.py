"""How the states of a property look, and what is to be done next: one answer for the list and the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from housing.enums import AvailabilityAnswer as Answer
from housing.enums import PropertyState as State

#: From this many unanswered months on somebody calls the owner.
SILENT_FROM = 2
ASKED_STATES = (State.REPORTED, State.ASSESSING, State.SUITABLE, State.OPEN)


@dataclass(frozen=True, slots=True)
class Look:
    """A state as a badge."""

    tone: str
    icon: str


LOOKS: dict[str, Look] = {
    State.REPORTED: Look("accent", "inbox"),
    State.ASSESSING: Look("info", "search"),
    State.SUITABLE: Look("info", "circle-check"),
    State.UNSUITABLE: Look("negative", "circle-x"),
    State.OPEN: Look("positive", "door-enter"),
    State.CLOSED: Look("neutral", "lock"),
    State.WITHDRAWN: Look("neutral", "x"),
}


@lru_cache(maxsize=512)
def next_step(
    state: str, *, owner_answer: str, unanswered: int, is_cleared: bool, has_consent: bool, units: int
) -> str:
    """In a few words, from the facts of one row. Cached: there are few combinations and many rows."""
    if state in ASKED_STATES and unanswered >= SILENT_FROM:
        return _("Eigenaar bellen")
    if state in ASKED_STATES and owner_answer == Answer.NO:
        return _("Eigenaar spreken")
    match State(state):
        case State.REPORTED:
            return _("Beoordelen")
        case State.ASSESSING:
            return _("Pand toetsen")
        case State.SUITABLE if not has_consent:
            return _("Toestemming eigenaar vastleggen")
        case State.SUITABLE if not units:
            return _("Wooneenheid toevoegen")
        case State.SUITABLE if not is_cleared:
            return _("Akkoord om open te stellen")
        case State.SUITABLE:
            return _("Openstellen")
        case State.OPEN:
            return _("Bewoners plaatsen")
        case State.UNSUITABLE:
            return _("Niets, of opnieuw beoordelen")
        case _:
            return _("Niets, of opnieuw inzetten")


@lru_cache(maxsize=16)
def owner_words(answer: str, unanswered: int) -> str:
    """What the owner last said, short enough for a cell."""
    if unanswered >= SILENT_FROM:
        return _("antwoordt niet")
    if unanswered:
        return _("gevraagd")
    return {
        "": _("niet gevraagd"),
        Answer.STILL: _("beschikbaar"),
        Answer.NO: _("niet meer"),
        Answer.LATER: _("later"),
    }[answer]
