"""Appointments of a team, and the secret address under which somebody's own calendar follows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import Initiative
from thuisgevers.audit.transitions import transition
from thuisgevers.guidance.models import Appointment
from thuisgevers.guidance.permissions.workspace import can_work_appointment
from thuisgevers.guidance.services.sessions.planning import moment_of
from thuisgevers.guidance.states import APPOINTMENT
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.links import create_link, revoke_links

from .noting import check_seen, note, worker

LINK_DAYS = 730


@dataclass(frozen=True, kw_only=True)
class AppointmentFacts:
    """Day and hours as the clock in the Netherlands shows them. An end before the beginning is on the next day."""

    title: str
    day: date
    hour: time
    until: time
    place: str = ""
    text: str = ""


def plan_appointment(*, access: Access, initiative: Initiative, facts: AppointmentFacts) -> Appointment:
    user = worker(access, initiative)
    with transaction.atomic():
        appointment = Appointment(
            municipality=initiative.municipality, initiative=initiative, created_by=user, **_columns(facts)
        )
        appointment.save(force_insert=True)
        note(access, appointment, "plan")
    return appointment


def change_appointment(
    *, access: Access, appointment: Appointment, facts: AppointmentFacts, seen: str = ""
) -> Appointment:
    _require(access, appointment)
    with transaction.atomic():
        rows = Appointment.objects.select_related("municipality", "initiative")
        fresh = rows.select_for_update(of=("self",), no_key=True).get(pk=appointment.pk)
        check_seen(fresh, seen)
        for name, value in _columns(facts).items():
            setattr(fresh, name, value)
        fresh.sequence += 1
        fresh.save(
            update_fields=["title", "starts_at", "ends_at", "place", "text", "sequence", "updated_at"],
        )
        note(access, fresh, "change")
    return fresh


def cancel_appointment(*, access: Access, appointment: Appointment) -> Appointment:
    """It stays in the agenda, struck out, so that calendars that followed it hear of it."""
    return _turn(access, appointment, "cancel")


def plan_again(*, access: Access, appointment: Appointment) -> Appointment:
    return _turn(access, appointment, "plan_again")


def renew_feed(access: Access) -> str:
    """A new secret for the person's own calendar; the one before stops at once. The token can be read now and never again."""
    if access.user is None:
        raise PermissionDenied
    with transaction.atomic():
        stop_feed(access)
        _link, token = create_link(
            purpose=LinkPurpose.AGENDA,
            object_id=access.user.public_id,
            municipality=None,
            valid_days=LINK_DAYS,
            user=access.user,
        )
    return token


def stop_feed(access: Access) -> int:
    """End the secret, if there is one."""
    if access.user is None:
        raise PermissionDenied
    return revoke_links(purpose=LinkPurpose.AGENDA, object_id=access.user.public_id)


def _turn(access: Access, appointment: Appointment, name: str) -> Appointment:
    _require(access, appointment)
    with transaction.atomic():
        fresh = transition(access=access, obj=appointment, machine=APPOINTMENT, name=name, may=can_work_appointment)
        fresh.sequence += 1
        fresh.save(update_fields=["sequence", "updated_at"])
    return fresh


def _require(access: Access, appointment: Appointment) -> None:
    if access.user is None or not can_work_appointment(access, appointment):
        raise PermissionDenied


def _columns(facts: AppointmentFacts) -> dict[str, object]:
    if facts.until == facts.hour:
        raise ValidationError({"until": _("Kies een einde dat later is dan het begin.")})
    last = facts.day if facts.until > facts.hour else facts.day + timedelta(days=1)
    starts_at, ends_at = moment_of(facts.day, facts.hour), _end(last, facts.until)
    if ends_at <= starts_at:
        raise ValidationError({"until": _("Kies een einde dat later is dan het begin.")})
    return {
        "title": facts.title,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "place": facts.place,
        "text": facts.text,
    }


def _end(day: date, hour: time) -> datetime:
    try:
        return moment_of(day, hour)
    except ValidationError as error:
        raise ValidationError({"until": error.messages}) from error
