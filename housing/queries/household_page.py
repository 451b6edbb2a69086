"""Everything on the page of one household. Its encrypted columns are opened here, after the door and beside the read log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import AgeBand, HouseholdState, Language
from housing.models import CoaAllocation, Household, StatusHolder
from housing.needs import ContactDetails, Needs, read_contact, read_needs
from housing.permissions.households import can_edit_household, viewable_allocations, viewable_people
from housing.queries.households import LOOKS, people_in_words
from thuisgevers.audit.timeline import TimelineEntry, timeline
from thuisgevers.common.deadlines import Deadline
from thuisgevers.common.phones import spoken_phone
from thuisgevers.municipalities import working_days
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

MOST_EVENTS = 60


@dataclass(frozen=True, slots=True)
class Band:
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Person:
    """One resident as the page shows them."""

    first_name: str
    age: str
    language: str
    is_contact: bool


@dataclass(frozen=True, kw_only=True)
class HouseholdPage:
    household: Household
    tone: str
    icon: str
    summary: str
    bands: list[Band]
    languages: str
    needs: Needs
    contact: ContactDetails
    phone: str
    people: list[Person]
    differing: list[str]
    allocation: CoaAllocation | None
    earlier_allocations: list[CoaAllocation]
    #: Since when it looks for a home again; then the coupling has no clock.
    waiting_since: date | None
    clock: Deadline | None
    find_clock: Deadline | None
    timeline: list[TimelineEntry]
    may_edit: bool
    may_transfer: bool
    may_reopen: bool


def household_page(access: Access, household: Household) -> HouseholdPage:
    """Four queries: people, allocations, timeline, and none for what the row itself holds."""
    people = list(viewable_people(access).filter(household=household))
    allocations = list(viewable_allocations(access).filter(household=household))
    contact = read_contact(household.contact_details)
    running = next((allocation for allocation in allocations if allocation.ended_on is None), None)
    tone, icon = LOOKS[household.state]
    ages = dict(AgeBand.choices)
    languages = dict(Language.choices)
    may_write = access.may(Capability.HOUSEHOLD_WRITE, municipality=household.municipality)
    is_expected = household.state == HouseholdState.EXPECTED
    since = household.waits_again_since(None if running is None else running.allocated_on)
    is_counting = is_expected and since is None
    return HouseholdPage(
        household=household,
        tone=tone,
        icon=icon,
        summary=people_in_words(household.size, household.children),
        bands=[Band(str(ages[band]), number) for band, number in household.age_bands.items()]
        if household.ages_are_known
        else [Band(_("Aantal mensen"), household.size)],
        languages=", ".join(str(languages.get(language, language)) for language in household.languages),
        needs=read_needs(household.needs),
        contact=contact,
        phone=spoken_phone(contact.phone) if contact.phone else "",
        people=[
            Person(
                person.first_name or _("Naam gewist"),
                str(ages[person.age_band]),
                str(languages.get(person.contact_language, "")),
                person.is_contact,
            )
            for person in people
        ],
        differing=[str(ages[band]) for band in differing_bands(household, people)] if people else [],
        allocation=running,
        earlier_allocations=[allocation for allocation in allocations if allocation.ended_on is not None],
        waiting_since=since,
        clock=clock_of(running, is_running=is_counting),
        find_clock=_deadline(running.find_by) if running is not None and is_counting else None,
        timeline=timeline(access=access, scope_id=household.pk, limit=MOST_EVENTS),
        may_edit=can_edit_household(access, household),
        may_transfer=is_expected and access.may(Capability.HOUSEHOLD_TRANSFER, municipality=household.municipality),
        may_reopen=may_write and household.state == HouseholdState.CANCELLED,
    )


def differing_bands(household: Household, people: list[StatusHolder]) -> list[str]:
    """Age bands in which the names and the counts do not agree."""
    named: dict[str, int] = {}
    for person in people:
        named[person.age_band] = named.get(person.age_band, 0) + 1
    return [band for band in AgeBand.values if named.get(band, 0) != household.age_bands.get(band, 0)]


def clock_of(allocation: CoaAllocation | None, *, is_running: bool = True) -> Deadline | None:
    """The last day on which the household should live somewhere; nothing where no clock runs."""
    return None if allocation is None or not is_running else _deadline(allocation.move_by)


def _deadline(on: date) -> Deadline:
    today = timezone.localdate()
    return Deadline(on=on, working_days_left=working_days.working_days_between(today, on), today=today)
