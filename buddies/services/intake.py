"""From application to buddy: what the coordinator ticks off, the VOG as facts, a pause, leaving."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.models import Initiative
from initiatives.permissions import viewable_initiatives
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.tasks import wake
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..enums import OPEN_MATCH, BuddyState, IntakeItem
from ..models import Buddy, BuddyMatch, BuddySettings
from ..permissions.buddies import can_manage_buddy, can_pause_buddy, managed_buddies, own_buddies
from ..states import BUDDY
from ..vog import counts_until
from .applying import note
from .telling import SWEEP_MAILS, tell_team


def assign_buddy(*, access: Access, buddy: Buddy, initiative: Initiative) -> Buddy:
    """The municipality names the initiative of somebody who applied at the public page. Its coordinator hears it."""
    with transaction.atomic():
        row = _locked(access, buddy)
        access.require(Capability.BUDDY_MANAGE, municipality=row.municipality, scope_id=initiative.pk)
        if row.state != BuddyState.APPLIED:
            raise ConflictError(_("Deze aanmelding is al in behandeling."))
        if initiative.municipality_id != row.municipality_id:
            raise PermissionDenied
        row.initiative = initiative
        row.save(update_fields=["initiative", "updated_at"])
        note(access, row, "assign")
        tell_team(access=access, buddy=row, template="buddy_new")
        return row


def open_initiatives(access: Access) -> list[tuple[UUID, str]]:
    """Where a buddy can be placed: initiatives that are going on, by name."""
    rows = viewable_initiatives(access).filter(state__in=["registered", "exploring", "running"])
    return [(pk, name) for pk, name in rows.order_by("name", "id").values_list("pk", "name")]


def start_intake(*, access: Access, buddy: Buddy) -> Buddy:
    with transaction.atomic():
        row = _locked(access, buddy)
        if row.initiative_id is None:
            raise ConflictError(_("Kies eerst bij welk initiatief deze buddy hoort."))
        return transition(access=access, obj=row, machine=BUDDY, name="start_intake", may=can_manage_buddy)


def tick_intake(*, access: Access, buddy: Buddy, done: Mapping[IntakeItem, bool]) -> Buddy:
    """What was done of the acquaintance: the day and who are kept for what is new, what was there stays as it was."""
    with transaction.atomic():
        row = _locked(access, buddy)
        if row.state not in (BuddyState.INTAKE, BuddyState.READY, BuddyState.PAUSED):
            raise ConflictError(_("De kennismaking loopt niet (meer). Hieronder ziet u de nieuwste stand."))
        kept = dict(row.intake)
        for item, is_done in done.items():
            if is_done and item.value not in kept:
                kept[item.value] = {
                    "on": timezone.localdate().isoformat(),
                    "by": None if access.user is None else access.user.pk,
                }
            elif not is_done:
                kept.pop(item.value, None)
        if kept != row.intake:
            row.intake = kept
            row.save(update_fields=["intake", "updated_at"])
            note(access, row, "intake")
        return row


def record_vog(
    *,
    access: Access,
    buddy: Buddy,
    requested_on: date | None,
    seen_on: date | None,
    valid_until: date | None = None,
) -> Buddy:
    """Facts only: that it was asked for, that the writer saw it, until when it counts (three years where nobody says)."""
    with transaction.atomic():
        row = _locked(access, buddy)
        if not row.is_open or row.state == BuddyState.REQUESTED:
            raise ConflictError(_("Bij deze buddy wordt niets meer vastgelegd."))
        until = valid_until or counts_until(seen_on) if seen_on is not None else None
        if seen_on is not None and until is not None and until <= seen_on:
            raise ValidationError({"valid_until": _("Deze datum ligt niet na de dag waarop u de VOG zag.")})
        if seen_on is not None and requested_on is not None and requested_on > seen_on:
            raise ValidationError({"requested_on": _("De VOG is later aangevraagd dan gezien. Controleer de datums.")})
        is_same = row.vog_seen_on == seen_on and row.vog_valid_until == until
        row.vog_requested_on, row.vog_seen_on, row.vog_valid_until = requested_on, seen_on, until
        if seen_on is None:
            row.vog_seen_by = None
        elif not is_same or row.vog_seen_by is None:
            row.vog_seen_by = access.user
        row.save(update_fields=["vog_requested_on", "vog_seen_on", "vog_seen_by", "vog_valid_until", "updated_at"])
        note(access, row, "vog")
        return row


def admit_buddy(*, access: Access, buddy: Buddy) -> Buddy:
    """Everything of the acquaintance is done: the buddy can be matched, and gets the link to open an account. A VOG is not asked
    here but per task, when there is a match."""
    with transaction.atomic():
        row = _locked(access, buddy)
        if row.state == BuddyState.INTAKE and row.intake_missing:
            left = ", ".join(str(item.label) for item in row.intake_missing)
            raise ConflictError(_("Dit is nog niet afgevinkt: %(left)s.") % {"left": left})
        done = transition(access=access, obj=row, machine=BUDDY, name="admit", may=can_manage_buddy)
        wake(SWEEP_MAILS)
        return done


def decline_buddy(*, access: Access, buddy: Buddy) -> Buddy:
    """Not going on, without a reason on paper. The person gets a friendly mail."""
    done = transition(
        access=access,
        obj=buddy,
        machine=BUDDY,
        name="decline",
        may=can_manage_buddy,
        changes={"ended_on": timezone.localdate()},
    )
    wake(SWEEP_MAILS)
    return done


def pause_buddy(*, access: Access, buddy: Buddy, last_day: date | None) -> Buddy:
    """No new proposals until the day after; matches that run go on, the coordinator pauses those one by one. Without a last day it
    takes as long as it takes: who is ill or moves house does not know, and a household that waits stands on the radar."""
    if last_day is not None and last_day < timezone.localdate():
        raise ValidationError({"until": _("Kies vandaag of een dag daarna, of laat dit veld leeg.")})
    until = None if last_day is None else last_day + timedelta(days=1)
    done = transition(
        access=access, obj=buddy, machine=BUDDY, name="pause", may=can_pause_buddy, changes={"paused_until": until}
    )
    tell_team(access=access, buddy=done, template="buddy_paused")
    return done


def resume_buddy(*, access: Access, buddy: Buddy) -> Buddy:
    return transition(
        access=access, obj=buddy, machine=BUDDY, name="resume", may=can_pause_buddy, changes={"paused_until": None}
    )


def leave(*, access: Access, buddy: Buddy) -> Buddy:
    """Stop being a buddy. Whoever still has a household is asked to hand over first (`services.running`)."""
    with transaction.atomic():
        rows = own_buddies(access) if access.link is not None else Buddy.objects.filter(pk=buddy.pk)
        row = rows.select_for_update(of=("self",), no_key=True).get(pk=buddy.pk)
        if BuddyMatch.objects.filter(buddy=row, state__in=OPEN_MATCH).exists():
            raise ConflictError(_("Draag eerst de huishoudens over, of rond die koppels af."))
        done = transition(
            access=access,
            obj=row,
            machine=BUDDY,
            name="leave",
            may=can_pause_buddy,
            changes={"ended_on": timezone.localdate(), "paused_until": None},
        )
        if not can_manage_buddy(access, done):
            tell_team(access=access, buddy=done, template="buddy_left")
        wake(SWEEP_MAILS)
        return done


def ask_to_leave(*, access: Access, buddy: Buddy) -> Buddy:
    """A buddy who wants to stop and still has a household: no new proposals from now on, and whoever looks after buddies is asked to
    hand over. Asked again it only asks again, at most once a day."""
    with transaction.atomic():
        row = (
            own_buddies(access)
            .select_related("municipality")
            .select_for_update(of=("self",), no_key=True)
            .get(pk=buddy.pk)
        )
        if row.state == BuddyState.READY:
            row = transition(
                access=access, obj=row, machine=BUDDY, name="pause", may=can_pause_buddy, changes={"paused_until": None}
            )
        tell_team(
            access=access,
            buddy=row,
            template="buddy_wants_to_stop",
            url_name="buddies:buddy_leave",
            dedupe=f"wants-to-stop:{row.pk}:{timezone.localdate()}",
        )
        return row


def choose_rules(*, access: Access, rules: Mapping[str, str], quiet_weeks: int) -> BuddySettings:
    """For which tasks this municipality asks a VOG, and after how many weeks without contact a match is quiet."""
    place = access.municipality
    if place is None:
        raise PermissionDenied
    access.require(Capability.BUDDY_RULES, municipality=place)
    with transaction.atomic():
        row = BuddySettings.objects.select_for_update(no_key=True).filter(municipality=place).first()
        if row is None:
            row = BuddySettings(municipality=place)
            row.save(force_insert=True)
        row.vog_rules, row.quiet_weeks = dict(rules), quiet_weeks
        row.save(update_fields=["vog_rules", "quiet_weeks", "updated_at"])
        record_event(
            access=access,
            object_type="buddies.BuddySettings",
            object_id=row.pk,
            verb="edit",
            municipality=place,
            visibility=Visibility.INTERNAL,
        )
        return row


def _locked(access: Access, buddy: Buddy) -> Buddy:
    rows = managed_buddies(access).select_related("municipality").select_for_update(of=("self",), no_key=True)
    row = rows.filter(pk=buddy.pk).first()
    if row is None or not can_manage_buddy(access, row):
        raise PermissionDenied
    return row
