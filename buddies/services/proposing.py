"""From proposal to start: the coordinator proposes, the buddy and the household each say yes or no, a first meeting is planned.

A household's answer is a fact that somebody writes down. A no needs no reason. Before both said yes the buddy knows size, languages and
whether there are children; with the second yes the buddy gets the role for the household, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import Language
from housing.models import HouseholdCard
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import WrongStateError, transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.grants import grant_membership
from thuisgevers.municipalities.people import officials

from ..enums import OPEN_MATCH, Answer, MatchState
from ..models import Buddy, BuddyMatch, BuddySettings
from ..permissions.buddies import can_manage_buddy, managed_buddies
from ..permissions.matches import can_manage_match, is_own_match, own_matches, viewable_matches
from ..states import MATCH
from ..vog import forbidden_tasks
from .match_mails import tell_both_said_yes, tell_coordinators, tell_match_buddy, tell_meeting

ANSWER_WITHIN = timedelta(days=7)
PROPOSALS = "buddy_proposals"
FURTHEST_MEETING = timedelta(days=120)


@dataclass(frozen=True, kw_only=True)
class HouseholdSaid:
    """The answer of a household: who asked is whoever writes it down."""

    answer: Answer
    asked_on: date
    asked_in: Language
    interpreter: bool


def propose_match(
    *,
    access: Access,
    buddy: Buddy,
    card: HouseholdCard,
    tasks: Sequence[str],
    why: str = "",
    backup: Buddy | None = None,
) -> BuddyMatch:
    """Ask the buddy. The database refuses a third buddy, and the same pair twice at once. Raises ConflictError with what is in
    the way: a full or unavailable buddy, a task that asks a VOG."""
    user = access.user
    with transaction.atomic():
        # Locked, so that two proposals at once do not both see the last free place of this buddy.
        row = (
            managed_buddies(access)
            .select_related("municipality", "user", "initiative")
            .select_for_update(of=("self",))
            .filter(pk=buddy.pk)
            .first()
        )
        if user is None or row is None or row.initiative is None or not can_manage_buddy(access, row):
            raise PermissionDenied
        _require_matchable(row, tasks)
        taken = set(
            BuddyMatch.objects.filter(household_id=card.household_scope_id, state__in=OPEN_MATCH).values_list(
                "place", flat=True
            )
        )
        match = BuddyMatch(
            municipality=row.municipality,
            initiative=row.initiative,
            buddy=row,
            user=row.user,
            backup=backup,
            household_id=card.household_scope_id,
            place=next((place for place in (1, 2) if place not in taken), 1),
            tasks=list(tasks),
            why=why,
            about_size=card.size,
            about_children=any(card.age_bands.get(band) for band in ("0_3", "4_11", "12_17")),
            about_languages=list(card.languages),
            proposed_by=user,
            proposed_on=timezone.localdate(),
            answer_by=timezone.localdate() + ANSWER_WITHIN,
        )
        try:
            with transaction.atomic():
                match.save(force_insert=True)
        except IntegrityError as error:
            raise ConflictError(_refusal(str(error))) from error
        note(access, match, "propose")
        tell_match_buddy(match, "match_proposed")
        return match


def answer_as_buddy(*, access: Access, match: BuddyMatch, answer: Answer) -> BuddyMatch:
    """The buddy's yes or no. A no ends the proposal and asks for no reason."""
    with transaction.atomic():
        row = _locked(own_matches(access), match)
        _require_proposed(row)
        row.buddy_answer, row.buddy_answered_on = answer, timezone.localdate()
        row.save(update_fields=["buddy_answer", "buddy_answered_on", "updated_at"])
        note(access, row, "buddy_answer")
        if answer == Answer.NO:
            done = transition(access=access, obj=row, machine=MATCH, name="decline", may=is_own_match)
        elif row.household_answer == Answer.YES:
            done = _accept(access, row)
        else:
            done = row
        tell_coordinators(access, done, "match_answered")
        return done


def record_household_answer(*, access: Access, match: BuddyMatch, said: HouseholdSaid) -> BuddyMatch:
    """Write down what the household said. A no changes nothing else for them."""
    with transaction.atomic():
        row = _locked(viewable_matches(access), match)
        if not can_manage_match(access, row):
            raise PermissionDenied
        _require_proposed(row)
        if said.asked_on > timezone.localdate():
            raise ValidationError({"asked_on": _("Deze datum ligt in de toekomst.")})
        row.household_answer = said.answer
        row.asked_by, row.asked_on = access.user, said.asked_on
        row.asked_in, row.interpreter = said.asked_in, said.interpreter
        row.save(update_fields=["household_answer", "asked_by", "asked_on", "asked_in", "interpreter", "updated_at"])
        note(access, row, "household_answer")
        if said.answer == Answer.NO:
            done = transition(access=access, obj=row, machine=MATCH, name="decline", may=can_manage_match)
            tell_match_buddy(done, "match_off")
            return done
        return _accept(access, row) if row.buddy_answer == Answer.YES else row


def withdraw_match(*, access: Access, match: BuddyMatch, reason: str) -> BuddyMatch:
    """Take a proposal back, also after both said yes but before the start."""
    from .running import end_role

    with transaction.atomic():
        was = match.state
        done = transition(access=access, obj=match, machine=MATCH, name="withdraw", may=can_manage_match, reason=reason)
        if was == MatchState.ACCEPTED:
            end_role(done)
        tell_match_buddy(done, "match_off")
        return done


def plan_meeting(*, access: Access, match: BuddyMatch, meets_at: datetime, where: str) -> BuddyMatch:
    """The first meeting, as an appointment in the buddy's mail. Planning again replaces it in the calendar."""
    now = timezone.now()
    if meets_at <= now:
        raise ValidationError({"day": _("Dit tijdstip is al voorbij. Kies een later tijdstip.")})
    if meets_at > now + FURTHEST_MEETING:
        raise ValidationError({"day": _("Kies een dag binnen vier maanden.")})
    with transaction.atomic():
        row = _locked(viewable_matches(access), match)
        if not can_manage_match(access, row):
            raise PermissionDenied
        if row.state != MatchState.ACCEPTED:
            raise WrongStateError(state=row.state, state_label=str(row.get_state_display()))
        row.meeting_sequence = row.meeting_sequence + 1 if row.meets_at else 0
        row.meets_at, row.meets_where = meets_at, where
        row.save(update_fields=["meets_at", "meets_where", "meeting_sequence", "updated_at"])
        note(access, row, "meeting")
        tell_meeting(row)
        return row


def expire_proposal(match_id: UUID) -> bool:
    """Run as the job of a proposal that nobody answered in time: it ends, the buddy can be asked for somebody else."""
    with transaction.atomic(), acting(job=f"{PROPOSALS}:{match_id}"):
        row = (
            BuddyMatch.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
            .filter(pk=match_id)
            .first()
        )
        if row is None or row.state != MatchState.PROPOSED or row.answer_by >= timezone.localdate():
            return False
        done = transition(access=Access.nobody(), obj=row, machine=MATCH, name="expire", may=lambda _access, _row: True)
        tell_coordinators(Access.nobody(), done, "match_expired")
        return True


def adviser_is_missing(match: BuddyMatch) -> bool:
    """No match becomes active where nobody can receive a worry about it."""
    return not officials(match.municipality, [Role.CONFIDENTIAL_ADVISER])


def rules_of(municipality_id: int) -> dict[str, str]:
    row = BuddySettings.objects.filter(municipality_id=municipality_id).first()
    return {} if row is None else dict(row.vog_rules)


def note(access: Access, row: BuddyMatch, verb: str, reason: str = "") -> None:
    record_event(
        access=access,
        object_type=MATCH.label,
        object_id=row.pk,
        verb=verb,
        municipality=row.municipality,
        scope_id=row.initiative_id,
        visibility=Visibility.HOUSEHOLD,
        reason=reason,
    )


def _accept(access: Access, row: BuddyMatch) -> BuddyMatch:
    """Both said yes: the state first, as the database gives the role for a match that says so."""
    done = transition(
        access=access,
        obj=row,
        machine=MATCH,
        name="accept",
        may=lambda asked, one: is_own_match(asked, one) or can_manage_match(asked, one),
    )
    grant_membership(
        user=done.user,
        role=Role.BUDDY,
        municipality=done.municipality,
        scope_id=done.household_id,
        granted_by=access.user,
    )
    tell_both_said_yes(access, done)
    return done


def _require_matchable(buddy: Buddy, tasks: Sequence[str]) -> None:
    if not buddy.is_matchable:
        raise ConflictError(_("Deze buddy is nu niet beschikbaar. Hieronder ziet u de nieuwste stand."))
    if BuddyMatch.objects.filter(buddy=buddy, state__in=OPEN_MATCH).count() >= buddy.max_matches:
        raise ConflictError(_("Deze buddy heeft al zoveel huishoudens als afgesproken."))
    rules = rules_of(buddy.municipality_id)
    missing = forbidden_tasks(tasks, rules, has_vog=buddy.has_vog(timezone.localdate()))
    if missing:
        raise ConflictError(
            _("Voor deze taak is een VOG nodig: %(tasks)s. Leg eerst de VOG vast of haal de taak weg.")
            % {"tasks": ", ".join(str(task.label) for task in missing)}
        )


def _require_proposed(row: BuddyMatch) -> None:
    if row.state != MatchState.PROPOSED:
        raise WrongStateError(state=row.state, state_label=str(row.get_state_display()))


def _locked(rows: object, match: BuddyMatch) -> BuddyMatch:
    queryset = rows.select_related("municipality", "user", "buddy")  # type: ignore[attr-defined]
    row = queryset.select_for_update(of=("self",), no_key=True).filter(pk=match.pk).first()
    if row is None:
        raise PermissionDenied
    return row  # type: ignore[no-any-return]


def _refusal(error: str) -> str:
    if "match_pair_once" in error:
        return _("Deze buddy en dit huishouden zijn al aan elkaar voorgesteld.")
    if "match_backup_is_another" in error:
        return _("De achterwacht is een ander dan de buddy zelf.")
    return _("Dit huishouden heeft al twee buddy's of voorstellen.")
