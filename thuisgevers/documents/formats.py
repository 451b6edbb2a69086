"""Dates, money and lists as a Dutch document writes them: fixed words, never the locale of the machine.

A document must read the same on every worker and in ten years; that is why these do not go through gettext.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december".split()
)  # fmt: skip
WEEKDAYS = "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split()
NUMBERS = "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf".split()
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def dutch_date(value: date) -> str:
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def dutch_moment(value: datetime) -> str:
    """`vrijdag 12 maart 2027, 10.00 uur`, in Dutch time."""
    local = value.astimezone(AMSTERDAM)
    return f"{WEEKDAYS[local.weekday()]} {dutch_date(local.date())}, {local:%H.%M} uur"


def dutch_money(value: Decimal) -> str:
    """`€ 1.250,00`, with a no-break space."""
    whole, cents = f"{value:,.2f}".split(".")
    return f"€\N{NO-BREAK SPACE}{whole.replace(',', '.')},{cents}"


def dutch_listing(words: Sequence[str]) -> str:
    """`de gemeente, de eigenaar en de diaconie`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} en {words[-1]}"


def dutch_number(value: int) -> str:
    return NUMBERS[value] if 0 <= value < len(NUMBERS) else str(value)


def dutch_months(value: int) -> str:
    return f"{dutch_number(value)} {'maand' if value == 1 else 'maanden'}"
