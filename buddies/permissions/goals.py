"""Goals are the household's: read and changed through its own page, and by the buddy of the match while the household shares with
volunteers. No coordinator and no official reads one."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from housing.permissions.households import own_cards
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..enums import MatchState
from ..models import HouseholdGoal
from .matches import own_matches

RUNNING = (MatchState.ACTIVE, MatchState.PAUSED)


def goals_as_buddy(access: Access) -> QuerySet[HouseholdGoal]:
    """Of one's own matches, as far as the card of the household can be read."""
    if access.user is None or access.link is not None:
        return HouseholdGoal.objects.none()
    homes = sorted(access.scope_ids(Capability.CONTACT_LOG))
    rows = HouseholdGoal.objects.filter(user_id=access.user.pk, household_scope_id__in=homes)
    return rows.filter(Exists(own_cards(access).filter(household_scope_id=OuterRef("household_scope_id"))))


def goals_of_home(household_id: UUID) -> QuerySet[HouseholdGoal]:
    """For the household itself, with all its buddies."""
    return HouseholdGoal.objects.filter(household_scope_id=household_id)


def can_keep_goals(access: Access, match_id: UUID) -> bool:
    """Whether goals of this match may be added: it runs, and is of this visit's household or one's own and shared."""
    if access.link is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT match_id FROM buddies_welcome_matches()")
            return match_id in {row[0] for row in cursor.fetchall()}
    shared = own_cards(access).filter(household_scope_id=OuterRef("household_id"))
    return own_matches(access).filter(Exists(shared), pk=match_id, state__in=RUNNING).exists()
