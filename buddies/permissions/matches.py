"""A match is read by its buddy, the buddy coordinator of the initiative and who handles households in the municipality."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..models import BuddyMatch, ContactMoment, HouseholdWish


def viewable_matches(access: Access) -> QuerySet[BuddyMatch]:
    return access.rows(BuddyMatch.objects.all(), Capability.BUDDY_READ, scope="initiative_id")


def can_view_match(access: Access, match: BuddyMatch) -> bool:
    return access.may(Capability.BUDDY_READ, municipality=match.municipality, scope_id=match.initiative_id)


def can_manage_match(access: Access, match: BuddyMatch) -> bool:
    """Whoever is the buddy of the match does not decide for the other side."""
    if access.user is not None and match.user_id == access.user.pk:
        return False
    return access.may(Capability.BUDDY_MANAGE, municipality=match.municipality, scope_id=match.initiative_id)


def own_matches(access: Access) -> QuerySet[BuddyMatch]:
    if access.user is None:
        return BuddyMatch.objects.none()
    return BuddyMatch.objects.filter(user_id=access.user.pk)


def is_own_match(access: Access, match: BuddyMatch) -> bool:
    return access.user is not None and match.user_id == access.user.pk


def viewable_wishes(access: Access) -> QuerySet[HouseholdWish]:
    return access.rows(HouseholdWish.objects.all(), Capability.BUDDY_READ, scope="initiative_id")


def can_view_wish(access: Access, wish: HouseholdWish) -> bool:
    return access.may(Capability.BUDDY_READ, municipality=wish.municipality, scope_id=wish.initiative_id)


def own_moments(access: Access) -> QuerySet[ContactMoment]:
    if access.user is None:
        return ContactMoment.objects.none()
    return ContactMoment.objects.filter(user_id=access.user.pk)


def viewable_moments(access: Access) -> QuerySet[ContactMoment]:
    """What the buddy chose to share: with the coordinator, or with the municipality too."""
    scopes = sorted(access.scope_ids(Capability.BUDDY_READ))
    places = sorted(access.municipality_ids(Capability.BUDDY_READ))
    shared = Q(visibility__in=["coordinator", "municipality"], initiative_id__in=scopes)
    shared |= Q(visibility="municipality", municipality_id__in=places)
    if access.municipality is not None:
        shared &= Q(municipality_id=access.municipality.pk)
    return ContactMoment.objects.filter(shared)


def can_view_moment(access: Access, moment: ContactMoment) -> bool:
    if moment.visibility == "me":
        return False
    if moment.initiative_id in access.scope_ids(Capability.BUDDY_READ):
        return True
    is_shared = moment.visibility == "municipality"
    return is_shared and access.may(Capability.BUDDY_READ, municipality=moment.municipality)
