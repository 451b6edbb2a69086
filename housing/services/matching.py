"""What people do with matching: choose weights, ask for a plan, stop it, and choose a unit for a household."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from housing.enums import HouseholdState, MatchingRule, MatchingState
from housing.matching.codes import MOST_WEIGHT, WISHES, Wish
from housing.matching.planning import Choice
from housing.models import DwellingUnit, Household, MatchingRun, MatchingWeights, Placement
from housing.queries.matching_facts import chosen_weights
from housing.services.placements import propose_placement
from housing.states import MATCHING_RUN
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.tasks import wake
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

SOLVE_TASK = "housing.tasks.matching.solve_run"
LONGEST_WINDOW = timedelta(weeks=52)


class WeightsChangedError(ConflictError):
    """Somebody else chose weights after this page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Een collega heeft de gewichten net gewijzigd. Wat u koos staat er nog. Bewaar opnieuw als het nog klopt."
            )
        )


class AlreadySolvingError(ConflictError):
    """One plan at a time in a municipality."""

    def __init__(self) -> None:
        super().__init__(_("Er wordt al een plan gemaakt. Wacht tot het klaar is of stop het."))


def choose_weights(
    *,
    access: Access,
    municipality: Municipality,
    weights: Mapping[Wish, int],
    rule: MatchingRule,
    reason: str,
    seen: int,
) -> MatchingWeights:
    """Add a version. `seen` is the version on the page; plans that exist keep the weights they were made with."""
    access.require(Capability.MATCHING_WEIGH, municipality=municipality)
    if access.user is None:
        raise TypeError("weights are chosen by a person")
    if not reason.strip():
        raise ValidationError({"reason": _("Vul in waarom u de gewichten wijzigt. Collega's lezen dit terug.")})
    if set(weights) != set(WISHES) or not all(0 <= weight <= MOST_WEIGHT for weight in weights.values()):
        raise ValidationError(_("Kies voor elke wens een gewicht van 0 tot en met 10."))
    now = chosen_weights(access, municipality)
    if now.version != seen:
        raise WeightsChangedError
    row = MatchingWeights(
        municipality=municipality,
        version=now.version + 1,
        rule=rule,
        reason=reason.strip(),
        set_by=access.user,
        **{wish.value: weights[wish] for wish in WISHES},
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise WeightsChangedError from error
    changed = {wish.value: [now.weights[wish], weights[wish]] for wish in WISHES if weights[wish] != now.weights[wish]}
    record_event(
        access=access,
        object_type="housing.MatchingWeights",
        object_id=row.pk,
        verb="choose",
        municipality=municipality,
        reason=row.reason,
        visibility=Visibility.HOUSEHOLD,
        data={"version": row.version, "rule": row.rule, "changed": changed},
    )
    return row


def request_run(
    *,
    access: Access,
    municipality: Municipality,
    starts_on: date,
    latest_on: date,
    shortest_days: int,
    wished_days: int,
    with_partners: bool = False,
) -> MatchingRun:
    """Ask for the best plan for all who wait. The weights of this moment are kept with it; a worker does the rest."""
    access.require(Capability.MATCHING_PLAN, municipality=municipality)
    if access.user is None:
        raise TypeError("a plan is asked for by a person")
    if latest_on < starts_on:
        raise ValidationError({"latest_on": _("De laatste dag ligt voor de eerste. Kies een latere datum.")})
    if latest_on - starts_on > LONGEST_WINDOW:
        raise ValidationError({"latest_on": _("Kies een periode van hoogstens een jaar.")})
    if not 1 <= shortest_days <= wished_days:
        raise ValidationError({"wished_weeks": _("Het gewenste verblijf is korter dan het kortste verblijf.")})
    chosen = chosen_weights(access, municipality)
    run = MatchingRun(
        municipality=municipality,
        requested_by=access.user,
        starts_on=starts_on,
        latest_on=latest_on,
        shortest_days=shortest_days,
        wished_days=wished_days,
        with_partners=with_partners,
        rule=chosen.rule.value,
        weights={wish.value: chosen.weights[wish] for wish in WISHES},
        weights_version=chosen.version,
    )
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadySolvingError from error
    record_event(
        access=access,
        object_type=MATCHING_RUN.label,
        object_id=run.pk,
        verb="request",
        municipality=municipality,
        to_state=run.state,
        visibility=Visibility.HOUSEHOLD,
        data={"weights_version": chosen.version, "rule": run.rule},
    )
    wake(SOLVE_TASK, str(run.pk))
    return run


def cancel_run(*, access: Access, run: MatchingRun) -> MatchingRun:
    """Stop it, also while it is being worked out: the worker looks every second and ends its solver."""
    return transition(access=access, obj=run, machine=MATCHING_RUN, name="cancel")


def retry_run(*, access: Access, run: MatchingRun) -> MatchingRun:
    """Once more, with the conditions it had and the facts of now."""
    others = MatchingRun.objects.filter(
        municipality=run.municipality, state__in=[MatchingState.REQUESTED, MatchingState.SOLVING]
    )
    if others.exclude(pk=run.pk).exists():
        raise AlreadySolvingError
    changes = {
        "error": "",
        "claimed_at": None,
        "heartbeat_at": None,
        "attempts": 0,
        "progress": 0,
        "phase": "",
    }
    fresh = transition(access=access, obj=run, machine=MATCHING_RUN, name="retry", changes=changes)
    wake(SOLVE_TASK, str(fresh.pk))
    return fresh


def choose_unit(
    *,
    access: Access,
    household: Household,
    unit: DwellingUnit,
    move_in_on: date,
    expected_end_on: date,
    reason: str,
    choice: Choice,
    first: Choice | None,
    run: MatchingRun | None = None,
) -> Placement:
    """A person decides: propose this unit to this household. Whoever takes another unit than the first on the list says why.

    Side effects: a proposed placement with the reason, and a line in the log with the rank, the score and the weights.
    """
    access.require(Capability.MATCHING_PLAN, municipality=household.municipality)
    if household.state != HouseholdState.EXPECTED:
        raise ConflictError(_("Dit huishouden zoekt geen woning meer. Bekijk de nieuwste stand."))
    if not access.may(Capability.PLACEMENT_WRITE, municipality=household.municipality):
        raise PermissionDenied
    is_first = first is None or first.unit.id == unit.pk
    if not is_first and not reason.strip():
        raise ValidationError(
            {"reason": _("U kiest niet de eerste van de lijst. Vul in waarom: dit blijft bij het voorstel staan.")}
        )
    with transaction.atomic():
        placement = propose_placement(
            access=access,
            household=household,
            unit=unit,
            move_in_on=move_in_on,
            expected_end_on=expected_end_on,
            reason=reason.strip(),
        )
        record_event(
            access=access,
            object_type="housing.Household",
            object_id=household.pk,
            verb="choose_unit",
            municipality=household.municipality,
            scope_id=household.pk,
            reason=reason.strip(),
            visibility=Visibility.HOUSEHOLD,
            data={
                "unit": str(unit.pk),
                "placement": str(placement.pk),
                "run": None if run is None else str(run.pk),
                "rank": choice.rank,
                "score": choice.verdict.score,
                "first": None if first is None else str(first.unit.id),
                "first_score": None if first is None else first.verdict.score,
                "weights_version": chosen_weights(access, household.municipality).version,
            },
        )
    return placement
