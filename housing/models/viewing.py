from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.models import TenantModel

from ..enums import ViewingSide, ViewingState
from .property import Property


@pghistory.track()
class Viewing(TenantModel):
    """A time at which a property can be looked at. Times that are proposed together share `round`: accepting one lets go
    of the others. `sequence` counts the calendar messages that went out about it (RFC 5545)."""

    property = models.ForeignKey(Property, models.PROTECT, related_name="viewings", verbose_name=_("pand"))
    initiative_scope_id = models.UUIDField(null=True, db_index=True, editable=False)
    round = models.UUIDField(default=uuid7, db_index=True, editable=False)
    starts_at = models.DateTimeField(_("begint op"))
    minutes = models.PositiveSmallIntegerField(
        _("duur in minuten"), default=60, validators=[MinValueValidator(15), MaxValueValidator(480)]
    )
    note = models.CharField(_("waar en met wie"), max_length=200, blank=True)
    state = models.CharField(
        _("stand"), max_length=9, choices=ViewingState.choices, default=ViewingState.PROPOSED, editable=False
    )
    side = models.CharField(_("voorgesteld door"), max_length=10, choices=ViewingSide.choices, editable=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("beantwoord op"), null=True, blank=True)
    reason = models.TextField(_("reden"), max_length=500, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ("starts_at", "id")
        verbose_name = _("bezichtiging")
        indexes: ClassVar = [models.Index(fields=["municipality", "property"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["property", "starts_at"],
                condition=Q(state__in=["proposed", "accepted"]),
                name="viewing_once_at_a_time",
                violation_error_message=_("Dit tijdstip is al voorgesteld of afgesproken."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
