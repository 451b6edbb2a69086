"""Who follows which version of the national plans: numbers per municipality, no plan and no initiative."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext as _

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

from ..enums import Audience, TemplateState
from ..models import StepPlanTemplate, TemplateStep
from ..permissions.templates import newest_additions, viewable_templates


@dataclass(slots=True)
class VersionUse:
    """How many plans follow this version. `differing` were compared with the newest one and have something to take over."""

    template: StepPlanTemplate
    is_newest: bool
    plans: int = 0
    compared: int = 0
    differing: int = 0
    by_itself: int = 0
    places: int = 0


@dataclass(frozen=True, slots=True)
class AudienceUse:
    audience: Audience
    label: str
    versions: list[VersionUse]

    @property
    def plans(self) -> int:
        return sum(one.plans for one in self.versions)

    @property
    def compared(self) -> int:
        return sum(one.compared for one in self.versions)

    @property
    def by_itself(self) -> int:
        return sum(one.by_itself for one in self.versions)

    @property
    def percent(self) -> int:
        return 100 * self.compared // self.plans if self.plans else 100

    @property
    def is_compared(self) -> bool:
        return self.compared == self.plans


@dataclass(frozen=True, slots=True)
class PlaceUse:
    """One municipality: the version of its own plan, in words how many initiatives follow which, and how many steps it adds."""

    name: str
    own: str
    is_own_newest: bool
    initiatives: str
    extra: int


@dataclass(frozen=True, slots=True)
class Usage:
    audiences: list[AudienceUse]
    places: list[PlaceUse]


def usage(access: Access) -> Usage:
    """Four questions, whatever the number of plans; the database counts."""
    templates = {
        one.pk: one
        for one in viewable_templates(access).filter(state=TemplateState.PUBLISHED).order_by("audience", "-number")
    }
    newest: dict[str, UUID] = {}
    for pk, template in templates.items():
        newest.setdefault(template.audience, pk)
    used = {pk: VersionUse(template, newest[template.audience] == pk) for pk, template in templates.items()}
    towns: dict[int, StepPlanTemplate] = {}
    teams: dict[int, dict[int, int]] = {}
    for template_id, municipality_id, is_towns, plans, compared, differing, by_itself in _numbers():
        row = used[template_id]
        row.plans += plans
        row.compared += compared
        row.differing += differing
        row.by_itself += by_itself
        row.places += 1
        if is_towns:
            towns[municipality_id] = row.template
        else:
            teams.setdefault(municipality_id, {})[row.template.number] = plans
    extra = _own_steps()
    return Usage(
        audiences=[
            AudienceUse(
                audience, str(audience.label), [one for one in used.values() if one.template.audience == audience]
            )
            for audience in Audience
        ],
        places=[
            PlaceUse(
                name=place.name,
                own=_("versie %(n)d") % {"n": towns[place.pk].number} if place.pk in towns else "",
                is_own_newest=place.pk in towns and towns[place.pk].pk == newest[Audience.MUNICIPALITY],
                initiatives=_in_words(teams.get(place.pk, {})),
                extra=extra.get(place.pk, 0),
            )
            for place in Municipality.objects.filter(pk__in={*towns, *teams}).order_by("sort_key", "id")
        ],
    )


def _in_words(numbers: dict[int, int]) -> str:
    """`3 op versie 2, 1 op versie 1`."""
    return ", ".join(
        _("%(plans)d op versie %(number)d") % {"plans": plans, "number": number}
        for number, plans in sorted(numbers.items(), reverse=True)
    )


def _own_steps() -> dict[int, int]:
    """How many steps each municipality adds."""
    rows = TemplateStep.objects.filter(template__in=newest_additions().values("pk")).order_by()
    return {one["template__town"]: one["n"] for one in rows.values("template__town").annotate(n=Count("pk"))}


def _numbers() -> list[tuple[UUID, int, bool, int, int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM guidance_plan_versions()")
        found: list[tuple[UUID, int, bool, int, int, int, int]] = cursor.fetchall()
        return found
