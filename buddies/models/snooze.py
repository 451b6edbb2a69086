"""What somebody said to look at later."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from initiatives.models import Initiative
from thuisgevers.municipalities.models import TenantModel

from ..enums import RadarKind, SnoozeReason


@pghistory.track()
class RadarSnooze(TenantModel):
    """A point of the radar that is left out until a day, for everybody who reads it there: with a reason, and undone in one press
    (`undone_on`). Never longer than eight weeks, so that nothing is put away for good."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=8, choices=RadarKind.choices)
    subject_id = models.UUIDField(editable=False)
    until = models.DateField(_("tot"))
    reason = models.CharField(_("waarom"), max_length=8, choices=SnoozeReason.choices)
    put_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    put_off_on = models.DateField(editable=False)
    undone_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("uitgesteld punt")
        ordering = ("until", "id")
        indexes: ClassVar = [models.Index(fields=["municipality", "until"], name="snooze_of_place")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"], condition=Q(undone_on__isnull=True), name="snooze_once"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("put_off_on")), name="snooze_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} tot {self.until:%Y-%m-%d}"
