"""Silence is noticed: after a week the buddy is asked, after two the coordinator is told, after three months it is proposed to
conclude. The days are terms of the platform (`buddy-quiet-…`).

The match is the job, and the row of the rung says that it was done: once for each silence. After a time without a worker only the
highest rung that is due is done, and nobody gets more than one mail about silence a day: a buddy with three quiet households is asked
about one today and about the next tomorrow; a coordinator gets one mail that points to the list.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from thuisgevers.accounts.models import User
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.notifications.services.messages import absolute_url, queue_message

from ..enums import DayKind, MatchState, Rung
from ..models import BuddyMatch, LadderRung
from ..states import MATCH
from .nudging import nudge_buddy
from .telling import in_charge

LADDER = "buddy_ladder"
#: Matches in one sweep: mail of a town goes out over a morning, also after a week without a worker.
MOST_AT_A_SWEEP = 60


def climb(match_id: UUID) -> Rung | None:
    """Do the highest rung that is due for this match, as its job; None when there is nothing (any more) or it waits for tomorrow."""
    with transaction.atomic(), acting(job=f"{LADDER}:{match_id}"):
        rows = BuddyMatch.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        match = rows.select_related("municipality", "user").filter(pk=match_id, state=MatchState.ACTIVE).first()
        if match is None or match.heard_on is None:
            return None
        due = due_rung(match.heard_on)
        done = set(
            LadderRung.objects.filter(match=match, quiet_since=match.heard_on)
            .order_by("rung")
            .values_list("rung", flat=True)
        )
        if due is None or max(done, default=0) >= due:
            return None
        told = _ask(match) if due == Rung.ASK else _tell_coordinators(match)
        if not told:
            return None
        _write(match, [rung for rung in Rung if rung <= due and rung not in done], due)
        return due


def due_rung(heard_on: date) -> Rung | None:
    """The highest rung that silence since this day has reached."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT buddies_due_rung(%s)", [heard_on])
        (number,) = cursor.fetchone()
    return Rung(number) if number else None


def take_day(user: User, kind: DayKind) -> str:
    """`new` when today's mail about silence is now this one; else what that of today was about."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT buddies_take_day(%s, %s)", [user.pk, kind])
        (held,) = cursor.fetchone()
    return str(held)


def _ask(match: BuddyMatch) -> bool:
    """Whether the buddy was asked, or need not be (a colleague did, or they turned these mails down)."""
    if take_day(match.user, DayKind.ASKED) != "new":
        return False
    nudge_buddy(match_id=match.pk)
    return True


def _tell_coordinators(match: BuddyMatch) -> bool:
    """One mail a day for each of them, however many matches: it points to the list, on which this one stands. Whoever was asked
    about a household of their own today, hears it tomorrow."""
    people = in_charge(match.municipality, match.initiative_id)
    told = not people
    for user in people:
        held = take_day(user, DayKind.LIST)
        if held == "new":
            _point_to_list(match, user)
        told = told or held in ("new", DayKind.LIST)
    return told


def _point_to_list(match: BuddyMatch, user: User) -> None:
    queue_message(
        template="buddies/quiet_list",
        to=user.email,
        to_user=user,
        context={
            "name": user.display_name,
            "place": match.municipality.name,
            "url": absolute_url(f"{reverse('buddies:radar', args=[match.municipality.slug])}?lijst=stil"),
        },
        municipality=match.municipality,
        about_id=match.pk,
    )


def _write(match: BuddyMatch, rungs: list[Rung], due: Rung) -> None:
    LadderRung.objects.bulk_create(
        [
            LadderRung(
                municipality_id=match.municipality_id,
                match=match,
                initiative_id=match.initiative_id,
                rung=rung,
                quiet_since=match.heard_on,
                reached_on=timezone.localdate(),
                is_passed=rung != due,
            )
            for rung in rungs
        ]
    )
    record_event(
        access=Access.nobody(),
        object_type=MATCH.label,
        object_id=match.pk,
        verb={Rung.ASK: "quiet_asked", Rung.TELL: "quiet_told", Rung.CONCLUDE: "quiet_conclude"}[due],
        municipality=match.municipality,
        scope_id=match.initiative_id,
        visibility=Visibility.HOUSEHOLD,
    )
