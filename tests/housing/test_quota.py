"""The quota: who is counted, in which half-year, and who may change it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from housing.enums import PlacementState
from housing.models import Household, HousingQuota
from housing.queries.quota import QuotaLine, quota_lines
from housing.services.quota import QuotaFacts, save_quota
from tests.clients import ThuisClient
from tests.factories.housing import household, placement, unit
from tests.factories.people import Cast
from tests.housing.stays import by
from tests.seeding import seed

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
START = date(TODAY.year, 1 if TODAY.month < 7 else 7, 1)
HALF = 1 if TODAY.month < 7 else 2


def quota(cast: Cast, **fields: Any) -> HousingQuota:
    facts = {"year": TODAY.year, "half": HALF, "target": 20, "backlog": 5, "realised_elsewhere": 4} | fields
    with seed():
        return HousingQuota.objects.create(municipality=cast.kampen, **facts)


def line(cast: Cast, who: Any = None) -> QuotaLine:
    return by(who or cast.vince, lambda a: quota_lines(a.narrowed(cast.kampen), cast.kampen))[0]


def test_everybody_counts_once_in_the_half_year_of_the_first_home(cast: Cast) -> None:
    quota(cast)
    family = household(cast.kampen)
    ended = {"state": PlacementState.ENDED, "ended_on": START, "outcome": "other_initiative"}
    placement(unit(cast.kampen), family, by=cast.anna, move_in_on=START - timedelta(days=40), **ended)
    placement(unit(cast.kampen), family, by=cast.anna, move_in_on=START)
    placement(unit(cast.kampen), household(cast.kampen), by=cast.anna, move_in_on=START)
    found = line(cast)
    assert (found.owed, found.realised, found.done, found.left) == (25, 3, 7, 18)


def test_planned_moves_are_the_forecast(cast: Cast) -> None:
    quota(cast)
    planned = {"state": PlacementState.PLANNED, "move_in_on": TODAY, "expected_end_on": TODAY + timedelta(days=300)}
    placement(unit(cast.kampen), household(cast.kampen), by=cast.anna, **planned)
    placement(unit(cast.kampen), household(cast.kampen), by=cast.anna, **planned | {"state": PlacementState.PROPOSED})
    found = line(cast)
    assert (found.realised, found.planned, found.forecast) == (0, 3, 25 - 4 - 3)


def test_half_years_do_not_overlap_to_the_day(cast: Cast) -> None:
    quota(cast, year=2024, half=1)
    quota(cast, year=2024, half=2)
    for day in (date(2024, 6, 30), date(2024, 7, 1)):
        placement(
            unit(cast.kampen),
            household(cast.kampen),
            by=cast.anna,
            state=PlacementState.ENDED,
            move_in_on=day,
            expected_end_on=date(2025, 1, 1),
            ended_on=date(2024, 12, 1),
            outcome="own_home",
        )
    lines = by(cast.vince, lambda a: quota_lines(a.narrowed(cast.kampen), cast.kampen))
    assert [(one.label, one.realised) for one in lines] == [
        ("tweede halfjaar 2024", 3),
        ("eerste halfjaar 2024", 3),
    ]


@pytest.mark.parametrize("who", ["anna", "vince", "karin", "bram", "chaima", "els"])
def test_only_the_coordinator_changes_it(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        by(
            getattr(cast, who),
            lambda a: save_quota(access=a, municipality=cast.kampen, facts=QuotaFacts(year=2026, half=1, target=3)),
        )


def test_the_page_adds_corrects_and_refuses_a_second_one(cast: Cast, client_as: Callable[..., ThuisClient]) -> None:
    client = client_as(cast.coen)
    add = reverse("housing:quota_add", args=["kampen"])
    typed = {"year": "2026", "half": "2", "target": "31", "backlog": "-2", "realised_elsewhere": "", "source": "brief"}
    assert client.post(add, typed).status_code == 302
    again = client.post(add, typed)
    assert again.status_code == 422
    assert "is er al een taakstelling" in again.content.decode()
    assert 'value="31"' in again.content.decode()
    bad = client.post(add, typed | {"target": "veel", "year": "1815"})
    assert bad.status_code == 422
    assert bad.content.decode().count("Vul bij") >= 2
    with seed():
        row = HousingQuota.objects.get()
    edit = reverse("housing:quota_edit", args=["kampen", row.pk])
    assert client.post(edit, typed | {"target": "40"}).status_code == 302
    page = client.get(reverse("housing:quota_page", args=["kampen"])).content.decode()
    assert ">38<" in page.replace("<strong>", "").replace("</strong>", "")


def test_it_can_be_switched_off_with_another_name(cast: Cast, client_as: Callable[..., ThuisClient]) -> None:
    quota(cast)
    client = client_as(cast.coen)
    url = reverse("housing:quota_settings", args=["kampen"])
    assert client.post(url, {"is_on": "ja", "wording": "Onze opgave"}).status_code == 302
    page = reverse("housing:quota_page", args=["kampen"])
    assert "Onze opgave" in client.get(page).content.decode()
    assert client.post(url, {"is_on": "nee", "wording": "Onze opgave"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "Onze opgave" not in shown
    assert "Nachten vrijgespeeld" in shown
    assert client.post(url, {"is_on": "", "wording": ""}).status_code == 422


def test_what_is_planned_for_a_merged_household_counts_nobody_twice(cast: Cast) -> None:
    quota(cast)
    row = placement(unit(cast.kampen), household(cast.kampen), by=cast.anna, move_in_on=TODAY)
    with seed():
        Household.objects.filter(pk=row.household_id).update(people_0_3=1)
    assert line(cast).realised == 4
