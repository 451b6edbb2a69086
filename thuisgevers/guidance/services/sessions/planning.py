"""What national coordinators do with sessions: plan one or a weekly series, change, call off, note who came, publish afterwards.

Nobody is mailed here: a change raises `sequence`, and the job of each registration sees that its person was told an older one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.tasks import wake
from thuisgevers.guidance.enums import RegistrationState, SessionPlace, SessionState
from thuisgevers.guidance.models import InspirationSession, SessionRegistration, SessionSeries, SessionVideo
from thuisgevers.guidance.permissions.sessions import can_manage_sessions
from thuisgevers.guidance.states import SESSION
from thuisgevers.municipalities.access import Access

from .registering import SWEEP_MAILS, SWEEP_PLACES

MOST_WEEKS = 60
#: What people have in their calendar: a change in one of these is told to everybody who registered.
TOLD = ("title", "place", "location", "starts_at", "minutes")
PLAIN = ("title", "summary", "host", "place", "location", "minutes", "capacity")


@dataclass(frozen=True, kw_only=True)
class SessionFacts:
    """Day and hour as the clock in the Netherlands shows them."""

    title: str
    day: date
    hour: time
    minutes: int
    capacity: int
    place: SessionPlace
    location: str = ""
    summary: str = ""
    host: str = ""
    video_url: str = ""


def moment_of(day: date, hour: time) -> datetime:
    """That hour on that day in the Netherlands. An hour that the clock skips in spring is refused."""
    moment = timezone.make_aware(datetime.combine(day, hour))
    if timezone.localtime(moment.astimezone(timezone.get_fixed_timezone(0))).time() != hour:
        raise ValidationError({"hour": _("Deze tijd bestaat niet: de klok gaat dan een uur vooruit.")})
    return moment


def plan_sessions(*, access: Access, facts: SessionFacts, until: date | None = None) -> list[InspirationSession]:
    """One session, or with `until` one every week up to that day, each at the same hour on the clock."""
    if not can_manage_sessions(access) or access.user is None:
        raise PermissionDenied
    days = _weeks(facts.day, until)
    if moment_of(facts.day, facts.hour) <= timezone.now() - timedelta(hours=1):
        raise ValidationError({"hour": _("Deze tijd is al voorbij. Kies een latere dag of tijd.")})
    with transaction.atomic():
        series = None
        if until is not None:
            series = SessionSeries(title=facts.title, made_by=access.user)
            series.save(force_insert=True)
        return [_add(access, facts, day, series) for day in days]


def edit_session(
    *, access: Access, session: InspirationSession, facts: SessionFacts, following: bool, seen: str
) -> list[InspirationSession]:
    """This session, or with `following` also those after it in its series: they move by as many days, to the same new hour.

    `seen` is the version that was on the screen (`version_of`); a colleague's change in between is a ConflictError. Fewer
    places than were given out is refused at the field. Returns what changed.
    """
    if not can_manage_sessions(access):
        raise PermissionDenied
    with transaction.atomic():
        rows = _these(session, following=following)
        own = next((row for row in rows if row.pk == session.pk), None)
        if own is None:
            raise ConflictError(_("Deze sessie is afgezegd of al geweest en kan niet meer veranderen."))
        if version_of(own) != seen:
            raise ConflictError(_("Een collega heeft deze sessie net gewijzigd. Kijk eerst wat er nu staat."))
        shift = facts.day - timezone.localtime(own.starts_at).date()
        for row in rows:
            _change(access, row, facts, timezone.localtime(row.starts_at).date() + shift)
        wake(SWEEP_MAILS)
        wake(SWEEP_PLACES)
        return rows


def cancel_sessions(
    *, access: Access, session: InspirationSession, reason: str, following: bool
) -> list[InspirationSession]:
    """Call this session off, or with `following` also the rest of its series. Everybody who registered is mailed."""
    with transaction.atomic():
        rows = _these(session, following=following)
        if session.pk not in {row.pk for row in rows}:
            raise ConflictError(_("Deze sessie is al afgezegd of al geweest."))
        gone = [
            transition(
                access=access,
                obj=row,
                machine=SESSION,
                name="cancel",
                reason=reason,
                changes={"reason": reason, "sequence": row.sequence + 1},
            )
            for row in rows
        ]
        wake(SWEEP_MAILS)
        return gone


def note_attendance(*, access: Access, session: InspirationSession, present: Iterable[UUID]) -> int:
    """Who was there; everybody else with a place was not. Can be done again. Returns how many came."""
    if not can_manage_sessions(access):
        raise PermissionDenied
    if session.starts_at > timezone.now():
        raise ConflictError(_("De sessie is nog niet begonnen. Daarna kunt u invullen wie er was."))
    with transaction.atomic():
        rows = SessionRegistration.objects.filter(session=session, state=RegistrationState.CONFIRMED)
        now = timezone.now()
        came = rows.filter(pk__in=list(present)).update(has_attended=True, updated_at=now)
        rows.exclude(pk__in=list(present)).update(has_attended=False, updated_at=now)
        _note(access, session, "attendance")
        return came


def publish_report(
    *, access: Access, session: InspirationSession, notes: str, recording_url: str
) -> InspirationSession:
    """Notes and recording, for everybody to read. Empty takes them away."""
    if not can_manage_sessions(access):
        raise PermissionDenied
    if not session.is_planned or session.starts_at > timezone.now():
        raise ConflictError(_("Een verslag kan zodra de sessie is begonnen."))
    with transaction.atomic():
        row = InspirationSession.objects.select_for_update(of=("self",), no_key=True).get(pk=session.pk)
        row.notes, row.recording_url = notes, recording_url
        row.save(update_fields=["notes", "recording_url", "updated_at"])
        _note(access, row, "report")
        return row


def version_of(session: InspirationSession) -> str:
    """Changes with every edit, not with registrations."""
    return f"{session.sequence}:{session.updated_at.isoformat()}"


def _weeks(first: date, until: date | None) -> list[date]:
    if until is None:
        return [first]
    if until < first:
        raise ValidationError({"until": _("Kies een dag op of na de eerste sessie.")})
    days = [first + timedelta(weeks=number) for number in range((until - first).days // 7 + 1)]
    if len(days) > MOST_WEEKS:
        raise ValidationError(
            {"until": _("Plan hooguit %s weken tegelijk. Daarna maakt u een nieuwe reeks.") % MOST_WEEKS}
        )
    return days


def _add(access: Access, facts: SessionFacts, day: date, series: SessionSeries | None) -> InspirationSession:
    starts_at = moment_of(day, facts.hour)
    row = InspirationSession(
        series=series,
        starts_at=starts_at,
        ends_at=InspirationSession.end_of(starts_at, facts.minutes),
        **{name: getattr(facts, name) for name in PLAIN},
    )
    row.save(force_insert=True)
    _keep_video(row, facts.video_url)
    _note(access, row, "plan")
    return row


def _these(session: InspirationSession, *, following: bool) -> list[InspirationSession]:
    """Locked, in the order of time: what can still change."""
    rows = InspirationSession.objects.filter(state=SessionState.PLANNED, ends_at__gt=timezone.now())
    if following and session.series_id is not None:
        rows = rows.filter(series_id=session.series_id, starts_at__gte=session.starts_at)
    else:
        rows = rows.filter(pk=session.pk)
    return list(rows.select_for_update(of=("self",), no_key=True).order_by("starts_at", "id"))


def _change(access: Access, row: InspirationSession, facts: SessionFacts, day: date) -> None:
    before = {name: getattr(row, name) for name in TOLD}
    for name in PLAIN:
        setattr(row, name, getattr(facts, name))
    row.starts_at = moment_of(day, facts.hour)
    row.ends_at = InspirationSession.end_of(row.starts_at, facts.minutes)
    if row.starts_at != before["starts_at"] and row.starts_at <= timezone.now():
        raise ValidationError({"hour": _("Deze tijd is al voorbij. Kies een latere dag of tijd.")})
    is_new_link = _keep_video(row, facts.video_url)
    if is_new_link or any(getattr(row, name) != value for name, value in before.items()):
        row.sequence += 1
    try:
        with transaction.atomic():
            row.save(update_fields=[*PLAIN, "starts_at", "ends_at", "sequence", "updated_at"])
    except IntegrityError as error:
        if "session_has_place" not in str(error):
            raise
        message = _("Er zijn al meer plaatsen vergeven bij de sessie van %(day)s: %(taken)s.")
        raise ValidationError({"capacity": message % {"day": f"{day:%d-%m-%Y}", "taken": row.taken}}) from error
    if row.starts_at != before["starts_at"]:
        SessionRegistration.objects.filter(session=row).update(reminded_at=None)
    _note(access, row, "edit")


def _keep_video(row: InspirationSession, url: str) -> bool:
    """Whether the link is another one than before."""
    held = SessionVideo.objects.filter(session=row).first()
    if (held.url if held else "") == url:
        return False
    if not url and held is not None:
        held.delete()
    elif held is None:
        SessionVideo(session=row, url=url).save(force_insert=True)
    else:
        held.url = url
        held.save(update_fields=["url", "updated_at"])
    return True


def _note(access: Access, row: InspirationSession, verb: str) -> None:
    record_event(access=access, object_type=SESSION.label, object_id=row.pk, verb=verb)
