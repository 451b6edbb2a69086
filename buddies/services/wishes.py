"""What a household wants of a buddy, written down by who asked."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.models import HouseholdCard
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access

from ..enums import RadarKind, SnoozeReason, WishesAnswer
from ..models import HouseholdWish
from ..permissions.homes import can_find_buddy
from ..permissions.matches import viewable_wishes
from .putting_off import bring_back, put_off

ASKED_AGAIN = timedelta(weeks=4)


def keep_wishes(*, access: Access, card: HouseholdCard, facts: Mapping[str, Any]) -> HouseholdWish:
    """Write or renew the wishes of a household. `facts` are the fields of `HouseholdWish` but for who asked."""
    if access.user is None or not can_find_buddy(access, card):
        raise PermissionDenied
    with transaction.atomic():
        rows = viewable_wishes(access).select_for_update(of=("self",), no_key=True)
        row = rows.filter(Q(initiative_id=card.initiative_scope_id), household_id=card.household_scope_id).first()
        is_new = row is None
        row = row or HouseholdWish(
            municipality_id=card.municipality_id,
            household_id=card.household_scope_id,
            initiative_id=card.initiative_scope_id,
        )
        for name, value in facts.items():
            setattr(row, name, value)
        row.asked_by = access.user
        try:
            with transaction.atomic():
                row.save(force_insert=is_new)
        except IntegrityError as error:
            if "wish_once" not in str(error):
                raise
            raise ConflictError(
                _("Een collega legde net ook wensen vast. Hieronder ziet u de nieuwste stand.")
            ) from error
        record_event(
            access=access,
            object_type="buddies.HouseholdWish",
            object_id=row.pk,
            verb="edit",
            municipality=card.municipality,
            scope_id=card.initiative_scope_id,
            visibility=Visibility.HOUSEHOLD,
        )
        _let_it_wait(access, card, row)
        return row


def _let_it_wait(access: Access, card: HouseholdCard, wish: HouseholdWish) -> None:
    """“Misschien later” is asked again after four weeks, and not on the list before; a yes brings it back at once."""
    if wish.answer == WishesAnswer.YES:
        bring_back(access=access, subject=card, kind=RadarKind.WITHOUT)
    elif wish.answer == WishesAnswer.LATER:
        with suppress(ConflictError):
            put_off(
                access=access,
                subject=card,
                kind=RadarKind.WITHOUT,
                until=timezone.localdate() + ASKED_AGAIN,
                reason=SnoozeReason.SPOKEN,
            )
