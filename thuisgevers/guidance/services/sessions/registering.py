"""Registering for a session, without an account or with one press. The database keeps the count: it locks the session for whoever
takes or leaves a place, and refuses the place too many."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.accounts.models import normal_email
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.encryption import blind_index
from thuisgevers.common.tasks import wake
from thuisgevers.common.who import acting
from thuisgevers.guidance.enums import RegistrationState
from thuisgevers.guidance.models import InspirationSession, SessionRegistration
from thuisgevers.guidance.permissions.sessions import can_attend, own_registrations
from thuisgevers.guidance.states import REGISTRATION
from thuisgevers.municipalities.access import Access

PLACES_QUEUE = "session_places"
SWEEP_MAILS = "thuisgevers.guidance.tasks.sessions.sweep_session_mails"
SWEEP_PLACES = "thuisgevers.guidance.tasks.sessions.sweep_session_places"


def email_index(email: str) -> str:
    return blind_index(normal_email(email), purpose="session_registration.email")


def request_place(*, access: Access, session: InspirationSession, name: str, email: str, question: str = "") -> None:
    """A visitor asks for a place; it is taken once they press the button behind the mailed link.

    Says nothing about whether the address was registered already, and cannot know: then the person gets the link again,
    at most once in ten minutes, and what was typed now is let go.
    """
    _require_open(session)
    row = SessionRegistration(
        session=session, name=name, email=normal_email(email), email_index=email_index(email), question=question
    )
    with transaction.atomic():
        SessionRegistration.objects.bulk_create([row], ignore_conflicts=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT guidance_ask_again(%s, %s)", [session.pk, row.email_index])
        wake(SWEEP_MAILS)


def join_session(*, access: Access, session: InspirationSession, question: str = "") -> SessionRegistration | None:
    """One press by somebody who is signed in: a place, or the waiting list. Pressing twice is one registration.

    None when the address of this account was registered before by somebody who was not signed in: that one gets a mail, as
    any visitor would.
    """
    user = access.user
    if user is None:
        raise PermissionDenied
    with transaction.atomic():
        free = _lock(session.pk)
        _require_open(InspirationSession.objects.get(pk=session.pk))
        held = own_registrations(access).filter(session=session, user=user).first()
        if held is not None:
            return held if held.is_open else _take(access, held, free)
        row = SessionRegistration(
            session=session,
            user=user,
            name=user.display_name,
            email=user.email,
            email_index=email_index(user.email),
            question=question,
            state=RegistrationState.CONFIRMED if free else RegistrationState.WAITING,
            queued_at=None if free else timezone.now(),
        )
        SessionRegistration.objects.bulk_create([row], ignore_conflicts=True)
        made = own_registrations(access).filter(pk=row.pk).first()
        if made is None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT guidance_ask_again(%s, %s)", [session.pk, row.email_index])
        else:
            record_event(
                access=access,
                object_type=REGISTRATION.label,
                object_id=row.pk,
                verb="join",
                to_state=row.state,
            )
        wake(SWEEP_MAILS)
        return made


def confirm_registration(*, access: Access, registration: SessionRegistration) -> SessionRegistration:
    """The button behind the mailed link, also for coming back after having left: the place, or the waiting list when it is
    full by now. Pressed again it changes nothing."""
    with transaction.atomic():
        free = _lock(registration.session_id)
        fresh = own_registrations(access).select_related("session").get(pk=registration.pk)
        if fresh.is_open:
            return fresh
        _require_open(fresh.session)
        return _take(access, fresh, free)


def leave_session(*, access: Access, registration: SessionRegistration) -> SessionRegistration:
    """Give the place back. Whoever waits longest gets it and is mailed."""
    with transaction.atomic():
        _lock(registration.session_id)
        gone = transition(
            access=access,
            obj=registration,
            machine=REGISTRATION,
            name="cancel",
            may=can_attend,
            changes={"queued_at": None, "turns": own_registrations(access).get(pk=registration.pk).turns + 1},
        )
        wake(SWEEP_MAILS)
        wake(SWEEP_PLACES)
        return gone


def ask_beforehand(*, access: Access, registration: SessionRegistration, question: str) -> SessionRegistration:
    """What somebody wants to hear about; an empty text takes it back. Until the session begins."""
    if registration.session.starts_at <= timezone.now():
        raise ConflictError(_("De sessie is al begonnen. Stel uw vraag in de sessie zelf."))
    return _write(access, registration, question=question)


def tell_how_it_was(
    *, access: Access, registration: SessionRegistration, score: int, remarks: str
) -> SessionRegistration:
    """After the session; a later answer replaces the one before."""
    if not registration.session.is_over:
        raise ConflictError(_("De sessie is nog niet voorbij. Laat daarna weten wat u ervan vond."))
    if not 1 <= score <= 5:
        raise ValidationError({"score": _("Kies een cijfer van 1 tot en met 5.")})
    return _write(access, registration, score=score, remarks=remarks)


def give_free_places(session_id: UUID) -> int:
    """Run as the job of a session: whoever waits longest gets a place that came free, in order. Returns how many."""
    with transaction.atomic(), acting(job=f"{PLACES_QUEUE}:{session_id}"):
        rows = InspirationSession.objects.select_for_update(of=("self",), no_key=True)
        session = rows.filter(pk=session_id).first()
        if session is None or not session.is_open:
            return 0
        free = max(0, session.capacity - session.taken)
        waiting = SessionRegistration.objects.filter(session=session, state=RegistrationState.WAITING)
        lucky = list(waiting.order_by("queued_at", "id")[:free])
        for row in lucky:
            transition(
                access=Access.nobody(),
                obj=row,
                machine=REGISTRATION,
                name="promote",
                may=lambda _access, _row: True,
                changes={"queued_at": None},
            )
        if lucky:
            wake(SWEEP_MAILS)
        return len(lucky)


def _take(access: Access, registration: SessionRegistration, free: int) -> SessionRegistration:
    taken = transition(
        access=access,
        obj=registration,
        machine=REGISTRATION,
        name="confirm" if free else "queue",
        may=can_attend,
        changes={
            "queued_at": None if free else timezone.now(),
            "turns": registration.turns + 1 if registration.turns else 0,
        },
    )
    wake(SWEEP_MAILS)
    return taken


def _write(access: Access, registration: SessionRegistration, **values: object) -> SessionRegistration:
    with transaction.atomic():
        rows = own_registrations(access).select_for_update(of=("self",), no_key=True)
        row = rows.get(pk=registration.pk)
        if not can_attend(access, row):
            raise PermissionDenied
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=[*values, "updated_at"])
        return row


def _lock(session_id: UUID) -> int:
    """Hold the session until the end of the transaction; how many places are free, none while somebody waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT guidance_lock_session(%s)", [session_id])
        (free,) = cursor.fetchone()
        return int(free)


def _require_open(session: InspirationSession) -> None:
    if not session.is_planned:
        raise ConflictError(_("Deze sessie gaat niet door."))
    if session.is_over:
        raise ConflictError(_("Deze sessie is al geweest. Kies een andere."))
