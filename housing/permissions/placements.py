"""Who sees and changes placements, their tasks and follow-on housing: case handlers and coordinators of that municipality.
The initiative's side reads `HouseholdCard`, never these."""

from __future__ import annotations

from django.db.models import QuerySet

from housing.enums import PlacementState
from housing.models import FollowOnHousing, Placement, PlacementTask
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

RUNNING = (PlacementState.PROPOSED, PlacementState.PLANNED, PlacementState.ACTIVE)


def viewable_placements(access: Access) -> QuerySet[Placement]:
    return access.rows(Placement.objects.all(), Capability.PLACEMENT_READ)


def can_view_placement(access: Access, placement: Placement) -> bool:
    return access.may(Capability.PLACEMENT_READ, municipality=placement.municipality)


def changeable_placements(access: Access) -> QuerySet[Placement]:
    """Those whose dates and answer may still change."""
    return access.rows(Placement.objects.filter(state__in=RUNNING), Capability.PLACEMENT_WRITE)


def can_change_placement(access: Access, placement: Placement) -> bool:
    return placement.state in RUNNING and access.may(Capability.PLACEMENT_WRITE, municipality=placement.municipality)


def viewable_placement_tasks(access: Access) -> QuerySet[PlacementTask]:
    return access.rows(PlacementTask.objects.filter(is_dropped=False), Capability.PLACEMENT_READ)


def can_view_placement_task(access: Access, task: PlacementTask) -> bool:
    return not task.is_dropped and access.may(Capability.PLACEMENT_READ, municipality=task.municipality)


def changeable_placement_tasks(access: Access) -> QuerySet[PlacementTask]:
    """Any handler may tick off a colleague's task: whoever hands over the keys is not always who promised to."""
    return access.rows(PlacementTask.objects.filter(is_dropped=False), Capability.PLACEMENT_WRITE)


def can_change_placement_task(access: Access, task: PlacementTask) -> bool:
    return not task.is_dropped and access.may(Capability.PLACEMENT_WRITE, municipality=task.municipality)


def viewable_follow_ons(access: Access) -> QuerySet[FollowOnHousing]:
    return access.rows(FollowOnHousing.objects.all(), Capability.PLACEMENT_READ)


def can_view_follow_on(access: Access, case: FollowOnHousing) -> bool:
    return access.may(Capability.PLACEMENT_READ, municipality=case.municipality)


def changeable_follow_ons(access: Access) -> QuerySet[FollowOnHousing]:
    return access.rows(FollowOnHousing.objects.all(), Capability.PLACEMENT_WRITE)


def can_change_follow_on(access: Access, case: FollowOnHousing) -> bool:
    return access.may(Capability.PLACEMENT_WRITE, municipality=case.municipality)
