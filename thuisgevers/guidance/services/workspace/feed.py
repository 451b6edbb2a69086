"""The agenda of a person's initiatives as a calendar that other calendars subscribe to (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.guidance.queries.workspace_agenda import AgendaLine
from thuisgevers.guidance.services.sessions.calendar import AMSTERDAM, PUBLISH, REFRESHED
from thuisgevers.notifications.services.messages import absolute_url


def calendar_of_lines(lines: Iterable[AgendaLine]) -> str:
    """The text of the feed. What was cancelled says so, because a calendar keeps what it once saw."""
    book = icalendar.Calendar()
    book.add("prodid", "-//De Thuisgevers//Werkplek//NL")
    book.add("version", "2.0")
    book.add("method", PUBLISH)
    name = _("De Thuisgevers: mijn initiatief")
    book.add("x-wr-calname", name)
    book.add("name", name)
    book.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    for line in lines:
        book.add_component(_event(line))
    book.add_missing_timezones()
    return str(book.to_ical().decode())


def _event(line: AgendaLine) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{line.uid}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", line.sequence)
    event.add("dtstamp", timezone.now())
    event.add("last-modified", line.changed_at)
    if line.starts_at is None or line.ends_at is None:
        event.add("dtstart", line.day)
        event.add("dtend", line.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", line.starts_at.astimezone(AMSTERDAM))
        event.add("dtend", line.ends_at.astimezone(AMSTERDAM))
    event.add("summary", line.title)
    if line.place:
        event.add("location", line.place)
    url = absolute_url(line.url)
    event.add("description", "\n\n".join(part for part in (line.text, url) if part))
    event.add("url", url)
    event.add("status", "CANCELLED" if line.is_off else "CONFIRMED")
    return event
