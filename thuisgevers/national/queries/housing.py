"""What living in a home of the platform adds up to, for everybody: from roll-ups without people, read as the role `stats`.

Safety in public: a figure that counts fewer than five is shown as "<5". In a table whose total is known a hidden row could be
worked out from the others, so the smallest rows beside it are not shown either, until every number from one to four is
possible again (complementary suppression).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext_lazy

from thuisgevers.common.stats import as_stats
from thuisgevers.common.templatetags.dutch import dutch_number

LEAST_SHOWN = 5
HIDDEN = "<5"
NOT_SHOWN = gettext_lazy("niet getoond")

_PER_PROVINCE = """
SELECT g.province_name, sum(f.homes_open)::bigint, sum(f.people_now)::bigint, sum(f.people_ever)::bigint,
  coalesce(sum(n.nights), 0)::bigint
FROM housing_housingfigure f JOIN municipalities_municipality g ON g.id = f.municipality_id
LEFT JOIN (SELECT municipality_id, sum(nights) AS nights FROM housing_nightsfreed GROUP BY 1) n
  ON n.municipality_id = f.municipality_id
GROUP BY g.province_name ORDER BY g.province_name
"""


@dataclass(frozen=True, slots=True)
class HousingTotals:
    """Ready to print. Nights say nothing about how many people there are only while enough people are behind them, so they
    are hidden together with the number of people."""

    homes_open: str
    people_now: str
    people_ever: str
    nights: str
    has_any: bool


NOBODY = HousingTotals("0", "0", "0", "0", has_any=False)


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    name: str
    homes_open: str
    people_now: str
    people_ever: str
    nights: str


def housing_totals(counted: str) -> HousingTotals:
    """For the whole country, out of four whole numbers with commas (queries.figures reads them)."""
    homes, now, ever, nights = (int(number) for number in counted.split(","))
    return HousingTotals(
        homes_open=shown_number(homes),
        people_now=shown_number(now),
        people_ever=shown_number(ever),
        nights=dutch_number(nights) if ever >= LEAST_SHOWN or not nights else str(NOT_SHOWN),
        has_any=bool(homes or ever),
    )


def housing_by_province() -> list[ProvinceRow]:
    """For the national desk, with the same suppression as in public: these figures are passed on. One statement."""
    with as_stats(), connection.cursor() as cursor:
        cursor.execute(_PER_PROVINCE)
        rows = cursor.fetchall()
    homes = suppress([row[1] for row in rows])
    now = suppress([row[2] for row in rows])
    ever = suppress([row[3] for row in rows])
    return [
        ProvinceRow(
            name=row[0],
            homes_open=shown_homes,
            people_now=shown_now,
            people_ever=shown_ever,
            nights=dutch_number(row[4]) if shown_ever not in (HIDDEN, NOT_SHOWN) or not row[4] else str(NOT_SHOWN),
        )
        for row, shown_homes, shown_now, shown_ever in zip(rows, homes, now, ever, strict=True)
    ]


def shown_number(number: int) -> str:
    """The number, or "<5". Nobody at all is no secret."""
    return HIDDEN if 0 < number < LEAST_SHOWN else dutch_number(number)


def suppress(numbers: Sequence[int]) -> list[str]:
    """Each number, "<5", or "niet getoond" for one that hides another. Whoever knows the total learns no small number."""
    small = {place for place, number in enumerate(numbers) if 0 < number < LEAST_SHOWN}
    others = sorted((number, place) for place, number in enumerate(numbers) if number >= LEAST_SHOWN)
    beside: set[int] = set()
    while others and not _is_safe(numbers, small, beside):
        beside.add(others.pop(0)[1])
    marks = {**dict.fromkeys(small, HIDDEN), **dict.fromkeys(beside, str(NOT_SHOWN))}
    return [marks.get(place) or dutch_number(number) for place, number in enumerate(numbers)]


def _is_safe(numbers: Sequence[int], small: set[int], beside: set[int]) -> bool:
    """Whether the sum of what is hidden leaves more than one possibility for every small number."""
    if not small:
        return True
    hidden = sum(numbers[place] for place in small | beside)
    most = (LEAST_SHOWN - 1) * len(small)
    if beside:
        return hidden >= most + LEAST_SHOWN * len(beside)
    return len(small) > 1 and len(small) < hidden < most
