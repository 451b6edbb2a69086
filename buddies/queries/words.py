"""How states, limits and points of buddies read on a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from housing.enums import Language

from ..enums import BuddyState, BuddyTask, Interest, MatchState, Moment, Reach
from ..matching.codes import Limit, Wish
from ..matching.judging import Points, Verdict

BUDDY_LOOKS = {
    BuddyState.REQUESTED: ("warning", "mail"),
    BuddyState.APPLIED: ("info", "inbox"),
    BuddyState.INTAKE: ("info", "message"),
    BuddyState.READY: ("positive", "user-check"),
    BuddyState.PAUSED: ("neutral", "player-pause"),
    BuddyState.LEFT: ("neutral", "door-exit"),
    BuddyState.DECLINED: ("neutral", "user-x"),
}
MATCH_LOOKS = {
    MatchState.PROPOSED: ("info", "hourglass"),
    MatchState.ACCEPTED: ("accent", "calendar-event"),
    MatchState.ACTIVE: ("positive", "heart-handshake"),
    MatchState.PAUSED: ("neutral", "player-pause"),
    MatchState.CONCLUDED: ("neutral", "flag"),
    MatchState.DECLINED: ("neutral", "x"),
    MatchState.EXPIRED: ("neutral", "clock-x"),
    MatchState.WITHDRAWN: ("neutral", "arrow-back-up"),
}
WHY_NOT = {
    Limit.NOT_AVAILABLE: _lazy("is nu niet beschikbaar, of heeft nog geen account geopend"),
    Limit.FULL: _lazy("heeft al zoveel huishoudens als afgesproken"),
    Limit.BEFORE: _lazy("is al eens aan dit huishouden voorgesteld"),
    Limit.CHILDREN: _lazy("wil liever geen gezin met kinderen"),
    Limit.LANGUAGE: _lazy("spreekt geen taal van het huishouden, en zonder gaat het niet"),
    Limit.TOO_FAR: _lazy("woont te ver weg voor wat hij of zij wil reizen"),
    Limit.NO_TASK: _lazy("doet niets van wat het huishouden vraagt"),
    Limit.VOG: _lazy("heeft geen VOG, en die is nodig voor wat het huishouden vraagt"),
}
REACH_WORDS = {
    Reach.NEAR: _lazy("alleen in de eigen wijk of het eigen dorp"),
    Reach.PLACE: _lazy("in de eigen woonplaats"),
    Reach.MUNICIPALITY: _lazy("in de hele gemeente"),
}
_NEAR = {10: _lazy("woont in dezelfde wijk of hetzelfde dorp"), 6: _lazy("woont in dezelfde plaats")}


def labels_of(choices: type[TextChoices], chosen: Iterable[str]) -> list[str]:
    """The words of what was chosen, in the order of the list."""
    held = set(chosen)
    return [str(one.label) for one in choices if one.value in held]


def reasons_of(verdict: Verdict, known: dict[Points, str] | None = None) -> list[str]:
    """Why this buddy: one sentence for each wish that is met, the weightiest first. Whoever words many pairs keeps what was said before
    in `known`."""
    said = {} if known is None else known
    sentences = []
    for part in sorted((part for part in verdict.points if part.points), key=lambda part: -part.total):
        if part not in said:
            said[part] = _reason(part)
        sentences.append(said[part])
    return sentences


def why_nots_of(limits: Sequence[Limit]) -> list[str]:
    return [str(WHY_NOT[limit]) for limit in limits]


def _reason(part: Points) -> str:
    words: dict[Wish, Any] = {
        Wish.LANGUAGE: (Language, _("spreekt %s")),
        Wish.TASKS: (BuddyTask, _("wil helpen met: %s")),
        Wish.MOMENTS: (Moment, _("kan %s")),
        Wish.INTERESTS: (Interest, _("houdt ook van %s")),
    }
    if part.wish in words:
        choices, sentence = words[part.wish]
        return str(sentence % ", ".join(labels_of(choices, part.shared)))
    if part.wish == Wish.NEAR:
        return str(_NEAR[part.points])
    return _("heeft nog geen huishouden")
