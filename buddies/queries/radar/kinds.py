"""Which rows ask attention: one bounded queryset for each kind, all with the same columns, so that the database sorts them together.

Every kind walks an index in the order in which it is shown; what was put off is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncDate

from thuisgevers.municipalities.access import Access

from ...enums import KEPT_MATCH, OPEN_MATCH, Answer, BuddyState, MatchState, RadarKind, WishesAnswer
from ...models import BuddyMatch
from ...permissions.buddies import viewable_buddies
from ...permissions.homes import buddyable_cards
from ...permissions.matches import viewable_matches, viewable_wishes
from ...vog import ENDS_SOON

MOST_OF_A_KIND = 200
VERY_QUIET = timedelta(days=90)
APPLICATION_WAITS = timedelta(days=5)
ENDING = timedelta(weeks=8)
MEETING_WAITS = timedelta(days=14)
COLUMNS = ("radar_kind", "radar_urgency", "radar_since", "pk", "radar_buddy", "radar_household")
_NOBODY: Value = Value(None, output_field=UUIDField())
type Rows = Any


@dataclass(frozen=True)
class Finder:
    """`put_off` names the rows of each kind that somebody said to look at later."""

    access: Access
    today: date
    quiet_weeks: int
    put_off: Mapping[str, Iterable[UUID]]

    def kinds(self) -> Iterator[Rows]:
        """A queryset a kind; each at most `MOST_OF_A_KIND` rows."""
        yield self._quiet()
        yield from self._answers()
        yield self._without()
        yield self._vogs()
        yield from self._applications()
        yield from self._too_much()
        yield self._ending()
        yield self._without_backup()

    def _rows(
        self,
        rows: Rows,
        kind: RadarKind,
        *,
        urgency: int | Combinable,
        since: Combinable | F,
        buddy: Combinable | F = _NOBODY,
        household: Combinable | F = _NOBODY,
    ) -> Rows:
        later = list(self.put_off.get(kind, ()))
        if later:
            rows = rows.exclude(pk__in=later)
        return (
            rows.annotate(
                radar_kind=Value(kind.value),
                radar_urgency=Value(urgency) if isinstance(urgency, int) else urgency,
                radar_since=since,
                radar_buddy=buddy,
                radar_household=household,
            )
            .order_by("radar_since", "pk")
            .values_list(*COLUMNS)[:MOST_OF_A_KIND]
        )

    def _match(self, rows: Rows, kind: RadarKind, *, urgency: int | Combinable, since: Combinable | F) -> Rows:
        return self._rows(rows, kind, urgency=urgency, since=since, buddy=F("buddy_id"), household=F("household_id"))

    def _quiet(self) -> Rows:
        """Active, and nobody heard for so many weeks."""
        rows = viewable_matches(self.access).filter(
            state=MatchState.ACTIVE, heard_on__lte=self.today - timedelta(weeks=self.quiet_weeks)
        )
        urgency = _when(Q(heard_on__lte=self.today - VERY_QUIET), 0, 2)
        return self._match(rows, RadarKind.QUIET, urgency=urgency, since=F("heard_on"))

    def _answers(self) -> Iterator[Rows]:
        """The household still has to answer; both said yes and no start followed; the buddy still has to answer."""
        rows = viewable_matches(self.access)
        asked = rows.filter(state=MatchState.PROPOSED)
        proposed = F("proposed_on")
        yield self._match(asked.filter(buddy_answer=Answer.YES), RadarKind.ANSWER, urgency=1, since=proposed)
        waits = _when(Q(buddy_answered_on__lte=self.today - MEETING_WAITS), 1, 3)
        yield self._match(rows.filter(state=MatchState.ACCEPTED), RadarKind.MEETING, urgency=waits, since=proposed)
        yield self._match(asked.filter(buddy_answer=""), RadarKind.ASKED, urgency=5, since=proposed)

    def _without(self) -> Rows:
        """Households that live somewhere without a buddy or a proposal; those who said no are left in peace."""
        here = OuterRef("household_scope_id")
        rows = buddyable_cards(self.access).filter(
            ~Exists(BuddyMatch.objects.filter(household_id=here, state__in=OPEN_MATCH).order_by()),
            ~Exists(viewable_wishes(self.access).filter(household_id=here, answer=WishesAnswer.NO).order_by()),
        )
        urgency = _when(Q(move_in_on__lte=self.today), 2, 4)
        return self._rows(
            rows, RadarKind.WITHOUT, urgency=urgency, since=F("move_in_on"), household=F("household_scope_id")
        )

    def _buddies(self, *states: BuddyState) -> Rows:
        return viewable_buddies(self.access).filter(state__in=states)

    def _vogs(self) -> Rows:
        """Ended or about to, of buddies who are at work or ready for it."""
        rows = self._buddies(BuddyState.READY, BuddyState.PAUSED).filter(vog_valid_until__lte=self.today + ENDS_SOON)
        urgency = _when(Q(vog_valid_until__lte=self.today), 1, 3)
        return self._rows(rows, RadarKind.VOG, urgency=urgency, since=F("vog_valid_until"), buddy=F("pk"))

    def _applications(self) -> Iterator[Rows]:
        day = TruncDate("created_at")
        waits = _when(Q(created_at__date__lte=self.today - APPLICATION_WAITS), 2, 4)
        new, met = self._buddies(BuddyState.APPLIED), self._buddies(BuddyState.INTAKE)
        yield self._rows(new, RadarKind.APPLIED, urgency=waits, since=day, buddy=F("pk"))
        yield self._rows(met, RadarKind.INTAKE, urgency=4, since=day, buddy=F("pk"))

    def _too_much(self) -> Iterator[Rows]:
        """More households than was agreed, and a pause while a household still counts on this buddy."""
        held = (
            viewable_matches(self.access)
            .filter(state__in=OPEN_MATCH)
            .order_by()
            .values("buddy_id")
            .annotate(number=Count("pk"))
            .filter(number__gt=1)
        )
        number = Subquery(held.filter(buddy_id=OuterRef("pk")).values("number"), output_field=IntegerField())
        many = self._buddies(BuddyState.READY, BuddyState.PAUSED).filter(pk__in=held.values("buddy_id"))
        yield self._rows(
            many.annotate(number=number).filter(number__gt=F("max_matches")),
            RadarKind.BUSY,
            urgency=2,
            since=_day("updated_at"),
            buddy=F("pk"),
        )
        running = BuddyMatch.objects.filter(buddy_id=OuterRef("pk"), state=MatchState.ACTIVE).order_by()
        yield self._rows(
            self._buddies(BuddyState.PAUSED).filter(Exists(running)),
            RadarKind.AWAY,
            urgency=3,
            since=_day("updated_at"),
            buddy=F("pk"),
        )

    def _ending(self) -> Rows:
        """Households with a buddy that move soon: one line a household."""
        match = (
            viewable_matches(self.access)
            .filter(household_id=OuterRef("household_scope_id"), state__in=KEPT_MATCH)
            .order_by("place", "pk")
        )
        rows = (
            buddyable_cards(self.access)
            .filter(expected_end_on__lte=self.today + ENDING)
            .annotate(radar_buddy_of=Subquery(match.values("buddy_id")[:1]))
            .filter(radar_buddy_of__isnull=False)
        )
        return self._rows(
            rows,
            RadarKind.ENDING,
            urgency=5,
            since=F("expected_end_on"),
            buddy=F("radar_buddy_of"),
            household=F("household_scope_id"),
        )

    def _without_backup(self) -> Rows:
        rows = viewable_matches(self.access).filter(state=MatchState.ACTIVE, backup__isnull=True)
        return self._match(rows, RadarKind.BACKUP, urgency=6, since=F("started_on"))


def _when(condition: Q, then: int, otherwise: int) -> Case:
    return Case(When(condition, then=Value(then)), default=Value(otherwise), output_field=IntegerField())


def _day(name: str) -> Combinable:
    return TruncDate(name, output_field=DateField())
