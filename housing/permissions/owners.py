"""What the owner said and who may see it; who invites the owner."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from housing.models import AvailabilityAsk, OwnerCall, OwnerConsent, Property
from housing.permissions.properties import can_edit_property, may_at, within
from thuisgevers.members.models import Invitation
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability, Role, ScopeKind
from thuisgevers.municipalities.models import Membership


def viewable_consents(access: Access) -> QuerySet[OwnerConsent]:
    return OwnerConsent.objects.filter(within(access, Capability.PROPERTY_CONTACT))


def can_view_consent(access: Access, consent: OwnerConsent) -> bool:
    return may_at(access, Capability.PROPERTY_CONTACT, consent.property)


def viewable_asks(access: Access) -> QuerySet[AvailabilityAsk]:
    """Through a mailed link only those of its property."""
    return AvailabilityAsk.objects.filter(
        within(access, Capability.PROPERTY_CONTACT) | within(access, Capability.PROPERTY_ANSWER)
    )


def can_view_ask(access: Access, ask: AvailabilityAsk) -> bool:
    return may_at(access, Capability.PROPERTY_CONTACT, ask.property) or may_at(
        access, Capability.PROPERTY_ANSWER, ask.property
    )


def answerable_properties(access: Access) -> QuerySet[Property]:
    """For whom the owner, an official on the telephone, or whoever holds the mailed link may answer."""
    return Property.objects.filter(
        within(access, Capability.PROPERTY_CONTACT, key="pk") | within(access, Capability.PROPERTY_ANSWER, key="pk")
    )


def can_answer_for_property(access: Access, place: Property) -> bool:
    return may_at(access, Capability.PROPERTY_CONTACT, place) or may_at(access, Capability.PROPERTY_ANSWER, place)


def viewable_calls(access: Access) -> QuerySet[OwnerCall]:
    """Officials only."""
    return access.rows(OwnerCall.objects.all(), Capability.DOSSIER_INTERNAL)


def can_view_call(access: Access, call: OwnerCall) -> bool:
    return access.may(Capability.DOSSIER_INTERNAL, municipality=call.municipality)


def owned_properties(access: Access) -> QuerySet[Property]:
    """Those of which this person is the owner, through a role for the property itself."""
    return Property.objects.filter(pk__in=sorted(access.scope_ids(Capability.PROPERTY_READ)))


def can_own_property(access: Access, place: Property) -> bool:
    return place.pk in access.scope_ids(Capability.PROPERTY_READ)


def properties_of(initiatives: Collection[UUID]) -> QuerySet[Property, Any]:
    """The ids of what hangs on these initiatives."""
    return Property.objects.filter(initiative_scope_id__in=initiatives).values("pk")


def _led_properties(access: Access) -> Q:
    """At the properties of initiatives whose team this person manages."""
    led = access.scope_ids(Capability.TEAM_MANAGE)
    if not led:
        return Q(pk__in=())
    mine = Q(scope_id__in=properties_of(led))
    return mine if access.municipality is None else mine & Q(municipality=access.municipality)


def can_invite_owner(access: Access, place: Property) -> bool:
    """Officials, and the lead of the property's initiative; an owner does not make another."""
    if not can_edit_property(access, place):
        return False
    if access.may(Capability.PROPERTY_WRITE, municipality=place.municipality):
        return True
    return place.initiative_scope_id in access.scope_ids(Capability.TEAM_MANAGE)


def viewable_owners(access: Access) -> QuerySet[Membership]:
    """Who holds the role of owner, for officials and for the lead of the property's initiative."""
    return Membership.objects.filter(
        access.where(Capability.PROPERTY_CONTACT) | _led_properties(access),
        role=Role.PROPERTY_OWNER,
        scope=ScopeKind.PROPERTY,
    )


def viewable_owner_invitations(access: Access) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        access.where(Capability.PROPERTY_WRITE) | _led_properties(access), scope=ScopeKind.PROPERTY
    )
