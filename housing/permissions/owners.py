"""What the owner said and who may see it; who invites the owner."""

from __future__ import annotations

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


def can_invite_owner(access: Access, place: Property) -> bool:
    return can_edit_property(access, place) and access.may(Capability.PROPERTY_WRITE, municipality=place.municipality)


def viewable_owners(access: Access) -> QuerySet[Membership]:
    """Who holds the role of owner, for officials."""
    return Membership.objects.filter(
        access.where(Capability.PROPERTY_CONTACT), role=Role.PROPERTY_OWNER, scope=ScopeKind.PROPERTY
    )


def viewable_owner_invitations(access: Access) -> QuerySet[Invitation]:
    return Invitation.objects.filter(Q(scope=ScopeKind.PROPERTY) & access.where(Capability.PROPERTY_WRITE))
