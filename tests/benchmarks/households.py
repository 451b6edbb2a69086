"""The list of households with a hundred thousand of them nationwide, beside the bare page of the same size."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from django.db import connection
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from housing.models import CoaAllocation, Household
from tests.benchmarks import bare
from tests.benchmarks.measuring import backend_clock, compare, with_own
from tests.benchmarks.pages import PageResult
from tests.benchmarks.visiting import Visitor, statements
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.models import Municipality

LIMIT = 3.0
HERE, NATIONWIDE = 2_000, 100_000
_BATCH = 5_000


def build_households(
    cast: Cast, elsewhere: Sequence[Municipality], *, here: int = HERE, total: int = NATIONWIDE
) -> None:
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


def measure_household_list(cast: Cast, *, rounds: int, repeats: int) -> PageResult:
    """One row for the table of pages; `build_households` wrote what it lists."""
    with override_settings(ROOT_URLCONF="tests.benchmarks.bare"):
        connection.ensure_connection()
        clock = with_own(backend_clock(connection.connection.info.backend_pid))
        visitor = Visitor(cast.anna)
        get = partial(visitor.get, reverse("housing:household_list", args=[cast.kampen.slug]))
        get()
        bare.pages["huishoudens"] = get().decode()
        control = partial(visitor.get, reverse("bare_page", args=[cast.kampen.slug, "huishoudens"]))
        return PageResult(
            page=f"Huishoudens, {HERE} hier en {NATIONWIDE} in het land",
            size=len(bare.pages["huishoudens"].encode()),
            queries=len(statements(get)),
            control_queries=len(statements(control)),
            measured=compare(get, control, clock=clock, rounds=rounds, repeats=repeats),
            raw_ms=0.0,
            bare_view_ms=0.0,
            limit=LIMIT,
        )
