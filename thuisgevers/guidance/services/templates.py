"""Writing a step plan: a draft made from the newest version, changed step by step, published with a word about what is new.

Whoever changes a draft locks it first, so that nothing slips in while it is published; the database refuses every change to
what was published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from thuisgevers.audit.services import record_event
from thuisgevers.audit.subscriptions import announce
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import uuid7
from thuisgevers.common.tasks import wake
from thuisgevers.municipalities.access import Access

from ..enums import Audience, TemplateState
from ..models import StepPlanTemplate, TemplatePhase, TemplateStep
from ..models.templates import MOST_STEPS
from ..permissions.templates import can_edit_template, can_view_template
from ..planning import GoesRoundError, in_order

SWEEP_OFFERS = "thuisgevers.guidance.tasks.plans.sweep_plan_offers"
COPIED = [
    "key",
    "title",
    "position",
    "role",
    "days",
    "after",
    "is_move_in",
    "help_text",
    "checklist",
    "documents",
    "links",
    "property_kinds",
    "schemes",
]


@dataclass(frozen=True, kw_only=True)
class StepFacts:
    """What an editor fills in for one step; `after` are keys of steps that come first."""

    title: str
    role: str
    days: int
    after: Sequence[str] = ()
    is_move_in: bool = False
    help_text: str = ""
    checklist: Sequence[str] = ()
    documents: Sequence[str] = ()
    links: Sequence[dict[str, str]] = field(default_factory=list)
    property_kinds: Sequence[str] = ()
    schemes: Sequence[str] = ()


class NoDraftError(ConflictError):
    """Somebody published or threw away the draft meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("Dit concept is intussen gepubliceerd of weggegooid. Open het stappenplan opnieuw."))


def start_draft(*, access: Access, audience: Audience) -> StepPlanTemplate:
    """The draft for this audience: the one there is, or a copy of the newest version. Two people who start at once get the
    same one."""
    newest = StepPlanTemplate.objects.filter(town=None, audience=audience, state=TemplateState.PUBLISHED).latest(
        "number"
    )
    if not can_view_template(access, newest):
        raise PermissionDenied
    try:
        with transaction.atomic():
            draft = StepPlanTemplate(audience=audience, number=newest.number + 1)
            draft.save(force_insert=True)
            copy_steps(newest, draft)
            _record(access, draft, "draft")
    except IntegrityError:
        return StepPlanTemplate.objects.get(town=None, audience=audience, state=TemplateState.DRAFT)
    return draft


def copy_steps(source: StepPlanTemplate, draft: StepPlanTemplate) -> None:
    """Phases and steps of `source` into an empty draft, with the same keys."""
    phases = {}
    for phase in source.phases.order_by("position"):
        phases[phase.pk] = TemplatePhase(template=draft, key=phase.key, title=phase.title, position=phase.position)
    TemplatePhase.objects.bulk_create(phases.values())
    TemplateStep.objects.bulk_create(
        [
            TemplateStep(template=draft, phase=phases[step.phase_id], **{name: getattr(step, name) for name in COPIED})
            for step in source.steps.order_by("position")
        ]
    )


def save_step(
    *,
    access: Access,
    template: StepPlanTemplate,
    phase: TemplatePhase,
    facts: StepFacts,
    step: TemplateStep | None = None,
) -> TemplateStep:
    """Add a step at the end of its phase, or change one. Refused at the field: waiting in a circle (with the circle named), a
    second step on which the residents move in, more steps than anybody can oversee."""
    with transaction.atomic():
        draft = _lock(access, template)
        steps = list(draft.steps.order_by("position"))
        if step is None:
            if len(steps) >= MOST_STEPS:
                raise ValidationError({"title": _("Een plan heeft hooguit %(n)d stappen.") % {"n": MOST_STEPS}})
            row = TemplateStep(template=draft, key=_new_key(facts.title, steps), position=len(steps))
        else:
            found = next((one for one in steps if one.pk == step.pk), None)
            if found is None:
                raise NoDraftError
            row = found
        _check(row, facts, steps)
        for name, value in asdict(facts).items():
            setattr(row, name, list(value) if isinstance(value, (list, tuple)) else value)
        row.phase = phase
        row.save(force_insert=step is None)
        _renumber(draft)
        _record(access, draft, "edit")
    return row


def _check(row: TemplateStep, facts: StepFacts, steps: Sequence[TemplateStep]) -> None:
    others = [one for one in steps if one.pk != row.pk]
    unknown = set(facts.after) - {one.key for one in others}
    if unknown:
        raise ValidationError({"after": _("Een van deze stappen bestaat niet meer. Kies opnieuw.")})
    if facts.is_move_in and (other := next((one for one in others if one.is_move_in), None)):
        raise ValidationError(
            {"is_move_in": _("“%(title)s” is al de stap waarop de bewoners intrekken.") % {"title": other.title}}
        )
    titles = {one.key: one.title for one in others} | {row.key: facts.title}
    try:
        in_order({**{one.key: one.after for one in others}, row.key: facts.after})
    except GoesRoundError as error:
        path = " → ".join(f"“{titles[key]}”" for key in error.keys)
        raise ValidationError(
            {"after": _("Deze stappen wachten op elkaar: %(path)s. Haal er een weg.") % {"path": path}}
        ) from error


def _new_key(title: str, steps: Sequence[TemplateStep]) -> str:
    key = slugify(title)[:50] or "stap"
    return key if key not in {step.key for step in steps} else f"{key}-{uuid7().hex[-8:]}"


def remove_step(*, access: Access, template: StepPlanTemplate, step: TemplateStep) -> None:
    """Take a step out of the draft; who waited for it waits for what it waited for."""
    with transaction.atomic():
        draft = _lock(access, template)
        rows = {one.key: one for one in draft.steps.order_by("position")}
        gone = rows.pop(step.key, None)
        if gone is None:
            raise NoDraftError
        for other in rows.values():
            if gone.key in other.after:
                other.after = list(dict.fromkeys([*(key for key in other.after if key != gone.key), *gone.after]))
                other.save(update_fields=["after", "updated_at"])
        gone.delete()
        _renumber(draft)
        _record(access, draft, "edit")


def move_step(
    *, access: Access, template: StepPlanTemplate, step: TemplateStep, to_phase: TemplatePhase, place: int
) -> None:
    """Put a step at a place in a phase (0 is first); a place beyond the end is the end."""
    with transaction.atomic():
        draft = _lock(access, template)
        steps = list(draft.steps.select_related("phase").order_by("phase__position", "position"))
        moved = next((one for one in steps if one.pk == step.pk), None)
        phases = list(draft.phases.order_by("position"))
        target = next((one for one in phases if one.pk == to_phase.pk), None)
        if moved is None or target is None:
            raise NoDraftError
        rest = [one for one in steps if one.pk != moved.pk]
        within = [one for one in rest if one.phase_id == target.pk]
        within.insert(max(0, min(place, len(within))), moved)
        moved.phase = target
        ordered: list[TemplateStep] = []
        for phase in phases:
            ordered += within if phase.pk == target.pk else [one for one in rest if one.phase_id == phase.pk]
        for position, one in enumerate(ordered):
            one.position = position
        TemplateStep.objects.bulk_update(ordered, ["position", "phase"])
        _record(access, draft, "edit")


def nudge_step(*, access: Access, template: StepPlanTemplate, step: TemplateStep, up: bool) -> None:
    """One place up or down, over the edge into the phase before or behind."""
    phases = list(template.phases.order_by("position"))
    here = [phase.pk for phase in phases].index(step.phase_id)
    within = list(template.steps.filter(phase_id=step.phase_id).order_by("position").values_list("pk", flat=True))
    place = within.index(step.pk) + (-1 if up else 1)
    if 0 <= place < len(within):
        move_step(access=access, template=template, step=step, to_phase=phases[here], place=place)
    elif up and here > 0:
        move_step(access=access, template=template, step=step, to_phase=phases[here - 1], place=MOST_STEPS)
    elif not up and here < len(phases) - 1:
        move_step(access=access, template=template, step=step, to_phase=phases[here + 1], place=0)


def save_phase(
    *, access: Access, template: StepPlanTemplate, title: str, phase: TemplatePhase | None = None
) -> TemplatePhase:
    """Add a phase at the end, or give one another name."""
    with transaction.atomic():
        draft = _lock(access, template)
        if phase is None:
            keys = set(draft.phases.values_list("key", flat=True))
            key = slugify(title)[:50] or "fase"
            key = key if key not in keys else f"{key}-{uuid7().hex[-8:]}"
            row = TemplatePhase(template=draft, key=key, title=title, position=_behind_all(draft))
            row.save(force_insert=True)
        else:
            row = phase
            row.title = title
            row.save(update_fields=["title", "updated_at"])
        _record(access, draft, "edit")
    return row


def move_phase(*, access: Access, template: StepPlanTemplate, phase: TemplatePhase, place: int) -> None:
    """Put a phase with its steps at a place (0 is first); a place beyond the end is the end. What waits for what stays as it
    is: the order on the page is for the reader, the planner goes by what comes first."""
    with transaction.atomic():
        draft = _lock(access, template)
        phases = list(draft.phases.order_by("position", "id"))
        moved = next((one for one in phases if one.pk == phase.pk), None)
        if moved is None:
            raise NoDraftError
        phases.remove(moved)
        phases.insert(max(0, min(place, len(phases))), moved)
        for position, one in enumerate(phases):
            one.position = position
        TemplatePhase.objects.bulk_update(phases, ["position"])
        _renumber(draft)
        _record(access, draft, "edit")


def nudge_phase(*, access: Access, template: StepPlanTemplate, phase: TemplatePhase, up: bool) -> None:
    """One place up or down; at the edge nothing happens."""
    order = list(template.phases.order_by("position", "id").values_list("pk", flat=True))
    place = order.index(phase.pk) + (-1 if up else 1)
    if 0 <= place < len(order):
        move_phase(access=access, template=template, phase=phase, place=place)


def remove_phase(*, access: Access, template: StepPlanTemplate, phase: TemplatePhase) -> None:
    """Take away a phase without steps; one with steps is refused."""
    with transaction.atomic():
        draft = _lock(access, template)
        if draft.steps.filter(phase=phase).exists():
            raise ConflictError(_("In deze fase staan nog stappen. Verplaats of verwijder die eerst."))
        draft.phases.filter(pk=phase.pk).delete()
        _record(access, draft, "edit")


def publish_template(*, access: Access, template: StepPlanTemplate, change_note: str) -> StepPlanTemplate:
    """Make the draft the version that new plans follow, and wake a worker that compares the running ones with it. Refused
    without exactly one step on which the residents move in."""
    with transaction.atomic():
        draft = _lock(access, template)
        if not draft.steps.filter(is_move_in=True).exists():
            raise ValidationError(
                {
                    "change_note": _(
                        "Kies eerst bij één stap dat de bewoners op die dag intrekken. Daarop rekent het plan."
                    )
                }
            )
        draft.state = TemplateState.PUBLISHED
        draft.change_note = change_note
        draft.published_at = timezone.now()
        draft.published_by = access.user
        draft.save(update_fields=["state", "change_note", "published_at", "published_by", "updated_at"])
        _record(access, draft, "publish")
        announce("guidance.StepPlanTemplate.publish", access, draft)
        wake(SWEEP_OFFERS)
    return draft


def discard_draft(*, access: Access, template: StepPlanTemplate) -> None:
    """Throw the draft away; the published version stays as it is."""
    with transaction.atomic():
        draft = _lock(access, template)
        _record(access, draft, "discard")
        draft.delete()


def _lock(access: Access, template: StepPlanTemplate) -> StepPlanTemplate:
    draft = (
        StepPlanTemplate.objects.select_for_update(of=("self",))
        .filter(pk=template.pk, state=TemplateState.DRAFT)
        .first()
    )
    if draft is None:
        raise NoDraftError
    if not can_edit_template(access, draft):
        raise PermissionDenied
    return draft


def _behind_all(draft: StepPlanTemplate) -> int:
    """The place after the last phase; not their number, as one that was removed leaves a gap."""
    last = draft.phases.order_by("position").values_list("position", flat=True).last()
    return 0 if last is None else last + 1


def _renumber(draft: StepPlanTemplate) -> None:
    rows: list[Any] = list(draft.steps.select_related("phase").order_by("phase__position", "position", "id"))
    for position, row in enumerate(rows):
        row.position = position
    TemplateStep.objects.bulk_update(rows, ["position"])


def _record(access: Access, template: StepPlanTemplate, verb: str) -> None:
    record_event(access=access, object_type="guidance.StepPlanTemplate", object_id=template.pk, verb=verb)
