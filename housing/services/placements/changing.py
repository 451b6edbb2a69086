"""Other dates for a placement that runs or is planned."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from housing.enums import PlacementState
from housing.models import Placement
from housing.refusals import telling_refusals
from housing.services.cards import write_card
from housing.services.follow_on import keep_alarms
from housing.services.placement_tasks import move_tasks
from housing.states import PLACEMENT
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import WrongStateError
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from .locking import lock_placement
from .periods import check_period

_CHANGEABLE = (PlacementState.PROPOSED, PlacementState.PLANNED, PlacementState.ACTIVE)


def change_period(
    *,
    access: Access,
    placement: Placement,
    expected_end_on: date,
    move_in_on: date | None = None,
    reason: str,
    seen: str = "",
) -> Placement:
    """Give a placement other dates. The first day changes only while nobody moved in. Refused at the field where the unit is
    taken, closed or not available then; alarms that are no longer due may ring again."""
    with transaction.atomic():
        fresh = lock_placement(placement, seen=seen)
        access.require(Capability.PLACEMENT_WRITE, municipality=fresh.municipality)
        if fresh.state not in _CHANGEABLE:
            raise WrongStateError(state=fresh.state, state_label=str(fresh.get_state_display()))
        start = fresh.move_in_on if move_in_on is None else move_in_on
        if fresh.state == PlacementState.ACTIVE and start != fresh.move_in_on:
            raise ValidationError({"move_in_on": _("Het huishouden is al verhuisd; die dag verandert niet meer.")})
        if not reason.strip():
            raise ValidationError({"reason": _("Vul een reden in. Een collega leest die terug.")})
        check_period(start, expected_end_on)
        before = (fresh.move_in_on, fresh.expected_end_on)
        if before == (start, expected_end_on):
            return fresh
        fresh.move_in_on, fresh.expected_end_on = start, expected_end_on
        with telling_refusals():
            fresh.save(update_fields=["move_in_on", "expected_end_on", "updated_at"])
        record_event(
            access=access,
            object_type=PLACEMENT.label,
            object_id=fresh.pk,
            verb="change_period",
            municipality=fresh.municipality,
            scope_id=fresh.household_id,
            reason=_("Tot %(end)s. %(reason)s") % {"end": date_format(expected_end_on), "reason": reason.strip()},
            visibility=Visibility.HOUSEHOLD,
            data={"from": [day.isoformat() for day in before], "to": [start.isoformat(), expected_end_on.isoformat()]},
        )
        move_tasks(placement=fresh)
        keep_alarms(placement=fresh)
        write_card(fresh)
        return fresh


def extend_placement(
    *, access: Access, placement: Placement, expected_end_on: date, reason: str, seen: str = ""
) -> Placement:
    """A later expected end."""
    if expected_end_on <= placement.expected_end_on:
        raise ValidationError({"expected_end_on": _("Dit is niet later dan het einde dat er nu staat.")})
    return change_period(access=access, placement=placement, expected_end_on=expected_end_on, reason=reason, seen=seen)


def shorten_placement(
    *, access: Access, placement: Placement, expected_end_on: date, reason: str, seen: str = ""
) -> Placement:
    """An earlier expected end."""
    if expected_end_on >= placement.expected_end_on:
        raise ValidationError({"expected_end_on": _("Dit is niet eerder dan het einde dat er nu staat.")})
    return change_period(access=access, placement=placement, expected_end_on=expected_end_on, reason=reason, seen=seen)
