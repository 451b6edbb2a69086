"""Making a running plan, and counting its days."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from housing.models import Property
from initiatives.models import Initiative
from thuisgevers.audit.services import record_event
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

from ..enums import Audience, TemplateState
from ..models import PlanStep, StepPlan, StepPlanTemplate, TemplateStep
from ..models.plans import applies
from ..permissions.plans import can_schedule_plan
from ..planning import Period, Planned, leave_out, plan_dates
from ..queries.upgrades import newest_additions_of


def newest_template(audience: Audience) -> StepPlanTemplate:
    """The published version that new plans follow; a migration wrote the first."""
    rows = StepPlanTemplate.objects.filter(town=None, audience=audience, state=TemplateState.PUBLISHED)
    return rows.latest("number")


def start_initiative_plan(access: Access, initiative: Initiative) -> None:
    """Give a registered initiative its plan, in the transaction of its registration. Acts with the rights of the register link:
    inserts only. The kind of property is what the registration says."""
    kinds = Property.objects.filter(initiative_scope_id=initiative.pk).order_by("created_at", "id")
    kind = kinds.values_list("kind", flat=True).first()
    _make(Audience.INITIATIVE, initiative.municipality, initiative, property_kind=kind or "")


def start_municipal_plan(access: Access, municipality: Municipality) -> None:
    """Give a municipality that joined its own plan; one that joins again keeps the plan it had."""
    if not StepPlan.objects.filter(municipality=municipality, initiative__isnull=True).exists():
        _make(Audience.MUNICIPALITY, municipality, None)


def _make(
    audience: Audience, municipality: Municipality, initiative: Initiative | None, *, property_kind: str = ""
) -> None:
    template, additions = newest_template(audience), newest_additions_of(municipality, audience)
    plan = StepPlan(
        municipality=municipality,
        initiative=initiative,
        template=template,
        offer_for=template,
        additions=additions,
        offer_additions=additions,
        property_kind=property_kind,
    )
    plan.save(force_insert=True)
    PlanStep.objects.bulk_create(
        [
            PlanStep(municipality=municipality, initiative=initiative, plan=plan, step=step, role=step.role)
            for step in TemplateStep.objects.filter(template__in=[template, additions]).order_by("position")
        ]
    )


def set_up_plan(
    *,
    access: Access,
    plan: StepPlan,
    wished_on: date | None,
    property_kind: str,
    scheme: str,
    takes_over_itself: bool = False,
) -> StepPlan:
    """Say when the residents should move in, in what kind of property and under which scheme; counts all days again.
    `takes_over_itself` is for versions from now on: one that was offered before waits for a person."""
    if not can_schedule_plan(access, plan):
        raise PermissionDenied
    with transaction.atomic():
        fresh = lock_plan(plan)
        fresh.wished_on, fresh.property_kind, fresh.scheme = wished_on, property_kind, scheme
        fresh.takes_over_itself = takes_over_itself
        fresh.save(update_fields=["wished_on", "property_kind", "scheme", "takes_over_itself", "updated_at"])
        count_days(fresh)
        record_event(
            access=access,
            object_type="guidance.StepPlan",
            object_id=fresh.pk,
            verb="set_up",
            municipality=fresh.municipality,
            scope_id=fresh.initiative_id,
        )
    return fresh


def lock_plan(plan: StepPlan) -> StepPlan:
    """Whoever changes days of a plan goes one after another."""
    return StepPlan.objects.select_for_update(of=("self",), no_key=True).get(pk=plan.pk)


def counted_days(plan: StepPlan, steps: list[PlanStep]) -> list[PlanStep]:
    """Set `starts_on` and `due_on` of the steps (with their template step) from the plan's wish, without saving; returns
    those that changed."""
    found: dict[str, Period] = {}
    if plan.wished_on is not None:
        planned = [
            Planned(
                key=one.step.key,
                days=one.step.days,
                after=tuple(one.step.after),
                is_move_in=one.step.is_move_in,
                chosen_on=one.chosen_on,
            )
            for one in steps
        ]
        found = plan_dates(leave_out(planned, {s.step.key for s in steps if not applies(s.step, plan)}), plan.wished_on)
    changed = []
    days: tuple[date | None, date | None]
    for one in steps:
        period = found.get(one.step.key)
        if plan.wished_on is None:
            days = (None, one.chosen_on)
        else:
            days = (None, None) if period is None else (period.starts_on, period.due_on)
        if (one.starts_on, one.due_on) != days:
            one.starts_on, one.due_on = days
            changed.append(one)
    return changed


def count_days(plan: StepPlan) -> None:
    """Write the days of the plan's steps again; touches no other column, so that nobody's work is overwritten."""
    steps = list(PlanStep.objects.filter(plan=plan).select_related("step").order_by("step__position"))
    PlanStep.objects.bulk_update(counted_days(plan, steps), ["starts_on", "due_on"])
