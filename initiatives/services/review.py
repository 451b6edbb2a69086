"""What officials do with a dossier: give it to somebody, take it up, put it aside, withdraw and reopen it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import PropertyState
from housing.states import PROPERTY
from initiatives.enums import InitiativeState
from initiatives.models import Dossier, Initiative
from initiatives.permissions import can_assign_dossier
from initiatives.queries.team import colleagues
from initiatives.services.locking import lock_dossier
from initiatives.services.telling import in_charge, tell_officials, tell_team
from initiatives.states import DOSSIER, INITIATIVE
from thuisgevers.accounts.models import User
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities import clocks
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability


def note_first_answer(initiative: Initiative) -> None:
    """The volunteer heard something for the first time: the clock of the first answer stops."""
    Initiative.objects.filter(pk=initiative.pk, first_answered_at__isnull=True).update(first_answered_at=timezone.now())


def move_property(*, access: Access, dossier: Dossier, edges: tuple[str, ...]) -> None:
    """Let the property follow its dossier, as far as its own table of states allows from where it stands."""
    held = dossier.property
    if held is None or not access.may(Capability.PROPERTY_WRITE, municipality=dossier.municipality):
        return
    for name in edges:
        if held.state in PROPERTY.edge(name).sources:
            held = transition(access=access, obj=held, machine=PROPERTY, name=name)


def assign_dossier(*, access: Access, dossier: Dossier, assignee: User | None, seen: str = "") -> Dossier:
    """Give the dossier to a colleague, to oneself, or back to nobody. The new assignee gets a mail."""
    fresh = lock_dossier(dossier=dossier, seen=seen)
    if not can_assign_dossier(access, fresh):
        raise PermissionDenied
    if assignee is not None and assignee not in colleagues(fresh.municipality):
        raise ValidationError({"assignee": _("Deze persoon behandelt geen dossiers in deze gemeente.")})
    if assignee == fresh.assignee:
        return fresh
    fresh.assignee = assignee
    fresh.save(update_fields=["assignee", "updated_at"])
    record_event(
        access=access,
        object_type=DOSSIER.label,
        object_id=fresh.pk,
        verb="unassign" if assignee is None else "assign",
        municipality=fresh.municipality,
        scope_id=fresh.initiative_id,
        reason="" if assignee is None else _("Behandelaar: %(name)s") % {"name": assignee.display_name},
        visibility=Visibility.INTERNAL,
    )
    if assignee is not None:
        tell_officials(access=access, dossier=fresh, template="dossier_assigned", to=[assignee])
    return fresh


def take_up_dossier(*, access: Access, dossier: Dossier, seen: str = "") -> Dossier:
    """Start the review; whoever takes up an unassigned dossier gets it. The team hears who works on it."""
    with transaction.atomic():
        fresh = lock_dossier(dossier=dossier, seen=seen)
        changes = {
            "target_date": clocks.deadline("dossier-advice", timezone.localdate()),
            "assignee": fresh.assignee or access.user,
        }
        taken = transition(access=access, obj=fresh, machine=DOSSIER, name="take_up", changes=changes)
        if fresh.initiative.state == InitiativeState.REGISTERED:
            transition(access=access, obj=fresh.initiative, machine=INITIATIVE, name="explore")
        move_property(access=access, dossier=taken, edges=("assess", "assess_again"))
        note_first_answer(taken.initiative)
        handler = "" if taken.assignee is None else taken.assignee.display_name
        tell_team(access=access, dossier=taken, template="dossier_taken_up", context={"handler": handler})
        return taken


def suspend_dossier(
    *, access: Access, dossier: Dossier, reason: str, until: date | None = None, seen: str = ""
) -> Dossier:
    """Put the dossier aside; on the day `until` it is due again."""
    with transaction.atomic():
        fresh = lock_dossier(dossier=dossier, seen=seen)
        changes = {"suspended_until": until, "target_date": until}
        suspended = transition(
            access=access, obj=fresh, machine=DOSSIER, name="suspend", reason=reason, changes=changes
        )
        tell_team(
            access=access,
            dossier=suspended,
            template="dossier_suspended",
            context={"reason": reason.strip(), "until": until},
        )
        return suspended


def resume_dossier(*, access: Access, dossier: Dossier, seen: str = "") -> Dossier:
    with transaction.atomic():
        fresh = lock_dossier(dossier=dossier, seen=seen)
        changes = {"suspended_until": None, "target_date": clocks.deadline("dossier-advice", timezone.localdate())}
        resumed = transition(access=access, obj=fresh, machine=DOSSIER, name="resume", changes=changes)
        tell_team(access=access, dossier=resumed, template="dossier_resumed")
        return resumed


def withdraw_dossier(
    *, access: Access, dossier: Dossier, reason: str, stop_initiative: bool = False, seen: str = ""
) -> Dossier:
    """End the assessment, by the municipality or by the team; the other side gets a mail with the reason."""
    with transaction.atomic():
        fresh = lock_dossier(dossier=dossier, seen=seen)
        withdrawn = transition(
            access=access, obj=fresh, machine=DOSSIER, name="withdraw", reason=reason, changes={"target_date": None}
        )
        fresh.information_requests.filter(answered_at__isnull=True, closed_at__isnull=True).update(
            closed_at=timezone.now()
        )
        if stop_initiative and fresh.initiative.state not in {InitiativeState.COMPLETED, InitiativeState.WITHDRAWN}:
            transition(access=access, obj=fresh.initiative, machine=INITIATIVE, name="withdraw", reason=reason)
        told = {"reason": reason.strip()}
        if access.may(Capability.DOSSIER_HANDLE, municipality=fresh.municipality):
            note_first_answer(withdrawn.initiative)
            tell_team(access=access, dossier=withdrawn, template="dossier_withdrawn", context=told)
        else:
            tell_officials(access=access, dossier=withdrawn, template="dossier_withdrawn_by_team", context=told)
        return withdrawn


def reopen_dossier(*, access: Access, dossier: Dossier, reason: str, seen: str = "") -> Dossier:
    """Take a rejected or withdrawn dossier up again, and the initiative with it. Refused while another one is open."""
    with transaction.atomic():
        fresh = lock_dossier(dossier=dossier, seen=seen)
        changes = {
            "target_date": clocks.deadline("dossier-advice", timezone.localdate()),
            "advised_by": None,
            "advised_at": None,
        }
        try:
            with transaction.atomic():
                reopened = transition(
                    access=access, obj=fresh, machine=DOSSIER, name="reopen", reason=reason, changes=changes
                )
        except IntegrityError as error:
            raise ConflictError(_("Van dit initiatief is al een ander dossier open. Werk daarin verder.")) from error
        if fresh.initiative.state == InitiativeState.WITHDRAWN:
            transition(access=access, obj=fresh.initiative, machine=INITIATIVE, name="reopen", reason=reason)
        tell_team(access=access, dossier=reopened, template="dossier_reopened", context={"reason": reason.strip()})
        if reopened.assignee is not None:
            tell_officials(access=access, dossier=reopened, template="dossier_assigned", to=in_charge(reopened))
        return reopened


def is_property_needed(dossier: Dossier) -> bool:
    """Only a home can be approved: until there is advice the property may stay empty, after that not."""
    return dossier.property is None or dossier.property.state == PropertyState.WITHDRAWN
