"""A session as an appointment that calendars understand (RFC 5545): one UID for its whole life, a sequence that grows with every
change, and the time zone of Amsterdam with its rules, so that a weekly series stays at the same hour when the clock changes.

The link to the video meeting stands only in what is made for somebody with a place.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.guidance.enums import SessionPlace
from thuisgevers.guidance.models import InspirationSession
from thuisgevers.notifications.services.messages import absolute_url

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"
REFRESHED = timedelta(hours=6)


def calendar_of(
    session: InspirationSession,
    *,
    video: str = "",
    attendee: str = "",
    is_off: bool = False,
    page: str = "",
    turns: int = 0,
) -> str:
    """The text of an `.ics` about one session. With `attendee` it is a message to that address: a request, or with `is_off`
    (or a session that is cancelled) its cancellation. `page` replaces the public page by the person's own; `turns` of the person add to the sequence."""
    is_off = is_off or not session.is_planned
    method = PUBLISH if not attendee else CANCEL if is_off else REQUEST
    book = _book(method)
    book.add_component(_event(session, video=video, attendee=attendee, is_off=is_off, page=page, turns=turns))
    return _text(book)


def feed_of(sessions: Iterable[InspirationSession]) -> str:
    """All of them for a calendar that subscribes. What was cancelled says so, because a calendar keeps what it once saw."""
    book = _book(PUBLISH)
    name = _("Inspiratiesessies van De Thuisgevers")
    book.add("x-wr-calname", name)
    book.add("name", name)
    book.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    for session in sessions:
        book.add_component(_event(session, video="", attendee="", is_off=not session.is_planned, page="", turns=0))
    return _text(book)


def _book(method: str) -> icalendar.Calendar:
    book = icalendar.Calendar()
    book.add("prodid", "-//De Thuisgevers//Inspiratiesessies//NL")
    book.add("version", "2.0")
    book.add("method", method)
    return book


def _event(
    session: InspirationSession, *, video: str, attendee: str, is_off: bool, page: str, turns: int
) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{session.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", session.sequence + turns)
    event.add("dtstamp", timezone.now())
    event.add("last-modified", session.updated_at)
    event.add("dtstart", session.starts_at.astimezone(AMSTERDAM))
    event.add("dtend", session.ends_at.astimezone(AMSTERDAM))
    event.add("summary", session.title)
    event.add("location", _where(session))
    url = page or absolute_url(reverse("guidance:session_detail", args=[session.pk]))
    lines = [session.summary, _("Videovergadering: %s") % video if video else "", url]
    event.add("description", "\n\n".join(line for line in lines if line))
    event.add("url", url)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("organizer", f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    if attendee:
        event.add("attendee", f"mailto:{attendee}", parameters={"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    return event


def _where(session: InspirationSession) -> str:
    if session.place == SessionPlace.ONLINE:
        return _("Online")
    if session.place == SessionPlace.BOTH:
        return _("%s, of online") % session.location
    return session.location


def _text(book: icalendar.Calendar) -> str:
    book.add_missing_timezones()
    return str(book.to_ical().decode())
