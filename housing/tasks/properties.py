"""Thin: the rows are the jobs. Asking owners once a month whether their property is still available."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.db import transaction

from housing.models import Property
from housing.services.availability import QUEUE, ask_or_remind
from thuisgevers.common.tasks import every
from thuisgevers.common.who import acting
from thuisgevers.municipalities.jobs import each_job


@every(timedelta(minutes=30))
@shared_task(name="housing.tasks.properties.sweep_availability")
def sweep_availability() -> None:
    """One transaction for each property that is due; one that fails is logged, tried again, and does not stop the others."""
    each_job(QUEUE, ask_for)


def ask_for(property_id: UUID) -> str:
    """Work on one property as its job; the empty word when there was nothing to do any more."""
    with transaction.atomic(), acting(job=f"{QUEUE}:{property_id}"):
        place = Property.objects.select_related("municipality").filter(pk=property_id).first()
        return "" if place is None else ask_or_remind(place)
