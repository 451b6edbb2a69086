"""A household that goes to another municipality, and who places for whom.

Two municipalities read one transfer; neither ever reads the other's households. What the receiver may know before its yes stands
in the transfer (size, languages, what the dwelling must have); everything else is in the package, which the database
opens for the receiver only when it accepted.
"""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.municipalities.models import Municipality, TenantModel

from ..enums import Language, TransferState
from .household import Household


@pghistory.track()
class PlacingAgreement(TenantModel):
    """One side's word: `municipality` finds homes for households of `partner` too. It counts when the partner said the same."""

    partner = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("andere gemeente"))
    starts_on = models.DateField(_("vanaf"))
    ends_on = models.DateField(_("tot"), null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ("starts_on", "id")
        verbose_name = _("afspraak over plaatsen voor elkaar")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(partner=F("municipality")), name="placingagreement_other"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="placingagreement_period"
            ),
            models.UniqueConstraint(
                fields=["municipality", "partner"],
                condition=Q(ends_on__isnull=True),
                name="placingagreement_one_open",
                violation_error_message=_("Deze afspraak is er al."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.partner_id}"


@pghistory.track()
class HouseholdTransfer(TenantModel):
    """`municipality` hands `household` over to `to_municipality`, because the household itself said yes to that."""

    to_municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("naar gemeente"))
    household = models.ForeignKey(Household, models.PROTECT, related_name="transfers", verbose_name=_("huishouden"))
    state = models.CharField(
        _("stand"), max_length=12, choices=TransferState.choices, default=TransferState.OFFERED, editable=False
    )
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", editable=False)
    asked_on = models.DateField(_("gevraagd op"))
    asked_in = models.CharField(_("gevraagd in het"), max_length=3, choices=Language.choices)
    interpreter = models.BooleanField(_("met tolk"))
    size = models.PositiveSmallIntegerField(_("aantal personen"))
    languages = ArrayField(models.CharField(max_length=3, choices=Language.choices), default=list)
    #: An encrypted JSON list of `HousingNeed`, limits and wishes together; never the note.
    practical_needs = EncryptedTextField(_("wat de woning moet hebben"), blank=True, default="")
    move_by = models.DateField(_("verhuisd uiterlijk"), null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    answer_reason = models.CharField(_("reden"), max_length=500, blank=True)
    #: The id of the household in the receiving municipality; a plain id, because no foreign key crosses tenants.
    received_household_id = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ("-created_at", "id")
        verbose_name = _("overdracht")
        verbose_name_plural = _("overdrachten")
        indexes: ClassVar = [
            models.Index(fields=["municipality", "state"]),
            models.Index(fields=["to_municipality", "state"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(to_municipality=F("municipality")), name="transfer_elsewhere"),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(state=TransferState.OFFERED),
                name="transfer_one_open",
                violation_error_message=_("Dit huishouden is al aan een gemeente aangeboden."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class TransferPackage(TenantModel):
    """Everything the receiver needs, so that nothing is typed again. No row history: it is blanked once it was taken out, and an
    old version of it would be what the blanking is meant to remove."""

    transfer = models.OneToOneField(HouseholdTransfer, models.PROTECT, related_name="package")
    to_municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    content = EncryptedTextField(blank=True, default="")
    #: Set by the database when the receiver accepted; only then its officials may read this row.
    released_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("inhoud van een overdracht")

    def __str__(self) -> str:
        return str(self.transfer_id)
