from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from housing.models import Organisation
from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.municipalities.models import TenantModel

from ..enums import HelpTopic, InitiativeState


@pghistory.track()
class Initiative(TenantModel):
    """People who want to make a home somewhere. Its id is the scope of its team and of everything that hangs on it.

    The id is made when the registration starts, so that sending the same registration twice makes one row.
    It counts on the public map for its municipality only from `announced_on`; its name is public only while both the
    team and the municipality say so.
    """

    reference = models.CharField(_("kenmerk"), max_length=16, unique=True, editable=False)
    name = models.CharField(_("naam van het initiatief"), max_length=120)
    state = models.CharField(
        _("stand"), max_length=12, choices=InitiativeState.choices, default=InitiativeState.DRAFT, editable=False
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisatie")
    )
    place = models.CharField(_("plaats"), max_length=80, blank=True)
    summary = models.TextField(_("plan in het kort"), max_length=2000, blank=True)
    help_topics = ArrayField(
        models.CharField(max_length=16, choices=HelpTopic.choices),
        default=list,
        blank=True,
        verbose_name=_("hulpvragen"),
    )
    contact_name = models.CharField(_("contactpersoon"), max_length=120)
    contact_email = EncryptedTextField(_("e-mailadres"))
    contact_email_index = models.CharField(max_length=64, db_index=True, editable=False)
    contact_phone = EncryptedTextField(_("telefoonnummer"), blank=True, default="")
    contact_phone_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    registered_at = models.DateTimeField(_("aangemeld op"), null=True, editable=False)
    first_answer_due_on = models.DateField(_("eerste antwoord uiterlijk"), null=True, editable=False)
    remind_on = models.DateField(_("herinneren op"), null=True, editable=False)
    first_answered_at = models.DateTimeField(_("eerste antwoord gegeven op"), null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    escalated_at = models.DateTimeField(null=True, editable=False)
    council_told_on = models.DateField(_("raad geïnformeerd op"), null=True, blank=True)
    neighbours_told_on = models.DateField(_("buurt geïnformeerd op"), null=True, blank=True)
    announced_on = models.DateField(_("bekendgemaakt op"), null=True, blank=True)
    name_public_by_team = models.BooleanField(_("team vindt naam openbaar goed"), default=False)
    name_public_by_municipality = models.BooleanField(_("gemeente vindt naam openbaar goed"), default=False)
    ended_on = models.DateField(_("geëindigd op"), null=True, blank=True)
    search = models.TextField(editable=False, blank=True, default="")

    class Meta:
        ordering = ("-registered_at", "id")
        verbose_name = _("initiatief")
        verbose_name_plural = _("initiatieven")
        indexes: ClassVar = [
            models.Index(fields=["municipality", "state", "announced_on"]),
            models.Index(
                fields=["municipality", "first_answer_due_on"],
                condition=Q(first_answered_at__isnull=True),
                name="initiative_unanswered",
            ),
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="initiative_search_trgm"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(announced_on__isnull=True)
                | Q(council_told_on__isnull=False, neighbours_told_on__isnull=False),
                name="initiative_announced_after_told",
                violation_error_message=_("Vul eerst in wanneer de raad en de buurt zijn geïnformeerd."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
