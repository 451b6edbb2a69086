from __future__ import annotations

from django.db import models

from thuisgevers.municipalities.models import Municipality

from ..enums import InitiativeState


class PublishedName(models.Model):
    """The name of an initiative that its team *and* its municipality publish, and nothing else of it. A trigger writes
    and removes it with the initiative, so that either can take it back at once. Read by the role `stats` only; readers
    leave out what is announced on a later day."""

    id = models.UUIDField(primary_key=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=InitiativeState.choices)
    announced_on = models.DateField()

    class Meta:
        verbose_name = "gepubliceerde naam"
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name
