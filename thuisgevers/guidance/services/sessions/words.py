"""When a session is, in words: the hour on the clock in the Netherlands on that day, summer or winter."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thuisgevers.common.templatetags.dutch import dutch_time, weekday_date
from thuisgevers.guidance.models import InspirationSession


def when_of(session: InspirationSession) -> str:
    """`donderdag 29 oktober 2026, van 19.30 tot 20.30 uur`."""
    return _("%(day)s, van %(start)s tot %(end)s") % {
        "day": weekday_date(session.starts_at),
        "start": dutch_time(session.starts_at).removesuffix(" uur"),
        "end": dutch_time(session.ends_at),
    }
