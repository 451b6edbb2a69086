"""Plans and what they say, written past the policies."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from housing.enums import MatchingState
from housing.matching.codes import DEFAULT_WEIGHTS
from housing.models import DwellingUnit, Household, MatchingProposal, MatchingRun
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.municipalities.models import Municipality

PLACED = {"points": {"good_fit": [10, 5], "clock": [4, 8], "long_stay": [10, 6]}}
UNPLACED = {"units": 3, "possible": 0, "closed": {"too_large": 2, "step_free": 1}, "opens": {"too_large": 2}}


def run(municipality: Municipality, by: User, **fields: Any) -> MatchingRun:
    """A plan of today that is ready; `state` decides what else it has."""
    today, now = timezone.localdate(), timezone.now()
    facts: dict[str, Any] = {
        "state": MatchingState.READY,
        "requested_by": by,
        "starts_on": today,
        "latest_on": today + timedelta(weeks=12),
        "shortest_days": 182,
        "wished_days": 364,
        "rule": "people",
        "weights": {wish.value: weight for wish, weight in DEFAULT_WEIGHTS.items()},
        **fields,
    }
    if facts["state"] == MatchingState.SOLVING:
        facts = {"claimed_at": now, "heartbeat_at": now, "attempts": 1, **facts}
    if facts["state"] == MatchingState.READY:
        facts = {"finished_at": now, "method": "exact", "input_hash": "0" * 64, **facts}
    with seed():
        return MatchingRun.objects.create(municipality=municipality, **facts)


def proposal(
    of: MatchingRun, household: Household, unit: DwellingUnit | None = None, **fields: Any
) -> MatchingProposal:
    """With a unit a place, without one the reasons why not."""
    facts: dict[str, Any] = {"is_placed": unit is not None, "reasons": json.dumps(UNPLACED if unit is None else PLACED)}
    if unit is not None:
        today = timezone.localdate()
        facts |= {"starts_on": today, "ends_on": today + timedelta(days=364), "score": 142, "rank": 1, "options": 2}
    with seed():
        return MatchingProposal.objects.create(
            municipality=of.municipality, run=of, household=household, unit=unit, **facts | fields
        )
