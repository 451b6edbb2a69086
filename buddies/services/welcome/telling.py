"""Mail to who handles the household: that there is something to read, never what, nor of whom."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from housing.models import Household
from thuisgevers.accounts.models import User
from thuisgevers.common.who import acting
from thuisgevers.municipalities import working_days
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.people import officials
from thuisgevers.notifications.services.messages import absolute_url, queue_message

from ...enums import ResidentMessageState
from ...models import ResidentMessage

QUEUE = "resident_messages"


def tell_handlers(
    *, household: Household, template: str, message_id: UUID | None = None, due_on: date | None = None
) -> None:
    """The handler of the household; where there is none in office, the coordinators."""
    place = household.municipality
    handlers = officials(place, [Role.CASE_HANDLER, Role.CASE_COORDINATOR])
    chosen = [user for user in handlers if user.pk == household.handler_id]
    _tell(place, chosen or _coordinators(place), template, message_id, household.pk, due_on)


def remind_of_message(message_id: UUID) -> bool:
    """As the job that the row is: nobody answered in time, so the coordinators hear it, once."""
    with transaction.atomic(), acting(job=f"{QUEUE}:{message_id}"):
        rows = ResidentMessage.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        row = rows.select_related("municipality").filter(pk=message_id, state=ResidentMessageState.OPEN).first()
        today = working_days.today()
        if row is None or row.reminded_on is not None or row.due_on >= today:
            return False
        row.reminded_on = today
        row.save(update_fields=["reminded_on", "updated_at"])
        _tell(row.municipality, _coordinators(row.municipality), "resident_late", row.pk, None, row.due_on)
        return True


def _coordinators(place: Municipality) -> list[User]:
    return officials(place, [Role.CASE_COORDINATOR]) or officials(place, [Role.CASE_HANDLER])


def _tell(
    place: Municipality,
    people: list[User],
    template: str,
    message_id: UUID | None,
    household_id: UUID | None,
    due_on: date | None,
) -> None:
    path = (
        reverse("buddies:resident_message", args=[place.slug, message_id])
        if message_id is not None
        else reverse("housing:household_detail", args=[place.slug, household_id])
    )
    for user in people:
        queue_message(
            template=f"buddies/{template}",
            to=user.email,
            to_user=user,
            context={
                "name": user.display_name,
                "place": place.name,
                "due_on": due_on,
                "url": absolute_url(path),
            },
            municipality=place,
            about_id=message_id or household_id,
        )
