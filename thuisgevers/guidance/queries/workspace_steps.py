"""The steps of the plan on the first page of a workspace: what is due next, and what the reader took. As tuples, because a plan has thirty
steps with long texts and the page shows three titles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thuisgevers.common.addresses import address
from thuisgevers.common.deadlines import Deadline
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.working_days import today, working_days_between

from ..enums import OPEN_STEPS, StepState
from ..models import StepPlan
from ..permissions.plans import viewable_steps
from .plans import NEXT

COLUMNS = ("pk", "state", "due_on", "role", "owner_id", "owner__display_name")
WORDS = ("step__key", "step__title", "step__after", "step__property_kinds", "step__schemes")


@dataclass(frozen=True, slots=True)
class DueStep:
    """`who` is the person who took it, or the role that should."""

    title: str
    url: str
    who: str
    waits_for: tuple[str, ...]
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class DueSteps:
    next: list[DueStep]
    mine: list[DueStep]


def due_steps(access: Access, plan: StepPlan) -> DueSteps:
    """The same order as on the page of the plan: what can be done now, then by day."""
    rows = [
        row
        for row in viewable_steps(access)
        .filter(plan=plan, state__in=OPEN_STEPS)
        .order_by("step__position", "step_id")
        .values_list(*COLUMNS, *WORDS)
        if _applies(plan, row[9], row[10])
    ]
    titles = {row[6]: row[7] for row in rows}
    day = today()
    me = None if access.user is None else access.user.pk
    found = []
    for pk, state, due_on, role, owner_id, owner, _key, title, after, *_conditions in rows:
        waits_for = tuple(titles[key] for key in after if key in titles)
        step = DueStep(
            title=title,
            url=address("guidance:step_detail", pk),
            who=owner or str(Role(role).label).capitalize(),
            waits_for=waits_for,
            deadline=_deadline(due_on, day),
        )
        order = (bool(waits_for), due_on or date.max, state != StepState.DOING)
        found.append((order, owner_id is not None and owner_id == me, step))
    found.sort(key=lambda one: one[0])
    return DueSteps(
        next=[step for _order, _is_mine, step in found[:NEXT]],
        mine=[step for _order, is_mine, step in found if is_mine],
    )


def _deadline(due_on: date | None, day: date) -> Deadline | None:
    if due_on is None:
        return None
    return Deadline(on=due_on, working_days_left=working_days_between(day, due_on), today=day)


def _applies(plan: StepPlan, property_kinds: list[str], schemes: list[str]) -> bool:
    """As `models.plans.applies`, for columns."""
    if plan.property_kind and property_kinds and plan.property_kind not in property_kinds:
        return False
    return not (plan.scheme and schemes and plan.scheme not in schemes)
