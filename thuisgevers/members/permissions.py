"""Who may see and change members, invitations and requests. Pairs: the queryset and the predicate give the same answer."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from thuisgevers.accounts.models import FactorReset, User
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import TEAM_ROLES, Capability, Role, ScopeKind
from thuisgevers.municipalities.models import Membership, Municipality, Scope

from .belonging import things_of_initiatives
from .enums import MUNICIPAL_ROLES, GrantState
from .models import GrantRequest, Invitation

NATIONAL_GIVES = (Role.CASE_COORDINATOR, Role.MUNICIPAL_LIAISON)


def running(on: date | None = None) -> Q:
    """Memberships that count on that day."""
    day = on or timezone.localdate()
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gt=day))


def is_national_desk(access: Access) -> bool:
    """At the national desk itself, not on a municipality's pages."""
    return access.is_national(Capability.MUNICIPALITY_INVITE) and access.municipality is None


def can_give_role(
    access: Access, role: Role, *, municipality: Municipality | None, scope_id: UUID | None = None
) -> bool:
    """Whether this person may give, invite for and end this role there. The database's answer is `app_may_grant`."""
    if scope_id is not None and role == Role.PROPERTY_OWNER:
        # That the property lies in this municipality is held by the floor above that owns properties, and by the database.
        if municipality is None:
            return False
        return access.may(Capability.PROPERTY_WRITE, municipality=municipality) or _leads_property(access, scope_id)
    if role in (Role.NATIONAL_COORDINATOR, Role.NATIONAL_ADVISER):
        return municipality is None and scope_id is None and is_national_desk(access)
    if role == Role.PIONEER:
        return scope_id is not None and access.may(Capability.MUNICIPALITY_INVITE, municipality=municipality)
    if scope_id is not None:
        return role in TEAM_ROLES and access.may(Capability.TEAM_MANAGE, scope_id=scope_id)
    if municipality is None or role not in MUNICIPAL_ROLES:
        return False
    if access.may(Capability.MEMBER_MANAGE, municipality=municipality):
        return True
    return role in NATIONAL_GIVES and access.may(Capability.MUNICIPALITY_INVITE, municipality=municipality)


def _led(access: Access) -> list[UUID]:
    """Initiatives of which this person manages the team."""
    return sorted(access.scope_ids(Capability.TEAM_MANAGE))


def _leads_property(access: Access, scope_id: UUID) -> bool:
    """Whether the property is one of an initiative that this person leads."""
    led = _led(access)
    return bool(led) and things_of_initiatives(ScopeKind.PROPERTY, led).filter(pk=scope_id).exists()


def viewable_members(access: Access) -> QuerySet[Membership]:
    """Roles on a municipality; teams of initiatives are `viewable_team_members`."""
    return access.rows(Membership.objects.filter(scope=ScopeKind.MUNICIPALITY), Capability.MEMBER_READ)


def can_view_member(access: Access, membership: Membership) -> bool:
    return membership.scope == ScopeKind.MUNICIPALITY and access.may(
        Capability.MEMBER_READ, municipality=membership.municipality
    )


def can_end_member(access: Access, membership: Membership) -> bool:
    """One's own role, or one that this person may give."""
    if access.user is not None and membership.user_id == access.user.pk:
        return True
    return can_give_role(
        access, Role(membership.role), municipality=membership.municipality, scope_id=membership.scope_id
    )


def own_memberships(access: Access) -> QuerySet[Membership]:
    if access.user is None:
        return Membership.objects.none()
    return Membership.objects.filter(user=access.user)


def viewable_teams(access: Access) -> QuerySet[Scope]:
    """Initiatives of which this person sees the team, known here by their scope alone."""
    return Scope.objects.filter(access.where(Capability.TEAM_READ, scope="pk"), kind=ScopeKind.INITIATIVE)


def can_view_team(access: Access, team: Scope) -> bool:
    return team.kind == ScopeKind.INITIATIVE and access.may(
        Capability.TEAM_READ, municipality=team.municipality, scope_id=team.pk
    )


def can_manage_team(access: Access, team: Scope) -> bool:
    return access.may(Capability.TEAM_MANAGE, scope_id=team.pk)


def viewable_team_members(access: Access) -> QuerySet[Membership]:
    return Membership.objects.filter(access.where(Capability.TEAM_READ, scope="scope_id"), scope=ScopeKind.INITIATIVE)


def viewable_invitations(access: Access) -> QuerySet[Invitation]:
    by_office = access.where(Capability.MEMBER_MANAGE, scope=None)
    by_nation = access.where(Capability.MUNICIPALITY_INVITE, scope=None) & (
        Q(scope=ScopeKind.MUNICIPALITY) | Q(role=Role.PIONEER)
    )
    if is_national_desk(access):
        by_nation |= Q(scope=ScopeKind.NATION)
    by_keeper = access.where(Capability.PROPERTY_WRITE, scope=None) & Q(scope=ScopeKind.PROPERTY)
    led = _led(access)
    by_lead = Q(scope_id__in=led)
    if led:
        by_lead |= Q(scope=ScopeKind.PROPERTY, scope_id__in=things_of_initiatives(ScopeKind.PROPERTY, led))
    if access.municipality is not None:
        by_lead &= Q(municipality=access.municipality)
    return Invitation.objects.filter(by_office | by_nation | by_keeper | by_lead)


def can_view_invitation(access: Access, invitation: Invitation) -> bool:
    place = invitation.municipality
    if place is None:
        return is_national_desk(access)
    if access.may(Capability.MEMBER_MANAGE, municipality=place):
        return True
    is_nations = invitation.scope == ScopeKind.MUNICIPALITY or invitation.role == Role.PIONEER
    if is_nations and access.may(Capability.MUNICIPALITY_INVITE, municipality=place):
        return True
    if invitation.scope == ScopeKind.PROPERTY and access.may(Capability.PROPERTY_WRITE, municipality=place):
        return True
    if access.municipality is not None and access.municipality != place:
        return False
    if invitation.scope_id is None:
        return False
    if invitation.scope == ScopeKind.PROPERTY:
        return _leads_property(access, invitation.scope_id)
    return access.may(Capability.TEAM_MANAGE, scope_id=invitation.scope_id)


def viewable_grant_requests(access: Access) -> QuerySet[GrantRequest]:
    """One's own, and those that this person may answer."""
    mine = Q(user=access.user) if access.user is not None else Q(pk__in=())
    if access.municipality is not None:
        mine &= Q(municipality=access.municipality)
    return GrantRequest.objects.filter(mine | access.where(Capability.MEMBER_MANAGE))


def can_view_grant_request(access: Access, request: GrantRequest) -> bool:
    if access.may(Capability.MEMBER_MANAGE, municipality=request.municipality):
        return True
    is_here = access.municipality is None or access.municipality == request.municipality
    return is_here and access.user is not None and request.user_id == access.user.pk


def can_answer_grant_request(access: Access, request: GrantRequest) -> bool:
    """Never one's own."""
    return (
        request.state == GrantState.ASKED
        and access.user is not None
        and request.user_id != access.user.pk
        and access.may(Capability.MEMBER_MANAGE, municipality=request.municipality)
    )


def can_withdraw_grant_request(access: Access, request: GrantRequest) -> bool:
    return access.user is not None and request.user_id == access.user.pk


def viewable_colleagues(access: Access) -> QuerySet[Membership]:
    """Running roles of the people whose identity this person can vouch for: the own municipality's, and at the national
    desk everybody's there and in municipalities."""
    held = access.where(Capability.MEMBER_READ) & Q(scope=ScopeKind.MUNICIPALITY)
    if is_national_desk(access):
        held |= Q(scope=ScopeKind.NATION)
    return Membership.objects.filter(held & running())


def viewable_national_team(access: Access) -> QuerySet[Membership]:
    """The national coordinators, and the pioneers that they gave to initiatives; for the national desk only."""
    if not is_national_desk(access):
        return Membership.objects.none()
    return Membership.objects.filter(Q(scope=ScopeKind.NATION) | Q(role=Role.PIONEER))


def can_view_national_team_member(access: Access, membership: Membership) -> bool:
    return is_national_desk(access) and (membership.scope == ScopeKind.NATION or membership.role == Role.PIONEER)


def viewable_factor_resets(access: Access) -> QuerySet[FactorReset]:
    """Open requests about colleagues."""
    return (
        FactorReset.objects.filter(
            user__in=viewable_colleagues(access).values("user"),
            answered_at__isnull=True,
            expires_at__gt=timezone.now(),
        )
        .select_related("user", "requested_by")
        .order_by("requested_at", "id")
    )


def can_view_factor_reset(access: Access, reset: FactorReset) -> bool:
    return reset.is_open and viewable_colleagues(access).filter(user=reset.user_id).exists()


def can_answer_factor_reset(access: Access, reset: FactorReset) -> bool:
    """Somebody else than who asked and who is concerned, who manages members where the person works, or the national desk
    (a municipality may have one coordinator only)."""
    if access.user is None or access.user.pk in {reset.user_id, reset.requested_by_id} or not reset.is_open:
        return False
    held = viewable_colleagues(access).filter(user=reset.user_id).select_related("municipality")
    if access.is_national(Capability.MUNICIPALITY_INVITE):
        return held.exists()
    return any(access.may(Capability.MEMBER_MANAGE, municipality=one.municipality) for one in held)


def is_official_of(user: User, municipality: Municipality) -> bool:
    """Whether the person decides or reads along there: the line in which a confidential adviser may not stand."""
    return Membership.objects.filter(
        running(),
        user=user,
        municipality=municipality,
        scope=ScopeKind.MUNICIPALITY,
        role__in=[Role.VIEWER, Role.CASE_HANDLER, Role.CASE_COORDINATOR],
    ).exists()


def is_adviser_of(user: User, municipality: Municipality) -> bool:
    return Membership.objects.filter(
        running(),
        user=user,
        municipality=municipality,
        scope=ScopeKind.MUNICIPALITY,
        role=Role.CONFIDENTIAL_ADVISER,
    ).exists()
