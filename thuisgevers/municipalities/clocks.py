"""Terms as data: look one up as it was on a day, and count with it."""

import calendar
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from thuisgevers.municipalities import working_days
from thuisgevers.municipalities.geo.facts import read_rows
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.models.geography import Term, TermUnit


def term(key: str, *, on: date | None = None) -> Term:
    """The term as it held on that day (today). Raises `Term.DoesNotExist` for an unknown key or a day without a rule:
    guessing a legal term would be worse."""
    day = on or working_days.today()
    return Term.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=day),
        key=key,
        valid_from__lte=day,
    ).get()


def deadline(key: str, start: date, *, on: date | None = None) -> date:
    """The last day of the term that starts after `start`, by the rule of that day unless `on` names another."""
    rule = term(key, on=on or start)
    return count(start, rule.length, rule.unit)


def count(start: date, length: int, unit: str) -> date:
    """Count from `start`. Weeks, days and months end where they end, also on a day off: only the law that sets a term can
    say whether the Algemene termijnenwet extends it (`working_days.next_working_day` does that)."""
    match TermUnit(unit):
        case TermUnit.WORKING_DAYS:
            return working_days.add_working_days(start, length)
        case TermUnit.DAYS:
            return start + timedelta(days=length)
        case TermUnit.WEEKS:
            return start + timedelta(weeks=length)
        case TermUnit.MONTHS:
            return _add_months(start, length)


def first_answer_due(municipality: Municipality | None, submitted_on: date) -> date:
    """By when the volunteer hears something: the municipality's own promise; without one (the national queue) the default."""
    if municipality is not None:
        return working_days.add_working_days(submitted_on, municipality.first_answer_days)
    return deadline("first-answer", submitted_on)


def load_terms(model: Any = Term) -> int:
    """Write the terms of data/terms.csv; rows that exist (same key and first day) are left as they are, so that what a
    coordinator changed stays. Works with the historical model in a migration. Returns the number added."""
    known = set(model.objects.order_by().values_list("key", "valid_from"))
    rows = [
        model(
            key=row["key"],
            title=row["title"],
            length=int(row["length"]),
            unit=row["unit"],
            source=row["source"],
            needs_legal_check=row["needs_legal_check"] == "yes",
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        )
        for row in read_rows("terms.csv")
    ]
    new = [row for row in rows if (row.key, row.valid_from) not in known]
    model.objects.bulk_create(new)
    return len(new)


def _add_months(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
