"""A point of the radar looked at later: with a reason and a day, and back in one press."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.models import HouseholdCard
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..enums import RadarKind, SnoozeReason
from ..models import Buddy, BuddyMatch, RadarSnooze
from ..permissions.radar import viewable_snoozes

LONGEST = timedelta(weeks=8)


def put_off(
    *,
    access: Access,
    subject: Buddy | BuddyMatch | HouseholdCard,
    kind: RadarKind,
    until: date,
    reason: SnoozeReason,
) -> RadarSnooze:
    """Leave this point out until a day, at most eight weeks on; what was put off before and came back begins anew. Raises ConflictError
    when a colleague did it just now."""
    today = timezone.localdate()
    if not today < until <= today + LONGEST:
        raise ValidationError({"until": _("Kies een dag binnen acht weken.")})
    initiative_id = _initiative(subject)
    if access.user is None:
        raise PermissionDenied
    access.require(Capability.BUDDY_MANAGE, municipality=subject.municipality, scope_id=initiative_id)
    with transaction.atomic():
        viewable_snoozes(access).filter(
            kind=kind, subject_id=subject.pk, undone_on__isnull=True, until__lte=today
        ).update(undone_on=today, updated_at=timezone.now())
        row = RadarSnooze(
            municipality=subject.municipality,
            initiative_id=initiative_id,
            kind=kind,
            subject_id=subject.pk,
            until=until,
            reason=reason,
            put_off_by=access.user,
            put_off_on=today,
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            if "snooze_once" not in str(error):
                raise
            raise ConflictError(_("Een collega heeft dit punt net uitgesteld.")) from error
        _note(access, row, "put_off")
        return row


def bring_back(*, access: Access, subject: Buddy | BuddyMatch | HouseholdCard, kind: RadarKind) -> None:
    """The point stands on the list again. Pressed twice it changes nothing."""
    access.require(Capability.BUDDY_MANAGE, municipality=subject.municipality, scope_id=_initiative(subject))
    with transaction.atomic():
        rows = viewable_snoozes(access).select_related("municipality")
        held = rows.select_for_update(of=("self",), no_key=True).filter(
            kind=kind, subject_id=subject.pk, undone_on__isnull=True
        )
        for row in held.order_by("id"):
            row.undone_on = timezone.localdate()
            row.save(update_fields=["undone_on", "updated_at"])
            _note(access, row, "bring_back")


def _initiative(subject: Buddy | BuddyMatch | HouseholdCard) -> UUID | None:
    return subject.initiative_scope_id if isinstance(subject, HouseholdCard) else subject.initiative_id


def _note(access: Access, row: RadarSnooze, verb: str) -> None:
    record_event(
        access=access,
        object_type="buddies.RadarSnooze",
        object_id=row.pk,
        verb=verb,
        municipality=row.municipality,
        scope_id=row.initiative_id,
        visibility=Visibility.HOUSEHOLD,
    )
