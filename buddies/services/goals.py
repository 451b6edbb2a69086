"""Keeping the goals of a household: by the household and by its buddy alike. In no log, as the log is read by others."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access

from ..models import HouseholdGoal
from ..models.goal import MOST_GOALS
from ..permissions.goals import can_keep_goals


def add_goal(*, access: Access, match_id: UUID, municipality_id: int, text: str, client_id: UUID) -> None:
    """On the first free place; with a `client_id` that was used before nothing. Raises PermissionDenied where the match is not theirs or
    over, and ConflictError when there are five. Two at once get two places: the database gives each once."""
    if not can_keep_goals(access, match_id):
        raise PermissionDenied
    for _attempt in range(MOST_GOALS):
        held = _taken(match_id)
        if client_id in held.values():
            return
        free = next((place for place in range(1, MOST_GOALS + 1) if place not in held), None)
        if free is None:
            break
        goal = HouseholdGoal(
            municipality_id=municipality_id, match_id=match_id, place=free, text=text.strip(), client_id=client_id
        )
        try:
            with transaction.atomic():
                goal.save(force_insert=True)
        except IntegrityError as error:
            if "goal_place_once" not in str(error) and "goal_once" not in str(error):
                raise
        else:
            return
    raise ConflictError(_("U hebt vijf doelen. Wis er eerst een."))


def _taken(match_id: UUID) -> dict[int, UUID]:
    return dict(HouseholdGoal.objects.filter(match_id=match_id).values_list("place", "client_id"))


def tick_goal(*, goals: QuerySet[HouseholdGoal], pk: UUID, is_done: bool) -> None:
    """Done, or not yet after all. `goals` are those that somebody may change. Pressed twice it changes nothing."""
    goals.filter(pk=pk, done_on__isnull=is_done).update(
        done_on=timezone.localdate() if is_done else None, updated_at=timezone.now()
    )


def erase_goal(*, goals: QuerySet[HouseholdGoal], pk: UUID) -> None:
    """Gone for good."""
    goals.filter(pk=pk).delete()
