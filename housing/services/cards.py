"""The one place that writes `HouseholdCard`: what the initiative's side may know of the household that is coming.

Before the household said yes: size, ages in bands, languages, what the dwelling must have, dates. After its yes: the first
names too. A card that came to nothing, or ended a month ago, is no longer shown to them by the database's policy.
What a household does not share with volunteers stays so in its next home.
"""

from __future__ import annotations

import json

from housing.enums import HouseholdAnswer, PlacementState
from housing.models import Household, HouseholdCard, Placement, StatusHolder
from housing.needs import read_needs

_KNOWN_BY_NAME = (PlacementState.PLANNED, PlacementState.ACTIVE, PlacementState.ENDED)


def write_card(placement: Placement) -> HouseholdCard:
    """Write or renew the card of a placement; called at every change of it, in the transaction of that change.

    The caller holds `placement.write`. Contact details, the note and wishes never reach the card.
    """
    household, unit = placement.household, placement.unit
    is_known = placement.answer == HouseholdAnswer.YES or placement.state in _KNOWN_BY_NAME
    is_over = placement.state in (PlacementState.DECLINED, PlacementState.CANCELLED)
    names = [] if not is_known or is_over else _first_names(household)
    needs = read_needs(household.needs)
    facts = {
        "municipality_id": placement.municipality_id,
        "property_id": placement.property_id,
        "initiative_scope_id": unit.initiative_scope_id,
        "household_scope_id": household.pk,
        "size": household.size,
        "age_bands": household.age_bands,
        "languages": list(household.languages),
        "practical_needs": json.dumps([str(need) for need in (*needs.limits, *needs.wishes)]),
        "first_names": json.dumps(names, ensure_ascii=False),
        "unit_name": unit.name,
        "state": placement.state,
        "move_in_on": placement.move_in_on,
        "expected_end_on": placement.expected_end_on,
        "ended_on": placement.ended_on,
    }
    card = HouseholdCard.objects.select_for_update(of=("self",), no_key=True).filter(placement=placement).first()
    if card is None:
        stopped = HouseholdCard.objects.filter(household_scope_id=household.pk, is_shared=False).exists()
        card = HouseholdCard(placement=placement, is_shared=not stopped, **facts)
        card.save(force_insert=True)
        return card
    for name, value in facts.items():
        setattr(card, name, value)
    card.save()
    return card


def rewrite_cards(household: Household) -> None:
    """The household changed: its running cards follow."""
    running = (PlacementState.PROPOSED, PlacementState.PLANNED, PlacementState.ACTIVE)
    placements = Placement.objects.select_related("unit", "household").filter(household=household, state__in=running)
    for placement in placements:
        write_card(placement)


def _first_names(household: Household) -> list[str]:
    return [person.first_name for person in StatusHolder.objects.filter(household=household)]
