"""Two people at the same second, in real transactions: one wins, the other is told, and the plan is right afterwards."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse

from tests.factories.initiatives import initiative
from tests.factories.people import Cast, make_cast
from tests.factories.plans import draft_template, plan_step, step_plan
from tests.housing.test_placement_races import as_, at_once
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.common.who import acting
from thuisgevers.guidance.enums import Audience, StepState
from thuisgevers.guidance.models import PlanStep, StepPlan, StepPlanTemplate, TemplateStep
from thuisgevers.guidance.services.offers import prepare_offer
from thuisgevers.guidance.services.own_steps import OwnStepFacts, add_own_step
from thuisgevers.guidance.services.plans import set_up_plan
from thuisgevers.guidance.services.steps import arrange_step, finish_step, skip_step, start_step
from thuisgevers.guidance.services.templates import (
    StepFacts,
    publish_template,
    remove_step,
    save_step,
    start_draft,
)
from thuisgevers.guidance.services.upgrades import take_over
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.working_days import add_working_days, today


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    with transaction.atomic():
        return make_cast()


def test_two_people_finish_one_step(cast: Cast) -> None:
    with transaction.atomic():
        plan = step_plan(cast.kampen, initiative=initiative(cast.kampen, id=cast.initiative_id))
        step = plan_step(plan, "working-group")
    people = (cast.bram, cast.vera, cast.joke)
    outcomes = at_once(*[as_(who, lambda access: finish_step(access=access, step=step)) for who in people])
    assert sorted(outcomes) == ["conflict", "conflict", "won"]
    with transaction.atomic(), seed():
        assert AuditEvent.objects.filter(object_id=step.pk, verb="finish").count() == 1


def test_one_finishes_while_the_other_skips(cast: Cast) -> None:
    with transaction.atomic():
        plan = step_plan(cast.kampen, initiative=initiative(cast.kampen, id=cast.initiative_id))
        step = plan_step(plan, "press-release")
    outcomes = at_once(
        as_(cast.bram, lambda access: finish_step(access=access, step=step)),
        as_(cast.vera, lambda access: skip_step(access=access, step=step, reason="Liever niet.")),
    )
    assert sorted(outcomes) == ["conflict", "won"]
    with transaction.atomic():
        after = plan_step(plan, "press-release")
    assert (after.state == StepState.SKIPPED) == (after.skip_reason != "")


def test_two_people_start_a_draft(cast: Cast) -> None:
    with transaction.atomic():
        acts = [as_(cast.els, lambda access: start_draft(access=access, audience=Audience.MUNICIPALITY))] * 3
    assert at_once(*acts) == ["won"] * 3
    with transaction.atomic(), seed():
        assert StepPlanTemplate.objects.filter(audience=Audience.MUNICIPALITY).count() == 2


@pytest.fixture
def underway(cast: Cast) -> StepPlan:
    """Vera is busy with a step that version 2 does not have."""
    with transaction.atomic():
        plan = step_plan(cast.kampen, initiative=initiative(cast.kampen, id=cast.initiative_id))
        step = plan_step(plan, "press-release")
        draft = draft_template()
    as_(cast.vera, lambda access: start_step(access=access, step=step))()

    def publish(access: Access) -> None:
        remove_step(access=access, template=draft, step=draft.steps.get(key="press-release"))
        save_step(
            access=access,
            template=draft,
            phase=draft.phases.earliest("position"),
            facts=StepFacts(title="Bel de brandweer", role="volunteer", days=3),
        )
        publish_template(access=access, template=draft, change_note="Brandweer erbij.")

    as_(cast.els, publish)()
    return plan


def fresh(plan: StepPlan) -> StepPlan:
    with transaction.atomic(), seed():
        return StepPlan.objects.select_related("municipality", "initiative", "template").get(pk=plan.pk)


def count(plan: StepPlan, **facts: object) -> int:
    with transaction.atomic(), seed():
        return PlanStep.objects.filter(plan=plan, **facts).count()


def test_a_step_goes_while_somebody_finishes_it(cast: Cast, underway: StepPlan) -> None:
    """Whoever is first decides: done stays done, and what went cannot be finished any more."""
    with transaction.atomic():
        step = plan_step(underway, "press-release")
    plan = fresh(underway)
    outcomes = at_once(
        as_(cast.vera, lambda access: finish_step(access=access, step=step)),
        as_(cast.bram, lambda access: take_over(access=access, plan=plan)),
    )
    with transaction.atomic():
        after = plan_step(underway, "press-release")
    assert outcomes[1] == "won"
    assert after.state == (StepState.DONE if outcomes[0] == "won" else StepState.SKIPPED)
    assert fresh(underway).template.number == 2
    assert count(underway, step__key="bel-de-brandweer") == 1


def test_a_step_is_finished_while_its_words_change(cast: Cast, underway: StepPlan) -> None:
    """Who waits for the row finds it again, with the words of the version that came meanwhile."""
    plan = fresh(underway)
    with transaction.atomic():
        step = plan_step(underway, "tell-supporters")
    finishes = as_(cast.vera, lambda access: finish_step(access=access, step=step))
    with ThreadPoolExecutor() as pool:
        with transaction.atomic(), acting(user_id=cast.bram.pk):
            take_over(access=Access.for_user(cast.bram, second_factor=True), plan=plan)
            finishing = pool.submit(at_once, finishes)
            while not _somebody_waits():
                assert not finishing.done()
        assert finishing.result(timeout=60) == ["won"]
    with transaction.atomic():
        after = plan_step(underway, "tell-supporters")
    assert (after.state, after.step.template.number) == (StepState.DONE, 2)


def _somebody_waits() -> bool:
    """For the connection of this thread."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


def test_who_works_on_a_step_that_went_is_told(cast: Cast, client_as: Any, underway: StepPlan) -> None:
    as_(cast.bram, lambda access: take_over(access=access, plan=fresh(underway)))()
    with transaction.atomic():
        step = plan_step(underway, "press-release")
    answer = client_as(cast.vera).post(reverse("guidance:step_finish", args=[step.pk]))
    assert answer.status_code == 409
    assert "Vervallen in versie 2" in answer.content.decode()


def test_everybody_takes_over_at_once_and_the_worker_too(cast: Cast, underway: StepPlan) -> None:
    plan = fresh(underway)
    outcomes = at_once(
        as_(cast.bram, lambda access: take_over(access=access, plan=plan)),
        as_(cast.vera, lambda access: take_over(access=access, plan=plan)),
        lambda: prepare_offer(plan.pk),
        lambda: prepare_offer(plan.pk),
    )
    assert outcomes == ["won"] * 4
    assert count(underway, step__key="bel-de-brandweer") == 1
    after = fresh(underway)
    assert (after.template.number, after.offer_added, after.offer_gone) == (2, 0, 0)
    with transaction.atomic(), seed():
        assert AuditEvent.objects.filter(object_id=plan.pk, verb="upgrade").count() == 1


def test_a_version_is_taken_over_while_the_plan_changes(cast: Cast, underway: StepPlan) -> None:
    """The days, a new person and a finished step arrive while it happens: nothing of it is lost."""
    plan, wished = fresh(underway), add_working_days(today(), 200)
    with transaction.atomic():
        other, given = plan_step(underway, "tell-supporters"), plan_step(underway, "viewing")
    outcomes = at_once(
        as_(cast.bram, lambda access: take_over(access=access, plan=plan)),
        as_(
            cast.bram,
            lambda access: set_up_plan(access=access, plan=plan, wished_on=wished, property_kind="", scheme=""),
        ),
        as_(cast.vera, lambda access: finish_step(access=access, step=other)),
        as_(
            cast.vera,
            lambda access: arrange_step(access=access, step=given, owner=cast.vera, role=given.role, chosen_on=None),
        ),
    )
    assert outcomes == ["won"] * 4
    after = fresh(underway)
    assert (after.template.number, after.wished_on) == (2, wished)
    with transaction.atomic():
        assert plan_step(underway, "tell-supporters").state == StepState.DONE
        assert plan_step(underway, "viewing").owner_id == cast.vera.pk
        assert plan_step(underway, "bel-de-brandweer").due_on is not None


def test_two_editors_make_a_circle_together(cast: Cast) -> None:
    """Each alone is right; together the steps would wait for each other."""
    with transaction.atomic():
        draft = draft_template()
    with transaction.atomic(), seed():
        phase = draft.phases.earliest("position")
        steps = [
            TemplateStep(
                template=draft, phase=phase, key=key, title=key, position=900, role="volunteer", help_text=key, days=2
            )
            for key in ("een", "twee")
        ]
        TemplateStep.objects.bulk_create(steps)

    def waits(step: TemplateStep, on: str) -> Callable[[], object]:
        facts = StepFacts(title=step.title, role="volunteer", days=2, after=[on])
        return as_(
            cast.els, lambda access: save_step(access=access, template=draft, phase=phase, facts=facts, step=step)
        )

    assert sorted(at_once(waits(steps[0], "twee"), waits(steps[1], "een"))) == ["after", "won"]


def test_two_coordinators_add_a_step(cast: Cast) -> None:
    """Both come in, or one is told; none writes over the other."""

    def adds(title: str) -> Callable[[], object]:
        facts = OwnStepFacts(title=title, place_after="viewing", role="volunteer", days=2, help_text=title)
        return as_(
            cast.coen,
            lambda access: add_own_step(
                access=access, municipality=cast.kampen, audience=Audience.INITIATIVE, facts=facts
            ),
        )

    outcomes = at_once(*[adds(f"Stap {number}") for number in range(4)])
    won = outcomes.count("won")
    assert won >= 1
    assert won + outcomes.count("conflict") == 4
    with transaction.atomic(), seed():
        versions = list(StepPlanTemplate.objects.filter(town=cast.kampen).order_by("number"))
        assert [one.number for one in versions] == list(range(1, won + 1))
        assert versions[-1].steps.count() == won
