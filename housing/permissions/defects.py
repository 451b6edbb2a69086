"""Who reports, reads and handles what is wrong with a property: the queryset and the predicate side by side.

Reached through the municipality, the initiative, the property (its owner) or, for their own reports only, the household of a
buddy.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from housing.enums import DefectState, PlacementState
from housing.models import DefectReport, HouseholdCard, Property
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from .properties import may_at, within


def _own(access: Access) -> Q:
    """What this person reported, while the role from which it was reported lasts."""
    if access.user is None:
        return Q(pk__in=())
    held = sorted(access.scope_ids(Capability.DEFECT_REPORT))
    by_buddy = Q(household_scope_id__in=held)
    if access.municipality is not None:
        by_buddy &= Q(municipality_id=access.municipality.pk)
    return Q(reported_by=access.user) & (within(access, Capability.DEFECT_REPORT) | by_buddy)


def _is_own(access: Access, defect: DefectReport) -> bool:
    """The predicate of `_own`. Asks nothing of the property's row: a buddy may not read it."""
    if access.user is None or defect.reported_by_id != access.user.pk:
        return False
    if access.municipality is not None and access.municipality.pk != defect.municipality_id:
        return False
    return _reaches(access, Capability.DEFECT_REPORT, defect) or (
        defect.household_scope_id in access.scope_ids(Capability.DEFECT_REPORT)
    )


def _reaches(access: Access, capability: Capability, defect: DefectReport) -> bool:
    if access.municipality is not None and access.municipality.pk != defect.municipality_id:
        return False
    return access.may(capability, municipality=defect.municipality, scope_id=defect.initiative_scope_id) or access.may(
        capability, scope_id=defect.property_id
    )


def viewable_defects(access: Access) -> QuerySet[DefectReport]:
    return DefectReport.objects.filter(within(access, Capability.DEFECT_READ) | _own(access))


def can_view_defect(access: Access, defect: DefectReport) -> bool:
    return _reaches(access, Capability.DEFECT_READ, defect) or _is_own(access, defect)


def handleable_defects(access: Access) -> QuerySet[DefectReport]:
    return DefectReport.objects.filter(within(access, Capability.DEFECT_HANDLE))


def can_handle_defect(access: Access, defect: DefectReport) -> bool:
    return _reaches(access, Capability.DEFECT_HANDLE, defect)


def reopenable_defects(access: Access) -> QuerySet[DefectReport]:
    """By who handles it, and by who reported it: they know whether it is really over. Not once its words are gone."""
    return DefectReport.objects.filter(
        within(access, Capability.DEFECT_HANDLE) | _own(access), state=DefectState.CLOSED, erased_on__isnull=True
    )


def can_reopen_defect(access: Access, defect: DefectReport) -> bool:
    is_over = defect.state == DefectState.CLOSED and defect.erased_on is None
    return is_over and (can_handle_defect(access, defect) or _is_own(access, defect))


def writable_defects(access: Access) -> QuerySet[DefectReport]:
    """On which one may add a message: who may report there. Not once its words are gone."""
    return DefectReport.objects.filter(
        within(access, Capability.DEFECT_REPORT) | within(access, Capability.DEFECT_HANDLE) | _own(access),
        erased_on__isnull=True,
    )


def can_write_defect(access: Access, defect: DefectReport) -> bool:
    return defect.erased_on is None and (
        _reaches(access, Capability.DEFECT_REPORT, defect)
        or _reaches(access, Capability.DEFECT_HANDLE, defect)
        or _is_own(access, defect)
    )


def reportable_properties(access: Access) -> QuerySet[Property]:
    return Property.objects.filter(within(access, Capability.DEFECT_REPORT, key="pk"))


def can_report_about(access: Access, place: Property) -> bool:
    return may_at(access, Capability.DEFECT_REPORT, place)


def reportable_cards(access: Access) -> QuerySet[HouseholdCard]:
    """The homes of the households of a buddy, of which they may report something."""
    return HouseholdCard.objects.filter(
        household_scope_id__in=sorted(access.scope_ids(Capability.DEFECT_REPORT)),
        state=PlacementState.ACTIVE,
        is_shared=True,
    )


def can_report_for(access: Access, household_scope_id: UUID) -> bool:
    return household_scope_id in access.scope_ids(Capability.DEFECT_REPORT)
