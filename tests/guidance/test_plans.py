"""Running plans: who gets one, what people do with its steps, and who may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from tests.clients import ThuisClient
from tests.factories.initiatives import building, dossier, initiative
from tests.factories.people import Cast
from tests.factories.plans import comment, plan_step, step_plan
from tests.housing.stays import by, fresh
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.audit.timeline import told_events
from thuisgevers.audit.transitions import ReasonMissingError, WrongStateError
from thuisgevers.common.who import acting
from thuisgevers.guidance.enums import StepState
from thuisgevers.guidance.models import PlanStep, StepPlan, StepPlanTemplate, TemplateStep
from thuisgevers.guidance.permissions import plans as rights
from thuisgevers.guidance.queries import plans as plan_queries
from thuisgevers.guidance.queries.plans import plan_page
from thuisgevers.guidance.services.plans import set_up_plan, start_initiative_plan, start_municipal_plan
from thuisgevers.guidance.services.steps import (
    add_comment,
    arrange_step,
    finish_step,
    reopen_step,
    skip_step,
    start_step,
)
from thuisgevers.guidance.states import STEP
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.links import create_link
from thuisgevers.municipalities.working_days import add_working_days, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast: Cast) -> StepPlan:
    return step_plan(cast.kampen, initiative=initiative(cast.kampen, id=cast.initiative_id))


@pytest.fixture
def town_plan(cast: Cast) -> StepPlan:
    return step_plan(cast.kampen)


def test_a_municipality_that_joins_gets_its_plan_once(cast: Cast) -> None:
    for _again in range(2):
        by(cast.coen, lambda access: start_municipal_plan(access, cast.kampen))
    with seed():
        [plan] = StepPlan.objects.filter(municipality=cast.kampen)
        assert (plan.initiative, plan.steps.count()) == (None, 25)


def test_a_registration_gets_its_plan_with_the_kind_of_property(cast: Cast) -> None:
    """With no more rights than the link of the registration."""
    mine = initiative(cast.kampen)
    building(cast.kampen, initiative_id=mine.pk)
    with seed():
        link, _token = create_link(
            purpose=LinkPurpose.REGISTER, object_id=mine.pk, municipality=cast.kampen, valid_days=1
        )
    with transaction.atomic(), acting(link_id=link.id):
        start_initiative_plan(Access.for_link(link), mine)
    with seed():
        plan = StepPlan.objects.get(initiative=mine)
        assert (plan.property_kind, plan.steps.count()) == ("rectory", 29)


def test_a_team_cannot_give_itself_a_second_plan(cast: Cast, plan: StepPlan) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        by(cast.bram, lambda access: start_initiative_plan(access, plan.initiative))  # type: ignore[arg-type]


def test_start_finish_and_undo(cast: Cast, plan: StepPlan) -> None:
    step = plan_step(plan, "working-group")
    begun = by(cast.vera, lambda access: start_step(access=access, step=step))
    assert (begun.state, begun.owner_id) == (StepState.DOING, cast.vera.pk)
    done = by(cast.bram, lambda access: finish_step(access=access, step=step))
    assert (done.state, done.finished_at is None) == (StepState.DONE, False)
    with pytest.raises(WrongStateError):
        by(cast.vera, lambda access: finish_step(access=access, step=step))
    again = by(cast.bram, lambda access: reopen_step(access=access, step=step))
    assert (again.state, again.finished_at) == (StepState.OPEN, None)
    with seed():
        verbs = list(AuditEvent.objects.filter(object_id=step.pk).order_by("at", "id").values_list("verb", flat=True))
    assert verbs == ["start", "finish", "reopen"]


def test_ready_straight_from_to_do(cast: Cast, plan: StepPlan) -> None:
    done = by(cast.bram, lambda access: finish_step(access=access, step=plan_step(plan, "working-group")))
    assert (done.state, done.started_at is None, done.owner_id) == (StepState.DONE, False, cast.bram.pk)


def test_skipping_needs_a_reason(cast: Cast, plan: StepPlan) -> None:
    step = plan_step(plan, "press-release")
    with pytest.raises(ReasonMissingError):
        by(cast.bram, lambda access: skip_step(access=access, step=step, reason=" "))
    done = by(cast.bram, lambda access: skip_step(access=access, step=step, reason="Liever geen pers."))
    assert (done.state, done.skip_reason) == (StepState.SKIPPED, "Liever geen pers.")


def test_every_edge_is_told(cast: Cast) -> None:
    told = told_events()
    assert {f"guidance.PlanStep.{edge.name}" for edge in STEP.edges} <= told
    assert {"guidance.PlanStep.arrange", "guidance.PlanStep.comment", "guidance.StepPlan.set_up"} <= told


def test_days_are_counted_back_from_the_wish_and_kept_in_order(cast: Cast, plan: StepPlan) -> None:
    wished = add_working_days(today(), 150)
    by(
        cast.bram,
        lambda access: set_up_plan(access=access, plan=plan, wished_on=wished, property_kind="", scheme=""),
    )
    with seed():
        rows = {row.step.key: row for row in PlanStep.objects.filter(plan=plan).select_related("step")}
    assert rows["move-in"].due_on == wished
    for row in rows.values():
        for earlier in row.step.after:
            ends_on = rows[earlier].due_on
            assert ends_on is not None
            assert row.starts_on is not None
            assert ends_on < row.starts_on
    by(
        cast.bram,
        lambda access: set_up_plan(access=access, plan=plan, wished_on=None, property_kind="", scheme=""),
    )
    with seed():
        assert not PlanStep.objects.filter(plan=plan, due_on__isnull=False).exists()


def test_steps_for_another_property_are_left_out(cast: Cast, plan: StepPlan) -> None:
    wished = add_working_days(today(), 150)
    by(
        cast.bram,
        lambda access: set_up_plan(access=access, plan=plan, wished_on=wished, property_kind="rectory", scheme=""),
    )
    with seed():
        page = plan_page(StepPlan.objects.get(pk=plan.pk), today=today())
    assert {line.title for line in page.left_out} == {
        "Doe een gebruiksmelding",
        "Vraag toestemming om er te wonen",
    }
    assert page.total == 27
    assert plan_step(plan, "deviation-permit").due_on is None


def test_a_chosen_day_that_breaks_the_order_is_refused_at_its_field(cast: Cast, plan: StepPlan) -> None:
    wished = add_working_days(today(), 150)
    by(
        cast.bram,
        lambda access: set_up_plan(access=access, plan=plan, wished_on=wished, property_kind="", scheme=""),
    )
    step = plan_step(plan, "viewing")
    assert step.due_on is not None

    def choose(day: date) -> Callable[[Access], PlanStep]:
        return lambda access: arrange_step(access=access, step=step, owner=cast.vera, role="volunteer", chosen_on=day)

    with pytest.raises(ValidationError) as refused:
        by(cast.bram, choose(step.due_on + timedelta(days=20)))
    assert "Daarna begint" in refused.value.message_dict["chosen_on"][0]
    earlier = add_working_days(step.due_on, -10)
    by(cast.bram, choose(earlier))
    assert plan_step(plan, "viewing").due_on == earlier
    facts = plan_step(plan, "property-facts")
    assert facts.due_on is not None
    assert facts.due_on < earlier


def test_comments(cast: Cast, plan: StepPlan) -> None:
    step = plan_step(plan, "viewing")
    for who in (cast.vera, cast.pieter, cast.anna, cast.karin, cast.joke):
        by(who, lambda access: add_comment(access=access, step=step, text="Vrijdag om tien uur."))
    for who in (cast.vince, cast.gerrit):
        with pytest.raises(PermissionDenied):
            by(who, lambda access: add_comment(access=access, step=step, text="Hoi"))


def test_officials_do_the_steps_of_the_municipality_only(cast: Cast, plan: StepPlan) -> None:
    theirs, teams = plan_step(plan, "municipal-decision"), plan_step(plan, "working-group")
    by(cast.anna, lambda access: start_step(access=access, step=theirs))
    with pytest.raises(PermissionDenied):
        by(cast.anna, lambda access: start_step(access=access, step=teams))
    with pytest.raises(ValidationError):
        by(
            cast.anna,
            lambda access: arrange_step(access=access, step=theirs, owner=cast.anna, role="volunteer", chosen_on=None),
        )
    done = by(
        cast.anna,
        lambda access: arrange_step(access=access, step=theirs, owner=cast.coen, role="case_handler", chosen_on=None),
    )
    assert fresh(done).owner_id == cast.coen.pk


def test_the_database_keeps_officials_off_the_steps_of_a_team(cast: Cast, plan: StepPlan) -> None:
    theirs, teams = plan_step(plan, "municipal-decision"), plan_step(plan, "working-group")

    def write(access: Access) -> list[int]:
        return [PlanStep.objects.filter(pk=step.pk).update(role=step.role) for step in (theirs, teams)]

    assert by(cast.anna, write) == [1, 0]
    assert by(cast.bram, write) == [1, 1]
    assert by(cast.chaima, write) == [0, 0]
    assert by(cast.vince, write) == [0, 0]


@pytest.mark.parametrize(
    ("rows", "predicate", "what"),
    [
        (rights.viewable_plans, rights.can_view_plan, StepPlan),
        (rights.schedulable_plans, rights.can_schedule_plan, StepPlan),
        (rights.viewable_steps, rights.can_view_step, PlanStep),
        (rights.workable_steps, rights.can_work_step, PlanStep),
        (rights.commentable_steps, rights.can_comment_step, PlanStep),
    ],
)
def test_lists_and_predicates_agree_for_every_role(
    cast: Cast, plan: StepPlan, town_plan: StepPlan, rows: Any, predicate: Any, what: Any
) -> None:
    step_plan(cast.zwolle, initiative=initiative(cast.zwolle))
    with seed():
        everything = list(what.objects.select_related("municipality").order_by("pk"))
    seen = set()
    for user in {*cast.by_role().values(), cast.chaima, cast.stranger}:
        found = by(user, lambda access: set(rows(access).values_list("pk", flat=True)))
        allowed = by(user, lambda access: {row.pk for row in everything if predicate(access, row)})
        assert found == allowed, user.display_name
        seen |= found
    assert seen


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_whatever_the_number_of_plans(
    cast: Cast, client_as: Any, count_queries: Any, plan: StepPlan, number: int
) -> None:
    for _other in range(number - 1):
        step_plan(cast.kampen, initiative=initiative(cast.kampen))
    browser = client_as(cast.bram)
    url = reverse("guidance:initiative_plan", args=[plan.initiative_id])
    assert count_queries(lambda: browser.get(url)) == PLAN_QUERIES


PLAN_QUERIES = 9


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_step_asks_the_same_whatever_was_written(
    cast: Cast, client_as: Any, count_queries: Any, plan: StepPlan, number: int
) -> None:
    step = plan_step(plan, "viewing")
    for _one in range(number):
        comment(step, cast.vera, "Om tien uur.")
    browser = client_as(cast.bram)
    assert count_queries(lambda: browser.get(reverse("guidance:step_detail", args=[step.pk]))) == STEP_QUERIES


STEP_QUERIES = 11


def test_two_people_press_ready(cast: Cast, client_as: Any, plan: StepPlan) -> None:
    url = reverse("guidance:step_finish", args=[plan_step(plan, "working-group").pk])
    assert client_as(cast.bram).post(url).status_code == 302
    late = client_as(cast.vera).post(url)
    assert late.status_code == 409
    assert "Iemand was u net voor" in late.content.decode()
    assert "Toch niet klaar" in late.content.decode()


@pytest.mark.parametrize(
    ("key", "label"), [("agreement", "Samenwerkingsovereenkomst"), ("press-release", "Persbericht")]
)
def test_the_document_is_made_from_the_step(
    cast: Cast, client_as: Any, plan: StepPlan, monkeypatch: pytest.MonkeyPatch, key: str, label: str
) -> None:
    """Whatever kinds some app knows to make: one that is registered later shows up by itself."""
    held = dossier(plan.initiative)  # type: ignore[arg-type]
    where = reverse("initiatives:my_dossier", args=[held.pk]) + "#documenten"
    url = reverse("guidance:step_detail", args=[plan_step(plan, key).pk])
    page = client_as(cast.bram).get(url).content.decode()
    assert where in page
    assert label in page
    monkeypatch.setattr(plan_queries, "registered_kinds", dict)
    assert where not in client_as(cast.bram).get(url).content.decode()


def test_what_was_typed_stays_when_a_day_is_refused(cast: Cast, client_as: Any, plan: StepPlan) -> None:
    url = reverse("guidance:step_arrange", args=[plan_step(plan, "viewing").pk])
    answer = client_as(cast.bram).post(url, {"role": "volunteer", "owner": "", "chosen_on": "31 februari 2027"})
    assert answer.status_code == 422
    assert "31 februari 2027" in answer.content.decode()
    url = reverse("guidance:step_skip", args=[plan_step(plan, "viewing").pk])
    assert client_as(cast.bram).post(url, {"reason": ""}).status_code == 422


def test_the_timeline_has_a_table(cast: Cast, client_as: Any) -> None:
    wished = add_working_days(today(), 120)
    plan = step_plan(cast.kampen, wished_on=wished)
    page: str = (
        client_as(cast.vince)
        .get(reverse("guidance:municipal_plan", args=["kampen"]) + "?toon=tijdlijn")
        .content.decode()
    )
    assert page.count("t-gantt__bar t-gantt__bar--") >= 24 + 4
    assert "De eerste bewoners trekken in" in page
    assert "Plan instellen" not in page
    assert plan.initiative_id is None


@pytest.mark.parametrize("who", ["gerrit", "daan", "olga", "els"])
def test_who_has_no_part_in_it_sees_no_plan(cast: Cast, client_as: Any, plan: StepPlan, who: str) -> None:
    browser: ThuisClient = client_as(getattr(cast, who))
    assert browser.get(reverse("guidance:initiative_plan", args=[plan.initiative_id])).status_code in {403, 404}


def test_published_plans_never_change(cast: Cast) -> None:
    for change in (
        lambda: StepPlanTemplate.objects.update(change_note="stiekem"),
        lambda: TemplateStep.objects.update(title="stiekem"),
        lambda: TemplateStep.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="does not change"), seed():
            change()
