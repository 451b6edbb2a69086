"""Mail about a property: to the officials of its municipality, and to its owner. The address stands in no subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from housing.models import Property
from thuisgevers.accounts.models import User
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.people import officials
from thuisgevers.notifications.services.messages import absolute_url, queue_for_people


def official_url(place: Property) -> str:
    return absolute_url(reverse("housing:property_detail", args=[place.municipality.slug, place.pk]))


def facts_of(place: Property) -> dict[str, Any]:
    """What every mail about a property may name in its text."""
    return {
        "address": place.address,
        "kind": str(place.get_kind_display()),
        "municipality": place.municipality.name,
        "sender": place.municipality.sender_name or f"gemeente {place.municipality.name}",
    }


def tell_officials(
    *,
    access: Access,
    place: Property,
    template: str,
    people: Iterable[User] | None = None,
    context: Mapping[str, Any] | None = None,
    dedupe: str = "",
) -> None:
    """To the coordinators, or the handlers where there is none; not to who did it."""
    queue_for_people(
        people if people is not None else in_charge(place),
        template=f"housing/{template}",
        context={**facts_of(place), "url": official_url(place), **(context or {})},
        municipality=place.municipality,
        about_id=place.pk,
        except_for=access.user,
        dedupe=dedupe,
    )


def in_charge(place: Property) -> list[User]:
    return officials(place.municipality, [Role.CASE_COORDINATOR]) or officials(place.municipality, [Role.CASE_HANDLER])
