"""What people tell about a step once it is over, and which of it went into a next version of the plan."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.models import BaseModel
from thuisgevers.municipalities.models import TenantModel

from ..enums import StepRating
from .plans import PlanStep
from .templates import StepPlanTemplate

LONGEST_REMARK = 500


class StepFeedback(TenantModel):
    """How one step of a running plan went: one answer, changed by whoever may work on the step. The national desk reads mark and
    line through `guidance_step_remarks()`, never this row; `may_be_named` is the team's yes to being thanked by name."""

    plan_step = models.OneToOneField(PlanStep, models.PROTECT, related_name="feedback")
    initiative = models.ForeignKey("initiatives.Initiative", models.PROTECT, null=True, related_name="+")
    rating = models.CharField(_("hoe ging het"), max_length=8, choices=StepRating.choices)
    remark = models.CharField(_("wat kan beter"), max_length=LONGEST_REMARK, blank=True)
    may_be_named = models.BooleanField(_("onze naam mag erbij staan"), default=False)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("terugblik op een stap")

    def __str__(self) -> str:
        return f"{self.rating} {self.plan_step_id}"


class StepSource(BaseModel):
    """A line of feedback that an editor took along to a step of a draft. `used_at` is when the step was saved with it in sight; a
    draft that is thrown away takes its sources with it. Whom it came from is never copied here."""

    feedback = models.ForeignKey(StepFeedback, models.PROTECT, related_name="+")
    template = models.ForeignKey(StepPlanTemplate, models.CASCADE, related_name="sources")
    step_key = models.SlugField(max_length=60)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    used_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("herkomst van een wijziging")
        constraints: ClassVar = [models.UniqueConstraint(fields=["template", "feedback"], name="source_once")]

    def __str__(self) -> str:
        return f"{self.step_key} {self.feedback_id}"
