"""Organisations that an owner can be chosen from."""

from __future__ import annotations

from django.db.models import Q

from housing.models import Organisation
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

MOST = 400


def organisations_of(
    access: Access, municipality: Municipality, *, also: Organisation | None = None
) -> list[Organisation]:
    """Those of the municipality for its officials, of the own initiative for its lead; and the one that is chosen now."""
    condition = access.where(Capability.PROPERTY_READ, scope="initiative_scope_id")
    if also is not None:
        condition |= Q(pk=also.pk)
    return list(Organisation.objects.filter(condition, municipality=municipality).order_by("name", "id")[:MOST])
