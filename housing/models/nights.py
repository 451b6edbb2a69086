"""Roll-ups without personal data, for public and national figures. Written by `housing_refresh_figures()` only, read by the
role `stats` only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from thuisgevers.municipalities.models import Municipality


class NightsFreed(models.Model):
    """Nights that people slept in a home of the platform instead of an azc: people times nights, per municipality and
    month. A stay from the 3rd to the 5th of two people is four nights."""

    id = models.BigAutoField(primary_key=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    month = models.DateField()
    nights = models.PositiveIntegerField()

    class Meta:
        verbose_name = "vrijgespeelde nachten"
        constraints: ClassVar = [models.UniqueConstraint(fields=["municipality", "month"], name="nightsfreed_once")]

    def __str__(self) -> str:
        return f"{self.month}: {self.nights}"


class HousingFigure(models.Model):
    """Per municipality: homes that stand open, people who live in one now, and people who ever did (each once)."""

    id = models.BigAutoField(primary_key=True)
    municipality = models.OneToOneField(Municipality, models.PROTECT, related_name="+")
    homes_open = models.PositiveIntegerField(default=0)
    people_now = models.PositiveIntegerField(default=0)
    people_ever = models.PositiveIntegerField(default=0)
    refreshed_at = models.DateTimeField()

    class Meta:
        verbose_name = "cijfers over wonen"

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.people_now}"
