"""Plans asked for and worked out, as the tests of matching need them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from housing.models import MatchingProposal, MatchingRun
from housing.services.matching import (
    request_run,
)
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

TODAY = timezone.localdate()


CONDITIONS: dict[str, Any] = {
    "starts_on": TODAY,
    "latest_on": TODAY + timedelta(weeks=12),
    "shortest_days": 182,
    "wished_days": 364,
}


def by[Result](user: Any, do: Callable[[Access], Result]) -> Result:
    with transaction.atomic(), acting(user_id=user.pk):
        return do(Access.for_user(user, second_factor=True))


def fresh[Row: Any](row: Row) -> Row:
    with seed():
        return type(row).objects.select_related("municipality").get(pk=row.pk)


def asked(cast: Cast, **fields: Any) -> MatchingRun:
    return by(cast.anna, lambda a: request_run(access=a, municipality=cast.kampen, **CONDITIONS | fields))


def proposals(run: MatchingRun) -> list[MatchingProposal]:
    with seed():
        return list(MatchingProposal.objects.filter(run=run).select_related("household", "unit").order_by("pk"))
