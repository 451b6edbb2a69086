from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.common.models import BaseModel


class RegistrationDraft(BaseModel):
    """A registration that is being filled in: its id becomes the initiative's. Opened only by its link.

    `answers` is the sealed JSON of the steps so far. Removed 30 days after the last change, with a warning before.
    """

    answers = EncryptedTextField(_("antwoorden"), blank=True, default="")
    email = EncryptedTextField(_("e-mailadres voor de link"), blank=True, default="")
    furthest_step = models.PositiveSmallIntegerField(default=0)
    touched_at = models.DateTimeField(_("laatst bewaard op"), db_index=True)
    warned_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(_("verzonden op"), null=True, editable=False)

    class Meta:
        verbose_name = _("aanmelding in concept")

    def __str__(self) -> str:
        return str(self.id)
