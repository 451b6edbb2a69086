"""A viewing as an appointment that calendars understand (RFC 5545): one UID for its whole life, a sequence that grows, and
the time zone of Amsterdam, so that it stays right when the clock changes. The address stands in it, no name does."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.utils.translation import gettext as _

from housing.enums import ViewingState
from housing.models import Property, Viewing

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
REQUEST, CANCEL = "REQUEST", "CANCEL"


def calendar_of(viewing: Viewing, place: Property) -> str:
    """The text of an `.ics`: a request, or its cancellation once it was called off."""
    is_off = viewing.state in {ViewingState.CANCELLED, ViewingState.DECLINED}
    book = icalendar.Calendar()
    book.add("prodid", "-//De Thuisgevers//Bezichtigingen//NL")
    book.add("version", "2.0")
    book.add("method", CANCEL if is_off else REQUEST)
    event = icalendar.Event()
    event.add("uid", f"{viewing.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", viewing.sequence)
    event.add("dtstamp", viewing.updated_at)
    starts = viewing.starts_at.astimezone(AMSTERDAM)
    event.add("dtstart", starts)
    event.add("dtend", (viewing.starts_at + timedelta(minutes=viewing.minutes)).astimezone(AMSTERDAM))
    event.add("summary", _("Bezichtiging van een pand"))
    if place.address:
        event.add("location", place.address)
    if viewing.note:
        event.add("description", viewing.note)
    status = {ViewingState.ACCEPTED: "CONFIRMED", ViewingState.PROPOSED: "TENTATIVE"}
    event.add("status", "CANCELLED" if is_off else status[ViewingState(viewing.state)])
    event.add("organizer", f"mailto:{_sender()}")
    book.add_component(event)
    book.add_missing_timezones()
    return str(book.to_ical().decode())


def _sender() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
