"""Looking back on a step, and carrying a line of it into the next version of the plan."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.audit.services import record_event
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access

from ..enums import Audience, StepRating
from ..models import PlanStep, StepFeedback, StepPlanTemplate, StepSource, TemplateStep
from ..permissions.learning import can_review_step, viewable_sources
from ..permissions.templates import can_edit_template
from ..queries.learning import remark
from .templates import start_draft


class StepIsOpenAgainError(ConflictError):
    def __init__(self) -> None:
        super().__init__(_("Deze stap staat weer open. Terugkijken kan zodra hij klaar of overgeslagen is."))


def tap_rating(*, access: Access, step: PlanStep, rating: StepRating) -> StepFeedback:
    """One tap; a line and a yes that were given before stay."""
    held = StepFeedback.objects.filter(plan_step=step).first()
    return review_step(
        access=access,
        step=step,
        rating=rating,
        remark="" if held is None else held.remark,
        may_be_named=held is not None and held.may_be_named,
    )


def review_step(*, access: Access, step: PlanStep, rating: StepRating, remark: str, may_be_named: bool) -> StepFeedback:
    """Say how a step went, or change what was said. Two people who answer at once leave one answer: that of the last."""
    with transaction.atomic():
        fresh = PlanStep.objects.select_related("municipality").get(pk=step.pk)
        if not can_review_step(access, fresh):
            if fresh.finished_at is None:
                raise StepIsOpenAgainError
            raise PermissionDenied
        assert access.user is not None
        values = {"rating": rating, "remark": remark.strip(), "may_be_named": may_be_named, "given_by": access.user}
        if not StepFeedback.objects.filter(plan_step=fresh).update(**values, updated_at=timezone.now()):
            _add(fresh, values)
        record_event(
            access=access,
            object_type="guidance.PlanStep",
            object_id=fresh.pk,
            verb="review",
            municipality=fresh.municipality,
            scope_id=fresh.initiative_id,
            data={"rating": rating},
        )
        return StepFeedback.objects.get(plan_step=fresh)


def _add(step: PlanStep, values: dict[str, object]) -> None:
    row = StepFeedback(municipality=step.municipality, initiative_id=step.initiative_id, plan_step=step, **values)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        StepFeedback.objects.filter(plan_step=step).update(**values, updated_at=timezone.now())


def take_remark(
    *, access: Access, audience: Audience, key: str, feedback_id: UUID
) -> tuple[StepPlanTemplate, TemplateStep]:
    """Make a line of feedback the beginning of a change: the draft (the one there is, or a new one) and its step, with the line
    beside it. Doing it twice is doing it once. Raises ConflictError when the line or the step is gone."""
    if remark(audience, key, feedback_id) is None:
        raise ConflictError(_("Deze regel is intussen gewijzigd of weggehaald."))
    with transaction.atomic():
        draft = start_draft(access=access, audience=audience)
        step = draft.steps.filter(key=key).first()
        if step is None:
            raise ConflictError(_("Deze stap staat niet meer in het concept. Voeg hem daar eerst weer toe."))
        assert access.user is not None
        source = StepSource(feedback_id=feedback_id, template=draft, step_key=key, taken_by=access.user)
        StepSource.objects.bulk_create([source], ignore_conflicts=True)
    return draft, step


def mark_used(*, access: Access, template: StepPlanTemplate, key: str) -> int:
    """The step was saved with these lines in sight: they are where the change came from."""
    _require(access, template)
    rows = viewable_sources(access).filter(template=template, step_key=key, used_at=None)
    return rows.update(used_at=timezone.now())


def drop_sources(*, access: Access, template: StepPlanTemplate, key: str, feedback_ids: Collection[UUID]) -> None:
    """Not the reason for the change after all: nobody is thanked for it."""
    _require(access, template)
    viewable_sources(access).filter(template=template, step_key=key, feedback_id__in=feedback_ids).delete()


def _require(access: Access, template: StepPlanTemplate) -> None:
    if not can_edit_template(access, template):
        raise PermissionDenied
