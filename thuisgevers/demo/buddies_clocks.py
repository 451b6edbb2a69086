"""What the clocks around buddies left behind: pauses, rungs of silence, and points that were put off."""

from __future__ import annotations

from datetime import date, timedelta

from buddies.enums import MatchState

PAUSED_SINCE, PAUSED_FOR = timedelta(days=9), timedelta(days=30)


def pause_of(state: MatchState, today: date) -> tuple[date | None, date | None]:
    """Since when, and the first day without; a holiday of a month."""
    if state != MatchState.PAUSED:
        return None, None
    return today - PAUSED_SINCE, today - PAUSED_SINCE + PAUSED_FOR
