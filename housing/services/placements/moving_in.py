"""A household moves in: from that day somebody owns the question where they go next."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import HouseholdState
from housing.models import Placement
from housing.refusals import telling_refusals
from housing.services.cards import write_card
from housing.services.follow_on import check_owner, close_follow_on, start_follow_on
from housing.services.placement_tasks import drop_tasks, start_tasks
from housing.states import HOUSEHOLD, PLACEMENT
from thuisgevers.accounts.models import User
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from .locking import follow, lock_placement

UNDO_DAYS = 7


def move_in(
    *,
    access: Access,
    placement: Placement,
    moved_in_on: date,
    follow_on_owner: User | None,
    seen: str = "",
) -> Placement:
    """Record that the household lives there. The day may differ from the plan; it may not lie ahead. Starts the tasks and the
    follow-on case, and the household is placed."""
    with transaction.atomic():
        fresh = lock_placement(placement, seen=seen)
        access.require(Capability.PLACEMENT_WRITE, municipality=fresh.municipality)
        if moved_in_on > timezone.localdate():
            raise ValidationError(
                {"moved_in_on": _("Deze dag moet nog komen. Leg de verhuizing vast als die geweest is.")}
            )
        if moved_in_on >= fresh.expected_end_on:
            raise ValidationError(
                {"moved_in_on": _("Dit ligt niet voor het verwachte einde. Verleng eerst de plaatsing.")}
            )
        owner = check_owner(fresh, follow_on_owner)
        changes = {"moved_in_on": moved_in_on, "move_in_on": moved_in_on, "move_in_recorded_at": timezone.now()}
        with telling_refusals():
            moved = transition(access=access, obj=fresh, machine=PLACEMENT, name="move_in", changes=changes)
        moved = follow(moved, fresh)
        if moved.household.state == HouseholdState.EXPECTED:
            moved.household = transition(access=access, obj=moved.household, machine=HOUSEHOLD, name="place")
        start_tasks(access=access, placement=moved)
        start_follow_on(access=access, placement=moved, owner=owner)
        write_card(moved)
        return moved


def can_undo_move_in(placement: Placement) -> bool:
    """A week after somebody entered it."""
    recorded = placement.move_in_recorded_at
    return recorded is not None and timezone.now() - recorded < timedelta(days=UNDO_DAYS)


def undo_move_in(*, access: Access, placement: Placement, reason: str, seen: str = "") -> Placement:
    """They did not move in after all, or not here: back to planned, within a week of entering it. The household waits again."""
    with transaction.atomic():
        fresh = lock_placement(placement, seen=seen)
        if not access.may(Capability.PLACEMENT_WRITE, municipality=fresh.municipality):
            raise PermissionDenied
        if fresh.moved_in_on is not None and not can_undo_move_in(fresh):
            raise ConflictError(
                _("Terugdraaien kan tot een week na het invoeren. Beëindig de plaatsing in plaats daarvan.")
            )
        changes = {"moved_in_on": None, "move_in_recorded_at": None, "people": 0}
        back = transition(
            access=access, obj=fresh, machine=PLACEMENT, name="undo_move_in", reason=reason, changes=changes
        )
        back = follow(back, fresh)
        back.household = transition(access=access, obj=back.household, machine=HOUSEHOLD, name="place_again")
        drop_tasks(placement=back, kinds=("brp",))
        close_follow_on(access=access, placement=back, has_home=False, reason=reason)
        write_card(back)
        return back
