"""What asks attention, in one list with the most urgent first: quiet matches, households without a buddy, VOGs that end,
answers and applications that wait.

Each kind is one query with a bound; the list is as long as what somebody can do in an evening.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from housing.models import HouseholdCard
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

from ..enums import KEPT_MATCH, OPEN_MATCH, Answer, BuddyState, MatchState, WishesAnswer
from ..models import BuddyMatch, BuddySettings
from ..permissions.buddies import viewable_buddies
from ..permissions.homes import buddyable_cards
from ..permissions.matches import viewable_matches, viewable_wishes
from ..vog import ENDS_SOON
from .homes import title_of

MOST_OF_A_KIND = 200
VERY_QUIET = timedelta(days=90)
APPLICATION_WAITS = timedelta(days=5)
ENDING = timedelta(weeks=8)
MEETING_WAITS = timedelta(days=14)

TABS: dict[str, Any] = {
    "alles": _lazy("Alles"),
    "stil": _lazy("Stil"),
    "zonder": _lazy("Zonder buddy"),
    "vog": _lazy("VOG"),
    "antwoord": _lazy("Wacht op antwoord"),
    "nieuw": _lazy("Aanmeldingen"),
    "straks": _lazy("Loopt af"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One thing to do. `urgency`: the lower the sooner; within one the longest wait first. `match_id` offers the one press that
    asks the buddy how it goes."""

    tab: str
    urgency: int
    since: date | None
    title: str
    who: str
    what: str
    tone: str
    icon: str
    url: str
    todo: str
    match_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Radar:
    signals: list[Signal]
    counts: dict[str, int]
    matches: int
    quiet_weeks: int
    read: list[UUID] = field(default_factory=list)


def radar_of(access: Access, place: Municipality, today: date) -> Radar:
    """Everything for this reader, most urgent first. Eight queries, however much there is."""
    settings = BuddySettings.objects.filter(municipality=place).first()
    weeks = 2 if settings is None else settings.quiet_weeks
    finder = _Finder(access, place, today)
    signals = [
        *finder.quiet(weeks),
        *finder.waiting_answers(),
        *finder.without(),
        *finder.vogs(),
        *finder.applications(),
        *finder.ending(),
    ]
    signals.sort(key=lambda one: (one.urgency, one.since or today, one.title, one.url))
    counts = {tab: sum(one.tab == tab for one in signals) for tab in TABS if tab != "alles"}
    return Radar(
        signals,
        {"alles": len(signals), **counts},
        viewable_matches(access).filter(state=MatchState.ACTIVE).count(),
        weeks,
        sorted(finder.read),
    )


class _Finder:
    def __init__(self, access: Access, place: Municipality, today: date) -> None:
        self.access, self.place, self.today = access, place, today
        self.read: set[UUID] = set()
        self.cards: dict[UUID, HouseholdCard] = {
            card.household_scope_id: card for card in buddyable_cards(access).order_by("move_in_on", "id")
        }

    def _url(self, name: str, pk: UUID) -> str:
        return reverse(f"buddies:{name}", args=[self.place.slug, pk])

    def _home(self, household_id: UUID) -> str:
        card = self.cards.get(household_id)
        return _("een huishouden") if card is None else title_of(card)

    def _matches(self, rows: Any) -> Iterable[BuddyMatch]:
        for match in rows.select_related("buddy")[:MOST_OF_A_KIND]:
            self.read.add(match.buddy_id)
            yield match

    def quiet(self, weeks: int) -> list[Signal]:
        """Active, and nothing heard for so many weeks: since the last contact, or since the start."""
        rows = (
            viewable_matches(self.access)
            .filter(state=MatchState.ACTIVE)
            .filter(
                Q(last_contact_on__lte=self.today - timedelta(weeks=weeks))
                | Q(last_contact_on__isnull=True, started_on__lte=self.today - timedelta(weeks=weeks))
            )
            .annotate(heard_on=Coalesce(F("last_contact_on"), F("started_on")))
            .order_by("heard_on", "id")
        )
        found = []
        for match in self._matches(rows):
            heard_on = match.heard_on  # type: ignore[attr-defined]
            is_long = heard_on <= self.today - VERY_QUIET
            found.append(
                Signal(
                    tab="stil",
                    urgency=0 if is_long else 2,
                    since=heard_on,
                    title=match.buddy.name,
                    who=self._home(match.household_id),
                    what=_("Al drie maanden stil") if is_long else _("Stil"),
                    tone="negative" if is_long else "warning",
                    icon="volume-off",
                    url=self._url("match_detail", match.pk),
                    todo=_("Bel, en rond af of ga verder") if is_long else _("Vraag hoe het gaat"),
                    match_id=match.pk,
                )
            )
        return found

    def waiting_answers(self) -> list[Signal]:
        """The household still has to answer, or both said yes and no start followed."""
        rows = (
            viewable_matches(self.access)
            .filter(
                Q(state=MatchState.PROPOSED, buddy_answer=Answer.YES)
                | Q(state=MatchState.PROPOSED, buddy_answer="")
                | Q(state=MatchState.ACCEPTED)
            )
            .order_by("proposed_on", "id")
        )
        return [self._waiting(match) for match in self._matches(rows)]

    def _waiting(self, match: BuddyMatch) -> Signal:
        if match.state == MatchState.ACCEPTED:
            is_late = (match.buddy_answered_on or match.proposed_on) <= self.today - MEETING_WAITS
            what, todo = (
                _("Ja van beide kanten"),
                _("Begin na de ontmoeting") if match.meets_at else _("Plan de ontmoeting"),
            )
            urgency = 1 if is_late else 3
        elif match.buddy_answer == Answer.YES:
            what, todo, urgency = _("De buddy zei ja"), _("Vraag het huishouden"), 1
        else:
            what, todo, urgency = _("Wacht op de buddy"), _("Bekijk het voorstel"), 5
        return Signal(
            tab="antwoord",
            urgency=urgency,
            since=match.proposed_on,
            title=match.buddy.name,
            who=self._home(match.household_id),
            what=what,
            tone="info",
            icon="hourglass",
            url=self._url("match_detail", match.pk),
            todo=todo,
        )

    def without(self) -> list[Signal]:
        """Households that live somewhere without a buddy or a proposal; those who said no are left in peace."""
        held = set(
            BuddyMatch.objects.filter(household_id__in=list(self.cards), state__in=OPEN_MATCH).values_list(
                "household_id", flat=True
            )
        )
        refused = set(
            viewable_wishes(self.access)
            .filter(household_id__in=list(self.cards), answer=WishesAnswer.NO)
            .values_list("household_id", flat=True)
        )
        return [
            Signal(
                tab="zonder",
                urgency=2 if card.move_in_on <= self.today else 4,
                since=card.move_in_on,
                title=title_of(card),
                who=card.unit_name,
                what=_("Zonder buddy"),
                tone="accent",
                icon="user-question",
                url=self._url("home_detail", card.pk),
                todo=_("Zoek een buddy"),
            )
            for household_id, card in list(self.cards.items())[: MOST_OF_A_KIND * 5]
            if household_id not in held and household_id not in refused
        ][:MOST_OF_A_KIND]

    def vogs(self) -> list[Signal]:
        """Ended or about to, of buddies who are at work or ready for it."""
        rows = (
            viewable_buddies(self.access)
            .filter(
                state__in=[BuddyState.READY, BuddyState.PAUSED],
                vog_valid_until__lte=self.today + ENDS_SOON,
            )
            .order_by("vog_valid_until", "id")
        )
        found = []
        for buddy in rows[:MOST_OF_A_KIND]:
            self.read.add(buddy.pk)
            until = buddy.vog_valid_until
            assert until is not None
            is_over = until <= self.today
            found.append(
                Signal(
                    tab="vog",
                    urgency=1 if is_over else 3,
                    since=until,
                    title=buddy.name,
                    who="",
                    what=_("VOG telt niet meer") if is_over else _("VOG loopt af"),
                    tone="negative" if is_over else "warning",
                    icon="shield-exclamation",
                    url=self._url("buddy_detail", buddy.pk),
                    todo=_("Vraag een nieuwe VOG aan"),
                )
            )
        return found

    def applications(self) -> list[Signal]:
        rows = viewable_buddies(self.access).filter(state__in=[BuddyState.APPLIED, BuddyState.INTAKE])
        found = []
        for buddy in rows.order_by("created_at", "id")[:MOST_OF_A_KIND]:
            self.read.add(buddy.pk)
            day = buddy.created_at.date()
            is_new = buddy.state == BuddyState.APPLIED
            found.append(
                Signal(
                    tab="nieuw",
                    urgency=2 if is_new and day <= self.today - APPLICATION_WAITS else 4,
                    since=day,
                    title=buddy.name,
                    who="",
                    what=_("Nieuwe aanmelding") if is_new else _("In kennismaking"),
                    tone="info",
                    icon="user-plus",
                    url=self._url("buddy_detail", buddy.pk),
                    todo=_("Maak kennis") if is_new else _("Rond de kennismaking af"),
                )
            )
        return found

    def ending(self) -> list[Signal]:
        """Running matches of households that move soon."""
        soon = [one for one, card in self.cards.items() if card.expected_end_on <= self.today + ENDING]
        rows = viewable_matches(self.access).filter(state__in=KEPT_MATCH, household_id__in=soon).order_by("id")
        return [
            Signal(
                tab="straks",
                urgency=5,
                since=self.cards[match.household_id].expected_end_on,
                title=match.buddy.name,
                who=self._home(match.household_id),
                what=_("Huishouden verhuist"),
                tone="neutral",
                icon="home-move",
                url=self._url("match_detail", match.pk),
                todo=_("Bespreek hoe het verder gaat"),
            )
            for match in self._matches(rows)
        ]
