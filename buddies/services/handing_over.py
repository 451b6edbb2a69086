"""Leaving with a hand-over: each household gets a proposal with another buddy, or the match is concluded; nobody is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from housing.models import HouseholdCard
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access

from ..enums import OPEN_MATCH, Conclusion, MatchState
from ..models import Buddy, BuddyMatch
from ..permissions.buddies import can_manage_buddy, managed_buddies
from ..permissions.homes import buddyable_cards
from .intake import leave
from .proposing import note, propose_match, withdraw_match
from .running import conclude_match


def hand_over_and_leave(*, access: Access, buddy: Buddy, to: Mapping[UUID, UUID | None]) -> Buddy:
    """`to` names for each open match the buddy who is asked to take over, or None to conclude it. The new buddy says yes or no as
    always, and the household is asked again: it is another person. All or nothing."""
    with transaction.atomic():
        # The matches first: whoever ends one of them at this moment locks in that order too.
        open_now = BuddyMatch.objects.filter(buddy=buddy, state__in=OPEN_MATCH).order_by("id")
        held = list(open_now.select_related("municipality", "user").select_for_update(of=("self",), no_key=True))
        rows = managed_buddies(access).select_related("municipality").select_for_update(of=("self",), no_key=True)
        row = rows.filter(pk=buddy.pk).first()
        if row is None or not can_manage_buddy(access, row):
            raise PermissionDenied
        if {match.pk for match in held} != set(to):
            raise ConflictError(_("Intussen is er een koppel bijgekomen of afgegaan. Kies opnieuw."))
        for match in held:
            _hand_over(access, match, to[match.pk])
        return leave(access=access, buddy=row)


def _hand_over(access: Access, match: BuddyMatch, successor_id: UUID | None) -> None:
    if match.state in (MatchState.PROPOSED, MatchState.ACCEPTED):
        withdraw_match(access=access, match=match, reason=_("de buddy stopt"))
    else:
        conclude_match(access=access, match=match, conclusion=Conclusion.BUDDY_STOPS)
    if successor_id is None:
        return
    successor = managed_buddies(access).filter(pk=successor_id).first()
    card: HouseholdCard | None = (
        buddyable_cards(access).filter(household_scope_id=match.household_id).order_by("-move_in_on", "id").first()
    )
    if successor is None or card is None:
        raise ConflictError(_("Dit huishouden of deze buddy is er niet meer. Kies opnieuw."))
    made = propose_match(access=access, buddy=successor, card=card, tasks=match.tasks)
    note(access, made, "hand_over")
