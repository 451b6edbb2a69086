"""After a new version of the national plan, or of what a municipality adds: compare every running plan with it, and take it over
where the plan wants that.

The plan itself is the job: as long as `offer_for` and `offer_additions` are not the newest versions, it waits. So a worker that is killed loses only the
plan at hand, a task that is delivered twice finds nothing to do, and 3,500 plans take no more memory than one.
"""

from __future__ import annotations

import logging
import time
from uuid import UUID

from django.db import transaction

from thuisgevers.common.who import acting
from thuisgevers.municipalities.jobs import waiting_jobs

from ..enums import StepState
from ..models import StepPlan
from ..queries.upgrades import Newest, newest_of, offer_of
from .upgrades import NUMBERS, apply_offer, locked_steps

QUEUE = "plan_offers"
AT_ONCE = 100
#: Seconds; below the worker's limit. What is left then waits for the next minute.
PATIENCE = 200.0

logger = logging.getLogger(__name__)


def prepare_offers(*, patience: float = PATIENCE) -> int:
    """Compare all plans that wait, in batches, each in a transaction of its own. Returns how many. A plan that fails is logged,
    stays waiting and does not hold up the others of its batch."""
    stop, done = time.monotonic() + patience, 0
    while time.monotonic() < stop:
        before = done
        for plan_id in waiting_jobs(QUEUE, AT_ONCE):
            done += _try(plan_id)
        if done == before:
            break
    return done


def prepare_offer(plan_id: UUID) -> bool:
    """Compare one plan with the newest versions. True when this call did it.

    A plan that takes over by itself does so here, but leaves alone what somebody is busy with: a step that is being done does
    not get other words or vanish under anybody's hands. The team decides about what is left.
    """
    with transaction.atomic(), acting(job=f"{QUEUE}:{plan_id}"):
        rows = StepPlan.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        plan = rows.select_related("municipality").filter(pk=plan_id).first()
        if plan is None:
            return False
        newest = newest_of(plan)
        if newest.is_compared(plan):
            return False
        if newest.is_followed(plan):
            plan.offer_for, plan.offer_additions = newest.template, newest.additions
            plan.offer_added = plan.offer_changed = plan.offer_gone = 0
            plan.save(update_fields=NUMBERS)
        else:
            _compare(plan, newest)
        return True


def _compare(plan: StepPlan, newest: Newest) -> None:
    steps = locked_steps(plan)
    offer = offer_of(newest, steps)
    if plan.takes_over_itself:
        busy = {one.step.key for one in steps if one.state == StepState.DOING}
        apply_offer(plan, offer, steps, set(offer.keys) - busy, access=None)
        return
    plan.offer_for, plan.offer_additions = newest.template, newest.additions
    plan.offer_added, plan.offer_changed, plan.offer_gone = len(offer.added), len(offer.changed), len(offer.gone)
    plan.save(update_fields=NUMBERS)


def _try(plan_id: UUID) -> bool:
    try:
        return prepare_offer(plan_id)
    except Exception:
        logger.exception("%s: %s failed and is tried again", QUEUE, plan_id)
        return False
