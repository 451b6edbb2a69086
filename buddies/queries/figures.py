"""How it goes with buddies, in numbers: of one initiative or of a municipality. Counted by functions of the database that give numbers
only, out of what whoever asks may read; a moment that a buddy keeps for themselves counts, and says nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from thuisgevers.municipalities.models import Municipality


@dataclass(frozen=True, slots=True)
class Figures:
    """`meetings` and `meeting_days` are of the last 365 days: first meetings, and the days from proposal to meeting added up."""

    households: int
    matches: int
    quiet: int
    meetings: int
    meeting_days: int

    @property
    def days_to_meeting(self) -> int | None:
        """The average, in whole days; None where nobody met."""
        return round(self.meeting_days / self.meetings) if self.meetings else None


@dataclass(frozen=True, slots=True)
class Month:
    """`matches` ran on some day of the month."""

    month: date
    matches: int
    contacts: int

    @property
    def per_match(self) -> float | None:
        return self.contacts / self.matches if self.matches else None


def figures_of(place: Municipality, initiative_id: UUID | None = None) -> Figures:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM buddies_figures(%s, %s)", [place.pk, initiative_id])
        return Figures(*cursor.fetchone())


def months_of(place: Municipality, initiative_id: UUID | None = None) -> list[Month]:
    """The last twelve months with this one, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM buddies_months(%s, %s)", [place.pk, initiative_id])
        return [Month(*row) for row in cursor.fetchall()]


def contacts_by_week(match_id: UUID, weeks: int = 26) -> list[tuple[date, int]]:
    """Contacts of one match per week, oldest first; the Monday of the week and the number. Of a match that the reader was let
    through for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM buddies_weeks(%s, %s)", [match_id, weeks])
        return [(week, number) for week, number in cursor.fetchall()]
