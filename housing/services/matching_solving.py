"""Working a plan out: the worker's side. The row is the job; messages only wake.

A claim, then many short transactions: progress and a heartbeat every second or two, so that people see it move and the sweep
sees that the worker lives. Whoever cancels changes the row; the next heartbeat finds that out and stops the solver. The result
is written in one transaction, after another look at the row.
"""

from __future__ import annotations

import json
import logging
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import MatchingState
from housing.matching.facts import HouseholdFacts, Terms, UnitFacts
from housing.matching.planning import Phase, Placed, Plan, Unplaced, fingerprint, make_plan
from housing.matching.solving import SolverFailed
from housing.models import MatchingProposal, MatchingRun
from housing.queries.matching_facts import (
    all_household_facts,
    partner_pairs,
    partner_units,
    run_terms,
    unit_facts,
)
from housing.states import MATCHING_RUN
from thuisgevers.audit.transitions import WrongStateError, transition
from thuisgevers.common.queues import Queue
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

logger = logging.getLogger(__name__)

#: Older than this, a heartbeat means that the worker is gone; the queue's condition in migration 0013 says the same.
LOST_AFTER = timedelta(seconds=60)
BEAT_EVERY = 1.0
#: Below the worker's own time limit. A plan that is not proven by then is the greedy one, with its gap told.
SOLVER_SECONDS = 150.0
MOST_ATTEMPTS = 3
BATCH = 2000
#: Where each phase begins and how long it is, in hundredths of the bar.
_BAR = {
    Phase.LOADING: (0, 15),
    Phase.COMPARING: (15, 25),
    Phase.SOLVING: (40, 35),
    Phase.EXPLAINING: (75, 15),
    Phase.STORING: (90, 10),
}


class Stopped(Exception):
    """The row says that nobody waits for this work any more: cancelled, or given to another worker."""


class NoLongerAllowed(Exception):
    """The person for whom the job acts may not plan any more."""


@dataclass
class _Pulse:
    """Writes where the work is, at most once a second, and stops it where the row moved on."""

    run_id: UUID
    claimed_at: datetime
    last: float = field(default=0.0)
    phase: Phase | None = None

    def __call__(self, phase: Phase, done: float) -> None:
        now = time.monotonic()
        if phase is self.phase and now - self.last < BEAT_EVERY:
            return
        self.phase, self.last = phase, now
        begin, length = _BAR[phase]
        with transaction.atomic(), acting(job=_job(self.run_id)):
            beaten = MatchingRun.objects.filter(
                pk=self.run_id, state=MatchingState.SOLVING, claimed_at=self.claimed_at
            ).update(phase=phase.value, progress=begin + round(length * done), heartbeat_at=timezone.now())
        if not beaten:
            raise Stopped


def _job(run_id: UUID) -> str:
    return f"{Queue.MATCHING.value}:{run_id}"


def _only_the_job(_access: Access, _run: MatchingRun) -> bool:
    """The engine's `may` for the worker's edges; that it holds this row as its job is checked by the database."""
    return True


def solve_run(run_id: UUID) -> bool:
    """Work out one plan, as the job that its row is. True when this call finished it.

    Delivered twice, or for a row that is not waiting: does nothing. Ends as `ready` or `failed`, or leaves the row as the
    person who cancelled it made it.
    """
    with transaction.atomic(), acting(job=_job(run_id)):
        run = _claim(run_id)
    if run is None:
        return False
    assert run.claimed_at is not None
    pulse = _Pulse(run_id, run.claimed_at)
    try:
        households, units, terms = _load(run, pulse)
        plan = make_plan(households, units, terms, on_progress=pulse, aside_seconds=SOLVER_SECONDS)
        pulse(Phase.STORING, 0.0)
        return _store(run, plan, fingerprint(households, units, terms), len(units))
    except Stopped:
        return False
    except NoLongerAllowed:
        _fail(run, _("Wie dit plan aanvroeg, mag niet meer plannen. Vraag het zelf opnieuw aan."))
    except (SolverFailed, OverflowError, ValueError, MemoryError):
        logger.exception("plan %s could not be worked out", run_id)
        _fail(
            run,
            _("Het rekenen is misgegaan. Probeer het opnieuw. Blijft het misgaan, neem dan contact met ons op."),
        )
    return False


def recover_run(run_id: UUID) -> bool:
    """Put a plan whose worker is gone back in line. True when it waits now and a worker should be woken."""
    with transaction.atomic(), acting(job=_job(run_id)):
        run = MatchingRun.objects.filter(pk=run_id).first()
        if run is None:
            return False
        if run.state == MatchingState.REQUESTED:
            return True
        if run.state != MatchingState.SOLVING or run.heartbeat_at is None:
            return False
        if run.heartbeat_at > timezone.now() - LOST_AFTER:
            return False
        if run.attempts >= MOST_ATTEMPTS:
            logger.error("plan %s lost its worker %s times", run_id, run.attempts)
            message = _(
                "Het rekenen is een paar keer afgebroken. Kies een kortere periode of probeer het later opnieuw."
            )
            _move(run, "fail", {"error": message})
            return False
        _move(run, "lose", {"claimed_at": None, "heartbeat_at": None, "progress": 0, "phase": ""})
        return True


def _claim(run_id: UUID) -> MatchingRun | None:
    run = MatchingRun.objects.filter(pk=run_id).first()
    if run is None or run.state != MatchingState.REQUESTED:
        return None
    now = timezone.now()
    try:
        return _move(run, "claim", {"claimed_at": now, "heartbeat_at": now, "attempts": run.attempts + 1})
    except WrongStateError:
        return None


def _load(run: MatchingRun, pulse: _Pulse) -> tuple[list[HouseholdFacts], list[UnitFacts], Terms]:
    """The facts as whoever asked may see them, in one transaction."""
    pulse(Phase.LOADING, 0.0)
    with transaction.atomic(), acting(job=_job(run.pk)):
        fresh = MatchingRun.objects.select_related("municipality", "requested_by").get(pk=run.pk)
        municipality = fresh.municipality
        access = Access.for_user(fresh.requested_by, second_factor=True).narrowed(municipality)
        if not access.may(Capability.MATCHING_PLAN, municipality=municipality):
            raise NoLongerAllowed
        households = all_household_facts(access, municipality)
        units = unit_facts(access, municipality)
        pairs: frozenset[frozenset[int]] = frozenset()
        if fresh.with_partners:
            pairs = partner_pairs(municipality)
            units += partner_units(municipality)
    return households, units, run_terms(run, partners=pairs)


def _store(run: MatchingRun, plan: Plan, input_hash: str, units: int) -> bool:
    """The proposals and the switch to ready together, unless the row moved on meanwhile."""
    placed_people = sum(one.household.size for one in plan.placed)
    rows = [_placed_row(run, one) for one in plan.placed] + [_unplaced_row(run, one) for one in plan.unplaced]
    with transaction.atomic(), acting(job=_job(run.pk)):
        held = MatchingRun.objects.select_for_update(of=("self",), no_key=True).filter(
            pk=run.pk, state=MatchingState.SOLVING, claimed_at=run.claimed_at
        )
        fresh = held.first()
        if fresh is None:
            return False
        MatchingProposal.objects.bulk_create(rows, batch_size=BATCH)
        _move(
            fresh,
            "finish",
            {
                "phase": "",
                "progress": 100,
                "input_hash": input_hash,
                "households": len(rows),
                "people": placed_people + sum(one.household.size for one in plan.unplaced),
                "units": units,
                "pairs": plan.pairs,
                "placed_households": len(plan.placed),
                "placed_people": placed_people,
                "worth_first": plan.worth.placed,
                "worth_score": plan.worth.score,
                "bound_first": plan.bound.placed,
                "bound_score": plan.bound.score,
                "method": plan.method.value,
                "binds": {limit.value: number for limit, number in plan.binds.items()},
                "finished_at": timezone.now(),
            },
        )
    return True


def _placed_row(run: MatchingRun, one: Placed) -> MatchingProposal:
    is_own = one.unit.municipality_id == run.municipality_id
    points = {part.wish.value: [part.points, part.weight] for part in one.verdict.points}
    return MatchingProposal(
        municipality_id=run.municipality_id,
        run_id=run.pk,
        household_id=one.household.id,
        unit_id=one.unit.id if is_own else None,
        partner_id=None if is_own else one.unit.municipality_id,
        partner_unit_id=None if is_own else one.unit.id,
        is_placed=True,
        starts_on=one.verdict.starts_on,
        ends_on=one.verdict.ends_on,
        score=one.verdict.score,
        rank=one.rank,
        options=one.options,
        reasons=json.dumps({"points": points}),
    )


def _unplaced_row(run: MatchingRun, one: Unplaced) -> MatchingProposal:
    why = one.why
    reasons = {
        "units": why.units,
        "possible": why.possible,
        "closed": {limit.value: number for limit, number in why.closed.items()},
        "opens": {limit.value: number for limit, number in why.opens.items()},
    }
    return MatchingProposal(
        municipality_id=run.municipality_id,
        run_id=run.pk,
        household_id=one.household.id,
        is_placed=False,
        options=why.possible,
        reasons=json.dumps(reasons),
    )


def _fail(run: MatchingRun, message: str) -> None:
    """Unless somebody cancelled it in the meantime."""
    with transaction.atomic(), acting(job=_job(run.pk)):
        try:
            _move(run, "fail", {"error": message})
        except WrongStateError:
            logger.info("plan %s was stopped while it failed", run.pk)


def _move(run: MatchingRun, name: str, changes: dict[str, object]) -> MatchingRun:
    return transition(
        access=Access.nobody(), obj=run, machine=MATCHING_RUN, name=name, may=_only_the_job, changes=changes
    )
