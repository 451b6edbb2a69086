"""Figures of a municipality without anybody in them: read by the role `stats`, counted anew every quarter of an hour."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from thuisgevers.municipalities.models import Municipality


class BuddyFigure(models.Model):
    """How it is now: households with an active buddy, active matches and which of them are quiet. Of the first meetings of the last
    twelve months how many there were, and the days from proposal to meeting added up."""

    id = models.BigAutoField(primary_key=True)
    municipality = models.OneToOneField(Municipality, models.PROTECT, related_name="+")
    households = models.PositiveIntegerField(default=0)
    matches = models.PositiveIntegerField(default=0)
    quiet = models.PositiveIntegerField(default=0)
    meetings = models.PositiveIntegerField(default=0)
    meeting_days = models.PositiveIntegerField(default=0)
    refreshed_at = models.DateTimeField()

    class Meta:
        verbose_name = "cijfers over buddy's"

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.households}"


class BuddyMonth(models.Model):
    """One month of a municipality: how many contacts, and how many matches ran on some day of it."""

    id = models.BigAutoField(primary_key=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    month = models.DateField()
    matches = models.PositiveIntegerField()
    contacts = models.PositiveIntegerField()

    class Meta:
        verbose_name = "maand van buddy's"
        constraints: ClassVar = [models.UniqueConstraint(fields=["municipality", "month"], name="buddymonth_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
