"""Plans and what they say: the list of plans, one plan with its proposals, and which of them are stale by now."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import HouseholdState, MatchingRule, MatchingState, PlacementState, PropertyState
from housing.matching.codes import LIMITS, Limit, Wish
from housing.matching.solving import Method
from housing.models import MatchingProposal, MatchingRun, Placement, UnitClosure
from housing.permissions.matching import viewable_proposals, viewable_runs
from housing.queries.households import people_in_words
from housing.queries.matching_facts import RUNNING, waiting_households
from housing.queries.matching_pairs import Closed, closed_counts, unit_title
from housing.queries.matching_words import PHASE_WORDS, Told, tell_closed, tell_points
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import today

PER_PAGE = 20
MOST_AT_ONCE = 500
MOST_RUNS = 30
_RUNNING = [state.value for state in RUNNING]

LOOKS: dict[str, tuple[str, str]] = {
    MatchingState.REQUESTED: ("neutral", "hourglass"),
    MatchingState.SOLVING: ("info", "loader-2"),
    MatchingState.READY: ("positive", "check"),
    MatchingState.FAILED: ("negative", "alert-triangle"),
    MatchingState.CANCELLED: ("neutral", "x"),
}
TABS: dict[str, Any] = {
    "voorstel": gettext_lazy("Voorstellen"),
    "zonder": gettext_lazy("Zonder plek"),
    "verouderd": gettext_lazy("Verouderd"),
}
STALE_WORDS: dict[str, Any] = {
    "household": gettext_lazy("Dit huishouden zoekt geen woning meer."),
    "placed": gettext_lazy("Dit huishouden heeft intussen een voorstel of een woning."),
    "taken": gettext_lazy("Deze woning is intussen bezet of aan een ander voorgesteld."),
    "closed": gettext_lazy("Deze woning is in die periode nu gesloten."),
    "gone": gettext_lazy("Deze woning is niet meer opengesteld."),
    "past": gettext_lazy("De dag om te verhuizen is voorbij."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class RunLine:
    run: MatchingRun
    url: str
    tone: str
    icon: str
    state_label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposalLine:
    """One household in the plan, ready to print."""

    pk: UUID
    household_url: str
    reference: str
    people: str
    unit: str
    unit_url: str
    is_placed: bool
    starts_on: date | None
    ends_on: date | None
    score: int
    choice: str
    reasons: list[Told]
    stale: str
    choose_url: str
    choose_label: str
    why: str


@dataclass(frozen=True, kw_only=True)
class RunPage:
    run: MatchingRun
    tone: str
    icon: str
    phase: str
    outcome: str
    proof: str
    lines: list[ProposalLine]
    page: Page[MatchingProposal]
    counts: dict[str, int]
    binds: list[Closed]
    shown: list[UUID]
    may_choose: bool


def run_lines(access: Access, municipality: Municipality) -> list[RunLine]:
    """The newest plans."""
    rows = viewable_runs(access).filter(municipality=municipality).select_related("requested_by")[:MOST_RUNS]
    return [
        RunLine(
            run=run,
            url=reverse("housing:matching_run", args=[municipality.slug, run.pk]),
            tone=LOOKS[run.state][0],
            icon=LOOKS[run.state][1],
            state_label=run.get_state_display(),
        )
        for run in rows
    ]


def count_waiting(access: Access, municipality: Municipality) -> int:
    return waiting_households(access, municipality).count()


def judged_proposals(access: Access, run: MatchingRun) -> QuerySet[MatchingProposal]:
    """The plan's proposals with `stale`: why one cannot be carried out any more, or an empty text."""
    same = {"municipality_id": run.municipality_id}
    placed = Placement.objects.filter(**same, household_id=OuterRef("household_id"), state__in=_RUNNING)
    taken = Placement.objects.filter(
        Q(expected_end_on__gt=OuterRef("starts_on")) | Q(state=PlacementState.ACTIVE, expected_end_on__lte=today()),
        **same,
        unit_id=OuterRef("unit_id"),
        state__in=_RUNNING,
        move_in_on__lt=OuterRef("ends_on"),
    )
    closed = UnitClosure.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("starts_on")),
        **same,
        unit_id=OuterRef("unit_id"),
        starts_on__lt=OuterRef("ends_on"),
    )
    gone = Q(unit__isnull=False) & (Q(unit__retired_on__isnull=False) | ~Q(unit__property__state=PropertyState.OPEN))
    stale = Case(
        When(~Q(household__state=HouseholdState.EXPECTED), then=Value("household")),
        When(Exists(placed), then=Value("placed")),
        When(Q(is_placed=True) & Q(Exists(taken)), then=Value("taken")),
        When(gone, then=Value("gone")),
        When(Q(is_placed=True) & Q(Exists(closed)), then=Value("closed")),
        When(starts_on__lt=today(), then=Value("past")),
        default=Value(""),
        output_field=CharField(),
    )
    rows = viewable_proposals(access).filter(municipality_id=run.municipality_id, run=run)
    return rows.annotate(stale=stale)


def run_page(access: Access, run: MatchingRun, *, tab: str, page: str, everything: bool = False) -> RunPage:
    """Counts and one page of a plan: two statements, whatever its size."""
    judged = judged_proposals(access, run)
    counts = judged.aggregate(
        voorstel=Count("pk", filter=Q(is_placed=True, stale="")),
        zonder=Count("pk", filter=Q(is_placed=False, stale="")),
        verouderd=Count("pk", filter=~Q(stale="")),
    )
    rows = (
        judged.filter(_TAB_FILTERS[tab])
        .select_related("household", "unit__property", "partner")
        .order_by("-is_placed", "-score", "-options", "pk")
    )
    shown = Paginator(rows, MOST_AT_ONCE if everything else PER_PAGE)
    shown.__dict__["count"] = counts[tab]
    held = shown.get_page(page)
    may_choose = access.may(Capability.PLACEMENT_WRITE, municipality=run.municipality)
    lines = [_line(run, row, may_choose=may_choose) for row in held.object_list]
    tone, icon = LOOKS[run.state]
    return RunPage(
        run=run,
        tone=tone,
        icon=icon,
        phase=str(PHASE_WORDS.get(run.phase, PHASE_WORDS[""])),
        outcome=_outcome(run),
        proof=_proof(run),
        lines=lines,
        page=held,
        counts=counts,
        binds=closed_counts({Limit(code): number for code, number in run.binds.items()}),
        shown=[row.household_id for row in held.object_list],
        may_choose=may_choose,
    )


_TAB_FILTERS = {
    "voorstel": Q(is_placed=True, stale=""),
    "zonder": Q(is_placed=False, stale=""),
    "verouderd": ~Q(stale=""),
}


def _line(run: MatchingRun, row: Any, *, may_choose: bool) -> ProposalLine:
    slug = run.municipality.slug
    household = row.household
    unit, unit_url, choose_url, choose_label = "", "", "", ""
    if row.unit is not None:
        unit = unit_title(row.unit)
        unit_url = reverse("housing:property_detail", args=[slug, row.unit.property_id])
        choose_url = f"{reverse('housing:matching_choose', args=[slug, household.pk, row.unit_id])}?plan={run.pk}"
        choose_label = _("Voorstellen")
    elif row.partner is not None:
        unit = _("Een woning in %(place)s") % {"place": row.partner.name}
        choose_url = reverse("housing:transfer_offer", args=[slug, household.pk])
        choose_label = _("Overdragen aan %(place)s") % {"place": row.partner.name}
    reasons = json.loads(row.reasons) if row.reasons else {}
    return ProposalLine(
        pk=row.pk,
        household_url=reverse("housing:household_detail", args=[slug, household.pk]),
        reference=household.reference,
        people=people_in_words(household.size, household.children),
        unit=unit,
        unit_url=unit_url,
        is_placed=row.is_placed,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        score=row.score,
        choice=_choice(row) if row.is_placed else "",
        reasons=_told(reasons, is_placed=row.is_placed),
        stale=str(STALE_WORDS[row.stale]) if row.stale else "",
        choose_url="" if row.stale or not may_choose else choose_url,
        choose_label=choose_label,
        why=_why(reasons) if reasons and not row.is_placed else "",
    )


def _choice(row: MatchingProposal) -> str:
    """How this unit stands among the possible ones for the household."""
    if row.options == 1:
        return _("de enige mogelijke woning")
    if row.rank == 1:
        return _("de beste van %(n)s mogelijke woningen") % {"n": row.options}
    return _("de %(rank)se van %(n)s mogelijke woningen; de betere zijn voor een ander") % {
        "rank": row.rank,
        "n": row.options,
    }


def _told(reasons: dict[str, Any], *, is_placed: bool) -> list[Told]:
    """Nothing, a month after the household closed: its reasons were erased."""
    if not reasons:
        return []
    return _points(reasons) if is_placed else _closed(reasons)


def _points(reasons: dict[str, Any]) -> list[Told]:
    told = [tell_points(Wish(code), points, weight) for code, (points, weight) in reasons["points"].items() if weight]
    return sorted(told, key=lambda reason: -reason.total)


def _closed(reasons: dict[str, Any]) -> list[Told]:
    """Per limit; the one whose going would open most units first."""
    opens = {Limit(code): number for code, number in reasons["opens"].items()}
    told = [tell_closed(Limit(code), number, opens.get(Limit(code), 0)) for code, number in reasons["closed"].items()]
    order = {limit.value: place for place, limit in enumerate(LIMITS)}
    return sorted(told, key=lambda reason: (-reason.points, order[reason.code]))


def _why(reasons: dict[str, Any]) -> str:
    if not reasons["units"]:
        return _("Er zijn geen woningen om te verdelen.")
    if reasons["possible"]:
        return _(
            "%(n)s woningen zijn mogelijk, maar in het beste plan gaan zij naar anderen. Eén woning erbij die past, is genoeg."
        ) % {"n": reasons["possible"]}
    return _("Geen van de %(n)s woningen is mogelijk.") % {"n": reasons["units"]}


def _outcome(run: MatchingRun) -> str:
    if run.state != MatchingState.READY:
        return ""
    return _("%(placed)s van de %(all)s huishoudens hebben een plek: %(people)s van de %(everybody)s mensen.") % {
        "placed": run.placed_households,
        "all": run.households,
        "people": run.placed_people,
        "everybody": run.people,
    }


def _proof(run: MatchingRun) -> str:
    """Whether the plan is the best there is, and else how far it can be from it."""
    if run.state != MatchingState.READY:
        return ""
    if run.is_proven:
        return _("Bewezen: met deze grenzen en gewichten bestaat er geen beter plan.")
    what = _("mensen") if run.rule == MatchingRule.PEOPLE else _("huishoudens")
    more = run.bound_first - run.worth_first
    if run.method == Method.GREEDY.value and more:
        return _(
            "Niet bewezen: het rekenen duurde te lang. Een beter plan geeft hoogstens %(n)s %(what)s meer een plek."
        ) % {
            "n": more,
            "what": what,
        }
    return _(
        "Niet bewezen: het rekenen duurde te lang. Een beter plan geeft niet meer %(what)s een plek, wel betere plekken."
    ) % {"what": what}
