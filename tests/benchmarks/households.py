"""A hundred thousand households nationwide, behind the register of properties and the list of households."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from housing.models import CoaAllocation, Household
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.models import Municipality

_BATCH = 5_000


def build_households(cast: Cast, elsewhere: Sequence[Municipality], *, here: int, total: int) -> None:
    """Households with a running clock: `here` of them in Kampen, the rest spread over the others."""
    _write(cast.kampen, here, "K")
    each = (total - here) // max(len(elsewhere), 1)
    for number, place in enumerate(elsewhere):
        _write(place, each, f"E{number}")


def _write(place: Municipality, number: int, mark: str) -> None:
    today = timezone.localdate()
    for start in range(0, number, _BATCH):
        households = [
            Household(
                id=uuid7(),
                municipality=place,
                reference=f"HH{mark}-{index}",
                people_27_54=2,
                people_4_11=index % 3,
                languages=["ar", "nl"],
            )
            for index in range(start, min(start + _BATCH, number))
        ]
        with seed():
            Household.objects.bulk_create(households)
            CoaAllocation.objects.bulk_create(
                [_clock(household, today, index) for index, household in enumerate(households)]
            )


def _clock(household: Household, today: date, index: int) -> CoaAllocation:
    allocated = today - timedelta(days=index % 80)
    return CoaAllocation(
        municipality_id=household.municipality_id,
        household=household,
        allocated_on=allocated,
        find_by=allocated + timedelta(weeks=10),
        move_by=allocated + timedelta(weeks=12),
    )
