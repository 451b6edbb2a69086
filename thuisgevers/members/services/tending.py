"""What happens to a role by itself: it begins, it is about to end, it ends, nobody looked at it for a year.

Each membership is its own job and runs with the rights of the person who has it, so nothing else can be read or changed.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from thuisgevers.common.who import acting
from thuisgevers.members.queries import REVIEW_AFTER
from thuisgevers.members.services.telling import page, role_name, tell
from thuisgevers.municipalities.enums import Role, ScopeKind
from thuisgevers.municipalities.grants import derive_again
from thuisgevers.municipalities.models import Membership
from thuisgevers.municipalities.people import officials

QUEUE = "memberships"
WARN_BEFORE = timedelta(days=7)


def tend_membership(membership_id: UUID) -> None:
    """Derive the person's permissions anew and send what is due; doing it twice changes nothing."""
    with transaction.atomic(), acting(job=f"{QUEUE}:{membership_id}"):
        held = Membership.objects.select_related("user", "municipality").filter(pk=membership_id).first()
        if held is None:
            return  # the account was closed: an inactive person has no rights, also not to read an old role
        derive_again(user=held.user)
        today = timezone.localdate()
        if held.ends_on is not None and today < held.ends_on <= today + WARN_BEFORE:
            _warn(held)
        if _is_unseen_for_a_year(held):
            _ask_review(held)


def _warn(held: Membership) -> None:
    assert held.ends_on is not None
    tell(
        "membership_ends_soon",
        [held.user],
        municipality=held.municipality,
        dedupe=f"membership-ends:{held.pk}:{held.ends_on}",
        role=role_name(held.role),
        last_day=held.ends_on - timedelta(days=1),
    )


def _is_unseen_for_a_year(held: Membership) -> bool:
    seen = held.confirmed_on or held.starts_on
    return held.scope == ScopeKind.MUNICIPALITY and held.ends_on is None and seen <= timezone.localdate() - REVIEW_AFTER


def _ask_review(held: Membership) -> None:
    """Once a month per municipality, whatever the number of roles."""
    place = held.municipality
    if place is None:
        return
    tell(
        "review_due",
        officials(place, [Role.CASE_COORDINATOR]),
        municipality=place,
        dedupe=f"role-review:{place.pk}:{timezone.localdate():%Y-%m}",
        url=page("members:member_review", gemeente=place.slug),
    )
