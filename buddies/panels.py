"""What buddies put on pages of the floors below: the cards of a household and, in a buddy's week, a proposal to answer, a first meeting, and a household not spoken with for a week. No names: those stand
on the page of the match."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.common import slots
from thuisgevers.common.addresses import address
from thuisgevers.guidance.queries.week import ROW_TEMPLATE, SLOT, Week, WeekRow
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from .enums import MatchState
from .models import BuddyMatch
from .permissions.matches import own_matches
from .queries.warnings import warnings_of_household
from .queries.welcome_desk import cards_of_household

RHYTHM = timedelta(days=7)
"""A buddy and a household are in contact every week (the method)."""
MOST = 40


def matches_of_week(access: Access, week: Week) -> Mapping[str, Any] | None:
    """One question, whatever the number of matches."""
    if access.user is None:
        return None
    states = [MatchState.PROPOSED, MatchState.ACCEPTED, MatchState.ACTIVE]
    matches = own_matches(access).filter(state__in=states).select_related("municipality").order_by("created_at", "id")
    rows = [row for pair in matches[:MOST] if (row := _row(pair)) is not None and row.due_on <= week.until]
    return {"rows": rows}


def _row(pair: BuddyMatch) -> WeekRow | None:
    match pair.state:
        case MatchState.PROPOSED if not pair.buddy_answer:
            return _line(pair, _("Antwoord op een voorstel"), pair.answer_by, _("Antwoorden"), "heart-handshake")
        case MatchState.ACCEPTED if pair.meets_at is not None:
            day = timezone.localdate(pair.meets_at)
            return _line(pair, _("Eerste ontmoeting met uw huishouden"), day, _("Bekijken"), "calendar")
        case MatchState.ACTIVE:
            since = pair.last_contact_on or pair.started_on
            if since is not None:
                return _line(pair, _("Neem contact op met uw huishouden"), since + RHYTHM, _("Vastleggen"), "message")
    return None


def _line(pair: BuddyMatch, title: str, due_on: date, action: str, icon: str) -> WeekRow:
    return WeekRow(
        title=title,
        about=pair.municipality.name,
        due_on=due_on,
        url=address("buddies:my_match", pair.pk),
        action=action,
        icon=icon,
        kind=_("Maatje"),
    )


def register_buddy_panels() -> None:
    slots.register(SLOT, "buddies.matches", None, matches_of_week, ROW_TEMPLATE)
    slots.register(
        "household.first",
        "buddies.talk_first",
        Capability.HOUSEHOLD_READ,
        warnings_of_household,
        "buddies/talk_first.html",
    )
    slots.register(
        "household.detail",
        "buddies.welcome",
        Capability.WELCOME_MANAGE,
        cards_of_household,
        "buddies/welcome/panel.html",
        order=70,
    )
