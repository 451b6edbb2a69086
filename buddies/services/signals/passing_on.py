"""Where a signal goes next: the clock ran out, somebody stands too near, or somebody is asked to talk first."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.accounts.models import User
from thuisgevers.audit.transitions import WrongStateError
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.tasks import wake
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

from ...enums import SignalState
from ...models import SafeguardingSignal, SignalAddressee, SignalFile, SignalWarning
from ...permissions.signals import is_adviser
from .clock import office_hours_after
from .log import record_signal_event
from .raising import SWEEP_MAILS
from .receiving import OPEN, locked, note

CLOCK = "signal_clock"


def pass_on(signal_id: UUID) -> bool:
    """Run as the job of a signal that nobody read in time: another adviser gets it, then the national one; whoever had it hears
    again. At the end of the line it keeps asking, each time the clock runs out. Never to somebody who was left out."""
    with transaction.atomic(), acting(job=f"{CLOCK}:{signal_id}"):
        rows = SafeguardingSignal.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        row = rows.select_related("municipality").filter(pk=signal_id).first()
        now = timezone.now()
        if row is None or row.state != SignalState.RAISED or row.acknowledge_by >= now:
            return False
        row.acknowledge_by = office_hours_after(now, row.answer_hours)
        row.save(update_fields=["acknowledge_by", "updated_at"])
        with connection.cursor() as cursor:
            cursor.execute("SELECT buddies_pass_signal_on(%s)", [row.pk])
        record_signal_event(access=Access.nobody(), object_id=row.pk, verb="pass_on", municipality=row.municipality)
        return True


def leave_out(*, access: Access, signal: SafeguardingSignal, person: User) -> None:
    """Somebody who has it, or is asked to talk first, stands too near (or says so of themselves): they see nothing from this moment,
    and the next one gets it. Refused where nobody would be left."""
    with transaction.atomic():
        row = locked(access, signal)
        own = access.user is not None and access.user.pk == person.pk
        if not own and not is_adviser(access, row):
            raise PermissionDenied
        if row.state == SignalState.CLOSED:
            raise WrongStateError(state=row.state, state_label=str(row.get_state_display()))
        here = {"signal": row, "user": person, "ended_at__isnull": True}
        if not (SignalAddressee.objects.filter(**here).exists() or SignalWarning.objects.filter(**here).exists()):
            raise ConflictError(_("Deze persoon heeft het bericht niet (meer)."))
        note(access, row, "leave_out")
        with connection.cursor() as cursor:
            cursor.execute("SELECT buddies_leave_out(%s, %s)", [row.pk, person.pk])
            (left,) = cursor.fetchone()
        if left == 0:
            raise ConflictError(
                _("Dan is er niemand meer die dit mag lezen. Vraag het landelijk team eerst om een vertrouwenspersoon.")
            )
        wake(SWEEP_MAILS)


def warn_around(*, access: Access, signal: SafeguardingSignal) -> int:
    """Ask whoever handles the household to talk to this adviser before anything changes there. They learn that and nothing of
    why; whom it concerns and who stands near them are not asked. Returns how many people."""
    if access.user is None:
        raise PermissionDenied
    with transaction.atomic():
        row = locked(access, signal)
        if not is_adviser(access, row):
            raise PermissionDenied
        if row.state not in OPEN:
            raise WrongStateError(state=row.state, state_label=str(row.get_state_display()))
        if not SignalFile.objects.filter(signal=row, household_scope_id__isnull=False).exists():
            raise ConflictError(_("Bij dit bericht hoort geen huishouden."))
        with connection.cursor() as cursor:
            cursor.execute("SELECT person, household FROM buddies_signal_to_warn(%s)", [row.pk])
            found = cursor.fetchall()
        known = set(SignalWarning.objects.filter(signal=row).values_list("user_id", "household_scope_id"))
        made = [
            SignalWarning(
                municipality=row.municipality,
                signal=row,
                user_id=person,
                adviser=access.user,
                household_scope_id=household,
            )
            for person, household in found
            if (person, household) not in known
        ]
        SignalWarning.objects.bulk_create(made)
        note(access, row, "warn")
        wake(SWEEP_MAILS)
        return len(made)
