"""What a period must be before the database is asked: in order, and of a length that can be meant."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = timedelta(days=5 * 366)


def check_period(move_in_on: date, expected_end_on: date) -> None:
    """Raises a ValidationError at the end date. Half open: on the end date somebody else may move in."""
    if expected_end_on <= move_in_on:
        raise ValidationError(
            {"expected_end_on": _("Het verwachte einde ligt niet na de verhuizing. Kies een latere datum.")}
        )
    if expected_end_on - move_in_on > LONGEST:
        raise ValidationError(
            {"expected_end_on": _("Dit is langer dan vijf jaar. Controleer het jaartal, of kies een eerder einde.")}
        )
