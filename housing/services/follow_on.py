"""Where a household goes next: a small case with one owner, from the day of moving in until the day of leaving."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from housing.enums import FollowOnState
from housing.models import FollowOnHousing, Placement
from housing.queries.placement_people import handlers
from housing.states import FOLLOW_ON
from thuisgevers.accounts.models import User
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.municipalities import clocks, working_days
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

#: Term and the stamp of its alarm, the earliest alarm first.
ALARMS = (
    ("follow-on-first", "first_alarm_at"),
    ("follow-on-second", "second_alarm_at"),
    ("follow-on-last", "last_alarm_at"),
)
OVER = (FollowOnState.DONE, FollowOnState.CANCELLED)


def alarm_day(key: str, expected_end_on: date, *, on: date | None = None) -> date:
    """The day on which this alarm is due, by the rule that holds today."""
    rule = clocks.term(key, on=on)
    return clocks.count(expected_end_on, -rule.length, rule.unit)


def start_follow_on(*, access: Access, placement: Placement, owner: User | None) -> FollowOnHousing:
    """Open the case of a household that moves in; a case that a mistake closed is opened again. The owner is compulsory and
    works in this municipality."""
    chosen = check_owner(placement, owner)
    case = FollowOnHousing.objects.filter(placement=placement).first()
    if case is None:
        case = FollowOnHousing(
            municipality=placement.municipality,
            placement=placement,
            household_id=placement.household_id,
            owner=chosen,
        )
        case.save(force_insert=True)
        _record(access, case, "start", reason=chosen.display_name)
        return case
    case.municipality = placement.municipality
    changes = {"owner": chosen, "owner_missing_since": None, "checked_on": None}
    return transition(
        access=access, obj=case, machine=FOLLOW_ON, name="reopen", reason=_("Opnieuw verhuisd"), changes=changes
    )


def check_owner(placement: Placement, owner: User | None) -> User:
    """Raises a ValidationError at `follow_on_owner`."""
    if owner is None:
        raise ValidationError(
            {"follow_on_owner": _("Kies wie de vervolgwoning regelt. Zonder die persoon kan niemand verhuizen.")}
        )
    if owner not in handlers(placement.municipality):
        raise ValidationError({"follow_on_owner": _("Deze persoon behandelt geen huishoudens in deze gemeente.")})
    return owner


def choose_owner(*, access: Access, case: FollowOnHousing, owner: User) -> FollowOnHousing:
    """Give the case to somebody else; the alarm about a missing owner ends."""
    with transaction.atomic():
        fresh = _locked(access, case)
        if owner not in handlers(fresh.municipality):
            raise ValidationError({"owner": _("Deze persoon behandelt geen huishoudens in deze gemeente.")})
        if owner == fresh.owner and fresh.owner_missing_since is None:
            return fresh
        fresh.owner, fresh.owner_missing_since = owner, None
        fresh.save(update_fields=["owner", "owner_missing_since", "updated_at"])
        _record(access, fresh, "assign", reason=owner.display_name)
        return fresh


def step_follow_on(
    *,
    access: Access,
    case: FollowOnHousing,
    name: str,
    note: str = "",
    reason: str = "",
    available_from: date | None = None,
) -> FollowOnHousing:
    """One of search, offer, refuse, arrange, reopen, cancel. Finishing happens when the stay ends."""
    if name == "finish":
        raise TypeError("a case is finished by ending the stay")
    with transaction.atomic():
        fresh = _locked(access, case)
        changes: dict[str, object] = {"note": note.strip()}
        if available_from is not None:
            changes["available_from"] = available_from
        return transition(access=access, obj=fresh, machine=FOLLOW_ON, name=name, reason=reason, changes=changes)


def close_follow_on(*, access: Access, placement: Placement, has_home: bool, reason: str) -> None:
    """The stay ended: done where they have a home, else no longer needed."""
    case = FollowOnHousing.objects.filter(placement=placement).exclude(state__in=OVER).first()
    if case is not None:
        name = "finish" if has_home else "cancel"
        transition(access=access, obj=case, machine=FOLLOW_ON, name=name, reason=reason)


def reopen_follow_on(*, access: Access, placement: Placement, reason: str) -> None:
    """The end was a mistake."""
    case = FollowOnHousing.objects.filter(placement=placement, state__in=OVER).first()
    if case is not None:
        transition(
            access=access, obj=case, machine=FOLLOW_ON, name="reopen", reason=reason, changes={"checked_on": None}
        )


def keep_alarms(*, placement: Placement) -> None:
    """After another expected end: alarms that are not due any more ring again when they are, and the guard looks anew."""
    case = (
        FollowOnHousing.objects.select_for_update(of=("self",), no_key=True)
        .filter(placement=placement)
        .exclude(state__in=OVER)
        .first()
    )
    if case is None:
        return
    day = working_days.today()
    for key, stamp in ALARMS:
        if alarm_day(key, placement.expected_end_on) > day:
            setattr(case, stamp, None)
    case.checked_on = None
    if placement.expected_end_on > day:
        case.overdue_told_on = None
    case.save(update_fields=[*(stamp for _key, stamp in ALARMS), "checked_on", "overdue_told_on", "updated_at"])


def _locked(access: Access, case: FollowOnHousing) -> FollowOnHousing:
    fresh = (
        FollowOnHousing.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality", "owner")
        .get(pk=case.pk)
    )
    access.require(Capability.PLACEMENT_WRITE, municipality=fresh.municipality)
    return fresh


def _record(access: Access, case: FollowOnHousing, verb: str, *, reason: str = "") -> None:
    record_event(
        access=access,
        object_type=FOLLOW_ON.label,
        object_id=case.pk,
        verb=verb,
        municipality=case.municipality,
        scope_id=case.household_id,
        reason=reason,
        visibility=Visibility.HOUSEHOLD,
    )
