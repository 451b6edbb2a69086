"""A match that runs: start, pause, another backup, hand over, conclude with a reason and a thank-you."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.audit.transitions import WrongStateError, transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.templatetags.dutch import dutch_date
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.grants import end_membership
from thuisgevers.municipalities.models import Membership

from ..enums import Conclusion, MatchState
from ..models import Buddy, BuddyMatch
from ..permissions.matches import can_manage_match, is_own_match, viewable_matches
from ..states import MATCH
from ..vog import forbidden_tasks
from .match_mails import tell_coordinators, tell_match_buddy
from .nudging import nudge_buddy
from .proposing import adviser_is_missing, note, rules_of

#: As long as the silence after which it is proposed to conclude: after that it is not a pause any more.
LONGEST_PAUSE = timedelta(days=91)


def start_match(*, access: Access, match: BuddyMatch) -> BuddyMatch:
    """They met: the match is active. Refused where no confidential adviser is appointed, and for a task that asks a VOG which
    this buddy has not (any more). The buddy or the coordinator says so."""
    with transaction.atomic():
        row = (
            BuddyMatch.objects.select_related("municipality", "buddy")
            .select_for_update(of=("self",), no_key=True)
            .get(pk=match.pk)
        )
        _require_adviser(row)
        missing = forbidden_tasks(
            row.tasks, rules_of(row.municipality_id), has_vog=row.buddy.has_vog(timezone.localdate())
        )
        if missing:
            raise ConflictError(
                _("Voor deze taak is een VOG nodig: %(tasks)s.")
                % {"tasks": ", ".join(str(task.label) for task in missing)}
            )
        done = transition(
            access=access,
            obj=row,
            machine=MATCH,
            name="start",
            may=lambda asked, one: is_own_match(asked, one) or can_manage_match(asked, one),
            changes={"started_on": timezone.localdate()},
        )
        if is_own_match(access, done):
            tell_coordinators(access, done, "match_started")
        return done


def last_pause_day() -> date:
    """The last day that a pause which begins today can have."""
    return timezone.localdate() + LONGEST_PAUSE


def pause_match(*, access: Access, match: BuddyMatch, last_day: date) -> BuddyMatch:
    """For a time, never for ever: nobody would ask about it any more. The buddy hears until when."""
    _check_last_day(last_day, since=timezone.localdate())
    with transaction.atomic():
        done = transition(
            access=access,
            obj=match,
            machine=MATCH,
            name="pause",
            may=can_manage_match,
            changes={"paused_on": timezone.localdate(), "paused_until": last_day + timedelta(days=1)},
        )
        tell_match_buddy(done, "match_paused", {"last_day": last_day})
        return done


def move_pause(*, access: Access, match: BuddyMatch, last_day: date) -> BuddyMatch:
    """Another last day, counted from the day on which the pause began."""
    with transaction.atomic():
        rows = viewable_matches(access).select_related("municipality", "user")
        row = rows.select_for_update(of=("self",), no_key=True).get(pk=match.pk)
        if not can_manage_match(access, row):
            raise PermissionDenied
        if row.state != MatchState.PAUSED or row.paused_on is None:
            raise WrongStateError(state=row.state, state_label=str(row.get_state_display()))
        _check_last_day(last_day, since=row.paused_on)
        row.paused_until = last_day + timedelta(days=1)
        row.save(update_fields=["paused_until", "updated_at"])
        note(access, row, "move_pause")
        tell_match_buddy(row, "match_paused", {"last_day": last_day})
        return row


def resume_match(*, access: Access, match: BuddyMatch) -> BuddyMatch:
    """Active again before the pause is over: as a start, not where nobody can receive a worry about it. Silence counts from today on:
    nobody is asked about the weeks of the pause. The buddy hears it."""
    _require_adviser(match)
    with transaction.atomic():
        done = transition(
            access=access,
            obj=match,
            machine=MATCH,
            name="resume",
            may=can_manage_match,
            changes={"paused_on": None, "paused_until": None, "resumed_on": timezone.localdate()},
        )
        tell_match_buddy(done, "match_resumed")
        return done


def name_backup(*, access: Access, match: BuddyMatch, backup: Buddy | None) -> BuddyMatch:
    """Who steps in when the buddy cannot. Being named gives no right to see anything."""
    with transaction.atomic():
        rows = viewable_matches(access).select_related("municipality")
        row = rows.select_for_update(of=("self",), no_key=True).get(pk=match.pk)
        if not can_manage_match(access, row):
            raise PermissionDenied
        if backup is not None and backup.pk == row.buddy_id:
            raise ConflictError(_("De achterwacht is een ander dan de buddy zelf."))
        row.backup = backup
        row.save(update_fields=["backup", "updated_at"])
        note(access, row, "backup")
        return row


def conclude_match(*, access: Access, match: BuddyMatch, conclusion: Conclusion, thanks: str = "") -> BuddyMatch:
    """The end, with how it ended; the role ends with it, notes for the buddy alone are erased by the database, and the buddy is
    thanked (`thanks` is the coordinator's own sentence)."""
    with transaction.atomic():
        done = transition(
            access=access,
            obj=match,
            machine=MATCH,
            name="conclude",
            may=can_manage_match,
            changes={
                "conclusion": conclusion,
                "ended_on": timezone.localdate(),
                "paused_on": None,
                "paused_until": None,
            },
        )
        end_role(done)
        tell_match_buddy(done, "match_thanks", {"thanks": thanks})
        return done


def ask_how_it_goes(*, access: Access, match: BuddyMatch) -> None:
    """A friendly mail to the buddy of a match that has been quiet, with a link to log a contact; once in seven days."""
    if not can_manage_match(access, match):
        raise PermissionDenied
    if match.state != MatchState.ACTIVE:
        raise ConflictError(_("Dit koppel is niet actief (meer)."))
    if not nudge_buddy(match_id=match.pk):
        raise ConflictError(
            _("Deze buddy kreeg de afgelopen week al zo'n mail, of wil ze niet per e-mail. Bel liever even.")
        )
    note(access, match, "nudge")


def _check_last_day(last_day: date, *, since: date) -> None:
    if last_day < timezone.localdate():
        raise ValidationError({"last_day": _("Deze dag is al voorbij. Kies vandaag of een latere dag.")})
    if last_day > since + LONGEST_PAUSE:
        raise ValidationError(
            {
                "last_day": _(
                    "Een pauze duurt hooguit drie maanden: kies een dag tot en met %(day)s, of rond het koppel af."
                )
                % {"day": dutch_date(since + LONGEST_PAUSE)}
            }
        )


def _require_adviser(match: BuddyMatch) -> None:
    """The database refuses the same (`match_needs_adviser`); here it is said what to do."""
    if adviser_is_missing(match):
        raise ConflictError(
            _(
                "In deze gemeente is nog geen vertrouwenspersoon. Zonder vertrouwenspersoon begint er geen koppel: "
                "vraag de gemeente om er een te benoemen."
            )
        )


def end_role(match: BuddyMatch) -> None:
    """The buddy loses the role for this household, as of now."""
    held = Membership.objects.select_related("user", "municipality").filter(
        user_id=match.user_id, role=Role.BUDDY, scope_id=match.household_id, municipality_id=match.municipality_id
    )
    for membership in held:
        end_membership(membership=membership)
