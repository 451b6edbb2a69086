"""Gives and ends roles. The only module that calls guardian: it derives the code's permissions from `Membership`.

A permission row on the municipality (or on the `Scope` of a thing) is rewritten whenever a membership of that person
there changes, in the same transaction.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.utils import get_user_obj_perms_model

from .enums import ROLE_CAPABILITIES, ROLE_SCOPES, Role, ScopeKind
from .models import NATION_SCOPE_ID, Membership, Municipality, Scope

if TYPE_CHECKING:
    from thuisgevers.accounts.models import User

Period = tuple[date, date | None]


def grant_membership(
    *,
    user: User,
    role: Role,
    municipality: Municipality | None = None,
    scope_id: UUID | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    reason: str = "",
    granted_by: User | None = None,
) -> Membership:
    """Give `user` a role; returns the running membership where the same one already runs.

    Whether whoever asks may give it is decided by the database (`app_may_grant`); callers ask `access` first to be able
    to say so kindly. Raises ValidationError when the scope does not fit the role.
    """
    scope = ROLE_SCOPES[role]
    fits = {
        ScopeKind.NATION: municipality is None and scope_id is None,
        ScopeKind.MUNICIPALITY: municipality is not None and scope_id is None,
    }.get(scope, municipality is not None and scope_id is not None)
    if not fits:
        raise ValidationError(_("Deze rol past niet bij wat u koos."))
    today = timezone.localdate()
    starts_on = starts_on or today
    running = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=max(today, starts_on)),
        user=user,
        role=role,
        municipality=municipality,
        scope_id=scope_id,
        starts_on__lte=starts_on,
    ).first()
    if running is not None and ends_on is None and running.ends_on is None:
        return running
    membership = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on),
        user=user,
        role=role,
        municipality=municipality,
        scope_id=scope_id,
        starts_on=starts_on,
    ).first()
    if membership is not None:
        membership.ends_on, membership.reason, membership.granted_by = ends_on, reason, granted_by
        membership.save(update_fields=["ends_on", "reason", "granted_by", "updated_at"])
        _derive(user=user, municipality=municipality, kind=scope, scope_id=scope_id)
        return membership
    membership = Membership(
        user=user,
        role=role,
        scope=scope,
        municipality=municipality,
        scope_id=scope_id,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        granted_by=granted_by,
    )
    membership.save(force_insert=True)
    _derive(user=user, municipality=municipality, kind=scope, scope_id=scope_id, given=membership)
    return membership


def end_membership(*, membership: Membership, on: date | None = None, reason: str = "") -> None:
    """End a role; without a date it ends now. Ended ones are left as they are."""
    on = max(on or timezone.localdate(), membership.starts_on)
    if membership.ends_on is not None and membership.ends_on <= on:
        return
    membership.ends_on = on
    if reason:
        membership.reason = reason[:200]
    membership.save(update_fields=["ends_on", "reason", "updated_at"])
    _derive(
        user=membership.user,
        municipality=membership.municipality,
        kind=ScopeKind(membership.scope),
        scope_id=membership.scope_id,
    )


def _derive(
    *,
    user: User,
    municipality: Municipality | None,
    kind: ScopeKind,
    scope_id: UUID | None,
    given: Membership | None = None,
) -> None:
    """Rewrite the permission rows of one person on one object from the memberships there.

    `given` is the membership just written: whoever wrote it through a link may not be able to read it back.
    """
    target = _target(municipality=municipality, kind=kind, scope_id=scope_id)
    periods = _periods(user=user, municipality=municipality, kind=kind, scope_id=scope_id, given=given)
    rows: Any = get_user_obj_perms_model(target)
    rows.objects.filter(user=user, content_object_id=target.pk).delete()
    permissions = Permission.objects.filter(
        content_type=ContentType.objects.get_for_model(type(target)), codename__in=periods
    )
    rows.objects.bulk_create(
        [
            rows(
                user=user,
                permission=permission,
                content_object_id=target.pk,
                starts_on=periods[permission.codename][0],
                ends_on=periods[permission.codename][1],
            )
            for permission in permissions
        ]
    )


def _target(*, municipality: Municipality | None, kind: ScopeKind, scope_id: UUID | None) -> Municipality | Scope:
    """What the permissions hang on; the row that stands for a thing or for the nation is made where it lacks."""
    if kind == ScopeKind.MUNICIPALITY:
        assert municipality is not None
        return municipality
    target = Scope(id=scope_id or UUID(NATION_SCOPE_ID), kind=kind, municipality=municipality)
    Scope.objects.bulk_create([target], ignore_conflicts=True)
    return target


def _periods(
    *,
    user: User,
    municipality: Municipality | None,
    kind: ScopeKind,
    scope_id: UUID | None,
    given: Membership | None = None,
) -> dict[str, Period]:
    """Per permission from when until when the memberships give it."""
    memberships = list(
        Membership.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate()),
            user=user,
            municipality=municipality,
            scope=kind,
            scope_id=scope_id,
        ).order_by("starts_on")
    )
    if given is not None and all(held.pk != given.pk for held in memberships):
        memberships.append(given)
    periods: dict[str, Period] = {}
    for held in sorted(memberships, key=lambda one: one.starts_on):
        for capability in ROLE_CAPABILITIES[Role(held.role)]:
            periods[capability.codename] = _joined(periods.get(capability.codename), held)
    return periods


def _joined(before: Period | None, held: Membership) -> Period:
    """The first unbroken period: a later one after a gap is derived again when the daily sweep reaches it."""
    if before is None:
        return (held.starts_on, held.ends_on)
    start, end = before
    if end is None or held.starts_on > end:
        return before
    return (start, None if held.ends_on is None else max(end, held.ends_on))


def derive_again(*, user: User) -> None:
    """Derive all permissions of one person anew, for the daily sweep and after an import; run as owner."""
    seen: set[tuple[int | None, str, UUID | None]] = set()
    for held in Membership.objects.filter(user=user).select_related("municipality"):
        key = (held.municipality_id, held.scope, held.scope_id)
        if key not in seen:
            seen.add(key)
            _derive(user=user, municipality=held.municipality, kind=ScopeKind(held.scope), scope_id=held.scope_id)


def derive_where_different(*, user: User) -> int:
    """As `derive_again`, and writes nothing where the permissions are right already. Returns on how many things they were not;
    run as owner."""
    different = 0
    places = Membership.objects.filter(user=user).select_related("municipality").order_by("pk")
    for key in {(held.municipality, ScopeKind(held.scope), held.scope_id) for held in places}:
        municipality, kind, scope_id = key
        target = _target(municipality=municipality, kind=kind, scope_id=scope_id)
        rows: Any = get_user_obj_perms_model(target)
        standing = {
            codename: (starts_on, ends_on)
            for codename, starts_on, ends_on in rows.objects.filter(user=user, content_object_id=target.pk).values_list(
                "permission__codename", "starts_on", "ends_on"
            )
        }
        if standing != _periods(user=user, municipality=municipality, kind=kind, scope_id=scope_id):
            _derive(user=user, municipality=municipality, kind=kind, scope_id=scope_id)
            different += 1
    return different
