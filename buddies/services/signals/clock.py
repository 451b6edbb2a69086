"""By when somebody must have said that they read a signal: in hours of a Dutch office, as nobody reads at night.

What is urgent belongs to 112 and Veilig Thuis, day and night; every page of the lane begins with them.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from thuisgevers.municipalities.working_days import add_working_days, is_working_day

from ...enums import SignalUrgency

OPENS, CLOSES = time(9), time(17)
#: Office hours after which a signal that nobody read goes on to the next addressee. Our own choice, not a term of the law.
HOURS = {SignalUrgency.NOW: 2, SignalUrgency.SOON: 8, SignalUrgency.CALM: 24}


def office_hours_after(since: datetime, hours: int) -> datetime:
    """`hours` of nine to five on working days after a moment."""
    left = timedelta(hours=hours)
    here = timezone.localtime(since)
    day = here.date()
    if not is_working_day(day) or here.time() >= CLOSES:
        day, start = add_working_days(day, 1), OPENS
    else:
        start = max(here.time(), OPENS)
    while True:
        begin = timezone.make_aware(datetime.combine(day, start))
        end = timezone.make_aware(datetime.combine(day, CLOSES))
        if left <= end - begin:
            return begin + left
        left -= end - begin
        day, start = add_working_days(day, 1), OPENS
