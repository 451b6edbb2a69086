"""Who sees appointments to look at a property, and who answers them: never the side that proposed them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from housing.enums import ViewingSide, ViewingState
from housing.models import Property, Viewing
from housing.permissions.properties import may_at, within
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability


def side_of(access: Access, place: Property) -> ViewingSide | None:
    """For whom this person speaks at this property; the municipality before the initiative before the owner."""
    if access.may(Capability.PROPERTY_WRITE, municipality=place.municipality):
        return ViewingSide.OFFICIAL
    if place.initiative_scope_id and access.may(Capability.PROPERTY_WRITE, scope_id=place.initiative_scope_id):
        return ViewingSide.INITIATIVE
    if access.may(Capability.PROPERTY_WRITE, scope_id=place.pk):
        return ViewingSide.OWNER
    return None


def viewable_viewings(access: Access) -> QuerySet[Viewing]:
    return Viewing.objects.filter(within(access, Capability.PROPERTY_READ))


def can_view_viewing(access: Access, viewing: Viewing) -> bool:
    return may_at(access, Capability.PROPERTY_READ, viewing.property)


def answerable_viewings(access: Access) -> QuerySet[Viewing]:
    """Proposed by another side, and not yet past."""
    official = access.where(Capability.PROPERTY_WRITE) & ~Q(side=ViewingSide.OFFICIAL)
    team_ids = access.scope_ids(Capability.PROPERTY_WRITE)
    team = Q(initiative_scope_id__in=sorted(team_ids)) & ~Q(side=ViewingSide.INITIATIVE)
    owner = Q(property_id__in=sorted(team_ids)) & ~Q(side=ViewingSide.OWNER)
    rows = Viewing.objects.filter(state=ViewingState.PROPOSED, starts_at__gt=timezone.now())
    if access.municipality is not None:
        rows = rows.filter(municipality=access.municipality)
    return rows.filter(official | team | owner)


def can_answer_viewing(access: Access, viewing: Viewing) -> bool:
    if viewing.state != ViewingState.PROPOSED or viewing.starts_at <= timezone.now():
        return False
    side = side_of(access, viewing.property)
    return side is not None and side != viewing.side


def can_cancel_viewing(access: Access, viewing: Viewing) -> bool:
    """What is agreed, by any side; a proposal, by the side that made it."""
    side = side_of(access, viewing.property)
    if side is None or viewing.starts_at <= timezone.now():
        return False
    if viewing.state == ViewingState.ACCEPTED:
        return True
    return viewing.state == ViewingState.PROPOSED and side == viewing.side


def cancellable_viewings(access: Access) -> QuerySet[Viewing]:
    official = access.where(Capability.PROPERTY_WRITE)
    ids = access.scope_ids(Capability.PROPERTY_WRITE)
    team, owner = Q(initiative_scope_id__in=sorted(ids)), Q(property_id__in=sorted(ids))
    agreed = Q(state=ViewingState.ACCEPTED) & (official | team | owner)
    proposed = Q(state=ViewingState.PROPOSED) & (
        (official & Q(side=ViewingSide.OFFICIAL))
        | (team & Q(side=ViewingSide.INITIATIVE))
        | (owner & Q(side=ViewingSide.OWNER))
    )
    rows = Viewing.objects.filter(agreed | proposed, starts_at__gt=timezone.now())
    return rows if access.municipality is None else rows.filter(municipality=access.municipality)
