"""Buddies are read by their coordinator and by who handles households in the municipality, and each buddy reads their own row."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..models import Buddy


def viewable_buddies(access: Access) -> QuerySet[Buddy]:
    return access.rows(Buddy.objects.all(), Capability.BUDDY_READ, scope="initiative_id")


def can_view_buddy(access: Access, buddy: Buddy) -> bool:
    return access.may(Capability.BUDDY_READ, municipality=buddy.municipality, scope_id=buddy.initiative_id)


def managed_buddies(access: Access) -> QuerySet[Buddy]:
    return access.rows(Buddy.objects.all(), Capability.BUDDY_MANAGE, scope="initiative_id")


def can_manage_buddy(access: Access, buddy: Buddy) -> bool:
    """Somebody's own row is managed by another: nobody says of themselves that their VOG was seen."""
    if access.user is not None and buddy.user_id == access.user.pk:
        return False
    return access.may(Capability.BUDDY_MANAGE, municipality=buddy.municipality, scope_id=buddy.initiative_id)


def own_buddies(access: Access) -> QuerySet[Buddy]:
    """The person's own rows, one for each municipality; or the one that the mailed link is for."""
    if access.link is not None:
        return Buddy.objects.filter(pk__in=sorted(access.scope_ids(Capability.BUDDY_APPLY)))
    if access.user is None:
        return Buddy.objects.none()
    return Buddy.objects.filter(Q(user_id=access.user.pk))


def is_own_buddy(access: Access, buddy: Buddy) -> bool:
    if access.link is not None:
        return buddy.pk in access.scope_ids(Capability.BUDDY_APPLY)
    return access.user is not None and buddy.user_id == access.user.pk


def can_pause_buddy(access: Access, buddy: Buddy) -> bool:
    return is_own_buddy(access, buddy) or can_manage_buddy(access, buddy)
