"""The tenant and who may do what in it: one table of facts (`Membership`), two independent readers.

The code reads the guardian permissions that `grants.py` derives from it; PostgreSQL's policies read the rows
themselves. See docs/architecture.md.
"""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from thuisgevers.common.ids import uuid7
from thuisgevers.common.models import BaseModel

from ..enums import Capability, LinkPurpose, Role, ScopeKind

NATION_SCOPE_ID = "00000000-0000-7000-8000-000000000000"


class Municipality(models.Model):
    """A Dutch municipality as CBS lists it, with the period in which it existed. Public facts only; no row security."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField("CBS-code", max_length=6, unique=True)
    name = models.CharField("naam", max_length=80)
    official_name = models.CharField("officiële naam", max_length=80)
    slug = models.SlugField("adres op de site", max_length=80, unique=True)
    sort_key = models.CharField(max_length=80, db_index=True)
    province_code = models.CharField("provinciecode", max_length=4, db_index=True)
    province_name = models.CharField("provincie", max_length=40)
    latitude = models.DecimalField(max_digits=5, decimal_places=2)
    longitude = models.DecimalField(max_digits=5, decimal_places=2)
    valid_from = models.DateField("bestaat sinds")
    valid_to = models.DateField("opgeheven op", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="opgegaan in"
    )
    participates_since = models.DateField("doet mee sinds", null=True, blank=True)
    first_answer_days = models.PositiveSmallIntegerField("werkdagen tot het eerste antwoord", default=5)
    sender_name = models.CharField("afzender van berichten", max_length=80, blank=True)

    class Meta:
        ordering = ("sort_key",)
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"
        permissions = [(capability.codename, capability.label) for capability in Capability]
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="municipality_period"
            ),
            models.CheckConstraint(
                condition=Q(first_answer_days__gte=1, first_answer_days__lte=30),
                name="municipality_first_answer_days",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def participates(self) -> bool:
        return self.participates_since is not None


class TenantModel(BaseModel):
    """Every row about people in a municipality. Its migration adds row security and composite foreign keys
    (`policies.protect`, `policies.tie`)."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name="gemeente")

    class Meta:
        abstract = True


class Scope(models.Model):
    """A thing that rights can be tied to, known here by its public id alone: no foreign key goes upwards."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=12, choices=ScopeKind.choices)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")

    class Meta:
        permissions = [(capability.codename, capability.label) for capability in Capability]
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=ScopeKind.NATION, municipality__isnull=True)
                | (~Q(kind=ScopeKind.NATION) & Q(municipality__isnull=False)),
                name="scope_has_municipality",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


@pghistory.track()
class Membership(BaseModel):
    """Somebody holds a role for a scope during a period. `ends_on` is the first day without the role.

    Personal, dated grants are memberships too, with a reason and who gave them.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="memberships")
    role = models.CharField("rol", max_length=24, choices=Role.choices)
    scope = models.CharField(max_length=12, choices=ScopeKind.choices)
    scope_id = models.UUIDField(null=True, db_index=True)
    starts_on = models.DateField("vanaf")
    ends_on = models.DateField("tot", null=True, blank=True)
    reason = models.CharField("reden", max_length=200, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_on = models.DateField("bij de jaarlijkse controle bevestigd op", null=True, blank=True)

    class Meta:
        ordering = ("starts_on", "id")
        indexes: ClassVar = [
            models.Index(fields=["user", "role"]),
            models.Index(fields=["municipality", "role"]),
        ]
        constraints = (
            models.CheckConstraint(
                condition=Q(scope=ScopeKind.NATION, municipality__isnull=True, scope_id__isnull=True)
                | Q(scope=ScopeKind.MUNICIPALITY, municipality__isnull=False, scope_id__isnull=True)
                | Q(
                    scope__in=[ScopeKind.INITIATIVE, ScopeKind.PROPERTY, ScopeKind.HOUSEHOLD],
                    municipality__isnull=False,
                    scope_id__isnull=False,
                ),
                name="membership_scope_shape",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="membership_period"
            ),
            # A role that ended on the day it began never counted; the same one may begin again that day.
            models.UniqueConstraint(
                fields=["user", "role", "municipality", "scope_id", "starts_on"],
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                nulls_distinct=False,
                name="membership_once_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} ({self.scope})"


class AccessLink(BaseModel):
    """A secret link: only the hash of its token is kept. It opens one object for one purpose until a date."""

    token_hash = models.BinaryField(max_length=32, unique=True)
    purpose = models.CharField(max_length=16, choices=LinkPurpose.choices)
    object_id = models.UUIDField(db_index=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "geheime link"

    def __str__(self) -> str:
        return f"{self.purpose} {self.object_id}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()


class _Dated(models.Model):
    """The period for which the right was derived; `Access` reads only what counts today."""

    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        abstract = True


class MunicipalityUserPermission(UserObjectPermissionBase, _Dated):  # noqa: DJ008 - guardian's base has one
    content_object = models.ForeignKey(Municipality, models.CASCADE, related_name="user_permissions")
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        unique_together = [("user", "permission", "content_object")]
        indexes = ()


class MunicipalityGroupPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Municipality, models.CASCADE, related_name="group_permissions")
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        unique_together = [("group", "permission", "content_object")]
        indexes = ()


class ScopeUserPermission(UserObjectPermissionBase, _Dated):  # noqa: DJ008 - guardian's base has one
    content_object = models.ForeignKey(Scope, models.CASCADE, related_name="user_permissions")
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        unique_together = [("user", "permission", "content_object")]
        indexes = ()


class ScopeGroupPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Scope, models.CASCADE, related_name="group_permissions")
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        unique_together = [("group", "permission", "content_object")]
        indexes = ()


class RoleCapability(models.Model):
    """What the policies know of a role; filled from `enums.ROLE_CAPABILITIES` after every migrate, read-only for the
    application. `reach` is `waiting` where a nationwide role reaches only municipalities that do not take part yet, and
    `joined` where a municipal role counts only once the municipality takes part."""

    role = models.CharField(max_length=24)
    capability = models.CharField(max_length=40)
    reach = models.CharField(max_length=8, default="all")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["capability", "role"], name="rolecapability_once"),)
        indexes = (models.Index(fields=["role", "capability"], include=["reach"], name="rolecapability_of_role"),)

    def __str__(self) -> str:
        return f"{self.role}: {self.capability}"


class LinkCapability(models.Model):
    """What the policies know of a link's purpose; filled like `RoleCapability`."""

    purpose = models.CharField(max_length=16)
    capability = models.CharField(max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["capability", "purpose"], name="linkcapability_once"),)

    def __str__(self) -> str:
        return f"{self.purpose}: {self.capability}"


class JobQueue(models.Model):
    """A table whose rows are jobs: how the definer function `claim_jobs` finds the waiting ones and for whom they act."""

    queue = models.CharField(primary_key=True, max_length=40)
    table_name = models.CharField(max_length=63)
    waiting = models.TextField()
    actor_column = models.CharField(max_length=63, blank=True)

    class Meta:
        verbose_name = "wachtrij"

    def __str__(self) -> str:
        return self.queue
