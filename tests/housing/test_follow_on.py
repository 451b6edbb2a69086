"""Nobody's stay ends silently: who is told what, when, and how often."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from housing.enums import FollowOnState, PlacementOutcome
from housing.models import FollowOnHousing, Placement, PlacementTask
from housing.services.follow_on import choose_owner, step_follow_on
from housing.services.follow_on_guard import QUEUE, look_after_stay
from housing.services.placement_tasks import QUEUE as TASKS
from housing.services.placement_tasks import remind_of_task
from housing.services.placements import end_placement, extend_placement
from housing.tasks.placements import guard_stays, remind_of_tasks
from tests.factories.housing import household, placement, property_, unit
from tests.factories.people import Cast
from tests.housing.stays import by
from tests.seeding import seed
from thuisgevers.audit.transitions import WrongStateError
from thuisgevers.common.who import acting
from thuisgevers.municipalities.models import Membership
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def stay(cast: Cast, *, weeks: int = 52, handler: Any = None, **fields: Any) -> FollowOnHousing:
    """A stay that ends in so many weeks, in Bram's initiative; Coen owns what follows."""
    home = unit(cast.kampen, property_(cast.kampen, initiative_scope_id=cast.initiative_id))
    made = placement(
        home,
        household(cast.kampen, handler=handler),
        by=cast.anna,
        move_in_on=TODAY - timedelta(days=200),
        expected_end_on=TODAY + timedelta(weeks=weeks),
    )
    with seed():
        return FollowOnHousing.objects.create(
            municipality=cast.kampen, placement=made, household=made.household, **{"owner": cast.coen, **fields}
        )


def look(case: FollowOnHousing, *, today: date = TODAY) -> list[str]:
    with transaction.atomic(), acting(job=f"{QUEUE}:{case.pk}"):
        return look_after_stay(case.pk, today=today)


def mails(template: str = "") -> list[tuple[str, str]]:
    with seed():
        rows = OutgoingMessage.objects.filter(template__startswith="housing/", template__contains=template)
        return sorted((row.template.removeprefix("housing/"), row.to.split("@")[0]) for row in rows)


def test_alarms_ring_at_26_16_and_8_weeks_each_once(cast: Cast) -> None:
    case = stay(cast, weeks=30, handler=cast.anna)
    end = TODAY + timedelta(weeks=30)
    rung = [number for number in range(30 * 7) if "alarm" in look(case, today=TODAY + timedelta(days=number))]
    assert [(end - (TODAY + timedelta(days=number))).days // 7 for number in rung] == [26, 16, 8]
    assert mails("alarm") == sorted(
        [
            *[("follow_on_alarm", "anna")] * 3,
            *[("follow_on_alarm", "coen")] * 3,
            *[("follow_on_alarm_team", "bram")] * 3,
        ]
    )


def test_a_worker_that_stood_still_rings_only_the_newest_alarm(cast: Cast) -> None:
    case = stay(cast, weeks=7)
    assert look(case) == ["alarm"]
    assert look(case, today=TODAY + timedelta(days=1)) == []
    with seed():
        case.refresh_from_db()
    assert None not in (case.first_alarm_at, case.second_alarm_at, case.last_alarm_at)
    assert mails("follow_on_alarm") == [("follow_on_alarm", "coen"), ("follow_on_alarm_team", "bram")]


def test_mails_name_no_resident_and_the_team_gets_no_reference(cast: Cast) -> None:
    case = stay(cast, weeks=5)
    look(case)
    with seed():
        reference = case.household.reference
        to_team = OutgoingMessage.objects.get(template="housing/follow_on_alarm_team")
        assert reference not in to_team.body + to_team.subject
        assert OutgoingMessage.objects.get(template="housing/follow_on_alarm").subject.endswith(reference)


def test_what_is_arranged_rings_no_more_but_the_end_is_told_all_the_same(cast: Cast) -> None:
    case = stay(cast, weeks=5)
    by(cast.anna, lambda a: step_follow_on(access=a, case=case, name="arrange", available_from=TODAY))
    assert look(case) == []
    assert look(case, today=TODAY + timedelta(weeks=5)) == ["overdue"]


def test_a_stay_past_its_end_is_told_every_week(cast: Cast) -> None:
    case = stay(cast, weeks=-1, handler=cast.anna)
    told = [number for number in range(15) if look(case, today=TODAY + timedelta(days=number)) == ["overdue"]]
    assert told == [0, 7, 14]
    assert mails("overdue") == sorted([("stay_overdue", "anna"), ("stay_overdue", "coen")] * 3)


def test_an_owner_who_left_is_missed_once_and_the_coordinator_chooses_another(cast: Cast) -> None:
    case = stay(cast, weeks=40, owner=cast.anna)
    assert look(case) == []
    with seed():
        Membership.objects.filter(user=cast.anna).update(ends_on=TODAY)
    assert look(case) == ["owner_missing"]
    assert look(case, today=TODAY + timedelta(days=1)) == []
    assert mails() == [("follow_on_owner_missing", "coen")]
    with pytest.raises(ValidationError):
        by(cast.coen, lambda a: choose_owner(access=a, case=case, owner=cast.chaima))
    chosen = by(cast.coen, lambda a: choose_owner(access=a, case=case, owner=cast.coen))
    assert (chosen.owner, chosen.owner_missing_since) == (cast.coen, None)


def test_without_an_owner_the_coordinators_get_the_alarms(cast: Cast) -> None:
    case = stay(cast, weeks=10, owner=cast.vince)
    assert look(case) == ["owner_missing", "alarm"]
    assert mails("follow_on_alarm") == [("follow_on_alarm", "coen"), ("follow_on_alarm_team", "bram")]


def test_alarms_ring_again_after_a_longer_stay(cast: Cast) -> None:
    case = stay(cast, weeks=7)
    look(case)
    longer = TODAY + timedelta(weeks=40)
    with seed():
        row = Placement.objects.get(pk=case.placement_id)
    by(cast.anna, lambda a: extend_placement(access=a, placement=row, expected_end_on=longer, reason="nog geen woning"))
    assert look(case) == []
    assert look(case, today=longer - timedelta(weeks=26)) == ["alarm"]


def test_the_guard_looks_once_a_day_and_leaves_ended_stays(cast: Cast) -> None:
    case = stay(cast, weeks=7)
    over = stay(cast, weeks=7, state=FollowOnState.DONE)
    guard_stays()
    guard_stays()
    with connection.cursor() as cursor:
        cursor.execute("SELECT claim_jobs(%s, 10)", [QUEUE])
        assert cursor.fetchall() == []
    with seed():
        case.refresh_from_db()
        over.refresh_from_db()
    assert case.first_alarm_at is not None
    assert over.checked_on is None
    assert len(mails("follow_on_alarm")) == 2


def test_the_job_of_one_stay_learns_nothing_about_another(cast: Cast) -> None:
    case, other = stay(cast), stay(cast)
    with transaction.atomic(), acting(job=f"{QUEUE}:{case.pk}"), connection.cursor() as cursor:
        cursor.execute("SELECT placement_id FROM housing_guarded_stay()")
        assert cursor.fetchall() == [(case.placement_id,)]
        assert list(FollowOnHousing.objects.values_list("pk", flat=True)) == [case.pk]
        assert not Placement.objects.filter(pk=other.placement_id).exists()
        assert not Placement.objects.exists()


def test_steps_of_the_case_and_its_end(cast: Cast) -> None:
    case = stay(cast)
    for name, state in (
        ("search", FollowOnState.SEARCHING),
        ("offer", FollowOnState.OFFERED),
        ("refuse", FollowOnState.SEARCHING),
        ("arrange", FollowOnState.ARRANGED),
    ):
        stepped = by(cast.anna, lambda a, n=name: step_follow_on(access=a, case=case, name=n, note="loopt"))
        assert stepped.state == state
    with pytest.raises(WrongStateError):
        by(cast.anna, lambda a: step_follow_on(access=a, case=case, name="search"))
    with pytest.raises(ValidationError):
        by(cast.anna, lambda a: step_follow_on(access=a, case=case, name="reopen"))
    with seed():
        row = Placement.objects.get(pk=case.placement_id)
    by(
        cast.anna,
        lambda a: end_placement(access=a, placement=row, ended_on=TODAY, outcome=PlacementOutcome.OWN_HOME),
    )
    with seed():
        case.refresh_from_db()
    assert case.state == FollowOnState.DONE
    assert look(case) == []


def late_task(cast: Cast, **fields: Any) -> PlacementTask:
    case = stay(cast)
    with seed():
        return PlacementTask.objects.create(
            municipality=cast.kampen,
            placement=case.placement,
            household=case.household,
            **{"kind": "brp", "owner": cast.anna, "due_on": TODAY - timedelta(days=1), **fields},
        )


def test_a_late_task_reminds_its_owner_once_a_week(cast: Cast) -> None:
    task = late_task(cast)
    late_task(cast, due_on=TODAY)
    late_task(cast, done_on=TODAY)
    late_task(cast, is_dropped=True)
    remind_of_tasks()
    remind_of_tasks()
    assert mails() == [("task_late", "anna")]
    with transaction.atomic(), acting(job=f"{TASKS}:{task.pk}"):
        assert remind_of_task(task, today=TODAY + timedelta(days=6)) is False
        assert remind_of_task(task, today=TODAY + timedelta(days=7)) is True


def test_a_task_of_somebody_who_left_goes_to_the_coordinators(cast: Cast) -> None:
    late_task(cast, owner=cast.vince)
    remind_of_tasks()
    assert mails() == [("task_late", "coen")]
