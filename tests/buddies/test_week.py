"""What a buddy's week holds: a proposal, a first meeting, and who was not spoken with for a week; no name of anybody."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from buddies.enums import MatchState
from buddies.models import BuddyMatch
from tests.factories.buddies import buddy, match
from tests.factories.housing import household
from tests.factories.initiatives import initiative
from tests.factories.people import Cast
from tests.housing.stays import by
from tests.seeding import seed
from thuisgevers.guidance.queries.week import week_page

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


def titles(user: Any, day: date = MONDAY) -> list[tuple[str, date]]:
    days = by(user, lambda access: week_page(access, day))
    return [(line.row.title, line.row.due_on) for one in days for line in one.lines]


@pytest.fixture
def daan(cast: Cast) -> Any:
    return buddy(cast.kampen, initiative(cast.kampen, id=cast.initiative_id).pk, user=cast.daan)


def pair(cast: Cast, daan: Any, **facts: Any) -> BuddyMatch:
    return match(daan, household(cast.kampen), cast.anna, **facts)


def test_a_proposal_waits_for_its_answer(cast: Cast, daan: Any) -> None:
    row = pair(cast, daan, state=MatchState.PROPOSED, answer_by=MONDAY + timedelta(days=2))
    assert titles(cast.daan) == [("Antwoord op een voorstel", MONDAY + timedelta(days=2))]
    assert titles(cast.joke) == []
    with seed():
        BuddyMatch.objects.filter(pk=row.pk).update(buddy_answer="yes")
    assert titles(cast.daan) == []


def test_a_first_meeting_and_a_weekly_contact(cast: Cast, daan: Any) -> None:
    meets = timezone.make_aware(datetime.combine(MONDAY + timedelta(days=3), time(10)))
    pair(cast, daan, state=MatchState.ACCEPTED, meets_at=meets)
    quiet = pair(cast, daan, started_on=MONDAY - timedelta(days=20))
    spoken = pair(cast, daan)
    pair(cast, daan, state=MatchState.PAUSED)
    with seed():
        BuddyMatch.objects.filter(pk=quiet.pk).update(last_contact_on=MONDAY - timedelta(days=9))
        BuddyMatch.objects.filter(pk=spoken.pk).update(last_contact_on=MONDAY)
    assert titles(cast.daan) == [
        ("Neem contact op met uw huishouden", MONDAY - timedelta(days=2)),
        ("Eerste ontmoeting met uw huishouden", MONDAY + timedelta(days=3)),
    ]


def test_the_page_leads_to_the_match(cast: Cast, client_as: Any, daan: Any) -> None:
    row = pair(cast, daan)
    page = client_as(cast.daan).get(reverse("guidance:this_week")).content.decode()
    assert reverse("buddies:my_match", args=[row.pk]) in page
