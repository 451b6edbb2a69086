"""Steps that a municipality adds to the national plans: where they stand, how they reach running plans, and who writes them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from tests.factories.initiatives import initiative
from tests.factories.people import Cast
from tests.factories.plans import draft_template, own_step, plan_step, step_plan
from tests.housing.stays import by
from tests.seeding import seed
from thuisgevers.guidance.enums import Audience, StepState
from thuisgevers.guidance.models import PlanStep, StepPlan, StepPlanTemplate, TemplateStep
from thuisgevers.guidance.queries.plans import plan_page
from thuisgevers.guidance.queries.upgrades import upgrade_offer
from thuisgevers.guidance.services.offers import prepare_offers
from thuisgevers.guidance.services.own_steps import (
    OwnStepFacts,
    SomebodyWasFirstError,
    add_own_step,
    change_own_step,
    withdraw_own_step,
)
from thuisgevers.guidance.services.plans import newest_template, start_municipal_plan
from thuisgevers.guidance.services.steps import finish_step
from thuisgevers.guidance.services.templates import publish_template, remove_step
from thuisgevers.guidance.services.upgrades import take_over
from thuisgevers.municipalities.working_days import add_working_days, today

pytestmark = pytest.mark.django_db

FACTS: dict[str, Any] = {
    "title": "Bel de wijkagent",
    "place_after": "viewing",
    "role": "volunteer",
    "days": 3,
    "help_text": "Spreek af wie er komt.",
}


@pytest.fixture
def plan(cast: Cast) -> StepPlan:
    wished = add_working_days(today(), 150)
    return step_plan(cast.kampen, initiative=initiative(cast.kampen, id=cast.initiative_id), wished_on=wished)


def add(cast: Cast, audience: Audience = Audience.INITIATIVE, **changes: Any) -> TemplateStep:
    facts = OwnStepFacts(**(FACTS | changes))
    step: TemplateStep = by(
        cast.coen,
        lambda access: add_own_step(access=access, municipality=cast.kampen, audience=audience, facts=facts),
    )
    return fresh_step(step.key)


def fresh_step(key: str) -> TemplateStep:
    with seed():
        rows = TemplateStep.objects.select_related("template", "template__town").filter(key=key)
        return rows.latest("template__number")


def fresh(plan: StepPlan) -> StepPlan:
    with seed():
        return StepPlan.objects.select_related("template", "municipality", "initiative").get(pk=plan.pk)


def titles(plan: StepPlan) -> list[str]:
    with seed():
        return [line.title for line in plan_page(fresh(plan), today=today()).lines]


def follow(cast: Cast, plan: StepPlan) -> None:
    by(cast.bram, lambda access: take_over(access=access, plan=fresh(plan)))


def test_it_reaches_running_plans_as_an_offer(cast: Cast, plan: StepPlan) -> None:
    other = step_plan(cast.zwolle, initiative=initiative(cast.zwolle))
    own = add(cast)
    prepare_offers()
    assert (fresh(plan).offer_added, fresh(other).offer_added) == (1, 0)
    assert own.title not in titles(plan), "nothing is taken over without being asked"
    follow(cast, plan)
    shown = titles(plan)
    viewing = plan_step(plan, "viewing").step.title
    assert shown.index(own.title) == shown.index(viewing) + 1
    taken = plan_step(plan, own.key)
    assert taken.due_on is not None
    assert fresh(plan).additions_id == own.template_id
    with seed():
        assert upgrade_offer(fresh(plan)) is None


def test_who_begins_now_gets_it_at_once(cast: Cast) -> None:
    with seed():
        first = newest_template(Audience.MUNICIPALITY).steps.earliest("position").key
    own = add(cast, Audience.MUNICIPALITY, place_after=first, role="case_handler")
    by(cast.coen, lambda access: start_municipal_plan(access, cast.kampen))
    with seed():
        plan = StepPlan.objects.get(municipality=cast.kampen, initiative=None)
        assert PlanStep.objects.filter(plan=plan, step__key=own.key).exists()
    assert (plan.additions_id, plan.offer_additions_id) == (own.template_id, own.template_id)
    assert prepare_offers() == 0


def test_it_keeps_its_place_in_a_new_national_version(cast: Cast, plan: StepPlan) -> None:
    own, orphan = add(cast), add(cast, title="Meld het bij de krant", place_after="press-release")
    follow(cast, plan)
    draft = draft_template()

    def publish(access: Any) -> None:
        remove_step(access=access, template=draft, step=draft.steps.get(key="press-release"))
        publish_template(access=access, template=draft, change_note="Zonder persbericht.")

    by(cast.els, publish)
    with seed():
        offer = upgrade_offer(fresh(plan))
    assert offer is not None
    assert "press-release" in {step.key for step in offer.gone}
    assert not {own.key, orphan.key} & set(offer.keys)
    follow(cast, plan)
    shown = titles(plan)
    assert shown.index(own.title) == shown.index(plan_step(plan, "viewing").step.title) + 1
    assert orphan.title in shown
    assert fresh(plan).template_id == newest_template(Audience.INITIATIVE).pk


def test_changed_and_withdrawn(cast: Cast, plan: StepPlan) -> None:
    own, done = add(cast), add(cast, title="Nodig de buren uit")
    follow(cast, plan)
    by(cast.bram, lambda access: finish_step(access=access, step=plan_step(plan, done.key)))
    facts = OwnStepFacts(**(FACTS | {"title": "Bel de wijkagent op tijd", "days": 9}))
    by(cast.coen, lambda access: change_own_step(access=access, step=fresh_step(own.key), facts=facts))
    with seed():
        offer = upgrade_offer(fresh(plan))
    assert offer is not None
    assert [one.key for one in offer.changed] == [own.key]
    follow(cast, plan)
    assert plan_step(plan, own.key).step.title == "Bel de wijkagent op tijd"
    for key in (own.key, done.key):
        by(cast.coen, lambda access, key=key: withdraw_own_step(access=access, step=fresh_step(key)))
    prepare_offers()
    assert fresh(plan).offer_gone == 1, "what was done stays"
    follow(cast, plan)
    assert plan_step(plan, own.key).skip_reason == "De gemeente heeft deze stap ingetrokken."
    assert plan_step(plan, done.key).state == StepState.DONE
    assert prepare_offers() == 0


def test_only_coordinators_of_the_municipality(cast: Cast, plan: StepPlan) -> None:
    facts = OwnStepFacts(**FACTS)
    for who in ("anna", "chaima", "els", "bram", "karin", "vince"):
        with pytest.raises(PermissionDenied):
            by(
                getattr(cast, who),
                lambda access: add_own_step(
                    access=access, municipality=cast.kampen, audience=Audience.INITIATIVE, facts=facts
                ),
            )


def test_the_policies_alone_keep_both_desks_apart(cast: Cast) -> None:
    national = newest_template(Audience.INITIATIVE)

    def insert(access: Any, town: Any) -> None:
        StepPlanTemplate(audience="initiative", number=9, town=town).save(force_insert=True)

    for who, town in (("coen", None), ("coen", cast.zwolle), ("els", cast.kampen), ("anna", cast.kampen)):
        with pytest.raises(DatabaseError), transaction.atomic():
            by(getattr(cast, who), lambda access, town=town: insert(access, town))
    draft = draft_template()
    assert by(cast.coen, lambda access: TemplateStep.objects.filter(template=draft).update(title="gekaapt")) == 0
    assert by(cast.coen, lambda access: StepPlanTemplate.objects.filter(pk=draft.pk).delete())[0] == 0
    assert newest_template(Audience.INITIATIVE).pk == national.pk


def test_a_plan_follows_its_own_municipality_only(cast: Cast, plan: StepPlan) -> None:
    elsewhere = own_step(cast.zwolle)
    with pytest.raises(IntegrityError, match="additions of another municipality"), transaction.atomic(), seed():
        StepPlan.objects.filter(pk=plan.pk).update(additions=elsewhere.template_id)


def test_two_coordinators_at_once(cast: Cast) -> None:
    own = add(cast)
    add(cast, title="Nodig de buren uit")
    facts = OwnStepFacts(**(FACTS | {"days": 8}))
    by(cast.coen, lambda access: change_own_step(access=access, step=own, facts=facts))
    assert fresh_step(own.key).days == 8, "another step that came meanwhile does not stand in the way"
    for late in (
        lambda access: change_own_step(access=access, step=own, facts=facts),
        lambda access: withdraw_own_step(access=access, step=own),
    ):
        with pytest.raises(SomebodyWasFirstError):
            by(cast.coen, late)


def test_the_pages(cast: Cast, client_as: Any, plan: StepPlan) -> None:
    coen = client_as(cast.coen)
    here = reverse("guidance:own_step_list", args=["kampen"])
    with seed():
        step_plan(cast.kampen)
    assert here in coen.get(reverse("guidance:municipal_plan", args=["kampen"])).content.decode()
    assert here not in client_as(cast.anna).get(reverse("guidance:municipal_plan", args=["kampen"])).content.decode()
    assert "Nog geen eigen stappen" in coen.get(here).content.decode()
    url = reverse("guidance:own_step_add", args=["kampen", "initiative"])
    typed = {**FACTS, "days": "3", "checklist": "Gebeld\nAfgesproken"}
    wrong = coen.post(url, typed | {"title": "", "days": "veel"})
    assert wrong.status_code == 422
    assert "Spreek af wie er komt." in wrong.content.decode()
    assert coen.post(url, typed).headers["Location"] == here
    assert coen.get(reverse("guidance:own_step_add", args=["kampen", "niemand"])).status_code == 404
    with seed():
        own = TemplateStep.objects.get(template__town=cast.kampen)
    assert own.checklist == ["Gebeld", "Afgesproken"]
    page = coen.get(here).content.decode()
    assert "Bel de wijkagent" in page
    edit = reverse("guidance:own_step_edit", args=["kampen", own.pk])
    assert "Afgesproken" in coen.get(edit).content.decode()
    assert coen.post(edit, typed | {"title": "Bel de wijkagent snel"}).status_code == 302
    newest = fresh_step(own.key)
    assert str(newest.pk) in coen.get(edit).headers["Location"], "shown as it is now"
    late = coen.post(edit, typed | {"title": "Bel de wijkagent later"})
    assert late.status_code == 409
    assert "Bel de wijkagent later" in late.content.decode()
    gone = reverse("guidance:own_step_withdraw", args=["kampen", newest.pk])
    assert "intrekken?" in coen.get(gone).content.decode()
    assert coen.post(gone).status_code == 302
    assert "Nog geen eigen stappen" in coen.get(here).content.decode()
    banner = client_as(cast.bram).get(reverse("guidance:initiative_plan", args=[plan.initiative_id])).content.decode()
    assert "De gemeente heeft een stap ingetrokken" in banner


@pytest.mark.parametrize("number", [1, 3])
def test_query_count(cast: Cast, client_as: Any, count_queries: Any, number: int) -> None:
    for index in range(number):
        add(cast, title=f"Stap {index}")
    coen = client_as(cast.coen)
    assert count_queries(lambda: coen.get(reverse("guidance:own_step_list", args=["kampen"]))) == QUERIES


#: Session, user, who (set and unset), municipality, rights, own steps, national versions and their steps.
QUERIES = 9
