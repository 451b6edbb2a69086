"""A buddy's own page: proposals, households with a first name, contact moments."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from housing.enums import Language
from housing.models import HouseholdCard
from housing.needs import read_list
from housing.permissions.households import own_cards
from housing.queries.households import people_in_words
from thuisgevers.municipalities.access import Access

from ..enums import KEPT_MATCH, OPEN_MATCH, BuddyTask, MatchState
from ..models import BuddyMatch
from ..permissions.matches import own_matches
from .words import MATCH_LOOKS, labels_of

MOST = 40


@dataclass(frozen=True, slots=True)
class Mine:
    """One match as its buddy sees it. `names` is empty until both said yes."""

    match: BuddyMatch
    names: str
    title: str
    about: str
    tasks: str
    home: str
    tone: str
    icon: str
    can_log: bool


def my_matches(access: Access) -> tuple[list[Mine], list[Mine]]:
    """(open, over): two queries, whatever their number."""
    rows = list(own_matches(access).select_related("municipality").order_by("-proposed_on", "id")[:MOST])
    cards = cards_by_household(access, [row.household_id for row in rows if row.state in KEPT_MATCH])
    mine = [describe(row, cards.get(row.household_id)) for row in rows]
    is_open = {state.value for state in OPEN_MATCH}
    return [one for one in mine if one.match.state in is_open], [one for one in mine if one.match.state not in is_open]


def names_of_mine(access: Access) -> list[str]:
    """First names of one's own households, as far as their cards show them."""
    rows = own_matches(access).filter(state__in=KEPT_MATCH)[:MOST]
    cards = cards_by_household(access, [row.household_id for row in rows])
    return [name for card in cards.values() for name in read_list(card.first_names)]


def cards_by_household(access: Access, households: list[UUID]) -> dict[UUID, HouseholdCard]:
    """The newest card of each household that this person may read."""
    if not households:
        return {}
    rows = own_cards(access).filter(household_scope_id__in=households).order_by("move_in_on", "id")
    return {card.household_scope_id: card for card in rows}


def describe(row: BuddyMatch, card: HouseholdCard | None) -> Mine:
    is_kept = row.state in KEPT_MATCH
    names = read_list(card.first_names) if card is not None and is_kept else []
    labels = dict(Language.choices)
    tone, icon = MATCH_LOOKS[MatchState(row.state)]
    people = people_in_words(row.about_size, 0)
    return Mine(
        match=row,
        names=", ".join(names),
        title=", ".join(names)
        or (_("%(people)s, met kinderen") % {"people": people} if row.about_children else people),
        about=", ".join(str(labels.get(code, code)) for code in row.about_languages),
        tasks=", ".join(labels_of(BuddyTask, row.tasks)),
        home=card.unit_name if card is not None and is_kept else "",
        tone=tone,
        icon=icon,
        can_log=row.is_running,
    )
