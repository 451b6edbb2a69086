"""Mail about a session to one person: the registration is the job. Whatever somebody was told last is compared with how it is now,
and what differs is told, once. A lost wake-up loses nothing, and a task that is delivered twice finds nothing to do."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from thuisgevers.audit.transitions import transition
from thuisgevers.common.who import acting
from thuisgevers.guidance.enums import RegistrationState, SessionPlace
from thuisgevers.guidance.models import SessionRegistration, SessionVideo
from thuisgevers.guidance.states import REGISTRATION
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.links import create_link
from thuisgevers.notifications.services.messages import absolute_url, queue_message

from .calendar import calendar_of
from .words import when_of

QUEUE = "session_mails"
#: The same terms stand in the condition of the queue (migration 0003).
REMINDED_BEFORE = timedelta(hours=24)
THANKED_AFTER = timedelta(hours=16)
THANKED_UNTIL = timedelta(days=14)
LINK_OUTLIVES_DAYS = 30
WITH_APPOINTMENT = frozenset({"place", "promoted", "changed", "off", "left"})


def tell_registrant(registration_id: UUID) -> str:
    """Send what is due to one person; the kind of mail, empty when there was nothing to say (any more)."""
    with transaction.atomic(), acting(job=f"{QUEUE}:{registration_id}"):
        rows = SessionRegistration.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        row = rows.select_related("session", "user").filter(pk=registration_id, email_index__isnull=False).first()
        if row is None:
            return ""
        now = timezone.now()
        if _comes_back(row):
            row = _ask_to_confirm(row)
        kind = _due(row, now)
        if kind:
            _mail(row, kind)
        _remember(row, kind, now)
        return kind


def _comes_back(row: SessionRegistration) -> bool:
    """Somebody who left asks for a place again, without being signed in."""
    return row.state == RegistrationState.CANCELLED and _asked_again(row) and row.session.is_open


def _asked_again(row: SessionRegistration) -> bool:
    return row.asked_again_at is not None and (row.told_at is None or row.asked_again_at > row.told_at)


def _ask_to_confirm(row: SessionRegistration) -> SessionRegistration:
    fresh = transition(
        access=Access.nobody(), obj=row, machine=REGISTRATION, name="ask_again", may=lambda _access, _row: True
    )
    fresh.session = row.session
    return fresh


def _due(row: SessionRegistration, now: datetime) -> str:
    session = row.session
    if session.is_over:
        return "after" if _thanks_are_due(row, now) and row.has_attended is not False else ""
    if not session.is_planned:
        return "off" if row.is_open and (not row.told_state or row.told_sequence < session.sequence) else ""
    if row.told_state != row.state:
        return _news(row)
    if _asked_again(row):
        return "again" if row.is_open else "confirm"
    if row.is_open and row.told_sequence < session.sequence:
        return "changed"
    return "reminder" if _reminder_is_due(row, now) else ""


def _news(row: SessionRegistration) -> str:
    match RegistrationState(row.state):
        case RegistrationState.REQUESTED:
            return "confirm"
        case RegistrationState.CONFIRMED:
            return "promoted" if row.told_state == RegistrationState.WAITING else "place"
        case RegistrationState.WAITING:
            return "waiting"
        case RegistrationState.CANCELLED:
            was_in = {RegistrationState.CONFIRMED.value, RegistrationState.WAITING.value}
            return "left" if row.told_state in was_in else ""


def _reminder_is_due(row: SessionRegistration, now: datetime) -> bool:
    starts_at = row.session.starts_at
    return row.holds_place and row.reminded_at is None and starts_at - REMINDED_BEFORE <= now < starts_at


def _thanks_are_due(row: SessionRegistration, now: datetime) -> bool:
    ended_at = row.session.ends_at
    is_time = ended_at + THANKED_AFTER <= now <= ended_at + THANKED_UNTIL
    return row.holds_place and row.session.is_planned and row.thanked_at is None and is_time


def _remember(row: SessionRegistration, kind: str, now: datetime) -> None:
    """The mail about a place says all that a reminder would, so within a day of the session one of them is enough."""
    row.told_state = row.state
    row.told_sequence = row.session.sequence
    row.told_at = now
    if kind == "reminder" or (row.holds_place and now >= row.session.starts_at - REMINDED_BEFORE):
        row.reminded_at = row.reminded_at or now
    if _thanks_are_due(row, now):
        row.thanked_at = now
    row.save(
        update_fields=["told_state", "told_sequence", "told_at", "reminded_at", "thanked_at", "updated_at"],
    )


def _mail(row: SessionRegistration, kind: str) -> None:
    session = row.session
    url = _own_page(row)
    video = SessionVideo.objects.filter(session=session).first() if row.holds_place else None
    facts = {
        "name": row.name,
        "title": session.title,
        "when": when_of(session),
        "is_online": session.place != SessionPlace.ON_SITE,
        "location": session.location,
        "host": session.host,
        "video": "" if video is None else video.url,
        "has_place": row.holds_place,
        "reason": session.reason,
        "url": url,
        "sessions_url": absolute_url(reverse("guidance:session_list")),
        "has_notes": bool(session.notes or session.recording_url),
        "public_url": absolute_url(reverse("guidance:session_detail", args=[session.pk])),
    }
    queue_message(
        template=f"guidance/session_{kind}",
        to=row.email,
        to_user=row.user,
        context=facts,
        about_id=row.pk,
        secret=True,
        expires_at=max(session.ends_at, timezone.now() + timedelta(days=2)),
        calendar=_appointment(row, kind, video=facts["video"], url=url),
    )


def _appointment(row: SessionRegistration, kind: str, *, video: object, url: str) -> str | None:
    if kind not in WITH_APPOINTMENT or (kind in {"changed", "off"} and not row.holds_place):
        return None
    is_off = kind in {"off", "left"}
    return calendar_of(row.session, video=str(video), attendee=row.email, is_off=is_off, page=url, turns=row.turns)


def _own_page(row: SessionRegistration) -> str:
    """A new link in every mail: only a hash of a token is kept. It works until a month after the session."""
    days = max(0, (row.session.ends_at - timezone.now()).days) + LINK_OUTLIVES_DAYS
    _link, token = create_link(purpose=LinkPurpose.SESSION, object_id=row.pk, municipality=None, valid_days=days)
    return absolute_url(reverse("guidance:registration_open", kwargs={"token": token}))
