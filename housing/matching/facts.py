"""What matching knows of a household and of a unit, and nothing else. No names, no addresses, no language, no origin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from .codes import DEFAULT_WEIGHTS, Need, Rule, Wish

type Span = tuple[date, date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdFacts:
    """People who move together and are never split. `youngest` is the lowest age of the youngest one's age band. `move_by` ends
    the clock of their coupling or, where they look for a home again (`waiting_since`), as many weeks from that day."""

    id: UUID
    municipality_id: int
    size: int
    children: int = 0
    youngest: int = 18
    limits: frozenset[Need] = frozenset()
    wishes: frozenset[Need] = frozenset()
    available_from: date | None = None
    move_by: date | None = None
    waiting_since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """A place for one household. Periods are half open: the second date is the first day after it."""

    id: UUID
    municipality_id: int
    capacity_min: int
    capacity_max: int
    bedrooms: int = 1
    lockable_bedrooms: int = 0
    step_free: bool = False
    own_front_door: bool = False
    own_kitchen: bool = False
    own_sanitary: bool = False
    children_suitable: bool = True
    pets_allowed: bool = False
    minimum_age: int = 0
    is_open: bool = True
    available_from: date | None = None
    available_until: date | None = None
    closures: tuple[Span, ...] = ()
    occupied: tuple[Span, ...] = ()

    @property
    def fixed_offers(self) -> frozenset[Need]:
        """The needs this unit meets for everybody; an extra bedroom depends on who comes (see `has_extra_bedroom`)."""
        met = {
            Need.STEP_FREE: self.step_free,
            Need.OWN_FRONT_DOOR: self.own_front_door,
            Need.OWN_KITCHEN: self.own_kitchen,
            Need.OWN_SANITARY: self.own_sanitary,
            Need.LOCKABLE_BEDROOM: self.lockable_bedrooms >= 1,
            Need.CHILDREN: self.children_suitable,
            Need.PETS: self.pets_allowed,
        }
        return frozenset(need for need, is_met in met.items() if is_met)


def usual_bedrooms(size: int) -> int:
    """Two people to a bedroom, rounded up: what counts as usual, so that one more is extra."""
    return (size + 1) // 2


def has_extra_bedroom(unit: UnitFacts, size: int) -> bool:
    return unit.bedrooms > usual_bedrooms(size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When people may move in, and for how long at least and preferably, in days."""

    starts_on: date
    latest_on: date
    shortest_days: int = 182
    wished_days: int = 365

    def __post_init__(self) -> None:
        if self.latest_on < self.starts_on or not 1 <= self.shortest_days <= self.wished_days:
            raise ValueError("a window has its first day before its last, and a shortest stay within the wished one")

    @classmethod
    def from_today(cls, today: date) -> Window:
        return cls(starts_on=today, latest_on=today + timedelta(weeks=12))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what conditions is matched: the window, the weights of the wishes (0 to 10), what comes first, and which pairs of
    municipalities place for each other."""

    today: date
    window: Window
    weights: Mapping[Wish, int] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    rule: Rule = Rule.PEOPLE
    partners: frozenset[frozenset[int]] = frozenset()

    def weight(self, wish: Wish) -> int:
        return self.weights.get(wish, 0)

    def may_place(self, household_in: int, unit_in: int) -> bool:
        return household_in == unit_in or frozenset((household_in, unit_in)) in self.partners
