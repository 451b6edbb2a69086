"""That a buddy was asked by mail how it goes."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from thuisgevers.municipalities.models import TenantModel

from .match import BuddyMatch

QUIET = timedelta(days=7)


class ContactNudge(TenantModel):
    """One mail to the buddy of a match, with a link for one contact moment. `quiet` are the days in which no second one goes: the
    database refuses what overlaps, so that two workers, a ladder and a press of the coordinator do not each send one."""

    match = models.ForeignKey(BuddyMatch, models.PROTECT, related_name="+")
    quiet = DateRangeField(_("geen tweede mail"), editable=False)

    class Meta:
        ordering = ("-created_at", "id")
        verbose_name = _("mail aan een buddy")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="nudge_once_a_week",
                expressions=[("match", RangeOperators.EQUAL), ("quiet", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"
