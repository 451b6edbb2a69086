"""What was put off is known to everybody who reads the radar there, and undone by who looks after it."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..models import RadarSnooze


def viewable_snoozes(access: Access) -> QuerySet[RadarSnooze]:
    return access.rows(RadarSnooze.objects.all(), Capability.BUDDY_READ, scope="initiative_id")


def can_view_snooze(access: Access, snooze: RadarSnooze) -> bool:
    return access.may(Capability.BUDDY_READ, municipality=snooze.municipality, scope_id=snooze.initiative_id)


def put_off_of(access: Access, today: date) -> QuerySet[RadarSnooze]:
    """What is left out today."""
    return viewable_snoozes(access).filter(undone_on__isnull=True, until__gt=today).order_by("until", "id")
