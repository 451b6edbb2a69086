"""The pages of placements: what they show, refuse and keep, and that they cost the same for one row and for many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from housing.enums import HouseholdAnswer, PlacementState
from housing.models import FollowOnHousing, Placement, PlacementTask
from housing.services.placements.locking import version_of
from tests.clients import ThuisClient
from tests.factories.housing import household, placement, property_, unit
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.audit.models import ReadEvent

pytestmark = pytest.mark.django_db

Clients = Callable[..., ThuisClient]
Count = Callable[[Callable[[], object]], int]
TODAY = timezone.localdate()
YEAR = timedelta(days=365)


def url(name: str, *args: Any) -> str:
    return reverse(f"housing:{name}", args=["kampen", *args])


def stay(cast: Cast, **fields: Any) -> Placement:
    made = placement(unit(cast.kampen), household(cast.kampen), by=cast.anna, **fields)
    if made.state == PlacementState.ACTIVE:
        with seed():
            FollowOnHousing.objects.create(
                municipality=cast.kampen, placement=made, household=made.household, owner=cast.coen
            )
            PlacementTask.objects.create(
                municipality=cast.kampen,
                placement=made,
                household=made.household,
                kind="brp",
                owner=cast.anna,
                due_on=TODAY,
            )
    return made


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_overdue_stays_stand_on_top_whatever_the_list_shows(cast: Cast, client_as: Clients) -> None:
    late = stay(cast, move_in_on=TODAY - YEAR, expected_end_on=TODAY)
    stay(cast)
    page = words(client_as(cast.coen).get(url("placement_list"), {"lijst": "komend"}))
    assert "verwachte einde voorbij" in page
    assert late.household.reference in page
    with seed():
        assert ReadEvent.objects.filter(purpose="placement_list").exists()


@pytest.mark.parametrize("tab", ["bewoond", "komend", "aflopend", "voorbij", "mijn", "gesloten", "onzin"])
def test_every_tab_opens_also_when_empty(cast: Cast, client_as: Clients, tab: str) -> None:
    assert client_as(cast.anna).get(url("placement_list"), {"lijst": tab, "sorteer": "-einde"}).status_code == 200


QUERIES = {
    "placement_list": 9,
    "placement_calendar": 10,
    "placement_free": 7,
    "placement_task_list": 7,
    "quota_page": 9,
}


@pytest.mark.parametrize("name", QUERIES)
def test_queries_do_not_grow(cast: Cast, client_as: Clients, count_queries: Count, name: str) -> None:
    client = client_as(cast.anna)
    stay(cast)
    client.get(url(name))
    once = count_queries(lambda: client.get(url(name)))
    for _ in range(2):
        stay(cast)
    assert count_queries(lambda: client.get(url(name))) == once == QUERIES[name]


def test_a_household_is_placed_through_the_pages(cast: Cast, client_as: Clients) -> None:
    client = client_as(cast.anna)
    family, home = household(cast.kampen), unit(cast.kampen)
    propose = url("placement_propose")
    page = words(client.get(propose, {"woning": str(home.pk), "huishouden": "geen-id"}))
    assert f'value="{home.pk}" selected' in page
    asked = {
        "household": str(family.pk),
        "unit": str(home.pk),
        "move_in_on": TODAY.isoformat(),
        "expected_end_on": (TODAY + YEAR).isoformat(),
        "reason": "dicht bij school",
    }
    assert client.post(propose, asked).status_code == 302
    with seed():
        row = Placement.objects.get(household=family)
    said = {"answer": "yes", "asked_on": TODAY.isoformat(), "asked_in": "ar", "interpreter": "ja"}
    assert client.post(url("placement_answer", row.pk), said).status_code == 302
    assert client.post(url("placement_confirm", row.pk), {}).status_code == 302
    moved = {"moved_in_on": TODAY.isoformat(), "follow_on_owner": ""}
    refused = client.post(url("placement_move_in", row.pk), moved)
    assert refused.status_code == 422
    assert "Kies een antwoord bij de vervolgwoning" in words(refused)
    moved["follow_on_owner"] = str(cast.coen.public_id)
    assert client.post(url("placement_move_in", row.pk), moved).status_code == 302
    detail = words(client.get(url("placement_detail", row.pk)))
    assert "inschrijven in de BRP" in detail.lower() or "Inschrijven in de BRP" in detail
    assert "Coen" in detail
    ended = {"ended_on": TODAY.isoformat(), "outcome": "other", "note": ""}
    assert client.post(url("placement_end", row.pk), ended).status_code == 422
    assert client.post(url("placement_end", row.pk), ended | {"outcome": "own_home"}).status_code == 302
    assert client.post(url("placement_undo_end", row.pk), {"reason": "vergissing"}).status_code == 302
    with seed():
        row.refresh_from_db()
    assert row.state == PlacementState.ACTIVE


def test_a_taken_home_is_refused_at_its_field_and_nothing_typed_is_lost(cast: Cast, client_as: Clients) -> None:
    taken = stay(cast)
    family = household(cast.kampen)
    asked = {
        "household": str(family.pk),
        "unit": str(taken.unit_id),
        "move_in_on": "1 maart 2031",
        "expected_end_on": "1 februari 2031",
        "reason": "dicht bij de school van Noor",
    }
    client = client_as(cast.anna)
    answer = client.post(url("placement_propose"), asked)
    assert answer.status_code == 422
    assert "ligt niet na de verhuizing" in words(answer)
    asked |= {"move_in_on": TODAY.isoformat(), "expected_end_on": (TODAY + YEAR).isoformat()}
    answer = client.post(url("placement_propose"), asked)
    page = words(answer)
    assert answer.status_code == 422
    assert "al bezet of voorgesteld" in page
    assert "dicht bij de school van Noor" in page
    assert f'value="{taken.unit_id}" selected' in page


@pytest.mark.parametrize("bad", ["", "geen-id", "00000000-0000-0000-0000-000000000000"])
def test_a_home_that_cannot_be_chosen_is_refused(cast: Cast, client_as: Clients, bad: str) -> None:
    asked = {"household": bad, "unit": bad, "move_in_on": "31-2-2027", "expected_end_on": "morgen"}
    answer = client_as(cast.anna).post(url("placement_propose"), asked)
    assert answer.status_code == 422
    assert words(answer).count("datum in die bestaat") >= 2


def test_who_is_second_is_told_and_keeps_what_was_typed(cast: Cast, client_as: Clients) -> None:
    row = stay(cast, state=PlacementState.PROPOSED, answer=HouseholdAnswer.YES, asked_by=cast.anna, asked_on=TODAY)
    seen = version_of(row)
    assert client_as(cast.coen).post(url("placement_confirm", row.pk), {"seen": seen}).status_code == 302
    answer = client_as(cast.anna).post(url("placement_retract", row.pk), {"seen": seen, "reason": "toch niet zo"})
    assert answer.status_code == 409
    assert "net gewijzigd" in words(answer)
    assert "toch niet zo" in words(answer)


def test_a_step_that_is_over_leads_back(cast: Cast, client_as: Clients) -> None:
    row = stay(cast)
    client = client_as(cast.anna)
    for name in ("placement_confirm", "placement_answer", "placement_retract", "placement_cancel", "placement_move_in"):
        assert client.get(url(name, row.pk)).status_code == 302
    assert client.get(url("follow_on_step", row.pk, "finish")).status_code == 404
    assert client.get(url("follow_on_step", row.pk, "onzin")).status_code == 404
    assert client.delete(url("placement_end", row.pk)).status_code == 405


def test_tasks_and_follow_on_through_the_pages(cast: Cast, client_as: Clients) -> None:
    row = stay(cast)
    client = client_as(cast.anna)
    with seed():
        task = PlacementTask.objects.get(placement=row)
    assert row.household.reference in words(client.get(url("placement_task_list")))
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    assert client.post(url("placement_task_done", task.pk), {"done_on": tomorrow}).status_code == 422
    assert client.post(url("placement_task_done", task.pk), {"done_on": TODAY.isoformat()}).status_code == 302
    assert client.post(url("placement_task_done", task.pk), {"done_on": TODAY.isoformat()}).status_code == 409
    assert client.get(url("placement_task_reopen", task.pk)).status_code == 405
    assert client.post(url("placement_task_reopen", task.pk)).status_code == 302
    given = {"owner": str(cast.coen.public_id), "due_on": tomorrow}
    assert client.post(url("placement_task_edit", task.pk), given).status_code == 302
    assert client.post(url("follow_on_step", row.pk, "search"), {"note": "urgentie gevraagd"}).status_code == 302
    assert client.post(url("follow_on_step", row.pk, "search"), {"note": ""}).status_code == 409
    assert client.post(url("follow_on_owner", row.pk), {"owner": str(cast.chaima.public_id)}).status_code == 422
    assert client.post(url("follow_on_owner", row.pk), {"owner": str(cast.anna.public_id)}).status_code == 302
    detail = words(client.get(url("placement_detail", row.pk)))
    assert "urgentie gevraagd" in detail


def test_free_homes_on_a_day(cast: Cast, client_as: Clients) -> None:
    lived_in = stay(cast, move_in_on=TODAY - YEAR, expected_end_on=TODAY - timedelta(days=1))
    free = unit(cast.kampen, name="Vrije zolder", available_until=TODAY + timedelta(days=20))
    unit(cast.kampen, property_(cast.kampen, state="suitable"), name="Nog dicht")
    client = client_as(cast.anna)
    page = words(client.get(url("placement_free")))
    assert free.name in page
    assert lived_in.unit.name not in page
    assert "Nog dicht" not in page
    page = words(client.get(url("placement_free"), {"op": (TODAY + timedelta(days=20)).isoformat()}))
    assert free.name not in page
    assert lived_in.unit.name in page
    assert client.get(url("placement_free"), {"op": "30 februari"}).status_code == 422
    assert "Vrije zolder" not in words(client.get(url("placement_free"), {"personen": "12"}))


def test_overdue_stays_stand_on_the_coordinators_desk(cast: Cast, client_as: Clients) -> None:
    late = stay(cast, move_in_on=TODAY - YEAR, expected_end_on=TODAY)
    desk = reverse("initiatives:dossier_list", args=["kampen"])
    assert late.household.reference in words(client_as(cast.coen).get(desk))
    for other in (cast.anna, cast.vince):
        assert late.household.reference not in words(client_as(other).get(desk))
    with seed():
        assert ReadEvent.objects.filter(purpose="stays_overdue", reader=cast.coen).count() == 1
