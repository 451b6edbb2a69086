"""Silence is noticed, from beat and with a clock that is moved: each rung once, the highest alone after a time without a worker, one mail
a person a day, and a contact begins anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from buddies.enums import DayKind, MatchState
from buddies.models import BuddyMatch, LadderRung, WeekOverview
from buddies.services.ladder import climb, take_day
from buddies.services.running import last_pause_day, pause_match, resume_match
from buddies.tasks.clocks import climb_ladder, send_week_overviews
from tests.buddies.clock import Clock, moving_clock
from tests.factories import buddies as make
from tests.factories.housing import household
from tests.factories.people import Cast, person
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.common.tasks import beat_schedule
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.notifications.enums import Frequency
from thuisgevers.notifications.models import NotificationPreference, OutgoingMessage

pytestmark = pytest.mark.django_db

#: A Wednesday, so that no Monday mail is due the day after.
START = date(2027, 1, 6)
NUDGE, LIST, WEEK = "buddies/match_nudge", "buddies/quiet_list", "buddies/week_overview"


@pytest.fixture
def clock(db: None) -> Iterator[Clock]:
    with moving_clock(START) as clock:
        yield clock


class Quiet:
    """Matches of buddies in Bram's initiative, of which Joke is the coordinator, all heard today."""

    def __init__(self, clock: Clock, cast: Cast, initiative_in: Any) -> None:
        self.clock, self.cast, self.number = clock, cast, 0
        initiative_in(cast.kampen, cast.initiative_id)

    def match(self, user: User | None = None, **facts: Any) -> BuddyMatch:
        self.number += 1
        held = make.buddy(self.cast.kampen, self.cast.initiative_id, user=user or person(f"Stil{self.number}"))
        return make.match(held, household(self.cast.kampen), self.cast.joke, started_on=self.clock.today, **facts)

    def days_pass(self, days: int) -> None:
        """With a worker that does what beat says, every quarter of an hour."""
        for _day in range(days):
            self.clock.days_later(1)
            self.work()

    def work(self) -> None:
        for _sweep in range(2):
            climb_ladder()

    def mails(self, template: str, user: User | None = None) -> int:
        with seed():
            rows = OutgoingMessage.objects.filter(template=template)
            return (rows if user is None else rows.filter(to_user=user)).count()

    def rungs(self, match: BuddyMatch) -> list[tuple[int, bool]]:
        with seed():
            return list(LadderRung.objects.filter(match=match).order_by("rung").values_list("rung", "is_passed"))


@pytest.fixture
def quiet(clock: Clock, cast: Cast, initiative_in: Any) -> Quiet:
    return Quiet(clock, cast, initiative_in)


def test_a_week_two_weeks_three_months_each_once(quiet: Quiet) -> None:
    match = quiet.match()
    quiet.days_pass(6)
    assert (quiet.mails(NUDGE), quiet.rungs(match)) == (0, [])
    quiet.days_pass(1)
    assert (quiet.mails(NUDGE), quiet.rungs(match)) == (1, [(1, False)])
    quiet.days_pass(6)
    assert (quiet.mails(NUDGE), quiet.mails(LIST)) == (1, 0)
    quiet.days_pass(1)
    assert (quiet.mails(NUDGE), quiet.mails(LIST, quiet.cast.joke)) == (1, 1)
    quiet.clock.go_to(date(2027, 4, 5))
    quiet.work()
    assert quiet.mails(LIST) == 1
    quiet.days_pass(3)
    assert quiet.mails(LIST) == 2
    assert quiet.rungs(match) == [(1, False), (2, False), (3, False)]
    quiet.clock.days_later(200)
    quiet.work()
    assert (quiet.mails(NUDGE), quiet.mails(LIST)) == (1, 2)


def test_a_contact_begins_a_new_silence(quiet: Quiet) -> None:
    match = quiet.match()
    quiet.days_pass(8)
    make.moment(match, happened_on=quiet.clock.today)
    quiet.days_pass(6)
    assert (quiet.mails(NUDGE), quiet.mails(LIST)) == (1, 0)
    quiet.days_pass(1)
    assert (quiet.mails(NUDGE), quiet.mails(LIST)) == (2, 0)
    assert len(quiet.rungs(match)) == 2


def test_after_a_time_without_a_worker_only_the_highest_rung_and_one_mail_each(quiet: Quiet) -> None:
    matches = [quiet.match() for _number in range(5)]
    quiet.clock.days_later(30)
    quiet.work()
    assert (quiet.mails(NUDGE), quiet.mails(LIST)) == (0, 1), "the coordinator alone, and once"
    assert all(quiet.rungs(match) == [(1, True), (2, False)] for match in matches)
    quiet.days_pass(10)
    assert (quiet.mails(NUDGE), quiet.mails(LIST)) == (0, 1)


def test_a_buddy_with_three_quiet_households_is_asked_about_one_a_day(quiet: Quiet) -> None:
    user = person("Druk")
    buddy = make.buddy(quiet.cast.kampen, quiet.cast.initiative_id, user=user)
    for _number in range(3):
        make.match(buddy, household(quiet.cast.kampen), quiet.cast.joke, started_on=quiet.clock.today)
    asked = []
    quiet.clock.days_later(6)
    for _day in range(5):
        quiet.days_pass(1)
        asked.append(quiet.mails(NUDGE, user))
    assert asked == [1, 2, 3, 3, 3]


def test_sweeps_take_a_part_at_a_time(quiet: Quiet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("buddies.services.ladder.MOST_AT_A_SWEEP", 2)
    for _number in range(5):
        quiet.match()
    quiet.clock.days_later(7)
    sent = []
    for _sweep in range(4):
        climb_ladder()
        sent.append(quiet.mails(NUDGE))
    assert sent == [2, 4, 5, 5]


def test_a_pause_is_left_alone_and_counts_for_nothing(quiet: Quiet) -> None:
    match = quiet.match()
    access = access_of(quiet.cast.joke)
    with acting(user_id=quiet.cast.joke.pk):
        pause_match(access=access, match=match, last_day=last_pause_day())
    quiet.clock.days_later(80)
    quiet.work()
    assert quiet.rungs(match) == []
    with acting(user_id=quiet.cast.joke.pk):
        resume_match(access=access, match=fresh(match))
    quiet.days_pass(6)
    assert quiet.rungs(match) == []
    quiet.days_pass(1)
    assert quiet.rungs(match) == [(1, False)]


def test_what_is_over_or_not_begun_is_not_quiet(quiet: Quiet) -> None:
    for state in (MatchState.ACCEPTED, MatchState.CONCLUDED, MatchState.PROPOSED):
        quiet.match(state=state)
    quiet.clock.days_later(100)
    quiet.work()
    with seed():
        assert not LadderRung.objects.exists()


def test_the_database_has_each_rung_once(quiet: Quiet) -> None:
    match = quiet.match()
    quiet.clock.days_later(7)
    assert climb(match.pk) == 1
    assert climb(match.pk) is None
    with seed():
        row = LadderRung.objects.get(match=match)
    row.pk = quiet.cast.initiative_id
    with pytest.raises(IntegrityError, match="rung_once"), seed():
        row.save(force_insert=True)


def test_nobody_but_the_job_writes_a_rung(quiet: Quiet) -> None:
    match = quiet.match()
    with pytest.raises(Exception, match="row-level security"), transaction.atomic(), acting(user_id=quiet.cast.joke.pk):
        LadderRung.objects.bulk_create(
            [
                LadderRung(
                    municipality=quiet.cast.kampen,
                    match=match,
                    initiative_id=match.initiative_id,
                    rung=1,
                    quiet_since=quiet.clock.today,
                    reached_on=quiet.clock.today,
                )
            ]
        )
    with pytest.raises(Exception, match="taken by a worker"), transaction.atomic(), acting(user_id=quiet.cast.joke.pk):
        take_day(quiet.cast.joke, DayKind.LIST)


def test_monday_morning_one_mail_with_numbers_and_no_names(quiet: Quiet) -> None:
    match = quiet.match()
    quiet.clock.go_to(date(2027, 1, 25), hour=7)
    for _sweep in range(3):
        send_week_overviews()
    with seed():
        mail = OutgoingMessage.objects.get(template=WEEK, to_user=quiet.cast.joke, created_at__date=date(2027, 1, 25))
        overview = WeekOverview.objects.get(user=quiet.cast.joke, week=date(2027, 1, 25))
        assert "Kampen" in mail.body
        assert "koppels die stil zijn: 1" in mail.body
        assert "koppels zonder achterwacht: 1" in mail.body
        assert match.buddy.name not in mail.body + mail.subject
        assert overview.points == 2
    quiet.work()
    assert quiet.mails(LIST) == 0, "the overview was this person's mail of the day"
    assert quiet.rungs(match) == [(1, True), (2, False)]
    quiet.clock.go_to(date(2027, 2, 1), hour=7)
    send_week_overviews()
    assert quiet.mails(WEEK, quiet.cast.joke) == 2


def test_nothing_to_do_is_no_mail(quiet: Quiet) -> None:
    quiet.clock.go_to(date(2027, 1, 25), hour=7)
    send_week_overviews()
    assert quiet.mails(WEEK) == 0
    with seed():
        assert WeekOverview.objects.get(user=quiet.cast.joke).points == 0


def test_who_turned_the_overview_down_still_hears_of_silence(quiet: Quiet) -> None:
    quiet.match()
    with seed():
        NotificationPreference.objects.create(user=quiet.cast.joke, kind="buddy_week", frequency=Frequency.NONE)
    quiet.clock.go_to(date(2027, 1, 25), hour=7)
    send_week_overviews()
    quiet.work()
    with seed():
        states = set(OutgoingMessage.objects.filter(template=WEEK).values_list("state", flat=True))
    assert states == {"skipped"}
    assert quiet.mails(LIST) == 1


def test_beat_knows_them() -> None:
    tasks = {entry["task"] for entry in beat_schedule().values()}
    assert {
        "buddies.tasks.clocks.climb_ladder",
        "buddies.tasks.clocks.send_week_overviews",
        "buddies.tasks.clocks.refresh_buddy_figures",
    } <= tasks


def access_of(user: User) -> Access:
    return Access.for_user(user, second_factor=True)


def fresh(match: BuddyMatch) -> BuddyMatch:
    with seed():
        return BuddyMatch.objects.select_related("municipality", "user", "buddy").get(pk=match.pk)


def test_days_of_the_ladder_are_terms() -> None:
    from thuisgevers.municipalities import clocks

    found = [clocks.term(f"buddy-quiet-{name}") for name in ("ask", "tell", "conclude")]
    assert [(one.length, one.unit) for one in found] == [(7, "days"), (14, "days"), (3, "months")]
