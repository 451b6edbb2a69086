"""Mail about matches. No mail names a resident: the page behind it does, for who may know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.municipalities.access import Access
from thuisgevers.notifications.services.messages import absolute_url, queue_message

from ..enums import Answer
from ..models import BuddyMatch
from .telling import in_charge

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MEETING = timedelta(hours=1)


def tell_match_buddy(
    match: BuddyMatch, template: str, context: Mapping[str, Any] | None = None, *, dedupe: str = "", calendar: str = ""
) -> None:
    """To the buddy's account."""
    user = match.user
    queue_message(
        template=f"buddies/{template}",
        to=user.email,
        to_user=user,
        context={
            "name": user.display_name,
            "place": match.municipality.name,
            "answer_by": match.answer_by,
            "url": absolute_url(reverse("buddies:my_matches")),
            **(context or {}),
        },
        municipality=match.municipality,
        about_id=match.pk,
        dedupe_key=dedupe or None,
        calendar=calendar or None,
    )


def tell_coordinators(access: Access, match: BuddyMatch, template: str, *, dedupe: str = "") -> None:
    """To who looks after the match, not to who did it. `dedupe` holds once per person."""
    for user in in_charge(match.municipality, match.initiative_id):
        if access.user is not None and user.pk == access.user.pk:
            continue
        queue_message(
            template=f"buddies/{template}",
            to=user.email,
            to_user=user,
            context={
                "name": user.display_name,
                "place": match.municipality.name,
                "answer": str(match.get_buddy_answer_display()),
                "state": str(match.get_state_display()),
                "asks_home": match.buddy_answer == Answer.YES and not match.household_answer,
                "url": absolute_url(reverse("buddies:match_detail", args=[match.municipality.slug, match.pk])),
            },
            municipality=match.municipality,
            about_id=match.pk,
            dedupe_key=f"{dedupe}:{user.pk}" if dedupe else None,
        )


def tell_both_said_yes(access: Access, match: BuddyMatch) -> None:
    tell_match_buddy(match, "match_accepted")


def tell_meeting(match: BuddyMatch) -> None:
    if match.meets_at is None:
        return
    when = timezone.localtime(match.meets_at)
    tell_match_buddy(
        match,
        "match_meeting",
        {"when": when, "where": match.meets_where},
        calendar=calendar_of(match, attendee=match.user.email),
    )


def calendar_of(match: BuddyMatch, *, attendee: str = "") -> str:
    """The first meeting as an `.ics`, one UID for its whole life. No name and no address of the household stands in it."""
    assert match.meets_at is not None
    book = icalendar.Calendar()
    book.add("prodid", "-//De Thuisgevers//Buddy's//NL")
    book.add("version", "2.0")
    book.add("method", "REQUEST" if attendee else "PUBLISH")
    event = icalendar.Event()
    event.add("uid", f"{match.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", match.meeting_sequence)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", match.meets_at.astimezone(AMSTERDAM))
    event.add("dtend", (match.meets_at + MEETING).astimezone(AMSTERDAM))
    event.add("summary", _("Eerste ontmoeting als buddy"))
    event.add("location", match.meets_where)
    event.add("url", absolute_url(reverse("buddies:my_matches")))
    event.add("status", "CONFIRMED")
    event.add("organizer", f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    if attendee:
        event.add("attendee", f"mailto:{attendee}", parameters={"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    book.add_component(event)
    book.add_missing_timezones()
    return str(book.to_ical().decode())
