"""Two people at one property: the lock, the version a form was made for, and how acts are written to its timeline."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from housing.models import Property
from housing.states import PROPERTY
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access


class StalePropertyError(ConflictError):
    """Somebody changed the property after this page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Iemand anders heeft dit pand net gewijzigd. Wat u invulde staat er nog."
                " Bekijk de nieuwste stand en bewaar opnieuw als het nog klopt."
            )
        )


def version_of(place: Property) -> str:
    """What a form remembers of the property it was made for."""
    return f"{place.updated_at.timestamp():.6f}"


def lock_property(place: Property, *, seen: str = "") -> Property:
    """The fresh row, locked until the transaction ends: always before its units and placements."""
    fresh = (
        Property.objects.select_for_update(of=("self",), no_key=True).select_related("municipality").get(pk=place.pk)
    )
    if seen and version_of(fresh) != seen:
        raise StalePropertyError
    return fresh


def touch(place: Property) -> None:
    """Something that hangs on the property changed; forms opened before this are stale now."""
    place.save(update_fields=["updated_at"])


def note(
    access: Access,
    place: Property,
    verb: str,
    *,
    reason: str = "",
    to_state: str = "",
    visibility: Visibility = Visibility.TEAM,
    data: dict[str, Any] | None = None,
) -> None:
    """One event of the property."""
    record_event(
        access=access,
        object_type=PROPERTY.label,
        object_id=place.pk,
        verb=verb,
        municipality=place.municipality,
        scope_id=place.initiative_scope_id,
        to_state=to_state,
        reason=reason,
        visibility=visibility,
        data=data,
    )
