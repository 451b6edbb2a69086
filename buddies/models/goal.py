"""What a household and its buddy work towards, in the household's words."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.municipalities.models import TenantModel

from .match import BuddyMatch

MOST_GOALS = 5
LONGEST_GOAL = 120


class HouseholdGoal(TenantModel):
    """A short goal of a household, for one match; at most five, as `place` says (the database gives each once).

    Read and changed by the household on its own page and by the buddy of the match while the household shares with volunteers, by
    nobody else. No history of it is kept and it is in no log; the end of the match erases it (trigger, which also fills `user` and
    `household_scope_id`).
    """

    match = models.ForeignKey(BuddyMatch, models.CASCADE, related_name="goals")
    household_scope_id = models.UUIDField(editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    place = models.PositiveSmallIntegerField(editable=False)
    text = EncryptedTextField(_("doel"))
    done_on = models.DateField(_("gelukt op"), null=True)
    client_id = models.UUIDField(editable=False)

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("doel van een huishouden")
        verbose_name_plural = _("doelen van een huishouden")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["match", "place"], name="goal_place_once"),
            models.UniqueConstraint(fields=["match", "client_id"], name="goal_once"),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=MOST_GOALS), name="goal_place"),
        ]

    def __str__(self) -> str:
        return f"doel {self.pk}"
