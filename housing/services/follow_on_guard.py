"""Nobody's stay ends silently: the guard looks once a day at every stay that runs, as the job of its follow-on case.

It rings at 26, 16 and 8 weeks before the expected end (the terms `follow-on-…`), tells when nobody owns the case any more, and
keeps telling when the end has passed and the household still lives there. Mails name no resident.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from housing.enums import FollowOnState, PlacementState
from housing.models import FollowOnHousing
from housing.queries.placement_people import coordinators
from housing.states import FOLLOW_ON
from thuisgevers.accounts.models import User
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.municipalities import working_days
from thuisgevers.municipalities.access import Access
from thuisgevers.notifications.services.messages import absolute_url, queue_for_people

from .follow_on import ALARMS, OVER, alarm_day

QUEUE = "follow_on_guard"
#: Days between two mails about a stay that goes on past its expected end.
OVERDUE_AGAIN = timedelta(days=7)


@dataclass(frozen=True)
class Stay:
    """What the database tells the job about its stay; nothing about who lives there."""

    placement_id: UUID
    state: str
    expected_end_on: date
    reference: str
    handler_id: int | None
    owner_is_here: bool
    lead_ids: list[int]


def look_after_stay(case_id: UUID, *, today: date | None = None) -> list[str]:
    """Look at one stay, as its job. Returns what was told: `alarm`, `owner_missing`, `overdue`, or nothing.

    Each alarm rings once. After a time without a worker only the newest alarm that is due rings, and the ones before it count
    as rung. An arranged follow-on home needs no alarms; that the end passed is told all the same.
    """
    day = today or working_days.today()
    case = (
        FollowOnHousing.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .select_related("municipality", "owner")
        .filter(pk=case_id)
        .exclude(state__in=OVER)
        .first()
    )
    stay = None if case is None else _stay()
    if case is None or stay is None:
        return []
    case.checked_on = day
    told: list[str] = []
    if stay.state == PlacementState.ACTIVE:
        if _notice_missing_owner(case, stay, day):
            told.append("owner_missing")
        if stay.expected_end_on <= day:
            if _tell_overdue(case, stay, day):
                told.append("overdue")
        elif case.state != FollowOnState.ARRANGED and _ring(case, stay, day):
            told.append("alarm")
    stamps = [stamp for _key, stamp in ALARMS]
    case.save(update_fields=["checked_on", "owner_missing_since", "overdue_told_on", *stamps, "updated_at"])
    for verb in told:
        record_event(
            access=Access.nobody(),
            object_type=FOLLOW_ON.label,
            object_id=case.pk,
            verb=verb,
            municipality=case.municipality,
            scope_id=case.household_id,
            visibility=Visibility.HOUSEHOLD,
        )
    return told


def _stay() -> Stay | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM housing_guarded_stay()")
        row = cursor.fetchone()
    return None if row is None else Stay(*row)


def _ring(case: FollowOnHousing, stay: Stay, day: date) -> bool:
    due = [(key, stamp) for key, stamp in ALARMS if alarm_day(key, stay.expected_end_on, on=day) <= day]
    if not due or getattr(case, due[-1][1]) is not None:
        return False
    for _key, stamp in due:
        if getattr(case, stamp) is None:
            setattr(case, stamp, timezone.now())
    weeks = max(1, (stay.expected_end_on - day).days // 7)
    mark = f"follow-on:{case.pk}:{due[-1][0]}:{stay.expected_end_on}"
    _tell_officials(case, stay, "follow_on_alarm", _in_charge(case, stay), mark, weeks=weeks)
    queue_for_people(
        User.objects.filter(pk__in=stay.lead_ids).order_by("pk"),
        template="housing/follow_on_alarm_team",
        context={
            "municipality": case.municipality.name,
            "expected_end_on": stay.expected_end_on,
            "weeks": weeks,
            "url": absolute_url(reverse("initiatives:my_initiatives")),
        },
        municipality=case.municipality,
        about_id=stay.placement_id,
        dedupe=mark,
    )
    return True


def _notice_missing_owner(case: FollowOnHousing, stay: Stay, day: date) -> bool:
    """The owner no longer works in the municipality: the coordinators must choose another. Told once."""
    if stay.owner_is_here:
        case.owner_missing_since = None
        return False
    if case.owner_missing_since is not None:
        return False
    case.owner_missing_since = day
    people = coordinators(case.municipality)
    _tell_officials(case, stay, "follow_on_owner_missing", people, f"follow-on-owner:{case.pk}:{day}")
    return True


def _tell_overdue(case: FollowOnHousing, stay: Stay, day: date) -> bool:
    if case.overdue_told_on is not None and case.overdue_told_on + OVERDUE_AGAIN > day:
        return False
    case.overdue_told_on = day
    people = {user.pk: user for user in (*_in_charge(case, stay), *coordinators(case.municipality))}
    _tell_officials(case, stay, "stay_overdue", people.values(), f"stay-overdue:{case.pk}:{day}")
    return True


def _in_charge(case: FollowOnHousing, stay: Stay) -> list[User]:
    """The owner of the case and the household's handler; the coordinators where the owner left."""
    people = {case.owner.pk: case.owner} if stay.owner_is_here else {u.pk: u for u in coordinators(case.municipality)}
    if stay.handler_id is not None and stay.handler_id not in people:
        handler = User.objects.filter(pk=stay.handler_id, is_active=True).first()
        if handler is not None:
            people[handler.pk] = handler
    return list(people.values())


def _tell_officials(
    case: FollowOnHousing, stay: Stay, template: str, people: Iterable[User], mark: str, *, weeks: int = 0
) -> None:
    page = reverse("housing:placement_detail", args=[case.municipality.slug, stay.placement_id])
    queue_for_people(
        people,
        template=f"housing/{template}",
        context={
            "reference": stay.reference,
            "municipality": case.municipality.name,
            "expected_end_on": stay.expected_end_on,
            "weeks": weeks,
            "url": absolute_url(page),
        },
        municipality=case.municipality,
        about_id=stay.placement_id,
        dedupe=mark,
    )
