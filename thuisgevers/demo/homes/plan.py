"""Which buildings and which households there are in the demo, and on which days what happens to them.

Deterministic: the same chance gives the same country. Totals are those of `sizes`; households live only in municipalities
that take part, because only their handlers may write them down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from random import Random

from django.utils import timezone

from housing.enums import PropertyState
from initiatives.models import Dossier
from thuisgevers.demo.invented import People
from thuisgevers.demo.joining import Office
from thuisgevers.demo.stage import Stage

from . import around, buildings, stays, underway
from .asking import ask_every_month
from .buildings import Home
from .pictures import add_pictures
from .sizes import EXTRA_SHARE, HOUSEHOLDS, UNITS, shares, spread
from .stays import Diary, Guests, Moment

UNFINISHED = (
    PropertyState.REPORTED,
    PropertyState.ASSESSING,
    PropertyState.UNSUITABLE,
    PropertyState.WITHDRAWN,
)
SHARE_ENDED, SHARE_EMPTY = 0.4, 0.12
OVERSTAYED = 6
"""Every so many of the longest stays has run past its expected end: somebody must act."""
REFUSED_AT_MOST = 40
"""Days ago that a household which still waits can have said no at most."""


@dataclass(frozen=True)
class Opened:
    """A building of an initiative that was approved: its stage, when its story ended, its homes and whether it closed since."""

    stage: Stage
    office: Office
    ended: datetime
    homes: int
    is_closed: bool


@dataclass
class Country:
    """Everything about homes, as moments for the seeding to play. `joined` holds the offices that are played and since when;
    `registered` counts buildings that come with an initiative, `promised` the units of those."""

    offices: Mapping[str, Office]
    joined: Mapping[str, datetime]
    opened: list[Opened]
    registered: int
    promised: int
    people: People
    chance: Random
    now: datetime
    moments: list[Moment] = field(default_factory=list)
    homes: list[tuple[Home, Diary]] = field(default_factory=list)
    guests: int = 0
    _numbers: count[int] = field(default_factory=lambda: count(1))

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def plan(self) -> list[Moment]:
        self._buildings()
        self._households()
        self._around()
        for _home, diary in self.homes:
            self.moments += diary.moments
        return self.moments

    def _buildings(self) -> None:
        whole = shares(list(self.offices), self.registered)
        with_homes = sum(share.buildings - share.unfinished for share in whole.values())
        rooms = iter(spread(UNITS - self.promised, with_homes))
        for one in self.opened:
            self._opened(one)
        for name, share in whole.items():
            for position in range(share.buildings):
                is_unfinished = position < share.unfinished
                number = 0 if is_unfinished else next(rooms)
                if name in self.joined:
                    self._entered(self.offices[name], number)

    def _entered(self, office: Office, rooms: int) -> None:
        number = next(self._numbers)
        goal = PropertyState.OPEN
        if not rooms:
            goal = UNFINISHED[number % len(UNFINISHED)]
        elif number % 23 == 0:
            goal = PropertyState.CLOSED
        home = Home(
            office=office,
            goal=goal,
            rooms=buildings.rooms(rooms, self.chance),
            chance=Random(f"home {number}"),  # noqa: S311 - repeatable on purpose
            owner=self.people.one(),
            number=number,
        )
        joined = self.joined[office.municipality]
        begin = joined + timedelta(days=1 + number % 9, minutes=number % 200)
        begin = min(begin, max(joined + timedelta(hours=1), self.now - timedelta(days=7)))
        diary = Diary(begin, self.now)
        start = timezone.localdate(begin)
        diary.note(start, lambda: buildings.enter(home))
        self._finish(home, diary, start)

    def _opened(self, one: Opened) -> None:
        number = next(self._numbers)
        home = Home(
            office=one.office,
            goal=PropertyState.CLOSED if one.is_closed else PropertyState.OPEN,
            rooms=buildings.rooms(one.homes, self.chance),
            chance=Random(f"home {number}"),  # noqa: S311 - repeatable on purpose
            owner=self.people.one(),
            number=number,
        )

        def find() -> None:
            found = Dossier.objects.get(initiative_id=one.stage.initiative_id).property_id
            assert found is not None
            home.property_id = found

        diary = Diary(one.ended + timedelta(hours=20), self.now)
        start = timezone.localdate(one.ended) + timedelta(days=1)
        diary.note(start, find)
        self._finish(home, diary, start)

    def _finish(self, home: Home, diary: Diary, start: date) -> None:
        if home.goal == PropertyState.REPORTED:
            self.homes.append((home, diary))
            return
        diary.note(start + timedelta(days=1), lambda: buildings.agree(home))
        if home.goal == PropertyState.WITHDRAWN:
            diary.note(start + timedelta(days=3), lambda: buildings.withdraw(home))
        elif (
            diary.note(start + timedelta(days=2), lambda: buildings.visit(home))
            and home.goal != PropertyState.ASSESSING
        ):
            diary.note(start + timedelta(days=4), lambda: buildings.sign(home))
        self.homes.append((home, diary))

    def _households(self) -> None:
        for home, diary in self.homes:
            if home.has_homes and len(diary.moments) >= 4:
                for position in range(len(home.rooms)):
                    own = Diary(diary.last, self.now)
                    self._fill(home, own, position)
                    self.moments += own.moments
                if home.goal == PropertyState.CLOSED:
                    diary.note(self.today - timedelta(days=1), lambda home=home: buildings.close(home))  # type: ignore[misc]
        waiting = max(0, self._target() - self.guests)
        offices = [office for name, office in self.offices.items() if name in self.joined]
        for office, number in zip(offices, spread(waiting, len(offices)), strict=True):
            for position in range(number):
                self._wait(office, position)

    def _around(self) -> None:
        """Reports about homes, a renovation here and there, quotas of the half-years, viewings of new buildings."""
        for home, diary in self.homes:
            if home.has_homes and len(diary.moments) >= 4 and home.number % 2:
                own = Diary(diary.last, self.now)
                around.break_something(home, own, self.today - timedelta(days=home.chance.randint(1, 90)))
                self.moments += own.moments
            if home.goal == PropertyState.REPORTED:
                diary.note(self.today - timedelta(days=1), around.invite_to_look(home))
            if home.office.municipality in EXTRA_SHARE and home.goal == PropertyState.OPEN and len(diary.moments) >= 4:
                own = Diary(diary.last, self.now)
                ask_every_month(home, own)
                if home.number % 3 == 0:
                    own.note(self.today - timedelta(days=1), add_pictures(home))
                self.moments += own.moments
        self._underway()
        for name, begin in self.joined.items():
            own = Diary(begin + timedelta(days=1), self.now)
            day = timezone.localdate(begin) + timedelta(days=2)
            own.note(day, around.set_quotas(self.offices[name], Random(f"quota {name}")))  # noqa: S311 - repeatable on purpose
            self.moments += own.moments

    def _underway(self) -> None:
        """What waits for somebody in Kampen, where the personas work."""
        office = self.offices.get("Kampen")
        if office is None or "Kampen" not in self.joined:
            return
        diary = Diary(self.joined["Kampen"], self.now)
        handed_in, halfway = underway.visits(office)
        diary.note(self.today - timedelta(days=2), handed_in)
        for deed in (underway.invite_owner(office), halfway, underway.ask_for_plan(office)):
            diary.note(self.today - timedelta(days=1), deed)
        self.moments += diary.moments

    def _target(self) -> int:
        """All of them, or the part that belongs to the municipalities that are played."""
        return HOUSEHOLDS * len(self.joined) // len(self.offices)

    def _guests(self, office: Office, size: int) -> Guests:
        self.guests += 1
        return Guests(office=office, size=size, chance=Random(f"guests {self.guests}"))  # noqa: S311 - repeatable on purpose

    def _fill(self, home: Home, diary: Diary, position: int) -> None:
        """Who lived in this unit, who lives there, or who may come."""
        chance, room = home.chance, home.rooms[position]
        sizes = stays.sizes_for(room.most, room.least, chance)
        begin = timezone.localdate(diary.last)
        is_from_before = home.number > len(self.opened)
        free_from = self.today - timedelta(days=730) if is_from_before else begin
        last = buildings.last_day_of_use(home, self.today) if home.goal == PropertyState.CLOSED else None
        if is_from_before and (last is not None or chance.random() < SHARE_ENDED):
            start = free_from + timedelta(days=chance.randint(0, 120))
            length = chance.randint(170, 330)
            end = min(start + timedelta(days=length), last or self.today - timedelta(days=40))
            if end > start + timedelta(days=60):
                stays.live(
                    diary,
                    self._guests(home.office, next(sizes)),
                    home,
                    position,
                    start=start,
                    expected_end=start + timedelta(days=length + chance.choice((-20, 0, 15, 30))),
                    end=end,
                )
                free_from = end + timedelta(days=3)
        if last is not None:
            return
        if chance.random() < SHARE_EMPTY:
            if position == 0 and home.number % 3 == 0:
                diary.note(self.today - timedelta(days=3), around.close_for_painting(home, position))
            return
        latest = (self.today - free_from).days - 2
        if latest < 1:
            return
        ago = chance.randint(1, max(1, min(latest, 320)))
        start = self.today - timedelta(days=ago)
        length = chance.choice((180, 270, 365, 365, 540, 730))
        if length <= ago and self.guests % OVERSTAYED:
            length = ago + chance.randint(10, 200)
        guests = self._guests(home.office, next(sizes))
        if chance.random() < 0.08:
            start = self.today + timedelta(days=chance.randint(4, 40))
        if chance.random() < 0.04:
            # Who said no waits for another home, and not for half a year after its clock ran out.
            start = max(start, self.today - timedelta(days=REFUSED_AT_MOST))
            stays.refuse(diary, guests, home, position, start=start, expected_end=start + timedelta(days=length))
            return
        stays.live(diary, guests, home, position, start=start, expected_end=start + timedelta(days=length), end=None)

    def _wait(self, office: Office, position: int) -> None:
        joined = self.joined[office.municipality]
        guests = self._guests(office, self.chance.choice((1, 1, 2, 3, 3, 4, 5)))
        back = self.chance.randint(1, 75)
        diary = Diary(max(joined + timedelta(days=1), self.now - timedelta(days=back)), self.now)
        stays.wait(diary, guests, timezone.localdate(diary.last), is_off=position % 11 == 10)
        self.moments += diary.moments
