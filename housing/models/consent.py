from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thuisgevers.attachments.models import AttachmentLink
from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.municipalities.models import TenantModel

from .property import Property


@pghistory.track()
class OwnerConsent(TenantModel):
    """The owner agrees that people may live in the property: who said so on the owner's behalf, and when.

    Read by whoever may read the owner's contact; the day alone is copied to `Property.consented_on` by a trigger.
    """

    property = models.ForeignKey(Property, models.PROTECT, related_name="consents", verbose_name=_("pand"))
    initiative_scope_id = models.UUIDField(null=True, db_index=True, editable=False)
    given_by = EncryptedTextField(_("wie gaf toestemming"))
    given_as = models.CharField(_("functie"), max_length=80, blank=True)
    given_on = models.DateField(_("gegeven op"))
    document_follows = models.BooleanField(_("het document volgt nog"), default=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_on = models.DateField(_("ingetrokken op"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("reden"), max_length=2000, blank=True)

    class Meta:
        ordering = ("-given_on", "-id")
        verbose_name = _("toestemming van de eigenaar")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["property"],
                condition=Q(withdrawn_on__isnull=True),
                name="consent_one_running",
                violation_error_message=_("De toestemming is al vastgelegd."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_reason=""), name="consent_withdrawn_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.property_id)


class PropertyAttachment(AttachmentLink):
    """A photo, floor plan or letter of a property."""

    property = models.ForeignKey(Property, models.PROTECT, related_name="attachment_links")

    class Meta:
        verbose_name = _("bijlage van een pand")

    def __str__(self) -> str:
        return str(self.attachment_id)
