"""The agenda of a team: hours over the clock change, what stands in it for whom, and the feed behind a secret address."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.clients import ThuisClient
from tests.factories.initiatives import initiative
from tests.factories.people import Cast
from tests.factories.plans import plan_step, step_plan
from tests.factories.workspace import appointment
from tests.housing.stays import by
from tests.seeding import seed
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.guidance.models import Appointment, PlanStep
from thuisgevers.guidance.queries.workspace_agenda import agenda
from thuisgevers.guidance.services.workspace.agenda import (
    AppointmentFacts,
    cancel_appointment,
    change_appointment,
    plan_again,
    plan_appointment,
    renew_feed,
    stop_feed,
)
from thuisgevers.guidance.services.workspace.noting import version_of
from thuisgevers.municipalities.models import AccessLink, Membership
from thuisgevers.municipalities.working_days import add_working_days, today

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def mine(cast: Cast) -> Any:
    return initiative(cast.kampen, id=cast.initiative_id)


def facts(**more: Any) -> AppointmentFacts:
    held = {"title": "Klusdag", "day": today() + timedelta(days=3), "hour": time(9, 30), "until": time(12)}
    return AppointmentFacts(**{**held, **more})


def read(client: ThuisClient, token: str) -> icalendar.Calendar:
    answer = client.get(reverse("guidance:agenda_feed", args=[token]))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return icalendar.Calendar.from_ical(answer.content)


@pytest.mark.parametrize(("day", "offset"), [(date(2027, 3, 27), 1), (date(2027, 3, 28), 2), (date(2026, 10, 25), 1)])
def test_hours_are_those_of_the_clock_in_the_netherlands(cast: Cast, mine: Any, day: date, offset: int) -> None:
    row = by(cast.vera, lambda access: plan_appointment(access=access, initiative=mine, facts=facts(day=day)))
    assert row.starts_at.astimezone(UTC) == datetime(day.year, day.month, day.day, 9 - offset, 30, tzinfo=UTC)


def test_an_evening_may_end_after_midnight_and_an_hour_that_does_not_exist_is_refused(cast: Cast, mine: Any) -> None:
    late = facts(hour=time(22), until=time(1))
    row = by(cast.vera, lambda access: plan_appointment(access=access, initiative=mine, facts=late))
    assert row.ends_at - row.starts_at == timedelta(hours=3)
    wrong = [
        facts(until=time(9, 30)),
        facts(day=date(2027, 3, 28), hour=time(2, 30)),
        facts(day=date(2027, 3, 27), hour=time(22), until=time(2, 30)),
    ]
    for one in wrong:
        with pytest.raises(ValidationError):
            by(cast.vera, lambda access, given=one: plan_appointment(access=access, initiative=mine, facts=given))


def test_changes_count_and_a_change_of_a_colleague_is_told(cast: Cast, mine: Any) -> None:
    row = by(cast.vera, lambda access: plan_appointment(access=access, initiative=mine, facts=facts()))
    seen = version_of(row)
    by(
        cast.bram,
        lambda access: change_appointment(access=access, appointment=row, facts=facts(title="Verfdag"), seen=seen),
    )
    with pytest.raises(ConflictError):
        by(cast.vera, lambda access: change_appointment(access=access, appointment=row, facts=facts(), seen=seen))
    by(cast.vera, lambda access: cancel_appointment(access=access, appointment=row))
    with pytest.raises(ConflictError):
        by(cast.bram, lambda access: cancel_appointment(access=access, appointment=row))
    by(cast.bram, lambda access: plan_again(access=access, appointment=row))
    with seed():
        assert (Appointment.objects.get(pk=row.pk).sequence, Appointment.objects.get(pk=row.pk).state) == (3, "planned")


def test_days_of_the_plan_stand_in_it_for_who_sees_the_plan(cast: Cast, mine: Any) -> None:
    plan = step_plan(cast.kampen, initiative=mine, wished_on=add_working_days(today(), 120))
    step = plan_step(plan, "move-in")
    for user in (cast.bram, cast.joke, cast.pieter):
        kinds = by(user, lambda access: {line.uid for line in agenda(access, [mine.pk])})
        assert str(step.pk) in kinds
    assert by(cast.gerrit, lambda access: agenda(access, [mine.pk])) == []
    with seed():
        PlanStep.objects.filter(plan=plan).update(state="done", finished_at=datetime.now(UTC))
    assert by(cast.bram, lambda access: agenda(access, [mine.pk])) == []


def test_the_feed_is_a_calendar_with_the_right_hours(cast: Cast, client: ThuisClient, mine: Any) -> None:
    starts_at = datetime.combine(today() + timedelta(days=5), time(19, 30), tzinfo=AMSTERDAM)
    row = appointment(mine, cast.bram, starts_at=starts_at, title="Overleg; met, tekens", text="Regel 1\nRegel 2")
    off = appointment(mine, cast.bram, title="Gaat niet door", state="cancelled")
    plan = step_plan(cast.kampen, initiative=mine, wished_on=add_working_days(today(), 120))
    other = initiative(cast.zwolle)
    appointment(other, cast.chaima, title="Van een ander")
    token = by(cast.vera, renew_feed)
    events: dict[str, Any] = {str(one["uid"]).split("@")[0]: one for one in read(client, token).walk("VEVENT")}
    event = events[str(row.pk)]
    assert event["dtstart"].dt == starts_at
    assert str(event["dtstart"].dt.tzinfo) == "Europe/Amsterdam"
    assert str(event["summary"]) == "Overleg; met, tekens"
    assert str(event["description"]).startswith("Regel 1\nRegel 2")
    assert str(events[str(off.pk)]["status"]) == "CANCELLED"
    move_in = events[str(plan_step(plan, "move-in").pk)]
    assert move_in["dtstart"].dt == plan.wished_on
    assert not any("Van een ander" in str(one["summary"]) for one in events.values())


def test_a_renewed_address_ends_the_one_before_and_stopping_ends_it(cast: Cast, client: ThuisClient, mine: Any) -> None:
    first = by(cast.vera, renew_feed)
    second = by(cast.vera, renew_feed)
    others = by(cast.bram, renew_feed)
    assert client.get(reverse("guidance:agenda_feed", args=[first])).status_code == 404
    assert client.get(reverse("guidance:agenda_feed", args=["x" * 43])).status_code == 404
    read(client, second)
    by(cast.vera, stop_feed)
    assert client.get(reverse("guidance:agenda_feed", args=[second])).status_code == 404
    read(client, others)
    with seed():
        assert AccessLink.objects.filter(purpose="agenda", revoked_at__isnull=True).count() == 1


def test_who_left_the_team_no_longer_reads_it(cast: Cast, client: ThuisClient, mine: Any) -> None:
    appointment(mine, cast.bram)
    token = by(cast.vera, renew_feed)
    assert len(read(client, token).walk("VEVENT")) == 1
    with seed():
        Membership.objects.filter(user=cast.vera).update(ends_on=today())
    assert read(client, token).walk("VEVENT") == []
    with seed():
        cast.vera.is_active = False
        cast.vera.save(update_fields=["is_active"])
    assert read(client, token).walk("VEVENT") == []


def test_the_page_shows_the_address_once(cast: Cast, client_as: Any, mine: Any) -> None:
    browser = client_as(cast.vera)
    url = reverse("guidance:agenda_follow")
    made = browser.post(url, {"act": "renew"})
    assert "/agenda.ics" in made.content.decode()
    assert "/agenda.ics" not in browser.get(url).content.decode()
    assert browser.post(url, {"act": "stop"}).status_code == 302
    assert client_as(cast.anna).get(url).status_code == 403


def test_a_wrong_day_and_hour_are_said_at_their_field(cast: Cast, client_as: Any, mine: Any) -> None:
    url = reverse("guidance:workspace_appointment_add", args=[mine.pk])
    answer = client_as(cast.vera).post(url, {"title": "😀" * 121, "day": "30-2-2027", "hour": "25:00", "until": "zes"})
    assert answer.status_code == 422
    assert {"title", "day", "hour", "until"} <= set(answer.context["form"].errors)
    same = client_as(cast.vera).post(url, {"title": "Klus", "day": "1-3-2027", "hour": "10", "until": "10:00"})
    assert "until" in same.context["form"].errors
