"""The closed lists of matching. What is not here cannot bind and cannot count.

Nationality, religion, ethnicity and sex are on none of them, and neither is language: a test holds these lists and the fact
classes against a list of forbidden words.
"""

from __future__ import annotations

from enum import StrEnum


class Need(StrEnum):
    """What a household may need of a dwelling; the same words as `housing.enums.HousingNeed` (a test compares them)."""

    STEP_FREE = "step_free"
    OWN_FRONT_DOOR = "own_front_door"
    OWN_KITCHEN = "own_kitchen"
    OWN_SANITARY = "own_sanitary"
    LOCKABLE_BEDROOM = "lockable_bedroom"
    CHILDREN = "children"
    PETS = "pets"
    EXTRA_BEDROOM = "extra_bedroom"


class Limit(StrEnum):
    """Why a household cannot live in a unit. The order is that in which reasons are told; the bit of a limit is its place
    in this list."""

    OTHER_MUNICIPALITY = "other_municipality"
    NOT_OPEN = "not_open"
    TOO_LARGE = "too_large"
    TOO_SMALL = "too_small"
    MINIMUM_AGE = "minimum_age"
    STEP_FREE = "step_free"
    OWN_FRONT_DOOR = "own_front_door"
    OWN_KITCHEN = "own_kitchen"
    OWN_SANITARY = "own_sanitary"
    LOCKABLE_BEDROOM = "lockable_bedroom"
    CHILDREN = "children"
    PETS = "pets"
    EXTRA_BEDROOM = "extra_bedroom"
    HOUSEHOLD_LATER = "household_later"
    UNIT_LATER = "unit_later"
    UNIT_ENDS = "unit_ends"
    UNIT_CLOSED = "unit_closed"
    UNIT_TAKEN = "unit_taken"


class Wish(StrEnum):
    """What counts, with a weight that the municipality chooses. The first eight count only for who asked for them."""

    STEP_FREE = "step_free"
    OWN_FRONT_DOOR = "own_front_door"
    OWN_KITCHEN = "own_kitchen"
    OWN_SANITARY = "own_sanitary"
    LOCKABLE_BEDROOM = "lockable_bedroom"
    CHILDREN = "children"
    PETS = "pets"
    EXTRA_BEDROOM = "extra_bedroom"
    GOOD_FIT = "good_fit"
    CLOCK = "clock"
    SHORT_VACANCY = "short_vacancy"
    LONG_STAY = "long_stay"


class Rule(StrEnum):
    """What a plan for all maximises before any wish counts."""

    PEOPLE = "people"
    HOUSEHOLDS = "households"


NEEDS = tuple(Need)
LIMITS = tuple(Limit)
WISHES = tuple(Wish)
LIMIT_BIT = {limit: 1 << place for place, limit in enumerate(LIMITS)}
NEED_BIT = {need: 1 << place for place, need in enumerate(NEEDS)}
DATE_LIMITS = (Limit.HOUSEHOLD_LATER, Limit.UNIT_LATER, Limit.UNIT_ENDS, Limit.UNIT_CLOSED, Limit.UNIT_TAKEN)
FIXED_LIMITS = tuple(limit for limit in LIMITS if limit not in DATE_LIMITS)

MOST_WEIGHT = 10
MOST_POINTS = 10
#: No pair scores more than this.
MOST_SCORE = MOST_WEIGHT * MOST_POINTS * len(WISHES)

DEFAULT_WEIGHTS: dict[Wish, int] = {
    Wish.STEP_FREE: 8,
    Wish.OWN_FRONT_DOOR: 5,
    Wish.OWN_KITCHEN: 5,
    Wish.OWN_SANITARY: 6,
    Wish.LOCKABLE_BEDROOM: 6,
    Wish.CHILDREN: 6,
    Wish.PETS: 3,
    Wish.EXTRA_BEDROOM: 4,
    Wish.GOOD_FIT: 5,
    Wish.CLOCK: 8,
    Wish.SHORT_VACANCY: 3,
    Wish.LONG_STAY: 6,
}
