"""Changing the names of a household."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from housing.models import Household, StatusHolder
from housing.permissions.households import can_edit_household
from housing.services.cards import rewrite_cards
from housing.services.households import lock_household, set_age_bands
from housing.services.people import PersonFacts, counts_of, new_people
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.municipalities.access import Access


def write_people(
    *,
    access: Access,
    household: Household,
    people: Sequence[PersonFacts],
    take_over_counts: bool = False,
) -> list[StatusHolder]:
    """Replace the names of a household. With `take_over_counts` its age bands become what these people are; without it the
    bands stay, and the page tells where the two differ. Cards that already show first names follow."""
    with transaction.atomic():
        fresh = lock_household(household=household)
        if not can_edit_household(access, fresh):
            raise PermissionDenied
        StatusHolder.objects.filter(household=fresh).delete()
        rows = StatusHolder.objects.bulk_create(new_people(fresh, people))
        if take_over_counts and people:
            set_age_bands(fresh, counts_of(people))
        record_event(
            access=access,
            object_type="housing.Household",
            object_id=fresh.pk,
            verb="write_people",
            municipality=fresh.municipality,
            scope_id=fresh.pk,
            visibility=Visibility.HOUSEHOLD,
        )
        rewrite_cards(fresh)
    return rows
