"""Thin: the rows are the jobs. Asking owners once a month whether their property is still available."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.db import connection, transaction

from housing.models import Property
from housing.services.availability import QUEUE, ask_or_remind
from thuisgevers.common.tasks import every
from thuisgevers.common.who import acting

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 200


@every(timedelta(minutes=30))
@shared_task(name="housing.tasks.properties.sweep_availability")
def sweep_availability() -> None:
    """One transaction for each property that is due; one that fails is logged, tried again, and does not stop the others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM claim_jobs(%s, %s)", [QUEUE, MOST_AT_ONCE])
        waiting = [row[0] for row in cursor.fetchall()]
    for property_id in waiting:
        try:
            ask_for(property_id)
        except Exception:
            logger.exception("availability: property %s failed and is tried again", property_id)


def ask_for(property_id: UUID) -> str:
    """Work on one property as its job; the empty word when there was nothing to do any more."""
    with transaction.atomic(), acting(job=f"{QUEUE}:{property_id}"):
        place = Property.objects.select_related("municipality").filter(pk=property_id).first()
        return "" if place is None else ask_or_remind(place)
