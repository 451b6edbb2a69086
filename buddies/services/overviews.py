"""The Monday mail of a buddy coordinator: how many points of which kind, for each municipality, with a link. No names, and no mail
when there is nothing to do."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality
from thuisgevers.notifications.enums import MessageState
from thuisgevers.notifications.services.messages import absolute_url, queue_message

from ..enums import DayKind
from ..models import WeekOverview
from ..queries.radar import radar_counts
from .ladder import take_day

WEEKS = "buddy_weeks"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOfWeek:
    """What asks attention in one municipality, as it stands in the mail."""

    municipality: Municipality
    name: str
    lines: list[tuple[str, int]]
    points: int
    url: str


def open_weeks() -> None:
    """A row for everybody who coordinates buddies today, this week's; safe to do twice."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT buddies_open_weeks()")


def send_overview(overview_id: UUID) -> int:
    """Tell one coordinator what asks attention, as the job of that row and with that person's own rights. Returns how many points
    there were. It is that person's mail about silence of the day too, unless they turned it down."""
    with transaction.atomic(), acting(job=f"{WEEKS}:{overview_id}"):
        rows = WeekOverview.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        row = rows.select_related("user").filter(pk=overview_id, sent_at__isnull=True).first()
        if row is None:
            return 0
        access = Access.for_user(row.user, second_factor=False)
        places = [_place(access, place) for place in _places(access)]
        busy = [place for place in places if place.points]
        row.points = sum(place.points for place in places)
        if busy:
            message = queue_message(
                template="buddies/week_overview",
                to=row.user.email,
                to_user=row.user,
                context={"name": row.user.display_name, "places": busy},
                municipality=None if len(busy) > 1 else busy[0].municipality,
                dedupe_key=f"buddy-week:{row.pk}",
            )
            if message.state != MessageState.SKIPPED:
                take_day(row.user, DayKind.LIST)
        row.sent_at = timezone.now()
        row.save(update_fields=["points", "sent_at", "updated_at"])
        return row.points


def _places(access: Access) -> list[Municipality]:
    """Where this person looks after buddies through an initiative."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT municipality_id FROM municipalities_scope WHERE id = ANY(%s)",
            [sorted(access.scope_ids(Capability.BUDDY_MANAGE))],
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    return list(Municipality.objects.filter(pk__in=ids).order_by("sort_key", "id"))


def _place(access: Access, place: Municipality) -> PlaceOfWeek:
    counts = radar_counts(access.narrowed(place), place, timezone.localdate())
    return PlaceOfWeek(
        municipality=place,
        name=place.name,
        lines=[(str(label), number) for label, number in counts if number],
        points=sum(number for _label, number in counts),
        url=absolute_url(reverse("buddies:radar", args=[place.slug])),
    )
