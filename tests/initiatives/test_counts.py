"""The roll-up behind the map is exact, and reads no people."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Sum

from initiatives.enums import InitiativeState
from initiatives.models import Initiative, InitiativeCount
from tests.access.scenario import make_case
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.common.stats import as_stats

pytestmark = pytest.mark.django_db


def counted(cast: Cast) -> dict[tuple[str, date | None], int]:
    with as_stats():
        return {
            (row.state, row.announced_on): row.number
            for row in InitiativeCount.objects.filter(municipality_id=cast.kampen.pk, number__gt=0)
        }


def test_counts_follow_every_change(cast: Cast) -> None:
    case = make_case(cast.kampen, mark="A", official=cast.anna)
    make_case(cast.kampen, mark="B", official=cast.anna)
    assert counted(cast) == {(InitiativeState.EXPLORING, None): 2}
    with seed():
        Initiative.objects.filter(pk=case.initiative.pk).update(
            state=InitiativeState.RUNNING,
            council_told_on=date(2026, 3, 1),
            neighbours_told_on=date(2026, 3, 2),
            announced_on=date(2026, 3, 3),
        )
    assert counted(cast) == {(InitiativeState.EXPLORING, None): 1, (InitiativeState.RUNNING, date(2026, 3, 3)): 1}
    with seed():
        total = Initiative.objects.count()
    with as_stats():
        assert InitiativeCount.objects.aggregate(total=Sum("number"))["total"] == total


def test_stats_reads_figures_only(cast: Cast) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), as_stats():
        list(Initiative.objects.all())


def test_application_reads_no_roll_up_by_itself(cast: Cast) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        list(InitiativeCount.objects.all())
