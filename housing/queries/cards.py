"""Cards as the initiative's side reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from housing.enums import AgeBand, HousingNeed, Language, PlacementState
from housing.models import HouseholdCard
from housing.needs import read_list
from housing.permissions.households import own_cards
from housing.queries.households import people_in_words
from thuisgevers.municipalities.access import Access

MOST = 60
_CHILDREN = (AgeBand.BAND_0_3, AgeBand.BAND_4_11, AgeBand.BAND_12_17)
_OVER = (PlacementState.DECLINED, PlacementState.CANCELLED)
LOOKS = {
    PlacementState.PROPOSED: ("info", "hourglass"),
    PlacementState.PLANNED: ("accent", "calendar-event"),
    PlacementState.ACTIVE: ("positive", "home-check"),
    PlacementState.ENDED: ("neutral", "home-move"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One household as a volunteer sees it; `names` only after the household's yes."""

    pk: UUID
    municipality_id: int
    title: str
    names: str
    ages: str
    languages: str
    needs: str
    unit_name: str
    state_label: str
    tone: str
    icon: str
    move_in_on: date
    expected_end_on: date
    ended_on: date | None


def cards_of(access: Access, *, initiative_id: UUID | None = None) -> list[Card]:
    """All cards of this person, or those of one initiative."""
    rows = own_cards(access).exclude(state__in=_OVER)
    if initiative_id is not None:
        rows = rows.filter(initiative_scope_id=initiative_id)
    return [_card(row) for row in rows.distinct()[:MOST]]


def _card(row: HouseholdCard) -> Card:
    ages, languages, needs = dict(AgeBand.choices), dict(Language.choices), dict(HousingNeed.choices)
    tone, icon = LOOKS[PlacementState(row.state)]
    children = sum(row.age_bands.get(band.value, 0) for band in _CHILDREN)
    names = read_list(row.first_names)
    people = people_in_words(row.size, children)
    return Card(
        pk=row.pk,
        municipality_id=row.municipality_id,
        title=people,
        names=", ".join(names),
        ages=", ".join(f"{number} × {ages[band]}" for band, number in row.age_bands.items() if band in ages),
        languages=", ".join(str(languages.get(code, code)) for code in row.languages),
        needs=", ".join(str(needs[need]) for need in read_list(row.practical_needs) if need in needs),
        unit_name=row.unit_name,
        state_label=str(PlacementState(row.state).label),
        tone=tone,
        icon=icon,
        move_in_on=row.move_in_on,
        expected_end_on=row.expected_end_on,
        ended_on=row.ended_on,
    )
