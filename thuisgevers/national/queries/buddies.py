"""Buddies in the country: from roll-ups without people, read as the role `stats`, with the same suppression as the figures about living."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from buddies.queries.figures import Month
from thuisgevers.common.stats import as_stats

from .housing import LEAST_SHOWN, shown_number, suppress

_PER_PROVINCE = """
SELECT g.province_name, sum(f.households)::bigint, sum(f.matches)::bigint, sum(f.quiet)::bigint, sum(f.meetings)::bigint,
  sum(f.meeting_days)::bigint
FROM buddies_buddyfigure f JOIN municipalities_municipality g ON g.id = f.municipality_id GROUP BY 1 ORDER BY 1
"""
_MONTHS = "SELECT month, sum(matches)::int, sum(contacts)::int FROM buddies_buddymonth GROUP BY 1 ORDER BY 1"


@dataclass(frozen=True, slots=True)
class ProvinceOfBuddies:
    """Ready to print."""

    name: str
    households: str
    matches: str
    quiet: str


@dataclass(frozen=True, slots=True)
class BuddiesInTheCountry:
    """`days_to_meeting` is None where fewer than five people met; months with fewer than five matches are left out."""

    households: str
    matches: str
    quiet: str
    days_to_meeting: int | None
    months: list[Month]
    provinces: list[ProvinceOfBuddies]


def buddies_in_the_country() -> BuddiesInTheCountry:
    """Two statements."""
    with as_stats(), connection.cursor() as cursor:
        cursor.execute(_PER_PROVINCE)
        rows: list[tuple[str, int, int, int, int, int]] = cursor.fetchall()
        cursor.execute(_MONTHS)
        months: list[tuple[date, int, int]] = cursor.fetchall()
    households, matches, quiet = (
        suppress([row[1] for row in rows]),
        suppress([row[2] for row in rows]),
        suppress([row[3] for row in rows]),
    )
    met, days = sum(row[4] for row in rows), sum(row[5] for row in rows)
    return BuddiesInTheCountry(
        households=shown_number(sum(row[1] for row in rows)),
        matches=shown_number(sum(row[2] for row in rows)),
        quiet=shown_number(sum(row[3] for row in rows)),
        days_to_meeting=round(days / met) if met >= LEAST_SHOWN else None,
        months=[Month(*row) for row in months if row[1] >= LEAST_SHOWN],
        provinces=[
            ProvinceOfBuddies(row[0], *shown) for row, *shown in zip(rows, households, matches, quiet, strict=True)
        ],
    )
