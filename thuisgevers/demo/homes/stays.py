"""People who come, live somewhere and move on. What happened before the municipality took part is entered afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from uuid import UUID

from django.utils import timezone

from housing.enums import HouseholdAnswer, PlacementOutcome
from housing.models import FollowOnHousing, Household, Placement, PlacementTask
from housing.services import follow_on, households, placement_tasks
from housing.services.placements import ending, moving_in, proposing
from thuisgevers.demo.joining import Office
from thuisgevers.demo.stage import NOT_YET, account, being

from .buildings import Home
from .people import household

type Deed = Callable[[], None]
type Moment = tuple[datetime, Deed]

OUTCOMES = (
    *(PlacementOutcome.OWN_HOME,) * 24,
    *(PlacementOutcome.REUNION_ELSEWHERE,) * 3,
    PlacementOutcome.BACK_TO_COA,
    PlacementOutcome.OTHER,
)
REASONS = (
    "Past bij de grootte van het gezin en ligt dicht bij school.",
    "Het huishouden vroeg om een eigen voordeur.",
    "Eerste woning die op tijd vrijkomt.",
    "Beneden slapen is hier mogelijk.",
)
_numbers = count(1)


@dataclass
class Guests:
    """One household of the demo; `size` people."""

    office: Office
    size: int
    chance: Random
    household_id: UUID = NOT_YET
    placement_id: UUID = NOT_YET

    def row(self) -> Household:
        return Household.objects.select_related("municipality", "handler").get(pk=self.household_id)

    def stay(self) -> Placement:
        return Placement.objects.select_related("municipality", "unit", "household").get(pk=self.placement_id)


def couple(guests: Guests, allocated_on: date) -> Deed:
    """COA couples the household to the municipality; the handler enters the least that works."""

    def do() -> None:
        facts, people = household(guests.size, guests.chance, next(_numbers))
        facts = households.HouseholdFacts(
            age_bands=facts.age_bands,
            languages=facts.languages,
            needs=facts.needs,
            contact=facts.contact,
            available_from=allocated_on,
            allocated_on=allocated_on,
        )
        handler = account(guests.office.handler)
        with being(handler) as access:
            made = households.register_household(
                access=access, municipality=guests.office.place(), facts=facts, people=people, handler=handler
            )
        guests.household_id = made.pk

    return do


def call_off(guests: Guests) -> Deed:
    def do() -> None:
        with being(account(guests.office.handler)) as access:
            households.cancel_household(
                access=access, household=guests.row(), reason="Gekoppeld aan een andere gemeente."
            )

    return do


def propose(guests: Guests, home: Home, position: int, move_in_on: date, expected_end_on: date) -> Deed:
    def do() -> None:
        with being(account(guests.office.handler)) as access:
            made = proposing.propose_placement(
                access=access,
                household=guests.row(),
                unit=home.unit(position),
                move_in_on=move_in_on,
                expected_end_on=expected_end_on,
                reason=guests.chance.choice(REASONS),
            )
        guests.placement_id = made.pk

    return do


def ask(guests: Guests, answer: HouseholdAnswer, asked_on: date) -> Deed:
    def do() -> None:
        with being(account(guests.office.handler)) as access:
            stay = guests.stay()
            proposing.record_answer(
                access=access,
                placement=stay,
                answer=answer,
                asked_on=asked_on,
                asked_in=stay.household.languages[0],
                interpreter=guests.chance.random() < 0.6,
            )

    return do


def confirm(guests: Guests) -> Deed:
    def do() -> None:
        with being(account(guests.office.handler)) as access:
            proposing.confirm_placement(access=access, placement=guests.stay())

    return do


def arrive(guests: Guests, moved_in_on: date) -> Deed:
    def do() -> None:
        owner = account(guests.office.handler if guests.chance.random() < 0.8 else guests.office.coordinator)
        with being(account(guests.office.handler)) as access:
            moving_in.move_in(access=access, placement=guests.stay(), moved_in_on=moved_in_on, follow_on_owner=owner)

    return do


def tick_off(guests: Guests, done_on: date) -> Deed:
    """Keys, the state of the home and the registration in the BRP are done."""

    def do() -> None:
        with being(account(guests.office.handler)) as access:
            for task in PlacementTask.objects.filter(
                placement_id=guests.placement_id, done_on__isnull=True, is_dropped=False
            ):
                placement_tasks.finish_task(access=access, task=task, done_on=done_on)

    return do


def arrange(guests: Guests, verbs: tuple[str, ...]) -> Deed:
    """Steps towards the home after this one."""

    def do() -> None:
        with being(account(guests.office.handler)) as access:
            for verb in verbs:
                case = FollowOnHousing.objects.select_related("municipality").get(placement_id=guests.placement_id)
                follow_on.step_follow_on(access=access, case=case, name=verb)

    return do


def leave(guests: Guests, ended_on: date) -> Deed:
    def do() -> None:
        outcome = guests.chance.choice(OUTCOMES)
        note = "Terug op verzoek van het huishouden." if outcome != PlacementOutcome.OWN_HOME else ""
        with being(account(guests.office.handler)) as access:
            ending.end_placement(access=access, placement=guests.stay(), ended_on=ended_on, outcome=outcome, note=note)
            if outcome == PlacementOutcome.BACK_TO_COA:
                households.cancel_household(
                    access=access, household=guests.row(), reason="COA zoekt een plek in een andere gemeente."
                )

    return do


class Diary:
    """Moments in the order of time, none before `begin` and none after `now`: what is due earlier is entered then."""

    def __init__(self, begin: datetime, now: datetime) -> None:
        self.last, self.now = begin, now
        self.moments: list[Moment] = []

    def note(self, day: date, deed: Deed) -> bool:
        """False when that day is still to come."""
        moment = timezone.make_aware(datetime.combine(day, time(10, 15)))
        moment = max(moment, self.last + timedelta(minutes=4))
        if moment > self.now:
            return False
        self.last = moment
        self.moments.append((moment, deed))
        return True


def live(
    diary: Diary, guests: Guests, home: Home, position: int, *, start: date, expected_end: date, end: date | None
) -> None:
    """A whole stay as far as it has come; `end` is the day on which they really left."""
    coupled = start - timedelta(days=guests.chance.randint(40, 80))
    diary.note(coupled, couple(guests, coupled))
    proposed = start - timedelta(days=21)
    if not diary.note(proposed, propose(guests, home, position, start, expected_end)):
        return
    asked = start - timedelta(days=17)
    if not diary.note(asked, ask(guests, HouseholdAnswer.YES, asked)):
        return
    if not diary.note(asked + timedelta(days=2), confirm(guests)):
        return
    if not diary.note(start, arrive(guests, start)):
        return
    is_forgotten = guests.chance.random() >= 0.95
    if not is_forgotten or start < timezone.localdate(diary.now) - timedelta(days=45):
        diary.note(start + timedelta(days=3), tick_off(guests, start + timedelta(days=3)))
    for weeks, verbs in ((20, ("search",)), (9, ("offer",)), (5, ("arrange",))):
        if guests.chance.random() < 0.75:
            diary.note(expected_end - timedelta(weeks=weeks), arrange(guests, verbs))
        else:
            break
    if end is not None:
        diary.note(end, leave(guests, end))


def wait(diary: Diary, guests: Guests, coupled: date, *, is_off: bool) -> None:
    """Coupled, and still without a home; or the coupling went to another municipality."""
    diary.note(coupled, couple(guests, coupled))
    if is_off:
        diary.note(coupled + timedelta(days=9), call_off(guests))


def refuse(diary: Diary, guests: Guests, home: Home, position: int, *, start: date, expected_end: date) -> None:
    """A household that said no to a home; it keeps waiting for another one."""
    coupled = start - timedelta(days=30)
    diary.note(coupled, couple(guests, coupled))
    proposed = start - timedelta(days=20)
    if diary.note(proposed, propose(guests, home, position, start, expected_end)):
        asked = start - timedelta(days=18)
        diary.note(asked, ask(guests, HouseholdAnswer.NO, asked))


def sizes_for(most: int, least: int, chance: Random) -> Iterator[int]:
    """Sizes that fit a unit, most often full."""
    while True:
        yield chance.choice((most, max(least, most - 1), most))
