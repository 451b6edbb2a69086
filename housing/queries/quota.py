"""How a municipality stands with its quota, and the nights it freed. Counted by definer functions that give numbers only, so that
a reader of figures needs no right to read placements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.models import HousingQuota, HousingSettings
from housing.permissions.quota import viewable_quotas
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

DEFAULT_WORDING = str(HousingSettings._meta.get_field("quota_wording").default)
MOST = 20


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """One half-year. `realised` counts everybody once, in the half-year of their first home here; `planned` are those with a
    planned first move in it. `left` is what is still to do after that; below zero is done in advance."""

    pk: UUID
    label: str
    starts_on: date
    ends_on: date
    target: int
    backlog: int
    realised: int
    elsewhere: int
    planned: int
    source: str
    is_now: bool

    @property
    def owed(self) -> int:
        return self.target + self.backlog

    @property
    def done(self) -> int:
        return self.realised + self.elsewhere

    @property
    def left(self) -> int:
        return self.owed - self.done

    @property
    def forecast(self) -> int:
        """What remains when every planned move happens."""
        return self.left - self.planned

    @property
    def percent(self) -> int | None:
        return None if self.owed <= 0 else round(100 * self.done / self.owed)


@dataclass(frozen=True, slots=True)
class QuotaChoice:
    is_on: bool
    wording: str


@dataclass(frozen=True, slots=True)
class MonthOfNights:
    month: date
    nights: int


def quota_choice(access: Access, municipality: Municipality) -> QuotaChoice:
    """What the municipality chose; without a choice it is on."""
    row = (
        access.rows(HousingSettings.objects.all(), Capability.QUOTA_READ)
        .filter(municipality=municipality)
        .values_list("quota_is_on", "quota_wording")
        .first()
    )
    return (
        QuotaChoice(is_on=True, wording=DEFAULT_WORDING)
        if row is None
        else QuotaChoice(row[0], row[1] or DEFAULT_WORDING)
    )


def quota_lines(access: Access, municipality: Municipality) -> list[QuotaLine]:
    """Newest first. One statement for all the counts."""
    rows = list(viewable_quotas(access).filter(municipality=municipality)[:MOST])
    counted = _housed(municipality, [(row.starts_on, row.ends_on) for row in rows])
    today = timezone.localdate()
    return [
        QuotaLine(
            pk=row.pk,
            label=half_in_words(row),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            target=row.target,
            backlog=row.backlog,
            realised=realised,
            elsewhere=row.realised_elsewhere,
            planned=planned,
            source=row.source,
            is_now=row.starts_on <= today < row.ends_on,
        )
        for row, (realised, planned) in zip(rows, counted, strict=True)
    ]


def _housed(municipality: Municipality, periods: list[tuple[date, date]]) -> list[tuple[int, int]]:
    if not periods:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(c.realised, 0)::int, coalesce(c.planned, 0)::int"
            " FROM unnest(%s::date[], %s::date[]) WITH ORDINALITY AS half(starts_on, ends_on, place)"
            " LEFT JOIN LATERAL housing_housed(%s, half.starts_on, half.ends_on) c ON true ORDER BY half.place",
            [[start for start, _stop in periods], [stop for _start, stop in periods], municipality.pk],
        )
        return [(realised, planned) for realised, planned in cursor.fetchall()]


def nights_by_month(municipality: Municipality, *, most: int = 24) -> list[MonthOfNights]:
    """The last months in which somebody lived here, oldest first; months without a night between them count zero."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT month, nights::int FROM housing_nights_by_month(%s)", [municipality.pk])
        found = dict(cursor.fetchall())
    if not found:
        return []
    month, last = min(found), timezone.localdate().replace(day=1)
    months = []
    while month <= last:
        months.append(MonthOfNights(month, found.get(month, 0)))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return months[-most:]


def nights_in_total(municipality: Municipality) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(nights), 0)::int FROM housing_nights_by_month(%s)", [municipality.pk])
        return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class StayOfNights:
    """One placement in the ledger."""

    placement_id: UUID
    reference: str
    home: str
    people: int
    from_on: date
    until_on: date | None
    nights: int


def nights_by_stay(access: Access, municipality: Municipality, *, month: date | None = None) -> list[StayOfNights]:
    """The ledger per placement, for those who handle placements; of one month, or of all time (the longest first)."""
    if not access.may(Capability.PLACEMENT_READ, municipality=municipality):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, h.reference, g.street, g.house_number, g.place, u.name, p.people, p.moved_in_on, p.ended_on,"
            " n.nights FROM (SELECT s.placement_id, sum(s.nights)::int AS nights FROM housing_stay_month s"
            " WHERE s.municipality_id = %(place)s AND (%(month)s::date IS NULL OR s.month = %(month)s::date)"
            " GROUP BY s.placement_id) n JOIN housing_placement p ON p.id = n.placement_id"
            " JOIN housing_household h ON h.id = p.household_id JOIN housing_dwellingunit u ON u.id = p.unit_id"
            " JOIN housing_property g ON g.id = p.property_id WHERE p.municipality_id = %(place)s"
            " ORDER BY n.nights DESC, p.id LIMIT 500",
            {"place": municipality.pk, "month": month},
        )
        rows = cursor.fetchall()
    return [
        StayOfNights(
            placement_id=pk,
            reference=reference,
            home=f"{street} {number}, {unit}".strip(" ,") or town,
            people=people,
            from_on=start,
            until_on=stop,
            nights=nights,
        )
        for pk, reference, street, number, town, unit, people, start, stop, nights in rows
    ]


def half_in_words(quota: HousingQuota) -> str:
    if quota.half == 1:
        return _("eerste halfjaar %(year)s") % {"year": quota.year}
    return _("tweede halfjaar %(year)s") % {"year": quota.year}
