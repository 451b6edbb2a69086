from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from thuisgevers.attachments.models import AttachmentLink

from .plans import PlanStep
from .workspace import ConversationMessage


class PlanStepAttachment(AttachmentLink):
    """A letter, drawing or photo that belongs to a step of a running plan."""

    plan_step = models.ForeignKey(PlanStep, models.PROTECT, related_name="attachment_links")

    class Meta:
        verbose_name = _("bijlage van een stap")

    def __str__(self) -> str:
        return str(self.attachment_id)


class ConversationMessageAttachment(AttachmentLink):
    """A file at a message in a team's workspace (`Audience.PRIVATE`): who may not read the conversation cannot reach it."""

    message = models.ForeignKey(ConversationMessage, models.PROTECT, related_name="attachment_links")

    class Meta:
        verbose_name = _("bijlage van een bericht")

    def __str__(self) -> str:
        return str(self.attachment_id)
