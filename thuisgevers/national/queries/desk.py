"""What the national desk must know now. Reads only; numbers, references and municipalities, no people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Min
from django.utils import timezone

from initiatives.permissions import viewable_initiatives
from initiatives.queries.registrations import WAITING_STATES, national_registrations
from thuisgevers.common.deadlines import Deadline
from thuisgevers.members.enums import InvitationState
from thuisgevers.members.permissions import viewable_invitations
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import ScopeKind
from thuisgevers.municipalities.working_days import today, working_days_between

MOST = 8


@dataclass(frozen=True, slots=True)
class Waiting:
    """A registration that nobody answered yet, in a municipality that does not take part."""

    pk: UUID
    reference: str
    municipality: str
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Late:
    """A municipality that takes part and has registrations past their first-answer term."""

    name: str
    slug: str
    number: int
    oldest: Deadline


@dataclass(frozen=True, slots=True)
class Invited:
    """A municipality that was invited and has not joined."""

    name: str
    slug: str
    sent_on: date
    days: int
    is_expired: bool


@dataclass(frozen=True, slots=True)
class Desk:
    waiting: list[Waiting]
    waiting_total: int
    waiting_late: int
    late: list[Late]
    late_total: int
    invited: list[Invited]


def national_desk(access: Access) -> Desk:
    """Three queries, however much is waiting."""
    waiting = _waiting(access)
    late = _late(access)
    return Desk(
        waiting=waiting[:MOST],
        waiting_total=len(waiting),
        waiting_late=sum((one.deadline.working_days_left or 0) < 0 for one in waiting),
        late=late[:MOST],
        late_total=sum(one.number for one in late),
        invited=_invited(access),
    )


def _waiting(access: Access) -> list[Waiting]:
    day = today()
    rows = (
        national_registrations(access)
        .filter(state__in=WAITING_STATES, first_answered_at__isnull=True)
        .order_by("first_answer_due_on", "registered_at", "id")
        .values_list("id", "reference", "municipality__name", "first_answer_due_on")
    )
    return [
        Waiting(
            pk, ref, name, Deadline(on=due, working_days_left=None if due is None else working_days_between(day, due))
        )
        for pk, ref, name, due in rows
    ]


def _late(access: Access) -> list[Late]:
    rows = (
        viewable_initiatives(access)
        .filter(
            state__in=WAITING_STATES,
            first_answered_at__isnull=True,
            first_answer_due_on__lt=today(),
            municipality__participates_since__isnull=False,
        )
        .order_by()
        .values_list("municipality__name", "municipality__slug")
        .annotate(number=Count("id"), oldest=Min("first_answer_due_on"))
    )
    ordered = sorted(rows, key=lambda row: (row[3], row[0]))
    day = today()
    return [
        Late(name, slug, number, Deadline(on=on, working_days_left=working_days_between(day, on)))
        for name, slug, number, on in ordered
    ]


def _invited(access: Access) -> list[Invited]:
    """The latest invitation per municipality that still does not take part."""
    now, day = timezone.now(), today()
    rows = (
        viewable_invitations(access)
        .filter(
            scope=ScopeKind.MUNICIPALITY,
            municipality__participates_since__isnull=True,
            state__in=(InvitationState.OPEN, InvitationState.ACCEPTED),
        )
        .order_by("sent_at", "id")
        .values_list("municipality__name", "municipality__slug", "sent_at", "expires_at", "state")
    )
    latest = {
        slug: Invited(
            name,
            slug,
            timezone.localdate(sent),
            (day - timezone.localdate(sent)).days,
            state == InvitationState.OPEN and expires <= now,
        )
        for name, slug, sent, expires, state in rows
    }
    return sorted(latest.values(), key=lambda one: (one.sent_on, one.name))
