"""The ideas that travel with the project. A municipality hides what does not fit, or puts its own words in the place of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..enums import IdeaCost, IdeaKind, IdeaPlace, Season

IDEAS = Path(__file__).resolve().parent.parent / "data" / "ideas.json"


@dataclass(frozen=True, slots=True)
class NationalIdea:
    key: str
    title: str
    text: str
    kind: str
    cost: str
    place: str
    season: str
    with_children: bool
    little_dutch: bool

    def __post_init__(self) -> None:
        """A word that is on no list would be found by no filter."""
        for value, choices in (
            (self.kind, IdeaKind),
            (self.cost, IdeaCost),
            (self.place, IdeaPlace),
            (self.season, Season),
        ):
            choices(value)


@cache
def national_ideas() -> dict[str, NationalIdea]:
    """By key, in the order of the file."""
    found = [NationalIdea(**one) for one in json.loads(IDEAS.read_text(encoding="utf-8"))]
    return {one.key: one for one in found}
