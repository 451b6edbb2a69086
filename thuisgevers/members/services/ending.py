"""Ending a role: one's own or somebody else's. A municipality always keeps a coordinator, a team with people a lead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.members.permissions import can_end_member, can_give_role, running
from thuisgevers.members.queries import coordinators, leads, national_coordinators, not_over
from thuisgevers.members.services.locking import lock_members
from thuisgevers.members.services.telling import page, role_name, tell
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import OFFICIAL_ROLES, Role, ScopeKind
from thuisgevers.municipalities.grants import end_membership, grant_membership
from thuisgevers.municipalities.models import Membership
from thuisgevers.municipalities.people import officials


@transaction.atomic
def end_member(*, access: Access, membership: Membership, on: date | None = None, reason: str = "") -> None:
    """End a role on a day (`on` is the first day without it; today by default, always so for an own role), tell the
    person and log it.

    Raises PermissionDenied, ConflictError when it ended already, ValidationError when nobody would be left to manage the
    municipality or lead the team.
    """
    lock_members(membership.scope_id or membership.municipality_id or 0)
    fresh = Membership.objects.select_related("user", "municipality").get(pk=membership.pk)
    if not can_end_member(access, fresh):
        raise PermissionDenied
    today = timezone.localdate()
    is_own = access.user is not None and fresh.user_id == access.user.pk
    if is_own:
        on = today  # the database lets a person end an own role, not set a date for it
    on = max(on or today, today)
    if fresh.ends_on is not None and fresh.ends_on <= on:
        raise ConflictError(_("Deze rol is intussen al beëindigd of eindigt eerder."))
    if not is_own and not reason.strip():
        raise ValidationError({"reason": _("Vul een reden in. De ander leest die in de e-mail.")})
    _check_somebody_stays(fresh)
    leaves_nobody = leaves_team_without_lead(fresh)
    end_membership(membership=fresh, on=on)
    record_event(
        access=access,
        object_type="municipalities.Membership",
        object_id=fresh.pk,
        verb="end",
        municipality=fresh.municipality,
        scope_id=fresh.scope_id,
        reason=reason.strip(),
        visibility=Visibility.TEAM if fresh.scope_id else Visibility.INTERNAL,
        data={"role": fresh.role, "on": on.isoformat()},
    )
    if leaves_nobody and fresh.municipality is not None:
        tell(
            "team_without_lead",
            officials(fresh.municipality, OFFICIAL_ROLES[1:]) or officials(None, [Role.NATIONAL_COORDINATOR]),
            municipality=fresh.municipality,
            url=page("guidance:initiative_plan", pk=fresh.scope_id),
        )
    _tell_person(fresh, on, reason, is_own=is_own)


@transaction.atomic
def end_all_own(*, access: Access) -> int:
    """Put down every role, before deleting the account. All or none."""
    if access.user is None:
        raise PermissionDenied
    held = list(Membership.objects.filter(not_over(), user=access.user).order_by("starts_on", "id"))
    for membership in held:
        end_member(access=access, membership=membership)
    return len(held)


@transaction.atomic
def hand_over_lead(*, access: Access, membership: Membership, to: Membership, stay: bool) -> Membership:
    """Give the lead of a team to a member of it and put one's own down; `stay` keeps the person as a volunteer.

    `membership` is the own lead. The initiative is never without a lead: the new one begins before the old one ends.
    """
    user, place, scope_id = access.user, membership.municipality, membership.scope_id
    if user is None or membership.user_id != user.pk or scope_id is None or place is None:
        raise PermissionDenied
    lock_members(scope_id)
    if not can_give_role(access, Role.LEAD_VOLUNTEER, municipality=place, scope_id=scope_id):
        raise PermissionDenied
    is_member = Membership.objects.filter(running(), pk=to.pk, scope_id=scope_id).exists()
    if not is_member or to.user_id == user.pk:
        raise ConflictError(_("Deze persoon zit intussen niet meer in het team."))
    given = grant_membership(
        user=to.user, role=Role.LEAD_VOLUNTEER, municipality=place, scope_id=scope_id, granted_by=user
    )
    if stay:
        grant_membership(user=user, role=Role.VOLUNTEER, municipality=place, scope_id=scope_id, granted_by=user)
    if to.role == Role.VOLUNTEER:
        end_membership(membership=to)
    end_membership(membership=membership)
    record_event(
        access=access,
        object_type="municipalities.Membership",
        object_id=given.pk,
        verb="hand_over",
        municipality=place,
        scope_id=scope_id,
        data={"to": str(to.user.public_id)},
    )
    tell(
        "lead_received",
        [to.user],
        municipality=place,
        person=user.display_name,
        url=page("members:team_detail", scope_id=scope_id),
    )
    return given


def _check_somebody_stays(membership: Membership) -> None:
    """Personal, dated roles do not count: they end by themselves."""
    others: dict[Role, Callable[[Membership], bool]] = {
        Role.CASE_COORDINATOR: _other_coordinators,
        Role.NATIONAL_COORDINATOR: _other_national_coordinators,
        Role.LEAD_VOLUNTEER: _other_leads,
    }
    is_replaced = others.get(Role(membership.role))
    if is_replaced is None or membership.ends_on is not None or is_replaced(membership):
        return
    if membership.role == Role.CASE_COORDINATOR:
        raise ValidationError(
            _(
                "Er is geen andere coördinator in deze gemeente. Nodig er eerst een uit of vraag het landelijk team."
                " Anders kan niemand meer leden en rollen beheren."
            )
        )
    if membership.role == Role.NATIONAL_COORDINATOR:
        raise ValidationError(_("U bent de enige landelijk coördinator. Vraag de beheerder eerst om een opvolger."))
    if must_hand_over_first(membership):
        raise ValidationError(_("U bent de enige trekker. Draag het initiatief eerst over aan iemand uit het team."))


def _other_coordinators(membership: Membership) -> bool:
    place = membership.municipality
    return place is not None and coordinators(place).exclude(user=membership.user).exists()


def _other_national_coordinators(membership: Membership) -> bool:
    return national_coordinators().exclude(user=membership.user).exists()


def _other_leads(membership: Membership) -> bool:
    return membership.scope_id is not None and leads(membership.scope_id).exclude(user=membership.user).exists()


def _rest_of_team(membership: Membership) -> bool:
    team = Membership.objects.filter(running(), scope_id=membership.scope_id, role__in=[Role.VOLUNTEER])
    return team.exclude(user=membership.user).exists()


def must_hand_over_first(membership: Membership) -> bool:
    """Whether this is the only lead of a team with volunteers: one of them can take over."""
    return leaves_team_without_lead(membership) and _rest_of_team(membership)


def leaves_team_without_lead(membership: Membership) -> bool:
    """Whether nobody leads the team once this role ends: its officials are then told."""
    return membership.role == Role.LEAD_VOLUNTEER and membership.ends_on is None and not _other_leads(membership)


def _tell_person(membership: Membership, on: date, reason: str, *, is_own: bool) -> None:
    is_last = not Membership.objects.filter(running(on), user=membership.user).exclude(pk=membership.pk).exists()
    tell(
        "membership_ended",
        [membership.user],
        municipality=membership.municipality,
        role=role_name(membership.role),
        is_team=membership.scope == ScopeKind.INITIATIVE,
        on=on,
        is_now=on <= timezone.localdate(),
        reason=reason.strip(),
        is_own=is_own,
        is_last=is_last and is_own,
        url=page("accounts:account"),
    )
