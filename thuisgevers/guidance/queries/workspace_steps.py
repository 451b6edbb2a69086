"""The steps of the plan on the first page of a workspace: what is due next, and what the reader took. As tuples, because a plan has thirty
steps with long texts and the page shows three titles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst

from initiatives.models import Initiative
from thuisgevers.common.addresses import address
from thuisgevers.common.deadlines import Deadline
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.working_days import today, working_days_between

from ..enums import OPEN_STEPS, StepState
from ..permissions.plans import viewable_steps
from .plans import NEXT

COLUMNS = ("pk", "state", "due_on", "role", "owner_id", "owner__display_name")
WORDS = ("step__key", "step__title", "step__after", "step__property_kinds", "step__schemes")
PLAN = ("plan__property_kind", "plan__scheme")


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
    """`has_plan` is true where every step is done as well."""

    next: list[DueStep]
    mine: list[DueStep]
    has_plan: bool


def due_steps(access: Access, initiative: Initiative) -> DueSteps:
    """The same order as on the page of the plan: what can be done now, then by day."""
    held = list(
        viewable_steps(access)
        .filter(initiative=initiative)
        .order_by("step__position", "step_id")
        .values_list(*COLUMNS, *WORDS, *PLAN)
    )
    rows = [row for row in held if row[1] in OPEN_STEPS and _applies(*row[9:])]
    titles = {row[6]: row[7] for row in rows}
    day = today()
    me = None if access.user is None else access.user.pk
    found = []
    for pk, state, due_on, role, owner_id, owner, _key, title, after, *_conditions in rows:
        waits_for = tuple(titles[key] for key in after if key in titles)
        step = DueStep(
            title=title,
            url=address("guidance:step_detail", pk),
            who=owner or capfirst(str(Role(role).label)),
            waits_for=waits_for,
            deadline=_deadline(due_on, day),
        )
        order = (bool(waits_for), due_on or date.max, state != StepState.DOING)
        found.append((order, owner_id is not None and owner_id == me, step))
    found.sort(key=lambda one: one[0])
    return DueSteps(
        next=[step for _order, _is_mine, step in found[:NEXT]],
        mine=[step for _order, is_mine, step in found if is_mine],
        has_plan=bool(held),
    )


def _deadline(due_on: date | None, day: date) -> Deadline | None:
    if due_on is None:
        return None
    return Deadline(on=due_on, working_days_left=working_days_between(day, due_on), today=day)


def _applies(property_kinds: list[str], schemes: list[str], property_kind: str, scheme: str) -> bool:
    """As `models.plans.applies`, for columns."""
    if property_kind and property_kinds and property_kind not in property_kinds:
        return False
    return not (scheme and schemes and scheme not in schemes)
