"""What people do with a step: begin, finish, skip, take back, give to somebody, choose a day, write."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from thuisgevers.accounts.models import User
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.working_days import dutch_day, next_working_day, today

from ..enums import MUNICIPAL_STEP_ROLES, StepState
from ..models import PlanComment, PlanStep
from ..permissions.plans import can_comment_step, can_schedule_plan, can_work_step
from ..states import STEP
from .plans import counted_days, lock_plan


def start_step(*, access: Access, step: PlanStep) -> PlanStep:
    """Somebody begins; who begins a step that nobody took, takes it."""
    _require(access, step)
    with transaction.atomic():
        changes: dict[str, object] = {"started_at": timezone.now()}
        fresh = transition(access=access, obj=step, machine=STEP, name="start", may=can_work_step, changes=changes)
        if fresh.owner_id is None and access.user is not None:
            fresh.owner = access.user
            fresh.save(update_fields=["owner", "updated_at"])
        return fresh


def finish_step(*, access: Access, step: PlanStep) -> PlanStep:
    """Ready, also straight from "to do". Raises WrongStateError when somebody else was first."""
    _require(access, step)
    with transaction.atomic():
        # Without its words: a row that gets those of a newer version while this waits would not join the old ones any more.
        locked = PlanStep.objects.select_for_update(no_key=True).get(pk=step.pk)
        days = days_taken(locked)
        if locked.state == StepState.OPEN:
            start_step(access=access, step=step)
        return transition(
            access=access,
            obj=step,
            machine=STEP,
            name="finish",
            may=can_work_step,
            changes={"finished_at": timezone.now(), "took_days": days},
        )


def days_taken(step: PlanStep) -> int:
    """Calendar days up to today, both included: from the day somebody began, or for who says "ready" at once from the day on
    which the last step before it was done, or else on which the plan was made."""
    if step.state == StepState.DOING and step.started_at is not None:
        began = step.started_at
    else:
        before = PlanStep.objects.filter(plan_id=step.plan_id, step__key__in=step.step.after, state=StepState.DONE)
        began = before.aggregate(last=Max("finished_at"))["last"] or step.plan.created_at
    return max(0, (today() - dutch_day(began)).days) + 1


def skip_step(*, access: Access, step: PlanStep, reason: str) -> PlanStep:
    """Not needed here; everybody who sees the plan reads why."""
    _require(access, step)
    return transition(
        access=access,
        obj=step,
        machine=STEP,
        name="skip",
        may=can_work_step,
        reason=reason,
        changes={"finished_at": timezone.now(), "skip_reason": reason.strip()},
    )


def reopen_step(*, access: Access, step: PlanStep) -> PlanStep:
    """Take "ready" back. Who did what and when stays in the log."""
    _require(access, step)
    return transition(
        access=access,
        obj=step,
        machine=STEP,
        name="reopen",
        may=can_work_step,
        changes={"finished_at": None, "started_at": None, "took_days": None},
    )


def arrange_step(*, access: Access, step: PlanStep, owner: User | None, role: str, chosen_on: date | None) -> PlanStep:
    """Who does it and when. A day that would break the order of the plan is refused at its field, with what stands in the
    way. Officials do not pass steps between the municipality and the team, and choose no days in the plan of a team."""
    _require(access, step)
    may_schedule = can_schedule_plan(access, step.plan)
    with transaction.atomic():
        plan = lock_plan(step.plan) if may_schedule else step.plan
        if not may_schedule and role not in MUNICIPAL_STEP_ROLES:
            raise ValidationError({"role": _("Deze stap is van de gemeente. Kies een rol bij de gemeente.")})
        rows = PlanStep.objects.filter(plan=plan).select_related("step").order_by("step__position")
        steps = list(rows.select_for_update(of=("self",), no_key=True) if may_schedule else rows)
        mine = next(one for one in steps if one.pk == step.pk)
        if may_schedule and chosen_on != mine.chosen_on:
            mine.chosen_on = chosen_on
            changed = counted_days(plan, steps)
            _refuse_what_does_not_fit(mine, steps)
            PlanStep.objects.bulk_update(changed, ["starts_on", "due_on"])
        mine.owner, mine.role = owner, role
        fields = ["owner", "role", "chosen_on", "updated_at"] if may_schedule else ["owner", "role", "updated_at"]
        PlanStep.objects.filter(pk=mine.pk).update(
            **{name: getattr(mine, name) for name in fields if name != "updated_at"}, updated_at=timezone.now()
        )
        _record(access, mine, "arrange")
    return mine


def _refuse_what_does_not_fit(mine: PlanStep, steps: list[PlanStep]) -> None:
    """The planner moved the day: say which step stands in the way."""
    if mine.chosen_on is None or mine.due_on is None:
        return
    if mine.step.is_move_in:
        raise ValidationError(
            {"chosen_on": _("Op deze dag trekken de bewoners in. Wijzig de gewenste dag bij “Plan instellen”.")}
        )
    if mine.chosen_on > mine.due_on:
        waiting = [one for one in steps if mine.step.key in one.step.after and one.starts_on is not None]
        first = min(waiting, key=lambda one: one.starts_on or date.max, default=None)
        words = _("Kies een dag op of voor %(day)s.") % {"day": date_format(mine.due_on, "j F Y")}
        if first is not None:
            words += " " + _("Daarna begint “%(title)s”.") % {"title": first.step.title}
        raise ValidationError({"chosen_on": words})
    # Before the move an earlier day is kept; after it, the steps that come first need their time.
    if next_working_day(mine.chosen_on) < mine.due_on:
        raise ValidationError(
            {
                "chosen_on": _("Kies %(day)s of later: de stappen ervoor zijn niet eerder klaar.")
                % {"day": date_format(mine.due_on, "j F Y")}
            }
        )


def add_comment(*, access: Access, step: PlanStep, text: str) -> PlanComment:
    """For everybody who sees the plan; nobody is mailed."""
    if access.user is None or not can_comment_step(access, step):
        raise PermissionDenied
    with transaction.atomic():
        comment = PlanComment(
            municipality=step.municipality,
            initiative_id=step.initiative_id,
            plan_step=step,
            author=access.user,
            text=text,
        )
        comment.save(force_insert=True)
        _record(access, step, "comment")
    return comment


def _require(access: Access, step: PlanStep) -> None:
    """Before the row is locked: the database shows nobody a row to lock that they may not change."""
    if not can_work_step(access, step):
        raise PermissionDenied


def _record(access: Access, step: PlanStep, verb: str) -> None:
    record_event(
        access=access,
        object_type="guidance.PlanStep",
        object_id=step.pk,
        verb=verb,
        municipality=step.municipality,
        scope_id=step.initiative_id,
    )
