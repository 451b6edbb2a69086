"""Reads used by several views and services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability, Role, ScopeKind
from thuisgevers.municipalities.models import Membership, Municipality, Scope
from thuisgevers.municipalities.names import plain

from .enums import NATIONAL_TEAM, GrantState, InvitationState
from .models import GrantRequest, Invitation, ProcessingAgreement
from .permissions import (
    running,
    viewable_grant_requests,
    viewable_invitations,
    viewable_members,
    viewable_national_team,
    viewable_team_members,
)

REVIEW_AFTER = timedelta(days=365)
ROLE_ORDER = (
    Role.CASE_COORDINATOR,
    Role.CASE_HANDLER,
    Role.VIEWER,
    Role.MUNICIPAL_LIAISON,
    Role.CONFIDENTIAL_ADVISER,
    Role.LEAD_VOLUNTEER,
    Role.VOLUNTEER,
    Role.BUDDY_COORDINATOR,
    Role.PIONEER,
)


def not_over() -> Q:
    """Those that run or will."""
    return Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate())


def _in_order(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    order = Case(
        *[When(role=role, then=Value(position)) for position, role in enumerate(ROLE_ORDER)],
        default=Value(len(ROLE_ORDER)),
        output_field=IntegerField(),
    )
    return memberships.order_by(order, "user__display_name", "starts_on", "id")


def members_of(access: Access, municipality: Municipality) -> QuerySet[Membership]:
    """Roles on the municipality that run or will, with the people."""
    return _in_order(viewable_members(access).filter(not_over(), municipality=municipality)).select_related("user")


def former_members(access: Access, municipality: Municipality) -> QuerySet[Membership]:
    """Roles that ended in the past half year."""
    today = timezone.localdate()
    return (
        viewable_members(access)
        .filter(municipality=municipality, ends_on__lte=today, ends_on__gt=today - timedelta(days=183))
        .select_related("user")
        .order_by("-ends_on", "id")
    )


def members_to_review(access: Access, municipality: Municipality) -> QuerySet[Membership]:
    """Open-ended roles that nobody confirmed for a year, oldest first."""
    limit = timezone.localdate() - REVIEW_AFTER
    return (
        viewable_members(access)
        .filter(running(), municipality=municipality, ends_on__isnull=True)
        .filter(Q(confirmed_on__lte=limit) | Q(confirmed_on__isnull=True, starts_on__lte=limit))
        .select_related("user")
        .order_by("confirmed_on", "starts_on", "id")
    )


def open_invitations(
    access: Access, *, municipality: Municipality, scope_id: UUID | None = None
) -> QuerySet[Invitation]:
    """Unanswered ones, expired ones included: those can be sent again."""
    return (
        viewable_invitations(access)
        .filter(municipality=municipality, scope_id=scope_id, state=InvitationState.OPEN)
        .select_related("invited_by")
        .order_by("created_at", "id")
    )


def asked_grants(access: Access, municipality: Municipality) -> QuerySet[GrantRequest]:
    return (
        viewable_grant_requests(access)
        .filter(municipality=municipality, state=GrantState.ASKED)
        .select_related("user")
        .order_by("created_at", "id")
    )


def team_of(access: Access, team: Scope) -> QuerySet[Membership]:
    return _in_order(viewable_team_members(access).filter(running(), scope_id=team.pk)).select_related("user")


def national_team_of(access: Access) -> QuerySet[Membership]:
    """National coordinators and pioneers whose role runs or will, with the people and where pioneers help."""
    members = viewable_national_team(access).filter(not_over()).select_related("user", "municipality")
    return members.order_by("role", "user__display_name", "starts_on", "id")


def national_invitations(access: Access) -> QuerySet[Invitation]:
    """Unanswered ones of the national team, expired ones included."""
    rows = viewable_invitations(access).filter(role__in=NATIONAL_TEAM, state=InvitationState.OPEN)
    return rows.select_related("invited_by", "municipality").order_by("created_at", "id")


def coordinators(municipality: Municipality) -> QuerySet[Membership]:
    """Active people who manage the members there today without an end in sight: of these there is always one."""
    return Membership.objects.filter(
        running(),
        municipality=municipality,
        scope=ScopeKind.MUNICIPALITY,
        role=Role.CASE_COORDINATOR,
        ends_on__isnull=True,
        user__is_active=True,
    )


def national_coordinators() -> QuerySet[Membership]:
    return Membership.objects.filter(
        running(),
        municipality__isnull=True,
        role=Role.NATIONAL_COORDINATOR,
        ends_on__isnull=True,
        user__is_active=True,
    )


def leads(scope_id: UUID) -> QuerySet[Membership]:
    return Membership.objects.filter(
        running(), scope_id=scope_id, role=Role.LEAD_VOLUNTEER, ends_on__isnull=True, user__is_active=True
    )


def latest_agreement(municipality: Municipality) -> ProcessingAgreement | None:
    return ProcessingAgreement.objects.filter(municipality=municipality).order_by("-accepted_at", "-id").first()


@dataclass(frozen=True)
class MunicipalityFilter:
    """What the national list shows: a search text, a province, and whether they take part."""

    text: str = ""
    province: str = ""
    state: str = ""


def listed_municipalities(access: Access, wanted: MunicipalityFilter) -> QuerySet[Municipality]:
    """Municipalities that exist today, with how many initiatives each has."""
    today = timezone.localdate()
    rows = Municipality.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today))
    if not access.is_national(Capability.MUNICIPALITY_INVITE):
        rows = rows.none()
    for word in plain(wanted.text).split():
        rows = rows.filter(Q(sort_key__contains=word) | Q(slug__contains=word))
    if wanted.province:
        rows = rows.filter(province_code=wanted.province)
    if wanted.state == "doet-mee":
        rows = rows.filter(participates_since__isnull=False)
    elif wanted.state in {"nog-niet", "wacht"}:
        rows = rows.filter(participates_since__isnull=True)
    if wanted.state == "wacht":
        rows = rows.filter(pk__in=Scope.objects.filter(kind=ScopeKind.INITIATIVE).values("municipality"))
    return rows.order_by("sort_key", "id")


def waiting_counts(municipalities: list[Municipality]) -> dict[int, int]:
    """How many initiatives wait in each municipality that does not take part; zero is left out."""
    ids = [place.pk for place in municipalities if not place.participates]
    rows = Scope.objects.filter(kind=ScopeKind.INITIATIVE, municipality__in=ids).values("municipality")
    return dict(rows.annotate(number=Count("pk")).values_list("municipality", "number"))


def provinces() -> dict[str, str]:
    """Code and name, in order of name."""
    rows = Municipality.objects.order_by("province_name").values_list("province_code", "province_name").distinct()
    return dict(rows)
