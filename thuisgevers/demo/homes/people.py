"""Invented households: sizes, ages, languages and first names that occur in many countries."""

from __future__ import annotations

from random import Random

from housing.enums import AgeBand, HousingNeed, Language
from housing.needs import Needs
from housing.services.households import ContactDetails, HouseholdFacts
from housing.services.people import PersonFacts

NAMES = (
    *("Amina", "Yonas", "Samira", "Idris", "Leyla", "Tesfay", "Nadia", "Karim", "Selam", "Omid", "Farah", "Daniel"),
    *("Mariam", "Elias", "Rahel", "Hamid", "Oksana", "Ilir", "Zeynep", "Musa", "Hanna", "Reza", "Saba", "Emre"),
    *("Liya", "Josef", "Noor", "Abel", "Parisa", "Sami", "Ruta", "Bilal", "Olena", "Kidane", "Shirin", "Yusuf"),
)
SPOKEN = (
    (Language.ARABIC,),
    (Language.TIGRINYA, Language.ENGLISH),
    (Language.TURKISH,),
    (Language.FARSI, Language.ENGLISH),
    (Language.ARABIC, Language.FRENCH),
    (Language.DARI,),
    (Language.SOMALI, Language.ENGLISH),
    (Language.KURDISH, Language.ARABIC),
    (Language.TIGRINYA,),
    (Language.ARABIC, Language.ENGLISH),
)
_CHILDREN = (AgeBand.BAND_0_3, AgeBand.BAND_4_11, AgeBand.BAND_4_11, AgeBand.BAND_12_17)
_ALONE = (AgeBand.BAND_18_26, AgeBand.BAND_27_54, AgeBand.BAND_27_54, AgeBand.BAND_55_66)
_LIMITS = (HousingNeed.STEP_FREE, HousingNeed.LOCKABLE_BEDROOM, HousingNeed.CHILDREN)
_WISHES = (
    HousingNeed.OWN_FRONT_DOOR,
    HousingNeed.OWN_KITCHEN,
    HousingNeed.OWN_SANITARY,
    HousingNeed.EXTRA_BEDROOM,
    HousingNeed.PETS,
)


def bands(size: int, chance: Random) -> list[str]:
    """The ages of `size` people who belong together."""
    if size == 1:
        return [chance.choice(_ALONE)]
    adults = [AgeBand.BAND_27_54, chance.choice((AgeBand.BAND_27_54, AgeBand.BAND_18_26))]
    if size == 2 and chance.random() < 0.3:
        return [AgeBand.BAND_27_54, chance.choice(_CHILDREN)]
    return [str(band) for band in (*adults, *(chance.choice(_CHILDREN) for _child in range(size - 2)))]


def household(size: int, chance: Random, number: int) -> tuple[HouseholdFacts, list[PersonFacts]]:
    """Facts and people; `number` makes the telephone number."""
    ages = bands(size, chance)
    languages = chance.choice(SPOKEN)
    counts = {band: ages.count(band) for band in dict.fromkeys(ages)}
    has_children = any(band in _CHILDREN for band in ages)
    limits: list[HousingNeed] = [need for need in _LIMITS if need != HousingNeed.CHILDREN and chance.random() < 0.06]
    if has_children:
        limits.append(HousingNeed.CHILDREN)
    wishes = chance.sample(_WISHES, k=chance.randint(0, 2))
    people = [
        PersonFacts(first_name=name, age_band=band, contact_language=languages[0], is_contact=position == 0)
        for position, (name, band) in enumerate(zip(chance.sample(NAMES, k=size), ages, strict=True))
    ]
    facts = HouseholdFacts(
        age_bands=counts,
        languages=[str(language) for language in languages],
        needs=Needs(limits=tuple(limits), wishes=tuple(wishes)),
        contact=ContactDetails(phone=f"+316124{number:05d}"),
    )
    return facts, people
