"""What the clocks around buddies left behind: pauses, rungs of silence, points that were put off, and whether a VOG is free. Nothing
by chance, so that the rest of the demo stays as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from buddies.enums import FreeVogCondition, MatchState, RadarKind, Rung, SnoozeReason
from buddies.models import BuddyMatch, FreeVogFact, LadderRung, RadarSnooze
from thuisgevers.accounts.models import User
from thuisgevers.municipalities.clocks import count, term
from thuisgevers.municipalities.models import Municipality

from .invented import MAIL_DOMAIN

PAUSED_SINCE, PAUSED_FOR = timedelta(days=9), timedelta(days=30)
PUT_OFF, FOR = timedelta(days=4), timedelta(weeks=3)
QUIET = timedelta(weeks=2)
TERMS = {
    Rung.ASK: "buddy-quiet-ask",
    Rung.TELL: "buddy-quiet-tell",
    Rung.CONCLUDE: "buddy-quiet-conclude",
}


def pause_of(state: MatchState, today: date) -> tuple[date | None, date | None]:
    """Since when, and the first day without; a holiday of a month."""
    if state != MatchState.PAUSED:
        return None, None
    return today - PAUSED_SINCE, today - PAUSED_SINCE + PAUSED_FOR


def seed_clocks(today: date) -> int:
    """After the contacts, which say since when a match is quiet; returns the number of rungs."""
    _pause_one(today)
    active = list(
        BuddyMatch.objects.filter(state=MatchState.ACTIVE, heard_on__lt=today)
        .select_related("municipality")
        .order_by("heard_on", "id")
    )
    _put_off(active, today)
    return len(LadderRung.objects.bulk_create(_rungs(active, today)))


def seed_free_vog(teams: Sequence[tuple[UUID, Municipality, User]], today: date) -> None:
    """Of three organisations out of four somebody went into it: free, only the admission is missing, or no number of its own yet."""
    rows = []
    for number, (initiative_id, place, by) in enumerate(teams):
        failing = {0: FreeVogCondition.ADMITTED, 2: FreeVogCondition.REGISTERED}.get(number % 4)
        if number % 4 == 3:
            continue
        rows += [
            FreeVogFact(
                municipality=place,
                initiative_id=initiative_id,
                condition=condition,
                is_met=condition != failing,
                seen_by=by,
                seen_on=today - timedelta(days=40 + number),
            )
            for condition in FreeVogCondition
            if failing != FreeVogCondition.REGISTERED or condition != FreeVogCondition.ADMITTED
        ]
    FreeVogFact.objects.bulk_create(rows)


def _pause_one(today: date) -> None:
    """One at least where the persona who looks after buddies can see it, of somebody else than the buddy among them."""
    joke = f"joke@{MAIL_DOMAIN}"
    hers = BuddyMatch.objects.filter(proposed_by__email=joke)
    if hers.filter(state=MatchState.PAUSED).exists():
        return
    others = hers.filter(state=MatchState.ACTIVE).exclude(user__email__startswith="daan@").order_by("-heard_on", "id")
    chosen = others.values_list("pk", flat=True)[:1]
    since, until = pause_of(MatchState.PAUSED, today)
    BuddyMatch.objects.filter(pk__in=list(chosen)).update(state=MatchState.PAUSED, paused_on=since, paused_until=until)


def _rungs(active: Iterable[BuddyMatch], today: date) -> list[LadderRung]:
    """Each on its day, none today: as a worker did it that was never away."""
    terms = [(rung, term(key)) for rung, key in TERMS.items()]
    return [
        LadderRung(
            municipality=match.municipality,
            match=match,
            initiative_id=match.initiative_id,
            rung=rung,
            quiet_since=match.heard_on,
            reached_on=day,
        )
        for match in active
        if match.heard_on is not None
        for rung, rule in terms
        if (day := count(match.heard_on, rule.length, rule.unit)) < today
    ]


def _put_off(active: Iterable[BuddyMatch], today: date) -> None:
    """Of each initiative with three quiet matches the one that is quiet longest but one, and the first without a backup."""
    quiet: dict[UUID, list[BuddyMatch]] = defaultdict(list)
    for match in active:
        if match.heard_on is not None and match.heard_on <= today - QUIET:
            quiet[match.initiative_id].append(match)
    chosen = [(RadarKind.QUIET, held[1], SnoozeReason.AWAY) for held in quiet.values() if len(held) > 2]
    chosen += [
        (RadarKind.BACKUP, alone, SnoozeReason.PLANNED)
        for held in quiet.values()
        if (alone := next((one for one in held if one.backup_id is None), None)) is not None
    ]
    RadarSnooze.objects.bulk_create(
        [
            RadarSnooze(
                municipality=match.municipality,
                initiative_id=match.initiative_id,
                kind=kind,
                subject_id=match.pk,
                until=today - PUT_OFF + FOR,
                reason=reason,
                put_off_by_id=match.proposed_by_id,
                put_off_on=today - PUT_OFF,
            )
            for kind, match, reason in chosen
        ]
    )
