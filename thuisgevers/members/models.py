"""How people come in: an invitation, a request for a temporary role, a municipality's agreement."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.municipalities.enums import Role, ScopeKind
from thuisgevers.municipalities.models import Municipality, TenantModel

from .enums import GrantState, InvitationState


@pghistory.track(exclude=["email", "name"])
class Invitation(TenantModel):
    """Somebody is asked to take a role. Whoever opens the mailed link and accepts gets exactly this role, nothing else:
    the database holds the new membership against this row."""

    # None for the national team.
    municipality = models.ForeignKey(  # type: ignore[assignment]
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="gemeente"
    )
    email = EncryptedTextField("e-mailadres")
    email_index = models.CharField(max_length=32)
    name = EncryptedTextField("naam")
    role = models.CharField("rol", max_length=24, choices=Role.choices)
    scope = models.CharField(max_length=12, choices=ScopeKind.choices)
    scope_id = models.UUIDField(null=True, blank=True, db_index=True)
    message = models.TextField("persoonlijk woord", blank=True)
    state = models.CharField("stand", max_length=9, choices=InvitationState.choices, default=InvitationState.OPEN)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("verstuurd op", default=timezone.now)
    expires_at = models.DateTimeField("geldig tot")
    ends_on = models.DateField("rol tot", null=True, blank=True)
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        ordering = ("created_at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "scope_id", "role", "email_index"],
                condition=Q(state="open"),
                nulls_distinct=False,
                name="invitation_one_open",
            ),
            models.CheckConstraint(
                condition=Q(scope=ScopeKind.NATION, municipality__isnull=True, scope_id__isnull=True)
                | Q(scope=ScopeKind.MUNICIPALITY, municipality__isnull=False, scope_id__isnull=True)
                | Q(
                    scope__in=[ScopeKind.INITIATIVE, ScopeKind.PROPERTY],
                    municipality__isnull=False,
                    scope_id__isnull=False,
                ),
                name="invitation_scope_shape",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_by__isnull=False, answered_at__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.municipality_id}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        return self.state == InvitationState.OPEN and not self.is_expired


@pghistory.track()
class GrantRequest(TenantModel):
    """A member asks for a role for a while, to cover for a colleague. A coordinator gives it; nobody gives it to oneself."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField("rol", max_length=24, choices=Role.choices)
    starts_on = models.DateField("vanaf")
    ends_on = models.DateField("tot en met")
    reason = models.CharField("reden", max_length=200)
    state = models.CharField("stand", max_length=9, choices=GrantState.choices, default=GrantState.ASKED)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)

    class Meta:
        verbose_name = "gevraagde rol"
        verbose_name_plural = "gevraagde rollen"
        ordering = ("created_at", "id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="grantrequest_period"),
            models.CheckConstraint(condition=~Q(answered_by=F("user"), state="given"), name="grantrequest_two_people"),
            models.UniqueConstraint(
                fields=["municipality", "user", "role"], condition=Q(state="asked"), name="grantrequest_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.starts_on:%Y-%m-%d}"


class ProcessingAgreement(TenantModel):
    """The municipality accepted the processing agreement: which text, who and when. Never changed; a new text is a new row."""

    version = models.CharField("versie", max_length=20)
    sha256 = models.CharField(max_length=64)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    accepted_name = models.CharField("naam", max_length=150)
    accepted_position = models.CharField("functie", max_length=120)
    accepted_at = models.DateTimeField("akkoord op", default=timezone.now)

    class Meta:
        verbose_name = "verwerkersovereenkomst"
        verbose_name_plural = "verwerkersovereenkomsten"
        ordering = ("accepted_at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "version"], name="agreement_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.version}"
