"""What is expected of somebody this week, on one screen."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives.models import InformationRequest
from tests.factories.initiatives import dossier, initiative
from tests.factories.people import Cast
from tests.factories.plans import plan_step, step_plan
from tests.factories.questions import question
from tests.factories.support import support_request
from tests.factories.workspace import appointment, goods, task
from tests.housing.stays import by
from tests.seeding import seed
from thuisgevers.common import slots
from thuisgevers.guidance.enums import Desk
from thuisgevers.guidance.models import PlanStep, StepPlan
from thuisgevers.guidance.queries.week import SLOT, Week, week_page
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.working_days import today

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


@pytest.fixture
def plan(cast: Cast) -> StepPlan:
    return step_plan(cast.kampen, initiative=initiative(cast.kampen, id=cast.initiative_id))


def due(plan: StepPlan, key: str, day: date, owner: Any = None) -> PlanStep:
    step = plan_step(plan, key)
    with seed():
        PlanStep.objects.filter(pk=step.pk).update(due_on=day, owner=owner)
    return step


def titles(cast_member: Any, day: date = MONDAY) -> list[tuple[str, list[str]]]:
    days = by(cast_member, lambda access: week_page(access, day))
    return [(one.label, [line.row.title for line in one.lines]) for one in days]


def test_the_week_ends_on_sunday_and_a_weekend_looks_ahead() -> None:
    assert Week.of(MONDAY).until == date(2026, 11, 29)
    assert Week.of(date(2026, 11, 27)).until == date(2026, 11, 29)
    assert Week.of(date(2026, 11, 28)).until == date(2026, 12, 6)


def test_own_steps_and_those_of_ones_role_by_day_late_first(cast: Cast, plan: StepPlan) -> None:
    late = due(plan, "viewing", MONDAY - timedelta(days=4), cast.bram)
    mine = due(plan, "working-group", MONDAY + timedelta(days=2))
    hers = due(plan, "budget", MONDAY + timedelta(days=2), cast.vera)
    due(plan, "vog", MONDAY + timedelta(days=8), cast.bram)
    with seed():
        PlanStep.objects.filter(pk=mine.pk).update(role="lead_volunteer")
    assert titles(cast.bram) == [
        ("Te laat", [late.step.title]),
        ("Woensdag 25 november 2026", [mine.step.title]),
    ]
    assert titles(cast.vera) == [("Woensdag 25 november 2026", [hers.step.title])]
    assert titles(cast.chaima) == []


def test_officials_see_steps_of_the_municipality_and_their_dossiers(cast: Cast, plan: StepPlan) -> None:
    town = step_plan(cast.kampen)
    step = due(town, "assign-people", MONDAY)
    with seed():
        PlanStep.objects.filter(pk=step.pk).update(role="case_handler")
        assert plan.initiative is not None
    held = dossier(plan.initiative, assignee=cast.anna, target_date=MONDAY + timedelta(days=1))
    found = titles(cast.anna)
    assert found[0] == ("Vandaag", [step.step.title])
    assert found[1][1] == [held.initiative.name]
    assert titles(cast.vince) == []


def test_a_team_sees_the_question_of_the_municipality(cast: Cast, plan: StepPlan) -> None:
    assert plan.initiative is not None
    held = dossier(plan.initiative)
    with seed():
        InformationRequest.objects.create(
            municipality=cast.kampen,
            dossier=held,
            initiative=plan.initiative,
            question="Hoeveel kamers zijn er?",
            due_on=MONDAY,
            asked_by=cast.anna,
            asked_at=timezone.now(),
        )
    assert titles(cast.bram) == [("Vandaag", ["Beantwoord de vraag van de gemeente"])]


def test_the_national_desk_sees_registrations_that_nobody_else_can_answer(cast: Cast) -> None:
    waiting = initiative(cast.urk, first_answer_due_on=MONDAY, first_answered_at=None)
    assert titles(cast.els) == [("Vandaag", [waiting.name])]


def test_helpers_see_who_waits_for_them(cast: Cast, plan: StepPlan) -> None:
    support_request(cast.kampen, cast.bram, initiative_id=cast.initiative_id, helper=cast.pieter, due_on=MONDAY)
    support_request(cast.kampen, cast.anna, helper=None, due_on=MONDAY)
    assert titles(cast.pieter) == [("Vandaag", ["Hulpvraag: beginnen en het team"])]
    assert len(titles(cast.els)[0][1]) == 1
    assert titles(cast.bram) == []


def test_a_team_sees_its_own_jobs_those_of_nobody_and_where_it_meets(cast: Cast, plan: StepPlan) -> None:
    assert plan.initiative is not None
    mine = task(plan.initiative, cast.bram, owner=cast.bram, due_on=MONDAY)
    free = goods(plan.initiative, cast.bram, due_on=MONDAY + timedelta(days=1))
    task(plan.initiative, cast.bram, owner=cast.vera, title="Van een ander", due_on=MONDAY)
    task(plan.initiative, cast.bram, owner=cast.bram, title="Later", due_on=MONDAY + timedelta(days=8))
    evening = datetime(2026, 11, 29, 23, 30, tzinfo=timezone.get_default_timezone())
    meets = appointment(plan.initiative, cast.bram, starts_at=evening)
    appointment(plan.initiative, cast.bram, starts_at=evening + timedelta(hours=1), title="Volgende week")
    assert titles(cast.bram) == [
        ("Vandaag", [mine.title]),
        ("Dinsdag 24 november 2026", [free.title]),
        ("Zondag 29 november 2026", [meets.title]),
    ]
    assert titles(cast.anna) == []


def test_who_answers_questions_sees_those_that_wait(cast: Cast) -> None:
    question(cast.anna, desk=Desk.LIAISON, municipality=cast.kampen, due_on=MONDAY)
    question(cast.stranger, desk=Desk.NATIONAL, due_on=MONDAY)
    question(cast.stranger, desk=Desk.NATIONAL, due_on=MONDAY + timedelta(days=9))
    assert [len(lines) for _day, lines in titles(cast.els)] == [1]
    liaison = cast.by_role()[Role.MUNICIPAL_LIAISON]
    assert [len(lines) for _day, lines in titles(liaison)] == [1]
    assert titles(cast.anna) == []


def test_the_page_says_when_there_is_nothing(cast: Cast, client_as: Any) -> None:
    for who in [*cast.by_role().values(), cast.stranger]:
        page = client_as(who).get(reverse("guidance:this_week"))
        assert page.status_code == 200
        assert "Er wordt deze week niets van u verwacht" in page.content.decode()


def test_everybody_has_it_in_the_menu(cast: Cast, client_as: Any) -> None:
    for who in cast.by_role().values():
        assert reverse("guidance:this_week") in client_as(who).get(reverse("guidance:session_list")).content.decode()


def test_rows_come_through_the_slot_of_the_week() -> None:
    names = {panel.name for panel in slots.panels(SLOT)}
    assert {"guidance.steps", "guidance.support", "initiatives.dossiers", "initiatives.questions"} <= names


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_whatever_is_due(
    cast: Cast, client_as: Any, count_queries: Any, plan: StepPlan, number: int
) -> None:
    for key in ("viewing", "working-group", "budget")[:number]:
        due(plan, key, today(), cast.bram)
    for _one in range(number):
        support_request(cast.kampen, cast.bram, initiative_id=cast.initiative_id, helper=cast.pieter, due_on=today())
    for who, expected in ((cast.bram, TEAM_QUERIES), (cast.pieter, PIONEER_QUERIES)):
        browser = client_as(who)
        assert count_queries(lambda: browser.get(reverse("guidance:this_week"))) == expected  # noqa: B023


TEAM_QUERIES = 12
PIONEER_QUERIES = 10
