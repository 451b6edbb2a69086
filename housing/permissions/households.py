"""Who sees and changes households: case handlers and coordinators of the one municipality, and nobody through an initiative."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from housing.enums import HouseholdState
from housing.models import CoaAllocation, Household, HouseholdCard, StatusHolder
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

OPEN = (HouseholdState.EXPECTED, HouseholdState.PLACED)


def viewable_households(access: Access) -> QuerySet[Household]:
    return access.rows(Household.objects.all(), Capability.HOUSEHOLD_READ)


def can_view_household(access: Access, household: Household) -> bool:
    return access.may(Capability.HOUSEHOLD_READ, municipality=household.municipality)


def editable_households(access: Access) -> QuerySet[Household]:
    """Of a household that left nothing is changed any more."""
    return access.rows(Household.objects.filter(state__in=OPEN), Capability.HOUSEHOLD_WRITE)


def can_edit_household(access: Access, household: Household) -> bool:
    return household.is_open and access.may(Capability.HOUSEHOLD_WRITE, municipality=household.municipality)


def viewable_people(access: Access) -> QuerySet[StatusHolder]:
    return access.rows(StatusHolder.objects.all(), Capability.HOUSEHOLD_READ)


def can_view_person(access: Access, person: StatusHolder) -> bool:
    return access.may(Capability.HOUSEHOLD_READ, municipality=person.municipality)


def viewable_allocations(access: Access) -> QuerySet[CoaAllocation]:
    return access.rows(CoaAllocation.objects.all(), Capability.HOUSEHOLD_READ)


def can_view_allocation(access: Access, allocation: CoaAllocation) -> bool:
    return access.may(Capability.HOUSEHOLD_READ, municipality=allocation.municipality)


def own_cards(access: Access) -> QuerySet[HouseholdCard]:
    """The cards of the initiative's side: of the initiatives and households for which the person has a role of their own. What
    came to nothing, and what ended a month ago, is left out by the database too; so is what the household does not share."""
    scopes = sorted(access.scope_ids(Capability.CARD_READ))
    if not scopes:
        return HouseholdCard.objects.none()
    shared = HouseholdCard.objects.filter(is_shared=True)
    return shared.filter(Q(initiative_scope_id__in=scopes) | Q(household_scope_id__in=scopes))


def can_view_card(access: Access, card: HouseholdCard) -> bool:
    held = access.scope_ids(Capability.CARD_READ)
    return card.is_shared and (card.initiative_scope_id in held or card.household_scope_id in held)
