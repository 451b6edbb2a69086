"""Who sees, fills in and signs the check of a property: the queryset and the predicate side by side."""

from __future__ import annotations

from django.db.models import QuerySet

from housing.enums import AssessmentState, PropertyState
from housing.models import Assessment, Property, SuitabilityCheck
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from .properties import may_at, within

_NOT_VISITED = (PropertyState.CLOSED, PropertyState.WITHDRAWN)


def viewable_assessments(access: Access) -> QuerySet[Assessment]:
    return Assessment.objects.filter(within(access, Capability.PROPERTY_READ))


def can_view_assessment(access: Access, assessment: Assessment) -> bool:
    return may_at(access, Capability.PROPERTY_READ, assessment.property)


def viewable_checks(access: Access) -> QuerySet[SuitabilityCheck]:
    return SuitabilityCheck.objects.filter(within(access, Capability.PROPERTY_READ))


def can_view_check(access: Access, check: SuitabilityCheck) -> bool:
    return may_at(access, Capability.PROPERTY_READ, check.property)


def assessable_properties(access: Access) -> QuerySet[Property]:
    """Where a visit can be started."""
    return Property.objects.filter(within(access, Capability.PROPERTY_ASSESS, key="pk")).exclude(state__in=_NOT_VISITED)


def can_assess_property(access: Access, place: Property) -> bool:
    return place.state not in _NOT_VISITED and may_at(access, Capability.PROPERTY_ASSESS, place)


def fillable_assessments(access: Access) -> QuerySet[Assessment]:
    return Assessment.objects.filter(within(access, Capability.PROPERTY_ASSESS), state=AssessmentState.DRAFT)


def can_fill_assessment(access: Access, assessment: Assessment) -> bool:
    return assessment.state == AssessmentState.DRAFT and may_at(access, Capability.PROPERTY_ASSESS, assessment.property)


def signable_assessments(access: Access) -> QuerySet[Assessment]:
    """An official signs, also a visit that was their own; a volunteer never does."""
    return access.rows(Assessment.objects.filter(state=AssessmentState.SUBMITTED), Capability.PROPERTY_SIGN)


def can_sign_assessment(access: Access, assessment: Assessment) -> bool:
    return assessment.state == AssessmentState.SUBMITTED and access.may(
        Capability.PROPERTY_SIGN, municipality=assessment.municipality
    )
