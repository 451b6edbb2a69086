"""What a buddy logs in twenty seconds."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models import Initiative
from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.municipalities.models import TenantModel

from ..enums import LENGTHS, ContactKind, ContactVisibility, Feeling, Topic
from .buddy import choices_of
from .match import BuddyMatch

EDIT_WINDOW = timedelta(hours=24)


@pghistory.track(exclude=["note"])
class ContactMoment(TenantModel):
    """One contact of a match, written by the buddy. `client_id` is made by the form, so that sending twice is one moment.

    `household_scope_id` and `initiative` repeat the match's, for the policies. The note is encrypted, is not in the history of
    the row, and one for "me" alone is erased when the match is concluded (trigger). For a day it can be changed;
    afterwards a change is a correction, with a reason.
    """

    match = models.ForeignKey(BuddyMatch, models.PROTECT, related_name="moments")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="+")
    household_scope_id = models.UUIDField(editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    client_id = models.UUIDField(editable=False)
    happened_on = models.DateField(_("datum"))
    kind = models.CharField(_("wat"), max_length=12, choices=ContactKind.choices)
    minutes = models.PositiveSmallIntegerField(_("hoe lang"))
    topics = choices_of(Topic, _("waarover"))
    feeling = models.CharField(_("hoe was het voor u"), max_length=4, choices=Feeling.choices, blank=True)
    visibility = models.CharField(_("wie leest dit"), max_length=12, choices=ContactVisibility.choices)
    note = EncryptedTextField(_("notitie"), blank=True, default="")
    corrected_at = models.DateTimeField(_("verbeterd op"), null=True, blank=True, editable=False)
    correction = models.CharField(_("waarom verbeterd"), max_length=200, blank=True)

    class Meta:
        ordering = ("-happened_on", "-created_at", "id")
        verbose_name = _("contactmoment")
        verbose_name_plural = _("contactmomenten")
        indexes: ClassVar = [
            models.Index(fields=["match", "-happened_on"], name="contact_of_match"),
            models.Index(fields=["user", "-happened_on"], name="contact_of_user"),
            models.Index(fields=["municipality", "-happened_on"], name="contact_of_place"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "client_id"], name="contact_once"),
            models.CheckConstraint(condition=Q(minutes__in=LENGTHS), name="contact_minutes"),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"

    @property
    def can_be_edited(self) -> bool:
        """Within the window; later it is a correction."""
        return timezone.now() < self.created_at + EDIT_WINDOW
