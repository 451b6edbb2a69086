from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.municipalities.models import TenantModel

from ..enums import AnswerChannel, AvailabilityAnswer
from .property import Property


@pghistory.track()
class AvailabilityAsk(TenantModel):
    """The question of one month: is the property still available? One a month and property, whoever asks.

    What it means for the property (last answer, how many stayed unanswered, when to ask again) is written to `Property` by a
    trigger, because who answers through a mailed link may change nothing else.
    """

    property = models.ForeignKey(Property, models.PROTECT, related_name="availability_asks", verbose_name=_("pand"))
    initiative_scope_id = models.UUIDField(null=True, db_index=True, editable=False)
    month = models.DateField(_("maand"))
    asked_at = models.DateTimeField(_("gevraagd op"))
    is_mailed = models.BooleanField(_("per e-mail gevraagd"), default=True)
    reminded_at = models.DateTimeField(_("herinnerd op"), null=True, blank=True)
    answer = models.CharField(_("antwoord"), max_length=8, choices=AvailabilityAnswer.choices, blank=True)
    later_on = models.DateField(_("later: vanaf"), null=True, blank=True)
    answered_at = models.DateTimeField(_("beantwoord op"), null=True, blank=True)
    channel = models.CharField(_("via"), max_length=8, choices=AnswerChannel.choices, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-month", "-id")
        verbose_name = _("vraag aan de eigenaar")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["property", "month"], name="availability_once_a_month"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="availability_answer_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(answer=AvailabilityAnswer.LATER) | Q(later_on__isnull=False),
                name="availability_later_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


@pghistory.track()
class OwnerCall(TenantModel):
    """A note of a call to the owner, by and for officials."""

    property = models.ForeignKey(Property, models.PROTECT, related_name="owner_calls", verbose_name=_("pand"))
    called_at = models.DateTimeField(_("gebeld op"))
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    was_reached = models.BooleanField(_("gesproken"))
    note = EncryptedTextField(_("notitie"), blank=True, default="")

    class Meta:
        ordering = ("-called_at", "-id")
        verbose_name = _("belnotitie")

    def __str__(self) -> str:
        return f"{self.called_at:%Y-%m-%d}"
