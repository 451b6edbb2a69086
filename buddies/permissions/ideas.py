"""Ideas and the guide of a municipality are read by its buddies and who guides them, and kept by who guides them: also by the buddy
coordinator of one initiative, for the whole municipality. A resident reads the guide of their own."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality, Scope

from ..models import ActivityIdea, LocalPlace

READING = (Capability.CONTACT_LOG, Capability.BUDDY_READ)
KEEPING = (Capability.BUDDY_MANAGE,)


def _where(access: Access, capabilities: Iterable[Capability]) -> Q:
    """Rows of municipalities in which one of these is held, for all of it or for a thing in it."""
    places = {place for one in capabilities for place in access.municipality_ids(one)}
    scopes = sorted({scope for one in capabilities for scope in access.scope_ids(one)})
    held = Q(municipality_id__in=sorted(places))
    if scopes:
        held |= Q(municipality_id__in=Scope.objects.filter(pk__in=scopes).values("municipality_id"))
    return held if access.municipality is None else held & Q(municipality_id=access.municipality.pk)


def viewable_ideas(access: Access) -> QuerySet[ActivityIdea]:
    return ActivityIdea.objects.filter(_where(access, READING))


def viewable_places(access: Access) -> QuerySet[LocalPlace]:
    return LocalPlace.objects.filter(_where(access, READING))


def kept_ideas(access: Access) -> QuerySet[ActivityIdea]:
    return ActivityIdea.objects.filter(_where(access, KEEPING))


def kept_places(access: Access) -> QuerySet[LocalPlace]:
    return LocalPlace.objects.filter(_where(access, KEEPING))


def can_keep_guide(access: Access, municipality: Municipality) -> bool:
    """Whether somebody keeps ideas and guide here."""
    if any(municipality.pk in access.municipality_ids(one) for one in KEEPING):
        return True
    scopes = [scope for one in KEEPING for scope in access.scope_ids(one)]
    return Scope.objects.filter(pk__in=scopes, municipality=municipality).exists() if scopes else False


def places_of_home(municipality_id: int) -> QuerySet[LocalPlace]:
    """For a resident: what is shown in the guide of the municipality where they live."""
    return LocalPlace.objects.filter(municipality_id=municipality_id, hidden_on__isnull=True)
