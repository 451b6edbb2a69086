"""What silence brought, and who had their mail of the day."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from initiatives.models import Initiative
from thuisgevers.common.models import BaseModel
from thuisgevers.municipalities.models import TenantModel

from ..enums import DayKind, Rung
from .match import BuddyMatch


class LadderRung(TenantModel):
    """One rung of one silence of a match: that of `quiet_since`, the day somebody was last heard. The database has each once, so that
    nobody is asked twice; a contact begins a new silence. `is_passed` says that a higher rung was due by then, and nobody was told
    of this one. Rows are only added, by the job of the match."""

    match = models.ForeignKey(BuddyMatch, models.PROTECT, related_name="rungs")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="+")
    rung = models.PositiveSmallIntegerField(_("trede"), choices=Rung.choices)
    quiet_since = models.DateField(_("stil sinds"))
    reached_on = models.DateField(_("bereikt op"))
    is_passed = models.BooleanField(_("overgeslagen"), default=False)

    class Meta:
        verbose_name = _("trede van een stilte")
        ordering = ("-quiet_since", "rung", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["match", "rung", "quiet_since"], name="rung_once"),
        ]

    def __str__(self) -> str:
        return f"trede {self.rung} van {self.match_id}"


class MailDay(BaseModel):
    """That somebody had their one mail about silence on a day, and what it was about. Written and read by a function of the
    database alone; gone after five weeks."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=6, choices=DayKind.choices)

    class Meta:
        verbose_name = _("mail van de dag")
        ordering = ("-day", "id")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "day"], name="mailday_once")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class WeekOverview(BaseModel):
    """The Monday mail of one buddy coordinator; the row is the job, and acts with that person's own rights. One for each person and
    week, also where there was nothing to tell (`points` 0, no mail)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    week = models.DateField(_("maandag"))
    points = models.PositiveIntegerField(_("punten"), default=0)
    sent_at = models.DateTimeField(_("gedaan op"), null=True, blank=True)

    class Meta:
        verbose_name = _("weekoverzicht")
        ordering = ("-week", "id")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "week"], name="weekoverview_once")]

    def __str__(self) -> str:
        return f"week van {self.week:%Y-%m-%d}"
