"""Versions of a step plan as lists, and what is different between two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from housing.enums import PropertyKind
from thuisgevers.documents.enums import DocumentKind
from thuisgevers.municipalities.enums import Role

from ..enums import Audience, SchemeKind, TemplateState
from ..models import StepPlanTemplate, TemplatePhase, TemplateStep


@dataclass(frozen=True, slots=True)
class AudienceVersions:
    """All versions for one audience, the newest first."""

    audience: Audience
    label: str
    draft: StepPlanTemplate | None
    published: list[StepPlanTemplate]


def versions(rows: Any) -> list[AudienceVersions]:
    """Two questions, whatever the number of versions."""
    held = list(rows.select_related("published_by").annotate(step_count=Count("steps")).order_by("audience", "-number"))
    return [
        AudienceVersions(
            audience=audience,
            label=str(audience.label),
            draft=next((one for one in held if one.audience == audience and one.is_draft), None),
            published=[one for one in held if one.audience == audience and not one.is_draft],
        )
        for audience in Audience
    ]


@dataclass(frozen=True, slots=True)
class PhaseOfTemplate:
    phase: TemplatePhase
    steps: list[TemplateStep]


def phases_of(template: StepPlanTemplate) -> list[PhaseOfTemplate]:
    """Phases with their steps in order: two questions. A step carries the titles of the steps it waits for."""
    steps = list(TemplateStep.objects.filter(template=template).order_by("position"))
    titles = {step.key: step.title for step in steps}
    for step in steps:
        step.after_titles = [titles[key] for key in step.after if key in titles]  # type: ignore[attr-defined]
    return [
        PhaseOfTemplate(phase, [step for step in steps if step.phase_id == phase.pk])
        for phase in TemplatePhase.objects.filter(template=template).order_by("position")
    ]


def previous_version(template: StepPlanTemplate) -> StepPlanTemplate | None:
    return (
        StepPlanTemplate.objects.filter(
            town_id=template.town_id,
            audience=template.audience,
            number__lt=template.number,
            state=TemplateState.PUBLISHED,
        )
        .order_by("-number")
        .first()
    )


@dataclass(frozen=True, slots=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StepChange:
    key: str
    title: str
    changes: list[FieldChange]


@dataclass(frozen=True, slots=True)
class Differences:
    added: list[TemplateStep]
    changed: list[StepChange]
    gone: list[TemplateStep]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.gone)


def differences(old: Sequence[TemplateStep], new: Sequence[TemplateStep]) -> Differences:
    """New, changed and gone steps, by key. The phase counts by its name, the order not: moving a step changes nobody's work."""
    before, after = {step.key: step for step in old}, {step.key: step for step in new}
    titles = {key: step.title for key, step in [*before.items(), *after.items()]}
    changed = []
    for key, step in after.items():
        if key in before:
            was, now = _facts(before[key], titles), _facts(step, titles)
            found = [FieldChange(label, was[label], now[label]) for label in now if was[label] != now[label]]
            if found:
                changed.append(StepChange(key, step.title, found))
    return Differences(
        added=[step for key, step in after.items() if key not in before],
        changed=changed,
        gone=[step for key, step in before.items() if key not in after],
    )


def compare(old: StepPlanTemplate, new: StepPlanTemplate) -> Differences:
    rows = TemplateStep.objects.select_related("phase").order_by("position")
    return differences(list(rows.filter(template=old)), list(rows.filter(template=new)))


def _facts(step: TemplateStep, titles: dict[str, str]) -> dict[str, str]:
    """What an editor can change, in words."""
    kinds = [str(PropertyKind(one).label) for one in step.property_kinds if one in PropertyKind.values]
    schemes = [str(SchemeKind(one).label) for one in step.schemes if one in SchemeKind.values]
    return {
        _("Stap"): step.title,
        _("Fase"): step.phase.title,
        _("Wie"): str(Role(step.role).label),
        _("Duur"): ngettext("%d werkdag", "%d werkdagen", step.days) % step.days,
        _("Wacht op"): ", ".join(titles.get(key, key) for key in step.after),
        _("Dag van intrekken"): _("ja") if step.is_move_in else _("nee"),
        _("Uitleg"): step.help_text,
        _("Klaar als"): "; ".join(step.checklist),
        _("Documenten"): ", ".join(
            str(DocumentKind(one).label) for one in step.documents if one in DocumentKind.values
        ),
        _("Links"): ", ".join(f"{link['label']} ({link['url']})" for link in step.links),
        _("Alleen bij"): ", ".join([*kinds, *schemes]),
    }
