"""What will be played, without playing it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import timezone

from thuisgevers.demo.homes.sizes import HOUSEHOLDS, PROPERTIES, UNITS
from thuisgevers.demo.invented import MAIL_DOMAIN
from thuisgevers.demo.personas import PERSONAS
from thuisgevers.demo.seeding import Plan
from thuisgevers.demo.stories.country import LINES, QUEUE_STAGES
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.geo.facts import read_rows

TODAYS = [date(2026, 11, 22), date(2027, 1, 1), date(2027, 4, 27), date(2028, 2, 29)]


@pytest.mark.parametrize("today", TODAYS)
def test_plan_has_the_promised_size_whatever_the_day(today: date) -> None:
    plan = Plan(today, None)
    assert len(plan.stories) == 71
    assert len({story.municipality for story in plan.stories}) == 52
    assert Counter(story.municipality for story in plan.stories)["Kampen"] >= 8


@pytest.mark.parametrize("today", TODAYS)
def test_every_act_lies_before_today_and_after_the_beginning(today: date) -> None:
    acts = Plan(today, None).acts()
    first, *rest = sorted(acts, key=lambda act: act.at)
    assert len(rest) > 500
    assert timezone.localdate(first.at) > today - timedelta(days=400)
    assert timezone.localdate(max(act.at for act in rest)) < today
    # The first act makes the accounts; nothing may happen before there is anybody.
    assert first.do.__name__ == "_start_national_desk"


@pytest.mark.parametrize("today", TODAYS)
def test_homes_have_the_promised_size_whatever_the_day(today: date) -> None:
    plan = Plan(today, None)
    plan.acts()
    country = plan.country
    entered = [home for home, _diary in country.homes if home.number > len(country.opened)]
    assert plan.registered + len(entered) == PROPERTIES
    assert sum(len(home.rooms) for home, _diary in country.homes) == UNITS
    assert country.guests == HOUSEHOLDS
    assert {office.municipality for office in plan.offices} == set(country.joined)


def test_two_plans_of_one_day_are_the_same() -> None:
    one, other = Plan(TODAYS[0], None), Plan(TODAYS[0], None)
    assert [act.at for act in one.acts()] == [act.at for act in other.acts()]
    assert [story.lead for story in one.stories] == [story.lead for story in other.stories]


def test_every_municipality_of_a_story_exists() -> None:
    known = {row["name"] for row in read_rows("municipalities.csv")}
    names = {story.municipality for story in Plan(TODAYS[0], None).stories}
    assert names
    assert names <= known


def test_a_municipality_waits_nationally_or_takes_part_not_both() -> None:
    waiting = {line.municipality for line in LINES if line.stage in QUEUE_STAGES}
    assert waiting
    assert not waiting & {line.municipality for line in LINES if line.stage not in QUEUE_STAGES}


def test_people_have_addresses_that_exist_nowhere() -> None:
    plan = Plan(TODAYS[0], None)
    people = [*plan.cast.values(), *(story.lead for story in plan.stories)]
    assert all(person.email.endswith(f"@{MAIL_DOMAIN}") for person in people)
    assert MAIL_DOMAIN.endswith(".example")


def test_there_is_a_persona_for_every_role() -> None:
    assert {one.role for one in PERSONAS} == set(Role)
