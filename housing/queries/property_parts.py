"""The lines of a property's page: its units, viewings and the questions to its owner, ready to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from housing.enums import AnswerChannel, AvailabilityAnswer, ClosureKind, Facility, ViewingState
from housing.models import AvailabilityAsk, DwellingUnit, Property, UnitClosure
from housing.permissions.owners import viewable_asks
from housing.permissions.properties import viewable_units
from housing.permissions.viewings import can_answer_viewing, can_cancel_viewing, viewable_viewings
from thuisgevers.common.templatetags.dutch import dutch_date
from thuisgevers.municipalities.access import Access


@dataclass(frozen=True, slots=True)
class ClosureLine:
    pk: UUID
    kind: str
    starts_on: date
    ends_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One dwelling unit as people read it."""

    pk: UUID
    name: str
    people: str
    bedrooms: str
    features: tuple[str, ...]
    area: int | None
    available_from: date | None
    available_until: date | None
    retired_on: date | None
    closures: tuple[ClosureLine, ...]


@dataclass(frozen=True, slots=True)
class ViewingLine:
    pk: UUID
    starts_at: datetime
    minutes: int
    note: str
    state: str
    state_label: str
    tone: str
    icon: str
    side: str
    proposed_by: str
    reason: str
    may_answer: bool
    may_cancel: bool
    has_calendar: bool


@dataclass(frozen=True, slots=True)
class AskLine:
    month: date
    asked_at: datetime
    was_mailed: bool
    reminded_at: datetime | None
    answer: str
    answer_label: str
    later_on: date | None
    answered_at: datetime | None
    channel: str


def unit_lines(access: Access, place: Property) -> list[UnitLine]:
    """Two queries: the units, and their closures that are not over."""
    closures: dict[UUID, list[ClosureLine]] = {}
    rows = UnitClosure.objects.filter(property=place).order_by("starts_on", "id")
    today = timezone.localdate()
    for closure in rows:
        if closure.ends_on is None or closure.ends_on > today:
            closures.setdefault(closure.unit_id, []).append(
                ClosureLine(
                    closure.pk,
                    capfirst(str(ClosureKind(closure.kind).label)),
                    closure.starts_on,
                    closure.ends_on,
                    closure.note,
                )
            )
    units = viewable_units(access).filter(property=place).order_by("name", "id")
    return [unit_line(unit, tuple(closures.get(unit.pk, ()))) for unit in units]


def unit_line(unit: DwellingUnit, closures: tuple[ClosureLine, ...] = ()) -> UnitLine:
    return UnitLine(
        pk=unit.pk,
        name=unit.name,
        people=people_range(unit.capacity_min, unit.capacity_max),
        bedrooms=_("%(all)s, met slot %(locked)s") % {"all": unit.bedrooms, "locked": unit.lockable_bedrooms},
        features=features_of(unit),
        area=unit.floor_area,
        available_from=unit.available_from,
        available_until=unit.available_until,
        retired_on=unit.retired_on,
        closures=closures,
    )


def features_of(unit: DwellingUnit) -> tuple[str, ...]:
    """What a unit has, in words."""
    found = [
        (_("eigen voordeur"), unit.own_front_door),
        (_("zonder trap of drempel"), unit.step_free),
        (_("huisdieren mogen"), unit.pets_allowed),
        (_("geschikt voor kinderen"), unit.children_suitable),
    ]
    rooms = [
        _("keuken: %(how)s") % {"how": Facility(unit.kitchen).label},
        _("toilet en douche: %(how)s") % {"how": Facility(unit.sanitary).label},
    ]
    return (*rooms, *(label for label, has in found if has))


_VIEWING_LOOKS = {
    ViewingState.PROPOSED: ("warning", "hourglass"),
    ViewingState.ACCEPTED: ("positive", "calendar-check"),
    ViewingState.DECLINED: ("neutral", "x"),
    ViewingState.CANCELLED: ("neutral", "calendar-x"),
}


def viewing_lines(access: Access, place: Property) -> list[ViewingLine]:
    rows = viewable_viewings(access).filter(property=place).select_related("proposed_by").order_by("starts_at", "id")
    found = []
    for row in rows:
        row.property = place
        tone, icon = _VIEWING_LOOKS[ViewingState(row.state)]
        found.append(
            ViewingLine(
                pk=row.pk,
                starts_at=timezone.localtime(row.starts_at),
                minutes=row.minutes,
                note=row.note,
                state=row.state,
                state_label=str(row.get_state_display()),
                tone=tone,
                icon=icon,
                side=str(row.get_side_display()),
                proposed_by=row.proposed_by.display_name,
                reason=row.reason,
                may_answer=can_answer_viewing(access, row),
                may_cancel=can_cancel_viewing(access, row),
                has_calendar=row.state in {ViewingState.PROPOSED, ViewingState.ACCEPTED},
            )
        )
    return found


def ask_lines(access: Access, place: Property, *, most: int = 6) -> list[AskLine]:
    return [ask_line(ask) for ask in viewable_asks(access).filter(property=place)[:most]]


def ask_line(ask: AvailabilityAsk) -> AskLine:
    return AskLine(
        month=ask.month,
        asked_at=ask.asked_at,
        was_mailed=ask.is_mailed,
        reminded_at=ask.reminded_at,
        answer=ask.answer,
        answer_label=str(AvailabilityAnswer(ask.answer).label) if ask.answer else "",
        later_on=ask.later_on,
        answered_at=ask.answered_at,
        channel=str(AnswerChannel(ask.channel).label) if ask.channel else "",
    )


def people_range(least: int | None, most: int | None) -> str:
    if least and most and least != most:
        return _("%(least)s tot en met %(most)s") % {"least": least, "most": most}
    return str(most or least or "")


def between(start: date | None, end: date | None) -> str:
    if start and end:
        return _("%(start)s tot %(end)s") % {"start": dutch_date(start), "end": dutch_date(end)}
    if start:
        return _("vanaf %(start)s") % {"start": dutch_date(start)}
    return _("tot %(end)s") % {"end": dutch_date(end)} if end else ""
