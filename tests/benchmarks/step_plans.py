"""A new version of the national plan for 350 and for 3,500 running plans: the same time for each plan, and no more memory.

The worker runs in a process of its own that does nothing else. The control is the worker itself on a tenth of the plans: what grows
with their number shows as a ratio above one. Every plan is half-way; every tenth takes over by itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection
from django.utils import timezone

from initiatives.models import Initiative
from tests.factories.plans import draft_template
from tests.seeding import seed
from thuisgevers.common.ids import uuid7
from thuisgevers.guidance.enums import Audience, StepState, TemplateState
from thuisgevers.guidance.models import PlanStep, StepPlan, StepPlanTemplate, TemplateStep
from thuisgevers.guidance.services.plans import count_days, newest_template
from thuisgevers.municipalities.working_days import add_working_days, today

PLANS, CONTROL = 3_500, 350
#: Time for each plan, and peak of memory, of the many beside the few.
LIMIT, MEMORY_LIMIT = 1.5, 1.25
BATCH = 200
DONE = 12
AS_WORKER = """
import django
django.setup()
from django.db import connection
from tests.benchmarks.measuring import backend_clock, own_peak, with_own
from thuisgevers.guidance.services.offers import prepare_offers
connection.ensure_connection()
clock = with_own(backend_clock(connection.connection.info.backend_pid))
start = clock()
done = prepare_offers(patience=3600)
print(done, clock() - start, own_peak())
"""


@dataclass(frozen=True)
class OffersResult:
    """CPU milliseconds for each plan, and memory at the peak in MB: of the few, of the many."""

    few: int
    many: int
    few_ms: float
    many_ms: float
    few_mb: int
    many_mb: int
    limit: float = LIMIT
    memory_limit: float = MEMORY_LIMIT

    @property
    def ratio(self) -> float:
        return self.many_ms / self.few_ms

    @property
    def memory_ratio(self) -> float:
        return self.many_mb / self.few_mb

    @property
    def holds(self) -> bool:
        return self.ratio <= self.limit and self.memory_ratio <= self.memory_limit


def measure_offers(*, plans: int = PLANS, control: int = CONTROL) -> OffersResult:
    """Writes plans for initiatives that have none, publishes a version, runs the worker; first for the few, then for the many."""
    rows = initiatives_without_a_plan()
    old = newest_template(Audience.INITIATIVE)
    _publish()
    few = build_plans(islice(rows, control), old)
    few_done, few_seconds, few_mb = _work()
    many = build_plans(islice(rows, plans), old)
    many_done, many_seconds, many_mb = _work()
    if few_done < few or many_done != many or not few or not many:
        raise AssertionError(f"the worker did {few_done} of {few} and {many_done} of {many} plans")
    return OffersResult(
        few=few,
        many=many,
        few_ms=few_seconds / few_done * 1000,
        many_ms=many_seconds / many_done * 1000,
        few_mb=few_mb,
        many_mb=many_mb,
    )


def initiatives_without_a_plan() -> Iterator[Initiative]:
    with seed():
        held = StepPlan.objects.filter(initiative__isnull=False).values("initiative_id")
        return iter(list(Initiative.objects.exclude(pk__in=held).order_by("id").only("id", "municipality_id")))


def build_plans(initiatives: Iterator[Initiative], template: StepPlanTemplate) -> int:
    """Plans of this version, half-way and with days. Returns how many."""
    with seed():
        steps = list(TemplateStep.objects.filter(template=template).order_by("position"))
    number = 0
    while batch := list(islice(initiatives, BATCH)):
        plans = [
            StepPlan(
                id=uuid7(),
                municipality_id=one.municipality_id,
                initiative_id=one.pk,
                template=template,
                wished_on=add_working_days(today(), 60),
                takes_over_itself=(number + index) % 10 == 0,
            )
            for index, one in enumerate(batch)
        ]
        with seed():
            StepPlan.objects.bulk_create(plans)
            PlanStep.objects.bulk_create([row for plan in plans for row in _half_way(plan, steps)])
        number += len(plans)
    return number


def half_way_plan(initiative: Initiative) -> StepPlan:
    """One with counted days, for its page."""
    template = newest_template(Audience.INITIATIVE)
    build_plans(iter([initiative]), template)
    with seed():
        plan = StepPlan.objects.get(initiative=initiative)
        count_days(plan)
    return plan


def _half_way(plan: StepPlan, steps: Sequence[TemplateStep]) -> Iterator[PlanStep]:
    now = timezone.now()
    for index, step in enumerate(steps):
        is_done = index < DONE
        yield PlanStep(
            municipality_id=plan.municipality_id,
            initiative_id=plan.initiative_id,
            plan=plan,
            step=step,
            role=step.role,
            state=StepState.DONE if is_done else StepState.DOING if index == DONE else StepState.OPEN,
            finished_at=now if is_done else None,
        )


def _publish() -> None:
    """The next version: one step gone, one new, three with other words."""
    draft = draft_template()
    with seed():
        steps = list(draft.steps.select_related("phase").order_by("-position"))
        steps[0].delete()
        for step in steps[1:4]:
            step.help_text += " Bel vooraf."
            step.save(update_fields=["help_text"])
        TemplateStep(
            template=draft,
            phase=steps[1].phase,
            key="nieuw-in-de-meting",
            title="Nieuw in de meting",
            position=999,
            role=steps[1].role,
            after=[steps[1].key],
        ).save(force_insert=True)
        draft.state, draft.change_note, draft.published_at = TemplateState.PUBLISHED, "Meting.", timezone.now()
        draft.save(update_fields=["state", "change_note", "published_at"])


def _work() -> tuple[int, float, int]:
    parts = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
    done = subprocess.run(
        [sys.executable, "-c", AS_WORKER],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    number, seconds, kilobytes = done.stdout.split()[-3:]
    return int(number), float(seconds), round(int(kilobytes) / 1024)
