"""Figures: what the database counts equals counting row by row, for an initiative, a municipality and the country."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buddies.enums import MatchState
from buddies.models import Buddy, BuddyFigure, BuddyMonth, BuddySettings
from buddies.queries.figures import Figures, Month, figures_of, months_of
from buddies.tasks.clocks import refresh_buddy_figures
from housing.models import Household
from tests.factories import buddies as make
from tests.factories.housing import household
from tests.factories.people import Cast, person
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.common.ids import uuid7
from thuisgevers.common.stats import as_stats
from thuisgevers.common.who import acting

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@dataclass(frozen=True)
class Line:
    """A match as it is drawn: days ago, and on which days there was contact."""

    initiative: int
    home: int
    state: MatchState
    proposed: int
    started: int
    ended: int
    contacts: list[int]

    @property
    def started_on(self) -> date:
        return TODAY - timedelta(days=self.started)

    @property
    def ended_on(self) -> date | None:
        return TODAY - timedelta(days=self.ended) if self.state == MatchState.CONCLUDED else None

    @property
    def has_begun(self) -> bool:
        return self.state != MatchState.ACCEPTED

    @property
    def heard_on(self) -> date:
        return max([self.started_on, *(TODAY - timedelta(days=day) for day in self.contacts)])


@st.composite
def lines(draw: Any) -> Line:
    proposed = draw(st.integers(0, 500))
    started = draw(st.integers(0, proposed))
    state = draw(
        st.sampled_from([MatchState.ACTIVE] * 4 + [MatchState.PAUSED, MatchState.CONCLUDED, MatchState.ACCEPTED])
    )
    days = st.integers(0, proposed) if state != MatchState.ACCEPTED else st.nothing()
    contacts = draw(st.lists(days, max_size=5)) if state != MatchState.ACCEPTED else []
    return Line(
        draw(st.integers(0, 1)),
        draw(st.integers(0, 2)),
        state,
        proposed,
        started,
        draw(st.integers(0, started)),
        contacts,
    )


def by_hand(found: list[Line], weeks: int) -> Figures:
    active = [one for one in found if one.state == MatchState.ACTIVE]
    met = [one for one in found if one.has_begun and one.started < 365]
    return Figures(
        households=len({(one.initiative, one.home) for one in active}),
        matches=len(active),
        quiet=sum(one.heard_on <= TODAY - timedelta(weeks=weeks) for one in active),
        meetings=len(met),
        meeting_days=sum(one.proposed - one.started for one in met),
    )


def months_by_hand(found: list[Line]) -> list[Month]:
    months, first = [], TODAY.replace(day=1)
    for _number in range(12):
        after = (first + timedelta(days=31)).replace(day=1)
        ran = [
            one
            for one in found
            if one.has_begun and one.started_on < after and (one.ended_on is None or one.ended_on >= first)
        ]
        days = [TODAY - timedelta(days=day) for one in found for day in one.contacts]
        months.append(Month(first, len(ran), sum(first <= day < after for day in days)))
        first = (first - timedelta(days=1)).replace(day=1)
    return months[::-1]


class Undone(Exception):
    """Ends an example without keeping its rows."""


class Places:
    """Two initiatives of Kampen, three households in each, and buddies enough."""

    def __init__(self, cast: Cast, initiative_in: Any) -> None:
        self.cast = cast
        self.initiatives = [
            initiative_in(cast.kampen, cast.initiative_id).pk,
            initiative_in(cast.kampen, name="Ander").pk,
        ]
        self.homes = [[household(cast.kampen) for _home in range(3)] for _one in range(2)]
        self.buddies = [
            [make.buddy(cast.kampen, pk, user=person(f"F{number}{pk.hex[-6:]}")) for number in range(6)]
            for pk in self.initiatives
        ]

    def write(self, found: list[Line]) -> list[Line]:
        """What fits: a household has two buddies at most. Returns the lines that were written."""
        taken: dict[tuple[UUID, int], Buddy] = {}
        written = []
        for number, line in enumerate(found):
            home: Household = self.homes[line.initiative][line.home]
            is_open = line.state != MatchState.CONCLUDED
            place = next((one for one in (1, 2) if (home.pk, one) not in taken), 0) if is_open else 1
            if not place:
                continue
            buddy = self.buddies[line.initiative][number % 6]
            if is_open:
                taken[home.pk, place] = buddy
            facts: dict[str, Any] = {"state": line.state, "place": place}
            if line.has_begun:
                facts["started_on"] = line.started_on
            if line.ended_on is not None:
                facts["ended_on"] = line.ended_on
            with seed():
                row = make.match(buddy, home, self.cast.joke, **facts)
                type(row).objects.filter(pk=row.pk).update(proposed_on=TODAY - timedelta(days=line.proposed))
            for day in line.contacts:
                visibility = "me" if day % 2 else "municipality"
                make.moment(row, client_id=uuid7(), happened_on=TODAY - timedelta(days=day), visibility=visibility)
            written.append(line)
        return written

    def asked(self, who: User, initiative: int | None = None) -> tuple[Figures, list[Month]]:
        pk = None if initiative is None else self.initiatives[initiative]
        with transaction.atomic(), acting(user_id=who.pk):
            return figures_of(self.cast.kampen, pk), months_of(self.cast.kampen, pk)


@pytest.fixture
def places(cast: Cast, initiative_in: Any) -> Places:
    return Places(cast, initiative_in)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(lines(), min_size=1, max_size=6), weeks=st.integers(1, 12))
def test_figures_equal_counting_by_hand(places: Places, drawn: list[Line], weeks: int) -> None:
    cast = places.cast
    try:
        with transaction.atomic():
            with seed():
                BuddySettings.objects.create(municipality=cast.kampen, quiet_weeks=weeks)
            found = places.write(drawn)
            here = [one for one in found if one.initiative == 0]
            assert places.asked(cast.anna) == (by_hand(found, weeks), months_by_hand(found))
            assert places.asked(cast.anna, 0) == (by_hand(here, weeks), months_by_hand(here))
            assert places.asked(cast.joke) == (by_hand(here, weeks), months_by_hand(here)), "her own initiative alone"
            assert places.asked(cast.joke, 1) == (by_hand([], weeks), months_by_hand([]))
            refresh_buddy_figures()
            with as_stats():
                kept = BuddyFigure.objects.filter(municipality=cast.kampen).first()
                months = {m.month: (m.matches, m.contacts) for m in BuddyMonth.objects.filter(municipality=cast.kampen)}
            slow = by_hand(found, weeks)
            assert (kept is not None) == bool(found)
            if kept is not None:
                counted = (kept.households, kept.matches, kept.quiet, kept.meetings, kept.meeting_days)
                assert counted == (slow.households, slow.matches, slow.quiet, slow.meetings, slow.meeting_days)
            assert months == {
                m.month: (m.matches, m.contacts) for m in months_by_hand(found) if m.matches or m.contacts
            }
            raise Undone
    except Undone:
        pass


@pytest.mark.parametrize("who", ["chaima", "bram", "daan", "els", "gerrit"])
def test_counting_is_for_who_may_read_buddies_there(places: Places, who: str) -> None:
    places.write([Line(0, 0, MatchState.ACTIVE, 60, 50, 0, [3, 4])])
    figures, months = places.asked(getattr(places.cast, who))
    assert figures == Figures(0, 0, 0, 0, 0)
    assert not any(month.matches or month.contacts for month in months)


def test_figures_of_the_country_are_read_by_stats_alone(places: Places) -> None:
    for table in ("buddies_buddyfigure", "buddies_buddymonth"):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
