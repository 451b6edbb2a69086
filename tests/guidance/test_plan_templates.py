"""Writing the national step plans: drafts, their order, circles, publishing and what is different."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from tests.clients import ThuisClient
from tests.factories.people import Cast
from tests.factories.plans import draft_template, plan_step, step_plan
from tests.housing.stays import by
from tests.seeding import seed
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.guidance.enums import Audience, TemplateState
from thuisgevers.guidance.models import StepPlanTemplate, TemplateStep
from thuisgevers.guidance.queries.templates import compare
from thuisgevers.guidance.services.plans import newest_template
from thuisgevers.guidance.services.templates import (
    NoDraftError,
    StepFacts,
    discard_draft,
    move_phase,
    move_step,
    nudge_phase,
    nudge_step,
    publish_template,
    remove_phase,
    remove_step,
    save_phase,
    save_step,
    start_draft,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> StepPlanTemplate:
    return by(cast.els, lambda access: start_draft(access=access, audience=Audience.INITIATIVE))


def step(draft: StepPlanTemplate, key: str) -> TemplateStep:
    return TemplateStep.objects.select_related("phase").get(template=draft, key=key)


def facts(row: TemplateStep, **changes: Any) -> StepFacts:
    names = "title role days after is_move_in help_text checklist documents links property_kinds schemes".split()
    return StepFacts(**{name: getattr(row, name) for name in names} | changes)


def titles(draft: StepPlanTemplate) -> list[str]:
    return list(draft.steps.order_by("position").values_list("key", flat=True))


def test_a_draft_is_a_copy_and_there_is_one(cast: Cast, draft: StepPlanTemplate) -> None:
    again = by(cast.els, lambda access: start_draft(access=access, audience=Audience.INITIATIVE))
    assert again.pk == draft.pk
    newest = newest_template(Audience.INITIATIVE)
    assert (draft.number, newest.number) == (2, 1)
    assert titles(draft) == titles(newest)
    assert compare(newest, draft).is_empty


@pytest.mark.parametrize("who", ["anna", "coen", "bram", "pieter", "karin"])
def test_only_the_national_desk_writes(cast: Cast, draft: StepPlanTemplate, who: str) -> None:
    person = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        by(person, lambda access: start_draft(access=access, audience=Audience.MUNICIPALITY))
    assert by(person, lambda access: TemplateStep.objects.filter(template=draft).update(title="gekaapt")) == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        by(person, lambda access: StepPlanTemplate(audience="municipality", number=9).save(force_insert=True))


def test_a_circle_is_refused_with_its_names(cast: Cast, draft: StepPlanTemplate) -> None:
    first = step(draft, "working-group")
    with pytest.raises(ValidationError) as refused:
        by(
            cast.els,
            lambda access: save_step(
                access=access, template=draft, phase=first.phase, step=first, facts=facts(first, after=["agreement"])
            ),
        )
    words = refused.value.message_dict["after"][0]
    assert "Vorm een werkgroep" in words
    assert "Sluit de samenwerkingsovereenkomst" in words
    assert "→" in words


def test_one_step_is_the_move(cast: Cast, draft: StepPlanTemplate) -> None:
    first = step(draft, "working-group")
    with pytest.raises(ValidationError, match="De bewoners trekken in"):
        by(
            cast.els,
            lambda access: save_step(
                access=access, template=draft, phase=first.phase, step=first, facts=facts(first, is_move_in=True)
            ),
        )
    by(cast.els, lambda access: remove_step(access=access, template=draft, step=step(draft, "move-in")))
    with pytest.raises(ValidationError):
        by(cast.els, lambda access: publish_template(access=access, template=draft, change_note="Korter"))


def test_who_waited_for_a_removed_step_waits_for_what_came_before(cast: Cast, draft: StepPlanTemplate) -> None:
    by(cast.els, lambda access: remove_step(access=access, template=draft, step=step(draft, "owner-talks")))
    assert step(draft, "property-facts").after == ["working-group"]
    assert "owner-talks" not in titles(draft)
    assert list(draft.steps.order_by("position").values_list("position", flat=True)) == list(range(28))


def test_order_by_button_and_by_dragging(cast: Cast, draft: StepPlanTemplate) -> None:
    def nudge(key: str, *, up: bool) -> None:
        by(cast.els, lambda access: nudge_step(access=access, template=draft, step=step(draft, key), up=up))

    nudge("owner-talks", up=True)
    assert titles(draft)[:2] == ["owner-talks", "working-group"]
    nudge("owner-talks", up=True)
    assert titles(draft)[0] == "owner-talks"
    nudge("property-facts", up=True)
    assert step(draft, "property-facts").phase.key == "start"
    nudge("property-facts", up=False)
    assert step(draft, "property-facts").phase.key == "home"
    target = draft.phases.get(key="living")
    by(
        cast.els,
        lambda access: move_step(
            access=access, template=draft, step=step(draft, "working-group"), to_phase=target, place=1
        ),
    )
    assert titles(draft)[-5:-2] == ["working-group", "first-month", "halfway"]


def test_phases(cast: Cast, draft: StepPlanTemplate) -> None:
    made = by(cast.els, lambda access: save_phase(access=access, template=draft, title="Nazorg"))
    by(cast.els, lambda access: save_phase(access=access, template=draft, phase=made, title="Na afloop"))
    assert draft.phases.latest("position").title == "Na afloop"
    with pytest.raises(ConflictError):
        by(
            cast.els,
            lambda access: remove_phase(access=access, template=draft, phase=draft.phases.get(key="start")),
        )
    by(cast.els, lambda access: remove_phase(access=access, template=draft, phase=made))
    assert draft.phases.count() == 7


def test_publishing_makes_it_the_plan_of_who_comes_next(cast: Cast, draft: StepPlanTemplate) -> None:
    before = step_plan(cast.kampen)
    running = plan_step(before, "assign-people")
    changed, gone = step(draft, "viewing"), step(draft, "press-release")
    by(cast.els, lambda access: remove_step(access=access, template=draft, step=gone))
    by(
        cast.els,
        lambda access: save_step(
            access=access, template=draft, phase=changed.phase, step=changed, facts=facts(changed, days=15)
        ),
    )
    extra = StepFacts(title="Bel de brandweer", role="volunteer", days=3, after=["viewing"])
    by(cast.els, lambda access: save_step(access=access, template=draft, phase=changed.phase, facts=extra))
    found = compare(newest_template(Audience.INITIATIVE), draft)
    assert [one.title for one in found.added] == ["Bel de brandweer"]
    assert [one.title for one in found.gone] == ["Schrijf een persbericht"]
    [change] = found.changed
    assert [(one.before, one.after) for one in change.changes] == [("10 werkdagen", "15 werkdagen")]
    by(cast.els, lambda access: publish_template(access=access, template=draft, change_note="Brandweer erbij."))
    assert newest_template(Audience.INITIATIVE).pk == draft.pk
    with pytest.raises(NoDraftError):
        by(cast.els, lambda access: remove_step(access=access, template=draft, step=changed))
    with seed():
        assert plan_step(before, "assign-people").step_id == running.step_id


def test_a_draft_is_thrown_away_whole(cast: Cast, draft: StepPlanTemplate) -> None:
    by(cast.els, lambda access: discard_draft(access=access, template=draft))
    with seed():
        assert not StepPlanTemplate.objects.filter(state=TemplateState.DRAFT).exists()
        assert not TemplateStep.objects.filter(template_id=draft.pk).exists()


def test_bad_input_in_the_form_of_a_step(cast: Cast, client_as: Any) -> None:
    draft = draft_template()
    browser: ThuisClient = client_as(cast.els)
    url = reverse("guidance:template_step_add", args=[draft.pk])
    with seed():
        phase = draft.phases.earliest("position")
    good = {"title": "Bel de buren", "phase": str(phase.pk), "role": "volunteer", "days": "3", "help_text": "Doe het."}
    for bad in ({"days": "0"}, {"days": "veel"}, {"title": ""}, {"phase": "x"}, {"links": "http://onveilig.example"}):
        answer = browser.post(url, good | bad)
        assert answer.status_code == 422, bad
        assert "Doe het." in answer.content.decode()
    assert browser.post(url, good | {"links": "https://www.coa.nl Het COA"}).status_code == 302
    with seed():
        made = draft.steps.get(title="Bel de buren")
        assert made.links == [{"url": "https://www.coa.nl", "label": "Het COA"}]
        assert made.key == "bel-de-buren"
    move = reverse("guidance:template_step_move", args=[draft.pk, made.pk])
    assert browser.post(move, {"way": "opzij"}).status_code == 400
    assert browser.post(move, {"way": "to"}).status_code == 400
    assert browser.post(move, {"way": "to", "phase": str(phase.pk), "place": "0"}).status_code == 302
    with seed():
        assert draft.steps.earliest("position").pk == made.pk


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_whatever_the_number_of_versions(
    cast: Cast, client_as: Any, count_queries: Any, number: int
) -> None:
    for _version in range(number - 1):
        held = by(cast.els, lambda access: start_draft(access=access, audience=Audience.INITIATIVE))
        by(cast.els, lambda access: publish_template(access=access, template=held, change_note="Nieuw"))  # noqa: B023
    browser = client_as(cast.els)
    assert count_queries(lambda: browser.get(reverse("guidance:template_list"))) == 6


def phase_keys(draft: StepPlanTemplate) -> list[str]:
    return list(draft.phases.order_by("position").values_list("key", flat=True))


def test_phases_change_places_with_their_steps(cast: Cast, draft: StepPlanTemplate) -> None:
    before = phase_keys(draft)
    second = draft.phases.get(key=before[1])
    first_step = draft.steps.filter(phase=second).earliest("position").key
    by(cast.els, lambda access: nudge_phase(access=access, template=draft, phase=second, up=True))
    assert phase_keys(draft)[:2] == [before[1], before[0]]
    assert titles(draft)[0] == first_step
    by(cast.els, lambda access: nudge_phase(access=access, template=draft, phase=second, up=True))
    assert phase_keys(draft)[0] == before[1], "at the edge nothing happens"
    by(cast.els, lambda access: move_phase(access=access, template=draft, phase=second, place=99))
    assert phase_keys(draft) == [before[0], *before[2:], before[1]]
    assert compare(newest_template(Audience.INITIATIVE), draft).is_empty, "order is no difference"


def test_a_phase_is_moved_on_the_page(cast: Cast, client_as: Any, draft: StepPlanTemplate) -> None:
    before = phase_keys(draft)
    last = draft.phases.get(key=before[-1])
    els = client_as(cast.els)
    url = reverse("guidance:template_phase_move", args=[draft.pk, last.pk])
    answer = els.post(url, {"way": "to", "place": "0"})
    assert answer.headers["Location"].endswith(f"#fase-{last.pk}")
    assert phase_keys(draft) == [before[-1], *before[:-1]]
    els.post(url, {"way": "down"})
    assert phase_keys(draft)[1] == before[-1]
    for wrong in ({}, {"way": "to"}, {"way": "opzij"}):
        assert els.post(url, wrong).status_code == 400
    assert els.get(url).status_code == 405
    assert client_as(cast.anna).post(url, {"way": "up"}).status_code == 403


def test_a_new_phase_comes_last_after_one_was_removed(cast: Cast, draft: StepPlanTemplate) -> None:
    empty = by(cast.els, lambda access: save_phase(access=access, template=draft, title="Tussendoor"))
    by(cast.els, lambda access: move_phase(access=access, template=draft, phase=empty, place=0))
    by(cast.els, lambda access: remove_phase(access=access, template=draft, phase=empty))
    by(cast.els, lambda access: save_phase(access=access, template=draft, title="Nazorg"))
    assert phase_keys(draft)[-1] == "nazorg"
