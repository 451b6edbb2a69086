"""What an addressee does: say that they read it, take it up, take the steps of the reporting code, close it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.audit.transitions import WrongStateError, transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access

from ...enums import MeldcodeStep, SignalOutcome, SignalState
from ...models import SafeguardingSignal, SignalFile, SignalStep
from ...permissions.signals import can_view_signal, is_adviser, viewable_signals
from ...states import SIGNAL
from .log import record_signal_event
from .telling import tell_raiser

OPEN = (SignalState.ACKNOWLEDGED, SignalState.IN_PROGRESS)


def acknowledge_signal(*, access: Access, signal: SafeguardingSignal) -> SafeguardingSignal:
    """Stops the clock; whoever raised it hears that there is a message. Of two at once the second is told (WrongStateError)."""
    with transaction.atomic():
        done = _go(access, signal, "acknowledge", {"acknowledged_at": timezone.now()})
        tell_raiser(done)
        return done


def start_signal(*, access: Access, signal: SafeguardingSignal) -> SafeguardingSignal:
    return _go(access, signal, "start")


def take_step(
    *, access: Access, signal: SafeguardingSignal, step: MeldcodeStep, done_on: date, text: str
) -> SignalStep:
    """Write down a step of the reporting code. Nothing is overwritten; the order is advice, as the code allows going back."""
    if access.user is None:
        raise PermissionDenied
    if done_on > timezone.localdate():
        raise ValidationError({"done_on": _("Deze datum ligt in de toekomst.")})
    with transaction.atomic():
        row = locked(access, signal)
        if row.state not in OPEN:
            raise WrongStateError(state=row.state, state_label=str(row.get_state_display()))
        made = SignalStep(
            municipality=row.municipality, signal=row, step=step, done_on=done_on, note=text, by=access.user
        )
        made.save(force_insert=True)
        note(access, row, f"step_{step.value}")
        return made


def close_signal(
    *, access: Access, signal: SafeguardingSignal, outcome: SignalOutcome, text: str = ""
) -> SafeguardingSignal:
    """With how it ended, which the database asks too; requests to talk first end with it. The adviser closes, not the coordinator
    alone; whoever raised it hears that there is a message."""
    with transaction.atomic():
        row = locked(access, signal)
        if not is_adviser(access, row):
            raise PermissionDenied
        file = SignalFile.objects.get(signal=row)
        file.outcome, file.outcome_note = outcome, text
        file.save(update_fields=["outcome", "outcome_note", "updated_at"])
        done = _go(access, row, "close", {"closed_at": timezone.now()})
        tell_raiser(done)
        return done


def reopen_signal(*, access: Access, signal: SafeguardingSignal, reason: str) -> SafeguardingSignal:
    """Not once it was forgotten: then nothing says any more whom it is about."""
    if not SignalFile.objects.get(signal=signal).seen:
        raise ConflictError(_("Dit bericht is gewist en kan niet meer worden heropend."))
    return _go(access, signal, "reopen", {"closed_at": None}, reason=reason)


def locked(access: Access, signal: SafeguardingSignal) -> SafeguardingSignal:
    rows = viewable_signals(access).select_related("municipality")
    row = rows.select_for_update(of=("self",), no_key=True).filter(pk=signal.pk).first()
    if row is None:
        raise PermissionDenied
    return row


def note(access: Access, row: SafeguardingSignal, verb: str, reason: str = "") -> None:
    record_signal_event(access=access, object_id=row.pk, verb=verb, municipality=row.municipality, reason=reason)


def _go(
    access: Access, signal: SafeguardingSignal, name: str, changes: dict[str, object] | None = None, reason: str = ""
) -> SafeguardingSignal:
    return transition(
        access=access,
        obj=signal,
        machine=SIGNAL,
        name=name,
        may=can_view_signal,
        changes=changes,
        reason=reason,
        record=record_signal_event,
    )
