"""The method as it was published: versions of a step plan, their phases and steps. Published ones never change."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.models import BaseModel
from thuisgevers.municipalities.models import Municipality

from ..enums import STEP_ROLES, Audience, TemplateState

LONGEST_STEP = 260
MOST_STEPS = 120


class StepPlanTemplate(BaseModel):
    """One version of a step plan. `change_note` tells what is new; running plans point at the steps of a published version.

    With a `town` it holds only the steps that this municipality adds to the national plan, in its own row of versions.
    """

    town = models.ForeignKey(Municipality, models.PROTECT, null=True, editable=False, related_name="+")
    audience = models.CharField(_("voor wie"), max_length=12, choices=Audience.choices)
    number = models.PositiveSmallIntegerField(_("versie"))
    state = models.CharField(
        _("stand"), max_length=10, choices=TemplateState.choices, default=TemplateState.DRAFT, editable=False
    )
    change_note = models.TextField(_("wat is er nieuw"), max_length=1000, blank=True)
    published_at = models.DateTimeField(_("gepubliceerd op"), null=True, editable=False)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("audience", "-number")
        verbose_name = _("stappenplan")
        verbose_name_plural = _("stappenplannen")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["audience", "number", "town"], nulls_distinct=False, name="template_number_once"
            ),
            models.UniqueConstraint(
                fields=["audience", "town"],
                condition=Q(state=TemplateState.DRAFT),
                nulls_distinct=False,
                name="template_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(state=TemplateState.DRAFT, published_at__isnull=True)
                | Q(state=TemplateState.PUBLISHED, published_at__isnull=False),
                name="template_published_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == TemplateState.DRAFT


class TemplatePhase(BaseModel):
    """A part of the plan; `key` stays the same from version to version."""

    template = models.ForeignKey(StepPlanTemplate, models.CASCADE, related_name="phases")
    key = models.SlugField(max_length=60)
    title = models.CharField(_("naam van de fase"), max_length=80)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("fase")
        constraints: ClassVar = [models.UniqueConstraint(fields=["template", "key"], name="phase_key_once")]

    def __str__(self) -> str:
        return self.title


class TemplateStep(BaseModel):
    """One step. `key` stays the same from version to version; `after` names the steps that come first, by key.

    `place_after` is for a municipality's own step: the national step behind which it stands. `days` is the usual length in working days. Empty `property_kinds` and `schemes` mean: always.
    """

    template = models.ForeignKey(StepPlanTemplate, models.CASCADE, related_name="steps")
    phase = models.ForeignKey(TemplatePhase, models.CASCADE, related_name="steps")
    key = models.SlugField(max_length=60)
    title = models.CharField(_("stap"), max_length=120)
    position = models.PositiveSmallIntegerField()
    role = models.CharField(_("wie"), max_length=24, choices=[(role.value, role.label) for role in STEP_ROLES])
    days = models.PositiveSmallIntegerField(
        _("werkdagen"), default=5, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_STEP)]
    )
    after = ArrayField(models.SlugField(max_length=60), default=list, blank=True)
    place_after = models.SlugField(max_length=60, blank=True, editable=False)
    is_move_in = models.BooleanField(_("op deze dag trekken de bewoners in"), default=False)
    help_text = models.TextField(_("uitleg"), max_length=4000, blank=True)
    checklist = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    documents = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    links = models.JSONField(default=list, blank=True)
    property_kinds = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    schemes = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("stap van een stappenplan")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["template", "key"], name="step_key_once"),
            models.UniqueConstraint(fields=["template"], condition=Q(is_move_in=True), name="step_one_move_in"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=LONGEST_STEP), name="step_days"),
        ]

    def __str__(self) -> str:
        return self.title
