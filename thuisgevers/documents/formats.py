"""Money, periods and lists in the words of a document; dates come from the site's own filters."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from thuisgevers.common.templatetags.dutch import dutch_date, dutch_time, number_word, weekday_date

__all__ = ["AMSTERDAM", "dutch_date", "dutch_listing", "dutch_moment", "dutch_money", "dutch_months", "number_word"]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def dutch_moment(value: datetime) -> str:
    """`vrijdag 12 maart 2027, 10.00 uur`, in Dutch time."""
    local = value.astimezone(AMSTERDAM)
    return f"{weekday_date(local)}, {dutch_time(local)}"


def dutch_money(value: Decimal) -> str:
    """`€ 1.250,00`: always with cents, as amounts stand under each other; with a no-break space."""
    whole, cents = f"{value:,.2f}".split(".")
    return f"€\N{NO-BREAK SPACE}{whole.replace(',', '.')},{cents}"


def dutch_listing(words: Sequence[str]) -> str:
    """`de gemeente, de eigenaar en de diaconie`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} en {words[-1]}"


def dutch_months(value: int) -> str:
    return f"{number_word(value)} {'maand' if value == 1 else 'maanden'}"
