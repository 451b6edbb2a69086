"""The national step plans that travel with the project: written to the database by a migration, once."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from .enums import Audience, TemplateState

PLANS = Path(__file__).resolve().parent / "data" / "plans.json"


def read_plans() -> list[dict[str, Any]]:
    """The plans of data/plans.json as they stand there."""
    held: list[dict[str, Any]] = json.loads(PLANS.read_text(encoding="utf-8"))
    return held


def load_plans(template_model: Any, phase_model: Any, step_model: Any) -> int:
    """Write and publish version 1 of each plan of the file for audiences that have no plan yet. Works with the historical
    models in a migration. Returns the number added."""
    known = set(template_model.objects.values_list("audience", flat=True))
    added = [plan for plan in read_plans() if plan["audience"] not in known]
    for plan in added:
        template = template_model(audience=Audience(plan["audience"]), number=1)
        template.save(force_insert=True)
        position = 0
        for place, part in enumerate(plan["phases"]):
            phase = phase_model(template=template, key=part["key"], title=part["title"], position=place)
            phase.save(force_insert=True)
            steps = []
            for step in part["steps"]:
                steps.append(
                    step_model(
                        template=template,
                        phase=phase,
                        key=step["key"],
                        title=step["title"],
                        position=position,
                        role=step["role"],
                        days=step["days"],
                        after=step["after"],
                        is_move_in=step.get("is_move_in", False),
                        help_text=step["help"],
                        checklist=step.get("checklist", []),
                        documents=step.get("documents", []),
                        links=step.get("links", []),
                        property_kinds=step.get("property_kinds", []),
                        schemes=step.get("schemes", []),
                    )
                )
                position += 1
            step_model.objects.bulk_create(steps)
        template_model.objects.filter(pk=template.pk).update(
            state=TemplateState.PUBLISHED, published_at=timezone.now(), change_note=plan["change_note"]
        )
    return len(added)


def make_missing_plans(
    plan_model: Any, plan_step_model: Any, template_model: Any, step_model: Any, *, owners: Any
) -> int:
    """Give every (municipality id, initiative id or None) of `owners` that has no plan one of the newest published version.
    Works with the historical models in a migration. Returns the number made."""
    newest: dict[str, Any] = {}
    steps: dict[str, list[Any]] = {}
    for template in template_model.objects.filter(state=TemplateState.PUBLISHED).order_by("number"):
        newest[template.audience] = template
    for audience, template in newest.items():
        steps[audience] = list(step_model.objects.filter(template=template).order_by("position"))
    known = set(plan_model.objects.order_by().values_list("municipality_id", "initiative_id"))
    made = 0
    for municipality_id, initiative_id in owners:
        if (municipality_id, initiative_id) in known:
            continue
        audience = Audience.MUNICIPALITY if initiative_id is None else Audience.INITIATIVE
        plan = plan_model(municipality_id=municipality_id, initiative_id=initiative_id, template_id=newest[audience].pk)
        plan.save(force_insert=True)
        plan_step_model.objects.bulk_create(
            [
                plan_step_model(
                    municipality_id=municipality_id,
                    initiative_id=initiative_id,
                    plan=plan,
                    step_id=step.pk,
                    role=step.role,
                )
                for step in steps[audience]
            ]
        )
        made += 1
    return made


ANSWERS = PLANS.with_name("answers.json")
ANSWERS_WRITTEN = datetime(2026, 11, 2, 9, tzinfo=UTC)
"""When they were looked up; the same on every installation, whenever it is set up."""


def read_answers() -> list[dict[str, Any]]:
    """The questions and answers of data/answers.json as they stand there."""
    held: list[dict[str, Any]] = json.loads(ANSWERS.read_text(encoding="utf-8"))
    return held


def load_answers(answer_model: Any) -> int:
    """Publish each national answer of the file that is not there yet, by its key; one that people changed since is left alone. Works
    with the historical model in a migration. Returns the number added."""
    known = set(answer_model.objects.filter(key__isnull=False).values_list("key", flat=True))
    added = [
        answer_model(**{**facts, "review_on": date.fromisoformat(facts["review_on"])}, published_at=ANSWERS_WRITTEN)
        for facts in read_answers()
        if facts["key"] not in known
    ]
    answer_model.objects.bulk_create(added)
    return len(added)
