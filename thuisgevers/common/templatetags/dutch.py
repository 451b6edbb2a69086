"""Dates, numbers and lists as Dutch people write them. Fast: a list page formats hundreds of dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()

MONTHS = (
    "",
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
SHORT_MONTHS = ("", "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
NUMBERS = ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")

type Day = date | datetime | None


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _as_date(value: date | datetime) -> date:
    here = _local(value)
    return here.date() if isinstance(here, datetime) else here


@register.filter
def dutch_date(value: Day) -> str:
    """`3 november 2026`; an empty value gives an empty text."""
    if not value:
        return ""
    day = _as_date(value)
    return f"{day.day} {MONTHS[day.month]} {day.year}"


@register.filter
def short_date(value: Day) -> str:
    """`3 nov 2026`, for tables."""
    if not value:
        return ""
    day = _as_date(value)
    return f"{day.day} {SHORT_MONTHS[day.month]} {day.year}"


@register.filter
def weekday_date(value: Day) -> str:
    """`dinsdag 3 november 2026`."""
    if not value:
        return ""
    day = _as_date(value)
    return f"{DAYS[day.weekday()]} {dutch_date(day)}"


@register.filter
def dutch_time(value: datetime | None) -> str:
    """`14.05 uur`."""
    if not value:
        return ""
    return f"{_local(value):%H.%M} uur"


@register.filter
def dutch_datetime(value: datetime | None) -> str:
    """`3 november 2026 om 14.05 uur`."""
    if not value:
        return ""
    return f"{dutch_date(value)} om {dutch_time(value)}"


@register.filter
def time_tag(value: Day) -> SafeString | str:
    """A `<time>` element that reads as a Dutch date (with the hour for moments)."""
    if not value:
        return ""
    if isinstance(value, datetime):
        moment = timezone.localtime(value) if timezone.is_aware(value) else value
        # Not strftime, which takes five times as long: a timeline has dozens.
        day = f"{moment.day} {MONTHS[moment.month]} {moment.year} om {moment.hour:02}.{moment.minute:02} uur"
        return SafeString(f'<time datetime="{moment.isoformat(timespec="minutes")}">{day}</time>')
    return SafeString(f'<time datetime="{value.isoformat()}">{dutch_date(value)}</time>')


@register.filter
def relative_day(value: Day, today: date | None = None) -> str:
    """`vandaag`, `morgen`, `over 4 dagen`, `3 dagen geleden`; beyond nine weeks the date itself."""
    if not value:
        return ""
    days = (_as_date(value) - (today or timezone.localdate())).days
    near = {0: "vandaag", 1: "morgen", 2: "overmorgen", -1: "gisteren", -2: "eergisteren"}
    if days in near:
        return near[days]
    if abs(days) > 62:
        return dutch_date(value)
    amount = plural(abs(days), "dag,dagen") if abs(days) < 21 else plural(abs(days) // 7, "week,weken")
    return f"over {amount}" if days > 0 else f"{amount} geleden"


@register.filter
def plural(value: int, words: str) -> str:
    """`{{ n|plural:"dag,dagen" }}` gives `1 dag` or `12 dagen`."""
    one, many = words.split(",", 1)
    return f"{dutch_number(value)} {one if value == 1 else many}"


@register.filter
def dutch_number(value: float | Decimal | None, decimals: int = 0) -> str:
    """`1.234` and, with decimals, `1.234,50`."""
    if value is None:
        return ""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


@register.filter
def euro(value: float | Decimal | None) -> str:
    """`€ 1.234` or `€ 12,50`, with a space that does not break."""
    if value is None:
        return ""
    return f"€\u00a0{dutch_number(value, 0 if value == int(value) else 2)}"


@register.filter
def number_word(value: int) -> str:
    """`twee` for 2; figures from thirteen on."""
    return NUMBERS[value] if 0 <= value < len(NUMBERS) else dutch_number(value)


@register.filter
def join_and(values: Iterable[object]) -> SafeString:
    """`a, b en c`."""
    words = [conditional_escape(value if isinstance(value, SafeString) else str(value)) for value in values]
    if len(words) < 2:
        return SafeString("".join(words))
    return SafeString(f"{', '.join(words[:-1])} en {words[-1]}")


@register.filter
def initials(name: str) -> str:
    """`AV` for `Anna de Vries`: the first and the last word, for a small round badge."""
    words = [word for word in str(name).split() if word[:1].isalpha()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper()


@register.simple_tag
def period(start: Day, end: Day, *, until: bool = False) -> str:
    """`van 3 november 2026 tot en met 1 mei 2027`, `vanaf …`, `tot en met …` or an empty text.

    With `until` the end is the first day without, as vacancies and stays keep it: `van … tot …`.
    """
    to = "tot" if until else "tot en met"
    if start and end:
        first = dutch_date(start)
        if _as_date(start).year == _as_date(end).year:
            first = first.rsplit(" ", 1)[0]
        return f"van {first} {to} {dutch_date(end)}"
    if start:
        return f"vanaf {dutch_date(start)}"
    return f"{to} {dutch_date(end)}" if end else ""
