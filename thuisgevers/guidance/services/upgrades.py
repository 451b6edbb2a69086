"""Taking over a newer version of the national plan in a running one: nothing that was done is lost."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.municipalities.access import Access

from ..models import PlanStep, StepPlan, TemplateStep
from ..permissions.plans import can_schedule_plan, can_work_step
from ..queries.upgrades import newer_template, offer_of
from ..states import STEP
from .plans import count_days, lock_plan


def take_over(*, access: Access, plan: StepPlan, keys: Collection[str] | None = None) -> StepPlan:
    """Take over these steps of the newest version, or all of them (None). New ones are added, changed ones get the new words and
    keep what people did, and steps that are gone are skipped with that reason unless they were done.

    The plan follows the new version once nothing is left to take over. Doing it twice changes nothing the second time.
    """
    if not can_schedule_plan(access, plan):
        raise PermissionDenied
    with transaction.atomic():
        fresh = lock_plan(plan)
        newest = newer_template(fresh)
        if newest is None:
            return fresh
        rows = list(PlanStep.objects.filter(plan=fresh).select_for_update(of=("self",), no_key=True).order_by("id"))
        words = TemplateStep.objects.select_related("phase").in_bulk([row.step_id for row in rows])
        for row in rows:
            row.step = words[row.step_id]
        offer = offer_of(newest, rows)
        chosen = set(offer.keys) if keys is None else set(offer.keys) & set(keys)
        _point_at_new_words(rows, _newest_steps(newest.pk), left={change.key for change in offer.changed} - chosen)
        PlanStep.objects.bulk_create(
            [
                PlanStep(
                    municipality=fresh.municipality,
                    initiative_id=fresh.initiative_id,
                    plan=fresh,
                    step=step,
                    role=step.role,
                )
                for step in offer.added
                if step.key in chosen
            ]
        )
        gone = {step.key for step in offer.gone} & chosen
        for row in rows:
            if row.step.key in gone:
                _skip(access, row, _("Vervallen in versie %(n)d van het stappenplan.") % {"n": newest.number})
        if chosen == set(offer.keys):
            fresh.template = newest
            fresh.save(update_fields=["template", "updated_at"])
        count_days(fresh)
        record_event(
            access=access,
            object_type="guidance.StepPlan",
            object_id=fresh.pk,
            verb="upgrade",
            municipality=fresh.municipality,
            scope_id=fresh.initiative_id,
            data={"version": newest.number, "steps": sorted(chosen)},
        )
    return fresh


def _newest_steps(template_id: UUID) -> dict[str, TemplateStep]:
    return {step.key: step for step in TemplateStep.objects.filter(template_id=template_id).order_by("position")}


def _point_at_new_words(rows: list[PlanStep], new: dict[str, TemplateStep], *, left: set[str]) -> None:
    """Same key, new words. A role that was the old version's becomes the new one's; a role somebody chose stays."""
    moved = []
    for row in rows:
        step = new.get(row.step.key)
        if step is None or row.step.key in left:
            continue
        if row.role == row.step.role:
            row.role = step.role
        row.step = step
        moved.append(row)
    PlanStep.objects.bulk_update(moved, ["step", "role"])


def _skip(access: Access, row: PlanStep, reason: str) -> None:
    transition(
        access=access,
        obj=row,
        machine=STEP,
        name="skip",
        may=can_work_step,
        reason=reason,
        changes={"finished_at": timezone.now(), "skip_reason": reason},
    )
