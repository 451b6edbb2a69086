"""What helpers take on, when they are away, what they did, and what volunteers offer each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.accounts.models import User
from thuisgevers.audit.services import record_event
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import today

from ...models import SupportAbsence, SupportCoverage, SupportLogEntry, SupportOffer
from ...permissions.support import can_ask_for, can_log_for

MOST_ABSENCES = 12


def set_coverage(*, access: Access, themes: Sequence[str], provinces: Sequence[str], max_open: int) -> None:
    """One's own: themes, provinces and how many requests at once."""
    user = _helper(access)
    with transaction.atomic():
        values = {"themes": list(themes), "provinces": list(provinces), "max_open": max_open}
        row = SupportCoverage(user=user, **values)
        if not SupportCoverage.objects.filter(user=user).update(**values, updated_at=timezone.now()):
            SupportCoverage.objects.bulk_create(
                [row], update_conflicts=True, unique_fields=["user"], update_fields=[*values, "updated_at"]
            )
        record_event(access=access, object_type="guidance.SupportCoverage", object_id=row.pk, verb="set")


def add_absence(*, access: Access, first_on: date, last_on: date) -> None:
    """Nothing new comes in on these days. Requests that one has stay; a question whose term ends before one is back moves on."""
    user = _helper(access)
    if last_on < first_on:
        raise ValidationError({"last_on": _("De laatste dag ligt voor de eerste dag.")})
    if last_on < today():
        raise ValidationError({"last_on": _("Deze dagen zijn al voorbij.")})
    if SupportAbsence.objects.filter(user=user, last_on__gte=today()).count() >= MOST_ABSENCES:
        raise ValidationError(
            {"first_on": _("U hebt al %(n)d periodes staan. Haal er eerst een weg.") % {"n": MOST_ABSENCES}}
        )
    SupportAbsence.objects.bulk_create(
        [SupportAbsence(user=user, first_on=first_on, last_on=last_on)], ignore_conflicts=True
    )


def remove_absence(*, access: Access, absence: SupportAbsence) -> None:
    SupportAbsence.objects.filter(pk=absence.pk, user=_helper(access)).delete()


def write_log(
    *,
    access: Access,
    municipality: Municipality,
    initiative_id: UUID | None,
    done_on: date,
    kind: str,
    text: str,
    minutes: int,
    is_shared: bool,
) -> SupportLogEntry:
    """Note what one did for an initiative or a municipality that one helps."""
    if access.user is None or not can_log_for(access, municipality, initiative_id):
        raise PermissionDenied
    if done_on > today():
        raise ValidationError({"done_on": _("Deze dag moet nog komen.")})
    row = SupportLogEntry(
        municipality=municipality,
        initiative_id=initiative_id,
        author=access.user,
        done_on=done_on,
        kind=kind,
        text=text,
        minutes=minutes,
        is_shared=is_shared,
    )
    row.save(force_insert=True)
    return row


def offer_experience(
    *, access: Access, municipality: Municipality, initiative_id: UUID | None, topic: str, text: str
) -> SupportOffer:
    """ "We did this in Kampen": others see municipality, theme and these words, and ask through the platform."""
    if access.user is None or not can_ask_for(access, municipality, initiative_id):
        raise PermissionDenied
    with transaction.atomic():
        held = SupportOffer.objects.filter(user=access.user, topic=topic, withdrawn_at=None)
        held = held.filter(initiative_id=initiative_id) if initiative_id else held.filter(initiative__isnull=True)
        if held.exists():
            raise ValidationError({"topic": _("U biedt bij dit onderwerp al iets aan. Trek dat eerst in.")})
        row = SupportOffer(
            municipality=municipality, initiative_id=initiative_id, user=access.user, topic=topic, text=text
        )
        row.save(force_insert=True)
        _record(access, row, "offer")
    return row


def withdraw_offer(*, access: Access, offer: SupportOffer) -> None:
    """Gone from everybody's list at once. What was asked before stays: answer it, or pass it on."""
    if access.user is None or offer.user_id != access.user.pk:
        raise PermissionDenied
    with transaction.atomic():
        if SupportOffer.objects.filter(pk=offer.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
            _record(access, offer, "withdraw")


def _helper(access: Access) -> User:
    if access.user is None or not access.holds(Capability.SUPPORT_GIVE):
        raise PermissionDenied
    return access.user


def _record(access: Access, offer: SupportOffer, verb: str) -> None:
    record_event(
        access=access,
        object_type="guidance.SupportOffer",
        object_id=offer.pk,
        verb=verb,
        municipality=offer.municipality,
        scope_id=offer.initiative_id,
    )
