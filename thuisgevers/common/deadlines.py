"""How a deadline looks: a colour, an icon and words, so that nobody depends on one of the three.

The ground floor knows no holidays; whoever does (municipalities.working_days) hands over the working days that are left.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from thuisgevers.common.words import gettext as _
from thuisgevers.common.words import ngettext

from .templatetags.dutch import plural, relative_day

SOON_WORKING_DAYS = 2
SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Deadline:
    """`on` is the last day that is in time. Give `working_days_left` (negative when late) where the clock counts working days."""

    on: date | None
    label: str = ""
    working_days_left: int | None = None
    met_on: date | None = None
    today: date | None = None

    @property
    def days_left(self) -> int | None:
        return None if self.on is None else (self.on - (self.today or timezone.localdate())).days

    @property
    def tone(self) -> str:
        """`met`, `late`, `soon`, `later` or `none`; the style sheet has a class for each."""
        if self.met_on is not None:
            return "met"
        days = self.days_left
        if days is None:
            return "none"
        if days < 0:
            return "late"
        if self.working_days_left is not None:
            return "soon" if self.working_days_left <= SOON_WORKING_DAYS else "later"
        return "soon" if days <= SOON_DAYS else "later"

    @property
    def icon(self) -> str:
        return {
            "met": "circle-check",
            "late": "alert-triangle",
            "soon": "clock-exclamation",
            "later": "calendar",
            "none": "circle-dashed",
        }[self.tone]

    @property
    def words(self) -> str:
        days = self.days_left
        if self.met_on is not None:
            return _("op tijd") if self.on is None or self.met_on <= self.on else _("te laat gedaan")
        if days is None or self.on is None:
            return _("geen termijn")
        if days < 0:
            if self.working_days_left is not None and self.working_days_left < 0:
                late = -self.working_days_left
                return ngettext("%(n)s werkdag te laat", "%(n)s werkdagen te laat", late) % {"n": late}
            return _("%(days)s te laat") % {"days": plural(-days, "dag,dagen")}
        if days > 1 and self.working_days_left is not None:
            left = self.working_days_left
            return ngettext("nog %(n)s werkdag", "nog %(n)s werkdagen", left) % {"n": left}
        return relative_day(self.on, self.today)
