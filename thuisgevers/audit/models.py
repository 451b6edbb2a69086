"""What happened and who looked: append-only for the application's database role, by grant and by trigger."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.models import Municipality


class Visibility(models.TextChoices):
    TEAM = "team", _("initiatief en gemeente")
    INTERNAL = "internal", _("alleen de gemeente")
    HOUSEHOLD = "household", _("alleen wie huishoudens behandelt")
    WORKSPACE = "workspace", _("alleen het team en zijn pionier")


class AuditEvent(models.Model):
    """Who did what to which thing, from which state to which, why and when. No names of residents, no free text
    of dossiers: ids and the reason given."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    scope_id = models.UUIDField(null=True)
    object_type = models.CharField(max_length=60)
    object_id = models.UUIDField()
    verb = models.CharField(max_length=60)
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30, blank=True)
    reason = models.TextField(blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.TEAM)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_label = models.CharField(max_length=150)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    position = models.BigIntegerField(null=True, editable=False)
    digest = models.BinaryField(max_length=32, null=True, editable=False)

    class Meta:
        ordering = ("at", "id")
        indexes: ClassVar = [
            models.Index(fields=["municipality", "scope_id", "at"]),
            models.Index(fields=["object_id", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.object_type}.{self.verb}"


class ChainHead(models.Model):
    """The last link of one municipality's chain (0: events of none). Written by the trigger alone.

    Every event's `digest` is SHA-256 over the one before and itself (FIPS 180-4): who changes or removes an event breaks
    all that follow. `verify_audit` walks the chains.
    """

    chain = models.BigIntegerField(primary_key=True)
    position = models.BigIntegerField(default=0)
    digest = models.BinaryField(max_length=32, default=b"")

    class Meta:
        verbose_name = "einde van een keten"

    def __str__(self) -> str:
        return f"{self.chain}: {self.position}"


class ReadEvent(models.Model):
    """Somebody saw personal data: who, what, for what purpose. Written in the transaction of the read."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    link_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_ids = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "id")
        indexes: ClassVar = [models.Index(fields=["municipality", "at"])]

    def __str__(self) -> str:
        return f"{self.purpose} {self.object_type}"


class Denial(models.Model):
    """Somebody was refused. Written over a second connection and without foreign keys, so that the rollback of the
    refused request does not erase it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.BigIntegerField(null=True)
    method = models.CharField(max_length=10)
    path = models.CharField(max_length=300)
    status = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.status} {self.path}"
