"""One step of a story, and who does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from thuisgevers.municipalities.access import Access

from ..stage import Stage, being

LEAD, HANDLER, COORDINATOR, NATIONAL = "lead", "handler", "coordinator", "national"


type Deed = Callable[[Stage], None]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that somebody did, `after` working days after the step before."""

    after: int
    do: Deed
    in_evening: bool = False


def as_part(part: str, act: Callable[[Stage, Access], Any]) -> Deed:
    def do(stage: Stage) -> None:
        with being(stage.user(part)) as access:
            act(stage, access)

    return do


def only(steps: Sequence[Step | None]) -> tuple[Step, ...]:
    """The steps that are there."""
    return tuple(step for step in steps if step is not None)
