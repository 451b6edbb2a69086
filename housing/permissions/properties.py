"""Who may see and do what with properties, their units and their owner: the queryset and the predicate side by side.

A property is reached in three ways: through the municipality, through its initiative, and by its owner, who holds a role for
the property itself.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from housing.enums import PropertyState
from housing.models import DwellingUnit, Property, PropertyContact, UnitClosure
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

_OVER = (PropertyState.WITHDRAWN,)


def within(access: Access, capability: Capability, *, key: str = "property_id") -> Q:
    """The WHERE of rows at a property: `key` is the column that holds the property's id."""
    condition = access.where(capability, scope="initiative_scope_id")
    owned = access.scope_ids(capability)
    if owned:
        by_owner = Q(**{f"{key}__in": sorted(owned)})
        if access.municipality is not None:
            by_owner &= Q(municipality_id=access.municipality.pk)
        condition |= by_owner
    return condition


def may_at(access: Access, capability: Capability, place: Property) -> bool:
    """The predicate that belongs to `within`."""
    if access.municipality is not None and access.municipality.pk != place.municipality_id:
        return False
    return access.may(capability, municipality=place.municipality, scope_id=place.initiative_scope_id) or access.may(
        capability, scope_id=place.pk
    )


def viewable_properties(access: Access) -> QuerySet[Property]:
    return Property.objects.filter(within(access, Capability.PROPERTY_READ, key="pk"))


def can_view_property(access: Access, place: Property) -> bool:
    return may_at(access, Capability.PROPERTY_READ, place)


def editable_properties(access: Access) -> QuerySet[Property]:
    """Whose facts may be changed; a withdrawn one only after it was taken up again."""
    return Property.objects.filter(within(access, Capability.PROPERTY_WRITE, key="pk")).exclude(state__in=_OVER)


def can_edit_property(access: Access, place: Property) -> bool:
    return place.state not in _OVER and may_at(access, Capability.PROPERTY_WRITE, place)


def handleable_properties(access: Access) -> QuerySet[Property]:
    """Those whose life officials decide: assess, clear, open, close."""
    return access.rows(Property.objects.all(), Capability.DOSSIER_HANDLE)


def can_handle_property(access: Access, place: Property) -> bool:
    return access.may(Capability.DOSSIER_HANDLE, municipality=place.municipality)


def viewable_contacts(access: Access) -> QuerySet[PropertyContact]:
    return PropertyContact.objects.filter(within(access, Capability.PROPERTY_CONTACT))


def can_view_contact(access: Access, contact: PropertyContact) -> bool:
    return may_at(access, Capability.PROPERTY_CONTACT, contact.property)


def viewable_units(access: Access) -> QuerySet[DwellingUnit]:
    return DwellingUnit.objects.filter(within(access, Capability.PROPERTY_READ))


def can_view_unit(access: Access, unit: DwellingUnit) -> bool:
    return may_at(access, Capability.PROPERTY_READ, unit.property)


def editable_units(access: Access) -> QuerySet[DwellingUnit]:
    rows = DwellingUnit.objects.filter(within(access, Capability.PROPERTY_WRITE))
    return rows.exclude(property__state__in=_OVER)


def can_edit_unit(access: Access, unit: DwellingUnit) -> bool:
    return can_edit_property(access, unit.property)


def editable_closures(access: Access) -> QuerySet[UnitClosure]:
    rows = UnitClosure.objects.filter(within(access, Capability.PROPERTY_WRITE))
    return rows.exclude(property__state__in=_OVER)


def can_edit_closure(access: Access, closure: UnitClosure) -> bool:
    return can_edit_property(access, closure.property)
