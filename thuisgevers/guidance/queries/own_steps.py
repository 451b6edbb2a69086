"""The steps that a municipality adds to the national plans, with the national step behind which each stands."""

from __future__ import annotations

from dataclasses import dataclass

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

from ..enums import Audience, TemplateState
from ..models import StepPlanTemplate, TemplateStep
from ..permissions.templates import newest_additions, own_steps


@dataclass(frozen=True, slots=True)
class OwnStepLine:
    """`behind` is empty where the national step is no longer in the plan: the own step then comes last."""

    step: TemplateStep
    behind: str


@dataclass(frozen=True, slots=True)
class OwnStepsOfAudience:
    audience: Audience
    label: str
    lines: list[OwnStepLine]


def own_steps_page(access: Access, municipality: Municipality) -> list[OwnStepsOfAudience]:
    """Three questions, whatever the number of steps."""
    now = own_steps(access).filter(template__town=municipality, template__in=newest_additions().values("pk"))
    rows = list(now.select_related("template").order_by("position"))
    titles = {
        (one.template.audience, one.key): one.title
        for one in TemplateStep.objects.filter(template__in=_newest_national())
        .select_related("template")
        .order_by("template__audience", "position")
    }
    places = {key: place for place, key in enumerate(titles)}
    found = []
    for audience in Audience:
        own = [one for one in rows if one.template.audience == audience]
        own.sort(key=lambda one: (places.get((one.template.audience, one.place_after), len(places)), one.position))
        lines = [OwnStepLine(one, titles.get((one.template.audience, one.place_after), "")) for one in own]
        found.append(OwnStepsOfAudience(audience, str(audience.label), lines))
    return found


def national_steps(audience: Audience) -> list[TemplateStep]:
    """Those of the newest version, in their order."""
    newest = StepPlanTemplate.objects.filter(town=None, audience=audience, state=TemplateState.PUBLISHED)
    return list(TemplateStep.objects.filter(template=newest.latest("number")).order_by("position"))


def _newest_national() -> list[StepPlanTemplate]:
    published = StepPlanTemplate.objects.filter(town=None, state=TemplateState.PUBLISHED)
    return list(published.order_by("audience", "-number").distinct("audience"))


def as_it_is_now(step: TemplateStep) -> TemplateStep | None:
    """The same step in the newest version; None where it was withdrawn."""
    rows = TemplateStep.objects.filter(template__in=newest_additions().values("pk"), key=step.key)
    return rows.filter(template__town=step.template.town_id).select_related("template", "template__town").first()
