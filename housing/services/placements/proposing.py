"""From a proposal to a plan: the household is asked, its answer is a fact, and only after a yes a handler confirms."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import HouseholdAnswer, PlacementState, PropertyState
from housing.models import DwellingUnit, Household, Placement
from housing.refusals import telling_refusals
from housing.services.cards import write_card
from housing.services.placement_tasks import drop_tasks, plan_tasks
from housing.states import PLACEMENT
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import WrongStateError, transition
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from .locking import follow, lock_home, lock_placement
from .periods import check_period


def propose_placement(
    *,
    access: Access,
    household: Household,
    unit: DwellingUnit,
    move_in_on: date,
    expected_end_on: date,
    reason: str = "",
) -> Placement:
    """Keep a unit for a household for a period, until it has answered. Nobody is told yet; the initiative's card shows size
    and needs, no names.

    Refused with a ValidationError at the field it is about: the unit is taken, closed, too small or not available, the
    property is not open, or the household has something else in that period. Of two at once one wins.
    """
    if access.user is None:
        raise TypeError("a placement is proposed by a person")
    with transaction.atomic():
        people, home = lock_home(household_id=household.pk, unit_id=unit.pk)
        access.require(Capability.PLACEMENT_WRITE, municipality=people.municipality)
        _check_start(people, home, move_in_on, expected_end_on)
        made = Placement(
            municipality=people.municipality,
            unit=home,
            property=home.property,
            household=people,
            move_in_on=move_in_on,
            expected_end_on=expected_end_on,
            proposed_by=access.user,
            choice_reason=reason.strip(),
        )
        with telling_refusals():
            made.save(force_insert=True)
        _record(access, made, "propose", reason=reason.strip(), to_state=PlacementState.PROPOSED)
        write_card(made)
        return made


def record_answer(
    *,
    access: Access,
    placement: Placement,
    answer: HouseholdAnswer,
    asked_on: date,
    asked_in: str,
    interpreter: bool,
    seen: str = "",
) -> Placement:
    """Write down what the household said, to whom, when and in which language. A no needs no reason: the proposal ends and
    nothing else changes for them. Until it is confirmed a later answer replaces the earlier one."""
    with transaction.atomic():
        fresh = lock_placement(placement, seen=seen)
        access.require(Capability.PLACEMENT_WRITE, municipality=fresh.municipality)
        if asked_on > timezone.localdate():
            raise ValidationError({"asked_on": _("Deze dag moet nog komen. Vul in wanneer u het huishouden sprak.")})
        facts = {
            "answer": HouseholdAnswer(answer),
            "asked_by": access.user,
            "asked_on": asked_on,
            "asked_in": asked_in,
            "interpreter": interpreter,
        }
        if answer == HouseholdAnswer.NO:
            over = transition(access=access, obj=fresh, machine=PLACEMENT, name="decline", changes=facts)
            return _after(over, fresh)
        if fresh.state != PlacementState.PROPOSED:
            raise WrongStateError(state=fresh.state, state_label=str(fresh.get_state_display()))
        for name, value in facts.items():
            setattr(fresh, name, value)
        fresh.save(update_fields=[*facts, "updated_at"])
        _record(access, fresh, "answer_yes")
        write_card(fresh)
        return fresh


def confirm_placement(*, access: Access, placement: Placement, seen: str = "") -> Placement:
    """A handler's yes after the household's: the placement is planned, its tasks get an owner and a date, and the
    initiative's card shows first names."""
    with transaction.atomic():
        fresh = lock_placement(placement, seen=seen)
        if fresh.state == PlacementState.PROPOSED and fresh.answer != HouseholdAnswer.YES:
            access.require(Capability.PLACEMENT_WRITE, municipality=fresh.municipality)
            raise ValidationError({"answer": _("Leg eerst vast dat het huishouden ja zei.")})
        planned = transition(
            access=access, obj=fresh, machine=PLACEMENT, name="plan", changes={"confirmed_by": access.user}
        )
        planned = _after(planned, fresh)
        plan_tasks(access=access, placement=planned)
        return planned


def retract_placement(*, access: Access, placement: Placement, reason: str, seen: str = "") -> Placement:
    """The municipality takes its proposal back. The unit is free again."""
    with transaction.atomic():
        fresh = lock_placement(placement, seen=seen)
        over = transition(access=access, obj=fresh, machine=PLACEMENT, name="retract", reason=reason)
        return _after(over, fresh)


def decline_placement(
    *, access: Access, placement: Placement, asked_on: date, asked_in: str, interpreter: bool, seen: str = ""
) -> Placement:
    """The household said no."""
    return record_answer(
        access=access,
        placement=placement,
        answer=HouseholdAnswer.NO,
        asked_on=asked_on,
        asked_in=asked_in,
        interpreter=interpreter,
        seen=seen,
    )


def cancel_placement(*, access: Access, placement: Placement, reason: str, seen: str = "") -> Placement:
    """A planned move does not happen. Its tasks lapse and the unit is free again."""
    with transaction.atomic():
        fresh = lock_placement(placement, seen=seen)
        over = transition(access=access, obj=fresh, machine=PLACEMENT, name="cancel", reason=reason)
        drop_tasks(placement=over)
        return _after(over, fresh)


def _check_start(people: Household, home: DwellingUnit, move_in_on: date, expected_end_on: date) -> None:
    if people.municipality_id != home.municipality_id:
        raise PermissionDenied
    if not people.is_open:
        raise ValidationError(
            {"household": _("Dit huishouden wacht niet meer op een woning. Kies een ander huishouden.")}
        )
    if home.property.state != PropertyState.OPEN:
        raise ValidationError(
            {"unit": _("Dit pand is niet opengesteld. Stel het eerst open of kies een andere woning.")}
        )
    check_period(move_in_on, expected_end_on)
    overdue = Placement.objects.filter(
        unit=home, state=PlacementState.ACTIVE, expected_end_on__lte=timezone.localdate()
    ).exists()
    if overdue and move_in_on <= timezone.localdate():
        raise ValidationError(
            {
                "unit": _(
                    "Hier woont nog iemand, langer dan verwacht. Beëindig eerst die plaatsing of kies een latere dag."
                )
            }
        )


def _after(changed: Placement, locked: Placement) -> Placement:
    whole = follow(changed, locked)
    write_card(whole)
    return whole


def _record(access: Access, placement: Placement, verb: str, *, reason: str = "", to_state: str = "") -> None:
    record_event(
        access=access,
        object_type=PLACEMENT.label,
        object_id=placement.pk,
        verb=verb,
        municipality=placement.municipality,
        scope_id=placement.household_id,
        to_state=to_state,
        reason=reason,
        visibility=Visibility.HOUSEHOLD,
    )
