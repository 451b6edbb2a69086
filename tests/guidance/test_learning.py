"""How steps went: the team's answer, what the national desk may read of it, and how it gets into a next version."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from tests.factories.initiatives import initiative
from tests.factories.learning import done_step, feedback, plans_that_did
from tests.factories.people import Cast
from tests.factories.plans import comment, plan_step, step_plan
from tests.housing.stays import by
from tests.seeding import seed
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.guidance.enums import Audience, StepRating, StepState
from thuisgevers.guidance.models import PlanStep, StepFeedback, StepPlan, StepPlanTemplate, StepSource
from thuisgevers.guidance.permissions import learning as rights
from thuisgevers.guidance.queries.learning import (
    credits_of,
    remarks,
    skip_reasons,
    sources_of,
    step_figures,
    usual_length,
)
from thuisgevers.guidance.services.learning import review_step, take_remark, tap_rating
from thuisgevers.guidance.services.steps import finish_step, reopen_step, start_step
from thuisgevers.guidance.services.templates import discard_draft, publish_template
from thuisgevers.guidance.services.upgrades import take_over

pytestmark = pytest.mark.django_db
KEY = "working-group"


@pytest.fixture
def plan(cast: Cast) -> StepPlan:
    return step_plan(cast.kampen, initiative=initiative(cast.kampen, id=cast.initiative_id))


@pytest.fixture
def over(plan: StepPlan) -> PlanStep:
    return done_step(plan_step(plan, KEY))


def test_one_tap_then_a_line_then_another_tap(cast: Cast, client_as: Any, over: PlanStep) -> None:
    browser = client_as(cast.vera)
    page = reverse("guidance:step_detail", args=[over.pk])
    assert "Eén tik is genoeg" in browser.get(page).content.decode()
    tap = reverse("guidance:step_tap", args=[over.pk])
    assert browser.post(tap, {"rating": "hard"}).status_code == 302
    form = reverse("guidance:step_review", args=[over.pk])
    typed = {"rating": "hard", "remark": "Begin met koffie.", "may_be_named": "on"}
    assert browser.post(form, typed).status_code == 302
    assert "Begin met koffie." in browser.get(page).content.decode()
    assert client_as(cast.bram).post(tap, {"rating": "good"}).status_code == 302
    with seed():
        row = StepFeedback.objects.get(plan_step=over)
    assert (row.rating, row.remark, row.may_be_named, row.given_by) == ("good", "Begin met koffie.", True, cast.bram)


@pytest.mark.parametrize("rating", ["", "geweldig"])
def test_an_answer_that_does_not_exist(cast: Cast, client_as: Any, over: PlanStep, rating: str) -> None:
    browser = client_as(cast.bram)
    assert browser.post(reverse("guidance:step_tap", args=[over.pk]), {"rating": rating}).status_code == 400
    long = {"rating": rating, "remark": "x" * 501}
    answer = browser.post(reverse("guidance:step_review", args=[over.pk]), long)
    assert answer.status_code == 422
    assert "x" * 501 in answer.content.decode()


def test_a_remark_with_something_private_gets_a_second_look(cast: Cast, client_as: Any, over: PlanStep) -> None:
    url = reverse("guidance:step_review", args=[over.pk])
    typed = {"rating": "fair", "remark": "Bel bsn 111222333 even."}
    assert client_as(cast.bram).post(url, typed).status_code == 422
    assert client_as(cast.bram).post(url, {**typed, "has_seen_warning": "on"}).status_code == 302


def test_looking_back_is_for_who_works_on_a_step_that_is_over(cast: Cast, client_as: Any, plan: StepPlan) -> None:
    waiting, over = plan_step(plan, "viewing"), done_step(plan_step(plan, KEY))
    for who, step, status in (
        (cast.bram, waiting, 404),
        (cast.pieter, over, 403),
        (cast.anna, over, 404),
        (cast.chaima, over, 404),
        (cast.els, over, 403),
    ):
        answer = client_as(who).post(reverse("guidance:step_tap", args=[step.pk]), {"rating": "good"})
        assert answer.status_code == status, who
    with pytest.raises(ConflictError):
        by(
            cast.bram,
            lambda access: review_step(
                access=access, step=waiting, rating=StepRating.GOOD, remark="", may_be_named=False
            ),
        )
    with pytest.raises(PermissionDenied):
        by(cast.pieter, lambda access: tap_rating(access=access, step=over, rating=StepRating.GOOD))


def test_the_database_refuses_what_the_code_would(cast: Cast, over: PlanStep) -> None:
    def write(access: Any) -> None:
        StepFeedback(
            municipality=over.municipality,
            initiative_id=over.initiative_id,
            plan_step=over,
            rating="good",
            given_by=access.user,
        ).save(force_insert=True)

    for who in (cast.anna, cast.pieter, cast.chaima, cast.els):
        with pytest.raises(DatabaseError), transaction.atomic():
            by(who, write)
    by(cast.vera, write)


def test_list_and_predicate_agree(cast: Cast, over: PlanStep) -> None:
    row = feedback(over, cast.bram)
    for user in cast.by_role().values():
        listed, may = by(
            user, lambda access: (rights.viewable_feedback(access).exists(), rights.can_view_feedback(access, row))
        )
        assert listed == may
        listed, may = by(
            user, lambda access: (rights.reviewable_steps(access).exists(), rights.can_review_step(access, over))
        )
        assert listed == may


def test_days_are_measured_from_the_day_somebody_began(cast: Cast, plan: StepPlan) -> None:
    step = plan_step(plan, KEY)
    by(cast.bram, lambda access: start_step(access=access, step=step))
    with seed():
        PlanStep.objects.filter(pk=step.pk).update(started_at=timezone.now() - timedelta(days=9))
    done = by(cast.bram, lambda access: finish_step(access=access, step=step))
    assert done.took_days == 10
    again = by(cast.bram, lambda access: reopen_step(access=access, step=step))
    assert again.took_days is None


def test_days_of_who_only_says_ready_count_from_the_step_before(cast: Cast, plan: StepPlan) -> None:
    with seed():
        StepPlan.objects.filter(pk=plan.pk).update(created_at=timezone.now() - timedelta(days=4))
    first = by(cast.bram, lambda access: finish_step(access=access, step=plan_step(plan, KEY)))
    assert first.took_days == 5
    with seed():
        PlanStep.objects.filter(pk=first.pk).update(finished_at=timezone.now() - timedelta(days=2))
        behind = next(s for s in PlanStep.objects.filter(plan=plan).select_related("step") if KEY in s.step.after)
    done = by(cast.bram, lambda access: finish_step(access=access, step=plan_step(plan, behind.step.key)))
    assert done.took_days == 3


def test_the_usual_length_needs_five_plans(cast: Cast, client_as: Any, plan: StepPlan) -> None:
    plans_that_did(cast.kampen, KEY, [20, 30, 42, 50])
    mine = plan_step(plan, KEY)
    page = reverse("guidance:step_detail", args=[mine.pk])
    assert "hier meestal" not in client_as(cast.vera).get(page).content.decode()
    plans_that_did(cast.zwolle, KEY, [60])
    assert "hier meestal 6 weken" in client_as(cast.vera).get(page).content.decode()
    assert by(cast.chaima, lambda _access: usual_length(mine.step)) == "6 weken"


def test_figures_per_step_are_exact_and_hide_small_numbers(cast: Cast) -> None:
    steps = plans_that_did(cast.kampen, KEY, [10, 20, 30, 40, 50])
    for number, step in enumerate(steps):
        feedback(step, cast.bram, StepRating.HARD if number else StepRating.GOOD, remark="Tip" if number < 2 else "")
    skipped = step_plan(cast.kampen, initiative=initiative(cast.kampen))
    done_step(plan_step(skipped, KEY), state=StepState.SKIPPED, reason="Wij waren er al.")
    found = {one.key: one for one in by(cast.els, lambda _access: step_figures(Audience.INITIATIVE))}
    mine = found[KEY]
    assert (mine.done, mine.median, mine.spread, mine.skipped) == ("5", "4 weken", "20 tot 40 dagen", "<5")
    assert (mine.good, mine.fair, mine.hard, mine.remarks) == ("<5", "0", "<5", 2)
    assert found["viewing"].median == ""
    [reason] = by(cast.els, lambda _access: skip_reasons(Audience.INITIATIVE, KEY))
    assert reason.reason == "Wij waren er al."


def test_nobody_else_reads_over_all_plans(cast: Cast, client_as: Any, over: PlanStep) -> None:
    feedback(over, cast.bram, remark="Tip")
    for user in cast.by_role().values():
        if user == cast.els:
            continue
        assert by(user, lambda _access: remarks(Audience.INITIATIVE, KEY)) == []
        assert by(user, lambda _access: skip_reasons(Audience.INITIATIVE, KEY)) == []
        assert {one.done for one in by(user, lambda _access: step_figures(Audience.INITIATIVE))} == {"0"}


def test_the_desk_reads_the_line_and_nothing_else_of_a_plan(cast: Cast, client_as: Any, over: PlanStep) -> None:
    feedback(over, cast.bram, remark="Vraag eerst de koster.")
    comment(over, cast.vera, "Onder ons gezegd.")
    browser = client_as(cast.els)
    url = reverse("guidance:learning_step", args=["initiative", KEY])
    page = browser.get(url).content.decode()
    assert "Vraag eerst de koster." in page
    assert "Onder ons gezegd." not in page
    assert cast.bram.display_name not in page
    assert by(cast.els, lambda _access: StepFeedback.objects.count()) == 0
    for wrong in ("initiative/bestaat-niet/", "niemand/"):
        assert browser.get(f"/landelijk/stappenplannen/ervaringen/{wrong}").status_code == 404


def _publish_name(plan: StepPlan) -> None:
    with seed():
        assert plan.initiative is not None
        held = plan.initiative
        held.name = "Pastorie open"
        held.name_public_by_team = held.name_public_by_municipality = True
        held.council_told_on = held.neighbours_told_on = held.announced_on = timezone.localdate()
        held.save()


def test_a_line_becomes_a_change_and_is_thanked_only_while_everybody_agrees(
    cast: Cast, client_as: Any, plan: StepPlan, over: PlanStep
) -> None:
    said = feedback(over, cast.bram, remark="Vraag eerst de koster.", may_be_named=True)
    browser = client_as(cast.els)
    taken = browser.post(reverse("guidance:learning_take", args=["initiative", KEY, said.pk]))
    assert taken.status_code == 302
    form = browser.get(taken.url).content.decode()
    assert "Vraag eerst de koster." in form
    with seed():
        draft = StepPlanTemplate.objects.get(state="draft")
        step = draft.steps.get(key=KEY)
        before = {
            "title": step.title,
            "phase": str(step.phase_id),
            "role": step.role,
            "days": step.days,
            "help_text": f"{step.help_text} Vraag eerst de koster.",
        }
    assert browser.post(taken.url, before).status_code == 302
    with seed():
        assert StepSource.objects.get().used_at is not None
    by(cast.els, lambda access: publish_template(access=access, template=draft, change_note="Met een tip."))
    # The tick alone is not enough: the name must be public already.
    assert by(cast.vera, lambda _access: credits_of(draft)) == []
    _publish_name(plan)
    assert [one.name for one in by(cast.vera, lambda _access: credits_of(draft))] == ["Pastorie open"]
    upgrade = reverse("guidance:plan_upgrade", args=[plan.pk])
    assert "Pastorie open" in client_as(cast.bram).get(upgrade).content.decode()
    by(cast.bram, lambda access: take_over(access=access, plan=plan))
    by(
        cast.bram,
        lambda access: review_step(
            access=access,
            step=plan_step(plan, KEY),
            rating=StepRating.HARD,
            remark="Vraag eerst de koster.",
            may_be_named=False,
        ),
    )
    assert by(cast.vera, lambda _access: credits_of(draft)) == []


def test_taking_a_line_twice_is_once_and_it_can_be_let_go(cast: Cast, client_as: Any, over: PlanStep) -> None:
    said = feedback(over, cast.bram, remark="Vraag eerst de koster.")
    for _again in range(2):
        draft, step = by(
            cast.els,
            lambda access: take_remark(access=access, audience=Audience.INITIATIVE, key=KEY, feedback_id=said.pk),
        )
    assert len(by(cast.els, lambda access: sources_of(access, draft, KEY))) == 1
    drop = reverse("guidance:learning_drop", args=[draft.pk, step.pk, said.pk])
    assert client_as(cast.els).post(drop).status_code == 302
    assert by(cast.els, lambda access: sources_of(access, draft, KEY)) == []


def test_a_draft_that_is_thrown_away_takes_its_sources_along(cast: Cast, over: PlanStep) -> None:
    said = feedback(over, cast.bram, remark="Vraag eerst de koster.")
    draft, _step = by(
        cast.els, lambda access: take_remark(access=access, audience=Audience.INITIATIVE, key=KEY, feedback_id=said.pk)
    )
    by(cast.els, lambda access: discard_draft(access=access, template=draft))
    with seed():
        assert not StepSource.objects.exists()
        assert StepFeedback.objects.filter(pk=said.pk).exists()


def test_a_line_or_a_step_that_is_gone_is_told(cast: Cast, client_as: Any, over: PlanStep) -> None:
    said = feedback(over, cast.bram, remark="Vraag eerst de koster.")
    url = reverse("guidance:learning_take", args=["initiative", KEY, said.pk])
    with seed():
        StepFeedback.objects.update(remark="")
    answer = client_as(cast.els).post(url)
    assert answer.status_code == 409
    assert "intussen gewijzigd of weggehaald" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_whatever_the_number_of_plans(
    cast: Cast, client_as: Any, count_queries: Any, number: int
) -> None:
    for step in plans_that_did(cast.kampen, KEY, [10] * number):
        feedback(step, cast.bram, remark="Tip")
    browser = client_as(cast.els)
    url = reverse("guidance:learning_audience", args=["initiative"])
    assert count_queries(lambda: browser.get(url)) == FIGURES_QUERIES
    url = reverse("guidance:learning_step", args=["initiative", KEY])
    assert count_queries(lambda: browser.get(url)) == REMARKS_QUERIES


FIGURES_QUERIES = 9
REMARKS_QUERIES = 14


def test_the_median_of_many_plans_is_one_statement(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT provolatile, prosecdef FROM pg_proc WHERE proname = 'guidance_usual_days'")
        assert cursor.fetchone() == ("s", True)
