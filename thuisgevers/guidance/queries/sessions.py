"""What pages of sessions show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Avg, Count, Q, QuerySet
from django.utils import timezone

from thuisgevers.municipalities.access import Access

from ..enums import RegistrationState, SessionState
from ..models import InspirationSession, SessionRegistration
from ..permissions.sessions import own_registrations, viewable_registrations, viewable_sessions, viewable_videos

#: How long what is past stays in a calendar that subscribes.
KEPT_IN_FEED = timedelta(days=60)


@dataclass(frozen=True)
class Sitting:
    """A session on a list, with the reader's own registration if there is one."""

    session: InspirationSession
    own: SessionRegistration | None = None


@dataclass(frozen=True)
class Attendance:
    """Who is coming, who waits, and what is known afterwards."""

    coming: list[SessionRegistration]
    waiting: list[SessionRegistration]
    unconfirmed: int
    came: int
    questions: list[SessionRegistration]
    score: float | None
    scored: int
    remarks: list[str]


def coming_sessions(access: Access) -> QuerySet[InspirationSession]:
    """From now on, those that are called off included: who looks one up must see that it is off."""
    return viewable_sessions(access).filter(ends_at__gt=timezone.now()).order_by("starts_at", "id")


def past_sessions(access: Access) -> QuerySet[InspirationSession]:
    rows = viewable_sessions(access).filter(ends_at__lte=timezone.now(), state=SessionState.PLANNED)
    return rows.order_by("-starts_at", "-id")


def sessions_of_feed(access: Access) -> QuerySet[InspirationSession]:
    since = timezone.now() - KEPT_IN_FEED
    return viewable_sessions(access).filter(ends_at__gt=since).order_by("starts_at", "id")


def with_own(access: Access, sessions: Iterable[InspirationSession]) -> list[Sitting]:
    rows = list(sessions)
    own = {}
    if access.user is not None:
        found = own_registrations(access).filter(session__in=[row.pk for row in rows])
        own = {one.session_id: one for one in found if one.is_open}
    return [Sitting(row, own.get(row.pk)) for row in rows]


def own_registration(access: Access, session: InspirationSession) -> SessionRegistration | None:
    if access.user is None:
        return None
    return own_registrations(access).filter(session=session).first()


def my_registrations(access: Access) -> list[SessionRegistration]:
    rows = own_registrations(access).exclude(state=RegistrationState.CANCELLED).select_related("session")
    return list(rows.order_by("-session__starts_at", "id"))


def video_of(access: Access, session: InspirationSession) -> str:
    """The link to the meeting; empty for who may not have it."""
    row = viewable_videos(access).filter(session=session).first()
    return "" if row is None else row.url


def attendance_of(access: Access, session: InspirationSession) -> Attendance:
    rows = list(viewable_registrations(access).filter(session=session).order_by("queued_at", "created_at", "id"))
    coming = sorted((r for r in rows if r.state == RegistrationState.CONFIRMED), key=lambda r: r.name.casefold())
    scores = [row.score for row in rows if row.score is not None]
    return Attendance(
        coming=coming,
        waiting=[row for row in rows if row.state == RegistrationState.WAITING],
        unconfirmed=sum(row.state == RegistrationState.REQUESTED for row in rows),
        came=sum(row.has_attended is True for row in rows),
        questions=[row for row in rows if row.is_open and row.question],
        score=sum(scores) / len(scores) if scores else None,
        scored=len(scores),
        remarks=[row.remarks for row in rows if row.remarks],
    )


def managed_sessions(access: Access) -> QuerySet[InspirationSession]:
    """With how many came and what they thought of it, for the national list."""
    return viewable_sessions(access).annotate(
        came=Count("registrations", filter=Q(registrations__has_attended=True)),
        score=Avg("registrations__score"),
    )
