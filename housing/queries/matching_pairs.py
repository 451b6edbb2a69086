"""One household beside all units, and one unit beside all households: ranked, with reasons, and why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from housing.enums import HouseholdState
from housing.matching.codes import LIMITS, Limit
from housing.matching.facts import HouseholdFacts, Terms, UnitFacts, Window
from housing.matching.planning import Choice, households_for, units_for
from housing.models import DwellingUnit, Household, MatchingRun, Property
from housing.permissions.households import viewable_households
from housing.permissions.placements import viewable_placements
from housing.queries.households import people_in_words
from housing.queries.matching_facts import (
    RUNNING,
    all_household_facts,
    household_facts,
    matchable_units,
    partner_pairs,
    partner_units,
    run_terms,
    terms_of,
    unit_facts,
    viewable_homes,
)
from housing.queries.matching_words import LIMIT_WORDS, Told, tell_limit, tell_points
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import today

USUAL_WINDOW = timedelta(weeks=12)
NEAREST = 25
PER_PAGE = 20
IN_PANEL = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class PairLine:
    """One line of a list: the other half of the pair, and what is said of it."""

    title: str
    url: str
    meta: list[str]
    score: int
    rank: int
    starts_on: date | None
    ends_on: date | None
    clock: date | None
    waiting_since: date | None
    reasons: list[Told]
    limits: list[Told]
    choose_url: str
    choose_label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Closed:
    """A limit, and how many of the list it closes off."""

    label: str
    icon: str
    number: int
    change: str


@dataclass(frozen=True, kw_only=True)
class PairPage:
    """`possible` is a slice for the page, `nearest` the others that miss least; `shown` are the households whose data is on it."""

    possible: list[PairLine]
    nearest: list[PairLine]
    closed: list[Closed]
    number_possible: int
    number_judged: int
    shown: list[UUID]
    choices: list[Choice] = field(repr=False)

    @property
    def number_impossible(self) -> int:
        return self.number_judged - self.number_possible


def household_terms(
    access: Access, municipality: Municipality, household: Household, *, partners: bool = True
) -> Terms:
    """From today; until twelve weeks after the household can move."""
    day = today()
    latest = max(day, household.available_from or day) + USUAL_WINDOW
    return terms_of(access, municipality, today=day, window=Window(starts_on=day, latest_on=latest), partners=partners)


def unit_terms(access: Access, municipality: Municipality, unit: UnitFacts) -> Terms:
    day = today()
    latest = max(day, unit.available_from or day) + USUAL_WINDOW
    return terms_of(access, municipality, today=day, window=Window(starts_on=day, latest_on=latest))


def choices_for_household(
    access: Access, household: Household, *, partners: bool = True, run: MatchingRun | None = None
) -> list[Choice]:
    """All units for a household, best first; with `run` on the conditions of that plan."""
    municipality = household.municipality
    if run is None:
        terms = household_terms(access, municipality, household, partners=partners)
    else:
        terms = run_terms(run, partners=partner_pairs(municipality) if partners else frozenset())
    [facts] = household_facts(access, [household], municipality)
    units = unit_facts(access, municipality)
    if terms.partners:
        units += partner_units(municipality)
    return units_for(facts, units, terms)


def household_page(access: Access, household: Household, *, first: int = 0, most: int = PER_PAGE) -> PairPage:
    choices = choices_for_household(access, household)
    may_choose = is_waiting(access, household) and _may_choose(access, household.municipality)
    wanted = _shown(choices, first, most)
    names = _units_by_id(access, household.municipality, [choice.unit.id for choice in wanted])
    elsewhere = _municipalities(choice.unit.municipality_id for choice in wanted)
    lines = [_unit_line(choice, household, names, elsewhere, may_choose=may_choose) for choice in wanted]
    return _page(choices, lines, [household.pk])


def unit_page(access: Access, unit: DwellingUnit, *, first: int = 0, most: int = PER_PAGE) -> PairPage:
    """The households of this municipality that look for a home; none of anywhere else."""
    municipality = unit.municipality
    found = unit_facts(access, municipality, viewable_homes(access, municipality).filter(pk=unit.pk))
    terms = unit_terms(access, municipality, found[0])
    choices = households_for(found[0], all_household_facts(access, municipality), terms)
    wanted = _shown(choices, first, most)
    references = dict(
        viewable_households(access)
        .filter(municipality=municipality, pk__in=[choice.household.id for choice in wanted])
        .values_list("pk", "reference")
    )
    may_choose = _may_choose(access, municipality)
    lines = [_household_line(choice, unit, references, may_choose=may_choose) for choice in wanted]
    return _page(choices, lines, [choice.household.id for choice in wanted])


def choice_for(access: Access, household: Household, unit: DwellingUnit, choices: Sequence[Choice]) -> Choice:
    """This unit among the choices; judged by itself when its property is not even nearly open."""
    for choice in choices:
        if choice.unit.id == unit.pk:
            return choice
    municipality = household.municipality
    rows = viewable_homes(access, municipality).filter(pk=unit.pk)
    [facts] = household_facts(access, [household], municipality)
    terms = household_terms(access, municipality, household, partners=False)
    return units_for(facts, unit_facts(access, municipality, rows), terms)[0]


def household_panel(access: Access, household: Household) -> dict[str, Any] | None:
    """On the household's own page: the best few, as long as it looks for a home."""
    if household.state != HouseholdState.EXPECTED or not is_waiting(access, household):
        return None
    page = household_page(access, household, most=IN_PANEL)
    return {
        "household": household,
        "municipality": household.municipality,
        "page": replace(page, nearest=[]),
        "all_url": reverse("housing:matching_household", args=[household.municipality.slug, household.pk]),
    }


def property_panel(access: Access, place: Property) -> dict[str, Any] | None:
    """On the property's page: its units that can be matched, each with its list of households."""
    units = matchable_units(access, place.municipality).filter(property_id=place.pk).order_by("name", "pk")
    rows = [
        {"name": name, "url": reverse("housing:matching_unit", args=[place.municipality.slug, pk])}
        for pk, name in units.values_list("pk", "name")
    ]
    return {"units": rows} if rows else None


def is_waiting(access: Access, household: Household) -> bool:
    running = viewable_placements(access).filter(
        municipality_id=household.municipality_id,
        household=household,
        state__in=[state.value for state in RUNNING],
    )
    return household.state == HouseholdState.EXPECTED and not running.exists()


def own_first(choices: Sequence[Choice], municipality: Municipality) -> Choice | None:
    """The first possible unit that can be proposed here; a unit of a partner is a transfer, not a placement."""
    return next(
        (choice for choice in choices if choice.verdict.is_possible and choice.unit.municipality_id == municipality.pk),
        None,
    )


def count_partners(municipality: Municipality) -> int:
    return len(partner_pairs(municipality))


def unit_meta(unit: UnitFacts) -> list[str]:
    """What a dwelling has, in a few words."""
    people = (
        ngettext("voor %(n)s persoon", "voor %(n)s personen", unit.capacity_max) % {"n": unit.capacity_max}
        if unit.capacity_min == unit.capacity_max
        else _("voor %(least)s tot en met %(most)s personen") % {"least": unit.capacity_min, "most": unit.capacity_max}
    )
    bedrooms = ngettext("%(n)s slaapkamer", "%(n)s slaapkamers", unit.bedrooms) % {"n": unit.bedrooms}
    more = [
        (unit.own_front_door, _("eigen voordeur")),
        (unit.own_kitchen, _("eigen keuken")),
        (unit.own_sanitary, _("eigen toilet en douche")),
        (unit.step_free, _("zonder trap of drempel")),
    ]
    return [people, bedrooms, *(words for is_so, words in more if is_so)]


def told_reasons(choice: Choice) -> list[Told]:
    """Heaviest first."""
    told = [tell_points(part.wish, part.points, part.weight) for part in choice.verdict.points if part.weight]
    return sorted(told, key=lambda reason: -reason.total)


def _may_choose(access: Access, municipality: Municipality) -> bool:
    return access.may(Capability.PLACEMENT_WRITE, municipality=municipality)


def _shown(choices: list[Choice], first: int, most: int) -> list[Choice]:
    possible = [choice for choice in choices if choice.verdict.is_possible]
    others = choices[len(possible) :]
    return possible[first : first + most] + others[:NEAREST]


def _page(choices: list[Choice], lines: list[PairLine], shown: list[UUID]) -> PairPage:
    counts = Counter(limit for choice in choices for limit in choice.verdict.limits)
    return PairPage(
        possible=[line for line in lines if not line.limits],
        nearest=[line for line in lines if line.limits],
        closed=closed_counts(counts),
        number_possible=sum(choice.verdict.is_possible for choice in choices),
        number_judged=len(choices),
        shown=shown,
        choices=choices,
    )


def closed_counts(counts: dict[Limit, int]) -> list[Closed]:
    """Most first."""
    return [
        Closed(
            label=str(LIMIT_WORDS[limit].label),
            icon=LIMIT_WORDS[limit].icon,
            number=number,
            change=str(LIMIT_WORDS[limit].change),
        )
        for limit, number in sorted(counts.items(), key=lambda item: (-item[1], LIMITS.index(item[0])))
    ]


def _units_by_id(access: Access, municipality: Municipality, ids: list[UUID]) -> dict[UUID, DwellingUnit]:
    rows = matchable_units(access, municipality).filter(pk__in=ids).select_related("property")
    return {unit.pk: unit for unit in rows}


def _municipalities(ids: Iterable[int]) -> dict[int, Municipality]:
    return Municipality.objects.in_bulk(set(ids))


def _told_limits(choice: Choice) -> list[Told]:
    return [tell_limit(limit, choice.household, choice.unit) for limit in choice.verdict.limits]


def _unit_line(
    choice: Choice,
    household: Household,
    names: dict[UUID, DwellingUnit],
    elsewhere: dict[int, Municipality],
    *,
    may_choose: bool,
) -> PairLine:
    slug = household.municipality.slug
    unit = names.get(choice.unit.id)
    is_possible = choice.verdict.is_possible
    if unit is None:
        place = elsewhere[choice.unit.municipality_id].name
        title, url = _("Een woning in %(place)s") % {"place": place}, ""
        meta = [_("adres volgt na de overdracht"), *unit_meta(choice.unit)]
        choose_url = reverse("housing:transfer_offer", args=[slug, household.pk])
        label = _("Overdragen aan %(place)s") % {"place": place}
    else:
        title = unit_title(unit)
        url = reverse("housing:property_detail", args=[slug, unit.property_id])
        meta = unit_meta(choice.unit)
        choose_url = reverse("housing:matching_choose", args=[slug, household.pk, unit.pk])
        label = _("Voorstellen")
    return PairLine(
        title=title,
        url=url,
        meta=meta,
        score=choice.verdict.score,
        rank=choice.rank,
        starts_on=choice.verdict.starts_on,
        ends_on=choice.verdict.ends_on,
        clock=None,
        waiting_since=None,
        reasons=told_reasons(choice),
        limits=_told_limits(choice),
        choose_url=choose_url if is_possible and may_choose else "",
        choose_label=label,
    )


def unit_title(unit: DwellingUnit) -> str:
    """Its name and where it is; for officials only."""
    return f"{unit.name}, {unit.property}"


def household_meta(facts: HouseholdFacts) -> list[str]:
    return [people_in_words(facts.size, facts.children)]


def _household_line(choice: Choice, unit: DwellingUnit, references: dict[UUID, str], *, may_choose: bool) -> PairLine:
    slug = unit.municipality.slug
    facts = choice.household
    choose_url = reverse("housing:matching_choose", args=[slug, facts.id, unit.pk])
    return PairLine(
        title=references.get(facts.id, ""),
        url=reverse("housing:household_detail", args=[slug, facts.id]),
        meta=household_meta(facts),
        score=choice.verdict.score,
        rank=choice.rank,
        starts_on=choice.verdict.starts_on,
        ends_on=choice.verdict.ends_on,
        clock=facts.move_by if facts.waiting_since is None else None,
        waiting_since=facts.waiting_since,
        reasons=told_reasons(choice),
        limits=_told_limits(choice),
        choose_url=choose_url if choice.verdict.is_possible and may_choose else "",
        choose_label=_("Voorstellen"),
    )
