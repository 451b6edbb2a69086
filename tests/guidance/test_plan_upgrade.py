"""A newer version of the plan: what it offers, taken over in parts or whole, and nothing done is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.factories.initiatives import initiative
from tests.factories.people import Cast
from tests.factories.plans import comment, draft_template, plan_step, step_plan
from tests.housing.stays import by
from tests.seeding import seed
from thuisgevers.guidance.enums import StepState
from thuisgevers.guidance.models import PlanComment, PlanStep, StepPlan, StepPlanTemplate
from thuisgevers.guidance.queries.upgrades import upgrade_offer
from thuisgevers.guidance.services.steps import finish_step, start_step
from thuisgevers.guidance.services.templates import StepFacts, publish_template, remove_step, save_step
from thuisgevers.guidance.services.upgrades import take_over
from thuisgevers.municipalities.working_days import add_working_days, today

pytestmark = pytest.mark.django_db

NEW = "bel-de-brandweer"


@pytest.fixture
def plan(cast: Cast) -> StepPlan:
    """Half-way, with days: one step done, one begun with a message."""
    wished = add_working_days(today(), 150)
    plan = step_plan(cast.kampen, initiative=initiative(cast.kampen, id=cast.initiative_id), wished_on=wished)
    by(cast.bram, lambda access: finish_step(access=access, step=plan_step(plan, "tell-supporters")))
    by(cast.vera, lambda access: start_step(access=access, step=plan_step(plan, "viewing")))
    comment(plan_step(plan, "viewing"), cast.vera, "Vrijdag om tien uur.")
    return plan


@pytest.fixture
def version_2(cast: Cast, plan: StepPlan) -> StepPlanTemplate:
    """One step new, one changed, two gone of which the plan did one."""
    draft = draft_template()

    def write(access: Any) -> None:
        for key in ("tell-supporters", "press-release"):
            remove_step(access=access, template=draft, step=draft.steps.get(key=key))
        viewing = draft.steps.select_related("phase").get(key="viewing")
        changed = StepFacts(title="Laat het pand bekijken", role="volunteer", days=15, after=viewing.after)
        save_step(access=access, template=draft, phase=viewing.phase, facts=changed, step=viewing)
        extra = StepFacts(title="Bel de brandweer", role="volunteer", days=3, after=["viewing"])
        save_step(access=access, template=draft, phase=viewing.phase, facts=extra)
        publish_template(access=access, template=draft, change_note="Brandweer erbij.")

    by(cast.els, write)
    with seed():
        return StepPlanTemplate.objects.get(pk=draft.pk)


def shown(plan: StepPlan) -> StepPlan:
    with seed():
        return StepPlan.objects.select_related("template", "municipality", "initiative").get(pk=plan.pk)


def test_no_newer_version_no_offer(cast: Cast, plan: StepPlan) -> None:
    with seed():
        assert upgrade_offer(shown(plan)) is None


def test_what_is_offered(cast: Cast, plan: StepPlan, version_2: StepPlanTemplate) -> None:
    with seed():
        offer = upgrade_offer(shown(plan))
    assert offer is not None
    assert [step.key for step in offer.added] == [NEW]
    assert [step.key for step in offer.gone] == ["press-release"]
    # What waited for a step that went waits for something else now.
    assert "viewing" in {change.key for change in offer.changed}


def test_everything_at_once_loses_nothing(cast: Cast, plan: StepPlan, version_2: StepPlanTemplate) -> None:
    for _twice in range(2):
        by(cast.bram, lambda access: take_over(access=access, plan=shown(plan)))
    viewing = plan_step(plan, "viewing")
    assert (viewing.state, viewing.owner_id, viewing.step.title) == (
        StepState.DOING,
        cast.vera.pk,
        "Laat het pand bekijken",
    )
    assert viewing.role == "volunteer"
    assert plan_step(plan, "tell-supporters").state == StepState.DONE
    gone = plan_step(plan, "press-release")
    assert (gone.state, gone.skip_reason) == (StepState.SKIPPED, "Vervallen in versie 2 van het stappenplan.")
    new = plan_step(plan, NEW)
    assert new.state == StepState.OPEN
    assert new.due_on is not None
    assert shown(plan).template_id == version_2.pk
    with seed():
        assert PlanComment.objects.filter(plan_step=viewing).count() == 1
        assert PlanStep.objects.filter(plan=plan).count() == 30
        assert upgrade_offer(shown(plan)) is None


def test_step_by_step(cast: Cast, plan: StepPlan, version_2: StepPlanTemplate) -> None:
    by(cast.bram, lambda access: take_over(access=access, plan=shown(plan), keys=[NEW, "bestaat-niet"]))
    assert plan_step(plan, NEW).state == StepState.OPEN
    assert plan_step(plan, "viewing").step.title == "Laat het pand bekijken door de gemeente"
    assert shown(plan).template_id != version_2.pk
    with seed():
        rest = upgrade_offer(shown(plan))
        assert rest is not None
        assert NEW not in rest.keys
        assert {"viewing", "press-release"} <= set(rest.keys)
    by(cast.bram, lambda access: take_over(access=access, plan=shown(plan), keys=rest.keys))
    assert shown(plan).template_id == version_2.pk


@pytest.mark.parametrize("who", ["anna", "karin", "pieter", "vince"])
def test_only_the_team_takes_over(cast: Cast, plan: StepPlan, version_2: StepPlanTemplate, who: str) -> None:
    with pytest.raises(PermissionDenied):
        by(getattr(cast, who), lambda access: take_over(access=access, plan=shown(plan)))


def test_the_page(cast: Cast, client_as: Any, plan: StepPlan, version_2: StepPlanTemplate) -> None:
    browser = client_as(cast.bram)
    page = browser.get(reverse("guidance:initiative_plan", args=[plan.initiative_id])).content.decode()
    url = reverse("guidance:plan_upgrade", args=[plan.pk])
    assert url in page
    assert "Brandweer erbij." in page
    offered = browser.get(url).content.decode()
    assert "Bel de brandweer" in offered
    assert "10 werkdagen → 15 werkdagen" in offered
    assert browser.post(url, {}).status_code == 422
    assert browser.post(url, {"keys": ["onzin"]}).status_code == 422
    assert browser.post(url, {"everything": "1"}).status_code == 302
    assert "nieuwste versie" in browser.get(url).content.decode()
