"""After a new version a worker compares every running plan with it: once, in any order, also when it is killed half-way."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.urls import reverse

from tests.factories.initiatives import initiative
from tests.factories.people import Cast
from tests.factories.plans import draft_template, plan_step, step_plan
from tests.housing.stays import by
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.common.who import acting
from thuisgevers.guidance.enums import StepState
from thuisgevers.guidance.models import PlanStep, StepPlan, StepPlanTemplate
from thuisgevers.guidance.services import offers
from thuisgevers.guidance.services.offers import prepare_offer, prepare_offers
from thuisgevers.guidance.services.plans import set_up_plan
from thuisgevers.guidance.services.steps import finish_step, start_step
from thuisgevers.guidance.services.templates import StepFacts, publish_template, remove_step, save_step
from thuisgevers.guidance.services.upgrades import take_over

pytestmark = pytest.mark.django_db

NEW = "bel-de-brandweer"


def publish(cast: Cast) -> StepPlanTemplate:
    """Version 2: one step new, two gone, some changed."""
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


def fresh(plan: StepPlan) -> StepPlan:
    with seed():
        return StepPlan.objects.select_related("template", "municipality", "initiative").get(pk=plan.pk)


def waiting() -> list[UUID]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM claim_jobs(%s, %s)", [offers.QUEUE, 1000])
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def plans(cast: Cast) -> list[StepPlan]:
    """Bram's plan and three others; the municipality's own is for another audience."""
    own = step_plan(cast.kampen, initiative=initiative(cast.kampen, id=cast.initiative_id))
    rest = [step_plan(cast.kampen, initiative=initiative(cast.kampen)) for _ in range(3)]
    step_plan(cast.kampen)
    prepare_offers()
    return [own, *rest]


def test_a_plan_that_just_began_waits_for_nothing(plans: list[StepPlan]) -> None:
    assert waiting() == []
    assert prepare_offers() == 0
    assert fresh(plans[0]).offer_for_id == fresh(plans[0]).template_id


def test_every_plan_of_the_audience_is_compared_once(cast: Cast, plans: list[StepPlan]) -> None:
    version_2 = publish(cast)
    assert set(waiting()) == {plan.pk for plan in plans}
    assert prepare_offers() == 4
    assert prepare_offers() == 0
    for plan in map(fresh, plans):
        assert plan.offer_for_id == version_2.pk
        assert plan.template_id != version_2.pk, "nothing is taken over without being asked"
        assert (plan.offer_added, plan.offer_gone) == (1, 2)
        assert plan.offer_changed >= 1


def test_killed_half_way_it_goes_on_where_it_was(
    cast: Cast, plans: list[StepPlan], monkeypatch: pytest.MonkeyPatch
) -> None:
    version_2 = publish(cast)
    order = sorted(waiting())
    real, seen = offers.prepare_offer, []

    def killed(plan_id: UUID) -> bool:
        seen.append(plan_id)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return real(plan_id)

    monkeypatch.setattr(offers, "prepare_offer", killed)
    with pytest.raises(KeyboardInterrupt):
        prepare_offers()
    monkeypatch.undo()
    assert waiting() == order[2:]
    assert prepare_offers() == 2
    assert {fresh(plan).offer_for_id for plan in plans} == {version_2.pk}


def test_one_that_fails_holds_up_nobody(cast: Cast, plans: list[StepPlan], monkeypatch: pytest.MonkeyPatch) -> None:
    publish(cast)
    real, bad = offers.prepare_offer, min(waiting())

    def fails(plan_id: UUID) -> bool:
        if plan_id == bad:
            raise RuntimeError
        return real(plan_id)

    monkeypatch.setattr(offers, "prepare_offer", fails)
    assert prepare_offers() == 3
    assert waiting() == [bad]


def test_by_itself_except_what_somebody_is_busy_with(cast: Cast, plans: list[StepPlan]) -> None:
    facts: dict[str, Any] = {"wished_on": None, "property_kind": "", "scheme": ""}
    by(cast.bram, lambda access: set_up_plan(access=access, plan=fresh(plans[0]), takes_over_itself=True, **facts))
    by(cast.bram, lambda access: finish_step(access=access, step=plan_step(plans[0], "tell-supporters")))
    by(cast.vera, lambda access: start_step(access=access, step=plan_step(plans[0], "viewing")))
    version_2 = publish(cast)
    prepare_offers()
    plan = fresh(plans[0])
    assert plan_step(plan, NEW).state == StepState.OPEN
    assert plan_step(plan, "press-release").state == StepState.SKIPPED
    assert plan_step(plan, "tell-supporters").state == StepState.DONE
    busy = plan_step(plan, "viewing")
    assert (busy.state, busy.step.title) == (StepState.DOING, "Laat het pand bekijken door de gemeente")
    assert plan.template_id != version_2.pk
    assert (plan.offer_added, plan.offer_changed, plan.offer_gone) == (0, 1, 0)
    with seed():
        event = AuditEvent.objects.get(object_id=plan.pk, verb="upgrade")
        assert event.actor_id is None
    by(cast.bram, lambda access: take_over(access=access, plan=plan))
    assert fresh(plan).template_id == version_2.pk
    assert fresh(plan).offer_changed == 0


def test_the_job_reaches_its_own_plan_only(cast: Cast, plans: list[StepPlan]) -> None:
    mine, other = plans[0], plans[1]
    with transaction.atomic(), acting(job=f"{offers.QUEUE}:{mine.pk}"):
        assert list(StepPlan.objects.values_list("pk", flat=True)) == [mine.pk]
        assert set(PlanStep.objects.values_list("plan_id", flat=True)) == {mine.pk}
        assert PlanStep.objects.filter(plan=other).update(role="viewer") == 0
    assert not prepare_offer(mine.pk), "nothing new: nothing done"


def test_the_team_reads_what_was_found(cast: Cast, client_as: Any, plans: list[StepPlan]) -> None:
    publish(cast)
    url = reverse("guidance:initiative_plan", args=[cast.initiative_id])
    assert "stap is nieuw" not in client_as(cast.bram).get(url).content.decode()
    prepare_offers()
    assert "1 stap is nieuw" in client_as(cast.bram).get(url).content.decode()


def test_the_desk_sees_numbers_and_no_names(
    cast: Cast, client_as: Any, plans: list[StepPlan], count_queries: Any
) -> None:
    publish(cast)
    url = reverse("guidance:template_usage")
    els = client_as(cast.els)
    page = els.get(url).content.decode()
    assert "0 van 4 plannen" in page
    prepare_offers()
    page = els.get(url).content.decode()
    assert "Alle 4 plannen zijn vergeleken" in page
    assert "4 op versie 1" in page
    assert plans[0].initiative is not None
    assert plans[0].initiative.name not in page
    assert client_as(cast.anna).get(url).status_code == 403
    with transaction.atomic(), acting(user_id=cast.anna.pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM guidance_plan_versions()")
        assert cursor.fetchone() == (0,)
