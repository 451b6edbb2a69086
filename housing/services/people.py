"""The people of a household as values and rows: first names and the language in which to talk with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from housing.enums import AgeBand
from housing.models import Household, StatusHolder
from housing.name_index import name_index


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonFacts:
    """One resident. `age_band` and `contact_language` are values of `AgeBand` and `Language`."""

    first_name: str
    age_band: str
    contact_language: str = ""
    is_contact: bool = False


def new_people(household: Household, people: Sequence[PersonFacts]) -> list[StatusHolder]:
    """Unsaved rows; the first one marked as contact is the contact."""
    rows: list[StatusHolder] = []
    has_contact = False
    for person in people:
        rows.append(
            StatusHolder(
                municipality_id=household.municipality_id,
                household=household,
                first_name=person.first_name,
                age_band=person.age_band,
                contact_language=person.contact_language,
                is_contact=person.is_contact and not has_contact,
                name_index=name_index(person.first_name, municipality_id=household.municipality_id),
            )
        )
        has_contact = has_contact or person.is_contact
    return rows


def facts_of(people: Sequence[StatusHolder]) -> list[PersonFacts]:
    return [
        PersonFacts(
            first_name=person.first_name,
            age_band=person.age_band,
            contact_language=person.contact_language,
            is_contact=person.is_contact,
        )
        for person in people
    ]


def counts_of(people: Sequence[PersonFacts] | Sequence[StatusHolder]) -> dict[str, int]:
    """How many people per age band."""
    counts = Counter(person.age_band for person in people)
    return {band: counts[band] for band in AgeBand.values if counts[band]}


def differing_bands(household: Household, people: Sequence[StatusHolder] | Sequence[PersonFacts]) -> Mapping[str, int]:
    """Per age band how many names there are too many (positive) or too few; empty when names and counts agree."""
    named, counted = counts_of(people), household.age_bands
    return {
        band: named.get(band, 0) - counted.get(band, 0)
        for band in AgeBand.values
        if named.get(band, 0) != counted.get(band, 0)
    }
