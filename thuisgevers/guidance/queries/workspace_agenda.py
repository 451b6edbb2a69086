"""One agenda of an initiative: its own appointments, the days of its step plan and viewings, as far as the reader may see each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import ViewingState
from housing.permissions.viewings import viewable_viewings
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.working_days import dutch_day, today

from ..enums import OPEN_STEPS, AppointmentState
from ..models.plans import applies
from ..permissions.plans import viewable_steps
from ..permissions.workspace import viewable_appointments

#: What is past stays in a calendar that subscribed for as long as this.
KEPT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """`starts_at` is None for a whole day. `url` is a path on this site."""

    uid: str
    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    title: str
    kind: str
    icon: str
    place: str
    text: str
    is_off: bool
    sequence: int
    changed_at: datetime
    url: str
    pk: UUID | None = None


def agenda(access: Access, initiative_ids: Collection[UUID], *, since: date | None = None) -> list[AgendaLine]:
    """What is coming (or was, from `since` on), by day. Three questions, whatever the number of initiatives."""
    first = since or today()
    lines = [
        *_appointments(access, initiative_ids, first),
        *_steps(access, initiative_ids, first),
        *_viewings(access, initiative_ids, first),
    ]
    return sorted(lines, key=lambda line: (line.day, line.starts_at is not None, line.starts_at or timezone.now()))


def feed_lines(access: Access) -> list[AgendaLine]:
    """Everything of every initiative whose workspace the person sees."""
    return agenda(access, access.scope_ids(Capability.WORKSPACE_READ), since=today() - KEPT)


def _appointments(access: Access, initiative_ids: Collection[UUID], first: date) -> list[AgendaLine]:
    rows = viewable_appointments(access).filter(initiative_id__in=initiative_ids, ends_at__date__gte=first)
    return [
        AgendaLine(
            uid=str(row.pk),
            day=dutch_day(row.starts_at),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            title=row.title,
            kind=_("afspraak"),
            icon="calendar-event",
            place=row.place,
            text=row.text,
            is_off=row.state == AppointmentState.CANCELLED,
            sequence=row.sequence,
            changed_at=row.updated_at,
            url=reverse("guidance:workspace_agenda", args=[row.initiative_id]),
            pk=row.pk,
        )
        for row in rows.order_by("starts_at", "id")
    ]


def _steps(access: Access, initiative_ids: Collection[UUID], first: date) -> list[AgendaLine]:
    rows = viewable_steps(access).filter(initiative_id__in=initiative_ids, state__in=OPEN_STEPS, due_on__gte=first)
    return [
        AgendaLine(
            uid=str(row.pk),
            day=row.due_on or first,
            starts_at=None,
            ends_at=None,
            title=row.step.title,
            kind=_("stap van het plan"),
            icon="list-check",
            place="",
            text="",
            is_off=False,
            sequence=0,
            changed_at=row.updated_at,
            url=reverse("guidance:step_detail", args=[row.pk]),
        )
        for row in rows.select_related("step", "plan").order_by("due_on", "id")
        if applies(row.step, row.plan)
    ]


def _viewings(access: Access, initiative_ids: Collection[UUID], first: date) -> list[AgendaLine]:
    rows = viewable_viewings(access).filter(
        initiative_scope_id__in=initiative_ids, state=ViewingState.ACCEPTED, starts_at__date__gte=first
    )
    return [
        AgendaLine(
            uid=str(row.pk),
            day=dutch_day(row.starts_at),
            starts_at=row.starts_at,
            ends_at=row.starts_at + timedelta(minutes=row.minutes),
            title=_("Bezichtiging van het pand"),
            kind=_("bezichtiging"),
            icon="home-search",
            place=row.note,
            text="",
            is_off=False,
            sequence=row.sequence,
            changed_at=row.updated_at,
            url=reverse("housing:property_detail", args=[row.municipality.slug, row.property_id]),
        )
        for row in rows.select_related("municipality").order_by("starts_at", "id")
    ]
