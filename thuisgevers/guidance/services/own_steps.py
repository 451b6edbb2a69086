"""Steps that a municipality adds to the national plans. Each change is a new version of all its additions: what plans already
follow never changes, and the running ones are offered the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from thuisgevers.audit.services import record_event
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import uuid7
from thuisgevers.common.tasks import wake
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

from ..enums import Audience, TemplateState
from ..models import StepPlanTemplate, TemplatePhase, TemplateStep
from ..permissions.templates import can_extend
from ..queries.upgrades import newest_additions_of
from .templates import COPIED, SWEEP_OFFERS

MOST_OWN_STEPS = 20


@dataclass(frozen=True, kw_only=True)
class OwnStepFacts:
    """What a coordinator fills in; `place_after` is the key of the national step behind which it comes, and that comes first."""

    title: str
    place_after: str
    role: str
    days: int
    help_text: str
    checklist: Sequence[str] = ()


class SomebodyWasFirstError(ConflictError):
    def __init__(self) -> None:
        super().__init__(_("Iemand heeft de eigen stappen net gewijzigd. Bekijk ze opnieuw."))


def add_own_step(
    *, access: Access, municipality: Municipality, audience: Audience, facts: OwnStepFacts
) -> TemplateStep:
    """At the end of those behind the same national step."""
    key = f"{slugify(facts.title)[:40] or 'stap'}-{uuid7().hex[-8:]}"
    note = _("Nieuwe stap van de gemeente: “%(title)s”.") % {"title": facts.title}
    made = _publish(access, municipality, audience, {key: facts}, note=note)
    return made[key]


def change_own_step(*, access: Access, step: TemplateStep, facts: OwnStepFacts) -> TemplateStep:
    """Other words or another place. `step` is what the person saw: refused when somebody changed it meanwhile."""
    town, audience = _town(step)
    note = _("Gewijzigde stap van de gemeente: “%(title)s”.") % {"title": facts.title}
    return _publish(access, town, audience, {step.key: facts}, note=note, seen=step)[step.key]


def withdraw_own_step(*, access: Access, step: TemplateStep) -> None:
    """Plans that have it are offered to skip it; where it was done it stays."""
    town, audience = _town(step)
    note = _("De gemeente heeft een stap ingetrokken: “%(title)s”.") % {"title": step.title}
    _publish(access, town, audience, {}, note=note, seen=step, without=step.key)


def _town(step: TemplateStep) -> tuple[Municipality, Audience]:
    if step.template.town is None:
        raise PermissionDenied
    return step.template.town, Audience(step.template.audience)


def _publish(
    access: Access,
    town: Municipality,
    audience: Audience,
    changed: dict[str, OwnStepFacts],
    *,
    note: str,
    seen: TemplateStep | None = None,
    without: str = "",
) -> dict[str, TemplateStep]:
    """All additions as they are now in a new version. Two at once: the numbers are unique, so one of them is told."""
    if not can_extend(access, town):
        raise PermissionDenied
    before = newest_additions_of(town, audience)
    held = [] if before is None else list(before.steps.order_by("position"))
    facts = {step.key: _kept(step) for step in held}
    if seen is not None and {**facts.get(seen.key, {}), "position": 0} != {**_kept(seen), "position": 0}:
        raise SomebodyWasFirstError
    for key, own in changed.items():
        facts[key] = {**facts.get(key, {}), **_values(key, own)}
    facts.pop(without, None)
    if len(facts) > MOST_OWN_STEPS:
        raise ValidationError({"title": _("Een gemeente voegt hooguit %(n)d stappen toe.") % {"n": MOST_OWN_STEPS}})
    number = 1 if before is None else before.number + 1
    try:
        with transaction.atomic():
            return _write(access, town, audience, number, note, facts)
    except IntegrityError as error:
        raise SomebodyWasFirstError from error


def _write(
    access: Access, town: Municipality, audience: Audience, number: int, note: str, facts: dict[str, dict[str, Any]]
) -> dict[str, TemplateStep]:
    template = StepPlanTemplate(town=town, audience=audience, number=number, change_note=note)
    template.save(force_insert=True)
    phase = TemplatePhase(template=template, key="eigen", title=_("Van de gemeente"), position=0)
    phase.save(force_insert=True)
    steps = {
        key: TemplateStep(template=template, phase=phase, **{**values, "position": position})
        for position, (key, values) in enumerate(facts.items())
    }
    TemplateStep.objects.bulk_create(steps.values())
    template.state, template.published_at, template.published_by = (
        TemplateState.PUBLISHED,
        timezone.now(),
        access.user,
    )
    template.save(update_fields=["state", "published_at", "published_by", "updated_at"])
    record_event(
        access=access,
        object_type="guidance.StepPlanTemplate",
        object_id=template.pk,
        verb="extend",
        municipality=town,
        data={"version": number},
    )
    wake(SWEEP_OFFERS)
    return steps


def _kept(step: TemplateStep) -> dict[str, Any]:
    return {name: getattr(step, name) for name in [*COPIED, "place_after"]}


def _values(key: str, facts: OwnStepFacts) -> dict[str, Any]:
    return {
        "key": key,
        "title": facts.title,
        "place_after": facts.place_after,
        "after": [facts.place_after],
        "role": facts.role,
        "days": facts.days,
        "help_text": facts.help_text,
        "checklist": list(facts.checklist),
    }
