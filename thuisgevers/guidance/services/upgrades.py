"""Taking over a newer version of the national plan in a running one: nothing that was done is lost."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.municipalities.access import Access

from ..models import PlanStep, StepPlan, TemplateStep
from ..permissions.plans import can_schedule_plan, can_work_step
from ..queries.upgrades import Newest, UpgradeOffer, newer_version, offer_of
from ..states import STEP
from .plans import count_days, lock_plan

#: What comparing a plan with the newest versions writes.
NUMBERS = ["offer_for", "offer_additions", "offer_added", "offer_changed", "offer_gone", "updated_at"]


def take_over(*, access: Access, plan: StepPlan, keys: Collection[str] | None = None) -> StepPlan:
    """Take over these steps of the newest version, or all of them (None). New ones are added, changed ones get the new words and
    keep what people did, and steps that are gone are skipped with that reason unless they were done.

    The plan follows the new version once nothing is left to take over. Doing it twice changes nothing the second time.
    """
    if not can_schedule_plan(access, plan):
        raise PermissionDenied
    with transaction.atomic():
        fresh = lock_plan(plan)
        newest = newer_version(fresh)
        if newest is None:
            return fresh
        rows = locked_steps(fresh)
        offer = offer_of(newest, rows)
        apply_offer(fresh, offer, rows, set(offer.keys) if keys is None else set(offer.keys) & set(keys), access=access)
    return fresh


def locked_steps(plan: StepPlan) -> list[PlanStep]:
    """The steps with their words, held until the end of the transaction; the plan is locked before."""
    rows = list(PlanStep.objects.filter(plan=plan).select_for_update(of=("self",), no_key=True).order_by("id"))
    words = TemplateStep.objects.select_related("phase").in_bulk([row.step_id for row in rows])
    for row in rows:
        row.step = words[row.step_id]
    return rows


def apply_offer(
    plan: StepPlan, offer: UpgradeOffer, rows: list[PlanStep], chosen: set[str], *, access: Access | None
) -> None:
    """Take over what was chosen of an offer. Without `access` the plan does it by itself, as its own job."""
    newest = offer.newest
    _point_at_new_words(rows, _newest_steps(newest), left={change.key for change in offer.changed} - chosen)
    PlanStep.objects.bulk_create(
        [
            PlanStep(
                municipality=plan.municipality,
                initiative_id=plan.initiative_id,
                plan=plan,
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
            _skip(access, row, _why(row, newest))
    if chosen == set(offer.keys):
        plan.template, plan.additions = newest.template, newest.additions
    plan.offer_for, plan.offer_additions = newest.template, newest.additions
    plan.offer_added = sum(step.key not in chosen for step in offer.added)
    plan.offer_changed = sum(change.key not in chosen for change in offer.changed)
    plan.offer_gone = sum(step.key not in chosen for step in offer.gone)
    plan.save(update_fields=["template", "additions", *NUMBERS])
    count_days(plan)
    record_event(
        access=access or Access.nobody(),
        object_type="guidance.StepPlan",
        object_id=plan.pk,
        verb="upgrade",
        municipality=plan.municipality,
        scope_id=plan.initiative_id,
        data={"version": newest.template.number, "steps": sorted(chosen)},
    )


def _newest_steps(newest: Newest) -> dict[str, TemplateStep]:
    rows = TemplateStep.objects.filter(template__in=[newest.template.pk, newest.additions_id])
    return {step.key: step for step in rows.order_by("position")}


def _why(row: PlanStep, newest: Newest) -> str:
    if row.step.place_after:
        return _("De gemeente heeft deze stap ingetrokken.")
    return _("Vervallen in versie %(n)d van het stappenplan.") % {"n": newest.template.number}


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


def _skip(access: Access | None, row: PlanStep, reason: str) -> None:
    transition(
        access=access or Access.nobody(),
        obj=row,
        machine=STEP,
        name="skip",
        may=can_work_step if access else _only_the_job,
        reason=reason,
        changes={"finished_at": timezone.now(), "skip_reason": reason},
    )


def _only_the_job(_access: Access, _step: PlanStep) -> bool:
    """The engine's `may` for a plan that takes over by itself; that it holds this plan as its job is checked by the database."""
    return True
