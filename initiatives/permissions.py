"""Who sees which initiatives and dossiers: queryset and predicate side by side, so that a list and its page agree."""

from __future__ import annotations

from django.db.models import QuerySet

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from .models import Initiative


def viewable_initiatives(access: Access) -> QuerySet[Initiative]:
    return access.rows(Initiative.objects.all(), Capability.INITIATIVE_READ, scope="id")


def can_view_initiative(access: Access, initiative: Initiative) -> bool:
    return access.may(
        Capability.INITIATIVE_READ, municipality=initiative.municipality, scope_id=initiative.pk
    )


def editable_initiatives(access: Access) -> QuerySet[Initiative]:
    return access.rows(Initiative.objects.all(), Capability.INITIATIVE_WRITE, scope="id")


def can_edit_initiative(access: Access, initiative: Initiative) -> bool:
    return access.may(
        Capability.INITIATIVE_WRITE, municipality=initiative.municipality, scope_id=initiative.pk
    )
