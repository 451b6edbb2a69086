"""Who helps where, how busy they are, and what somebody leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from initiatives.models import Initiative
from thuisgevers.accounts.models import User
from thuisgevers.common.addresses import address
from thuisgevers.members.permissions import running
from thuisgevers.members.queries import provinces
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.models import Membership

from ..enums import OPEN_STEPS, OPEN_SUPPORT, SupportTopic
from ..models import PlanStep, SupportAbsence, SupportCoverage, SupportLogEntry, SupportRequest
from ..models.support import USUAL_LOAD
from ..permissions.plans import viewable_steps
from ..permissions.support import viewable_log, viewable_requests

HELPING_ROLES = (Role.PIONEER, Role.MUNICIPAL_LIAISON)
COUNTED_DAYS = 91
NEXT_STEPS, LAST_ENTRIES = 3, 5


@dataclass(slots=True)
class Helper:
    """One pioneer or liaison as the national desk sees them."""

    user: User
    roles: set[str] = field(default_factory=set)
    initiatives: int = 0
    municipalities: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    provinces: list[str] = field(default_factory=list)
    max_open: int = USUAL_LOAD
    open: int = 0
    away: list[SupportAbsence] = field(default_factory=list)
    is_away: bool = False
    entries: int = 0
    minutes: int = 0
    url: str = ""

    @property
    def is_full(self) -> bool:
        return self.open >= self.max_open

    @property
    def hours(self) -> float:
        return self.minutes / 60


def helpers(access: Access, today: date) -> list[Helper]:
    """Everybody who helps, with coverage, days away, load and the counts of the log: five questions, whatever their number."""
    if not access.is_national(Capability.SUPPORT_MANAGE):
        return []
    held = Membership.objects.filter(running(), role__in=HELPING_ROLES, user__is_active=True)
    found: dict[int, Helper] = {}
    for row in held.select_related("user", "municipality").order_by(
        "user__display_name", "user_id", "municipality__sort_key", "id"
    ):
        one = found.setdefault(
            row.user_id, Helper(row.user, url=address("guidance:support_helper", row.user.public_id))
        )
        one.roles.add(str(Role(row.role).label))
        if row.scope_id is not None:
            one.initiatives += 1
        elif row.municipality is not None:
            one.municipalities.append(row.municipality.name)
    names = provinces()
    for coverage in SupportCoverage.objects.filter(user_id__in=found).order_by("id"):
        one = found[coverage.user_id]
        one.themes = theme_names(coverage.themes)
        one.provinces = [names.get(code, code) for code in coverage.provinces]
        one.max_open = coverage.max_open
    for absence in SupportAbsence.objects.filter(user_id__in=found, last_on__gte=today).order_by("first_on", "id"):
        found[absence.user_id].away.append(absence)
        found[absence.user_id].is_away |= absence.first_on <= today
    loads = SupportRequest.objects.filter(helper_id__in=found, state__in=OPEN_SUPPORT).order_by()
    for user_id, number in loads.values_list("helper_id").annotate(number=Count("id")):
        found[user_id].open = number
    for user_id, entries, minutes in _counts(today - timedelta(days=COUNTED_DAYS)):
        if user_id in found:
            found[user_id].entries, found[user_id].minutes = entries, minutes
    return list(found.values())


def theme_names(themes: list[str]) -> list[str]:
    return [str(SupportTopic(one).label) for one in themes if one in SupportTopic.values]


def _counts(since: date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM guidance_support_counts(%s)", [since])
        return list(cursor.fetchall())


def roles_of(user: User) -> list[Membership]:
    """The helping roles that run today, as far as the reader may see them."""
    rows = Membership.objects.filter(running(), user=user, role__in=HELPING_ROLES)
    return list(rows.select_related("municipality", "user").order_by("role", "municipality__sort_key", "id"))


@dataclass(slots=True)
class LeftBehind:
    """All that is open at one initiative or municipality."""

    name: str
    url: str
    requests: list[SupportRequest] = field(default_factory=list)
    steps: list[PlanStep] = field(default_factory=list)
    entries: list[SupportLogEntry] = field(default_factory=list)


def hand_over_pack(access: Access, user: User) -> list[LeftBehind]:
    """Per initiative and municipality: open requests, the steps due next and the last lines of the log that the reader may see. The
    questions asked do not grow with the number of initiatives."""
    roles = roles_of(user)
    things = {row.scope_id for row in roles if row.scope_id is not None}
    names = dict(Initiative.objects.filter(pk__in=things).values_list("pk", "name"))
    packs: dict[tuple[int, UUID | None], LeftBehind] = {}
    for row in roles:
        assert row.municipality is not None
        packs[row.municipality.pk, row.scope_id] = _left_at(row, names)
    places = [row.municipality_id for row in roles if row.scope_id is None]
    here = Q(initiative_id__in=things) | Q(initiative__isnull=True, municipality_id__in=places)
    open_requests = viewable_requests(access).filter(helper=user, state__in=OPEN_SUPPORT)
    for request in open_requests.select_related("municipality", "initiative").order_by("due_on", "id"):
        key = (request.municipality_id, request.initiative_id)
        packs.setdefault(key, LeftBehind(request.municipality.name, "")).requests.append(request)
    steps = viewable_steps(access).filter(here, state__in=OPEN_STEPS, due_on__isnull=False).select_related("step")
    for step in steps.order_by("due_on", "id"):
        pack = packs.get((step.municipality_id, step.initiative_id))
        if pack is not None and len(pack.steps) < NEXT_STEPS:
            pack.steps.append(step)
    for entry in viewable_log(access).filter(here, author=user).order_by("-done_on", "-id"):
        pack = packs.get((entry.municipality_id, entry.initiative_id))
        if pack is not None and len(pack.entries) < LAST_ENTRIES:
            pack.entries.append(entry)
    return sorted(packs.values(), key=lambda one: one.name)


def _left_at(row: Membership, names: dict[UUID, str]) -> LeftBehind:
    assert row.municipality is not None
    place = row.municipality
    if row.scope_id is None:
        return LeftBehind(place.name, address("guidance:municipal_plan", place.slug))
    name = f"{names.get(row.scope_id, '')}, {place.name}".removeprefix(", ")
    return LeftBehind(name, address("guidance:initiative_plan", row.scope_id))
