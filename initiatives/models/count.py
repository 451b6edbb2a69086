from __future__ import annotations

from django.db import models

from thuisgevers.municipalities.models import Municipality

from ..enums import InitiativeState


class InitiativeCount(models.Model):
    """How many initiatives a municipality has per state and day of announcement: a roll-up without personal data, kept
    exact by a trigger. Read by the role `stats` only, for the map and the figures."""

    id = models.BigAutoField(primary_key=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=InitiativeState.choices)
    announced_on = models.DateField(null=True)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "telling"
        constraints = (
            models.UniqueConstraint(
                fields=["municipality", "state", "announced_on"], nulls_distinct=False, name="initiativecount_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.state}: {self.number}"
