from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thuisgevers.municipalities.models import TenantModel

from ..enums import PlacementTaskKind
from .household import Household
from .placement import Placement


@pghistory.track()
class PlacementTask(TenantModel):
    """One thing that must be done around a placement, by one person before one day.

    The row is its own reminder: a sweep claims it once `due_on` has passed, and `reminded_on` says when that was.
    """

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="tasks", verbose_name=_("plaatsing"))
    household = models.ForeignKey(Household, models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(_("taak"), max_length=12, choices=PlacementTaskKind.choices)
    owner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("wie doet dit"))
    due_on = models.DateField(_("uiterlijk op"))
    done_on = models.DateField(_("gedaan op"), null=True, blank=True)
    done_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    is_dropped = models.BooleanField(default=False, editable=False)
    reminded_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ("due_on", "id")
        verbose_name = _("taak bij een plaatsing")
        indexes: ClassVar = [models.Index(fields=["municipality", "owner", "due_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["placement", "kind"], name="placementtask_once"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_by__isnull=True) | Q(done_on__isnull=False),
                name="placementtask_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"
