from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from thuisgevers.attachments.models import AttachmentLink

from .dossier import Dossier


class DossierAttachment(AttachmentLink):
    """A letter, drawing or photo that belongs to the assessment itself; files of the building hang on the property."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="attachment_links")

    class Meta:
        verbose_name = _("bijlage van een dossier")

    def __str__(self) -> str:
        return str(self.attachment_id)
