"""Step plans at work: one for every initiative and one for every municipality that takes part."""

from __future__ import annotations

from typing import ClassVar, Protocol

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from housing.enums import PropertyKind
from initiatives.models import Initiative
from thuisgevers.municipalities.models import TenantModel

from ..enums import STEP_ROLES, SchemeKind, StepState
from .templates import StepPlanTemplate, TemplateStep


class StepPlan(TenantModel):
    """A running plan. Without an initiative it is the municipality's own. `wished_on` is the day on which the residents
    should move in: dates of steps are counted from it, and without it they have none. Steps for another kind of property
    or another scheme than these are left out; while one is not known, none are left out for it.

    The row is also the job of a new version: `offer_for` is the version with which a worker compared it last, and while that
    is not the newest one, it waits (`services.offers`); `offer_additions` the same for the steps that the municipality adds, of
    which the plan follows the version `additions`. The three numbers are what it found.
    """

    template = models.ForeignKey(StepPlanTemplate, models.PROTECT, related_name="+")
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, related_name="+")
    wished_on = models.DateField(_("gewenste dag van intrekken"), null=True, blank=True)
    property_kind = models.CharField(_("soort pand"), max_length=16, choices=PropertyKind.choices, blank=True)
    scheme = models.CharField(_("regeling"), max_length=20, choices=SchemeKind.choices, blank=True)
    additions = models.ForeignKey(StepPlanTemplate, models.PROTECT, null=True, editable=False, related_name="+")
    takes_over_itself = models.BooleanField(_("neemt nieuwe versies vanzelf over"), default=False)
    offer_for = models.ForeignKey(StepPlanTemplate, models.PROTECT, null=True, editable=False, related_name="+")
    offer_additions = models.ForeignKey(StepPlanTemplate, models.PROTECT, null=True, editable=False, related_name="+")
    offer_added = models.PositiveSmallIntegerField(default=0, editable=False)
    offer_changed = models.PositiveSmallIntegerField(default=0, editable=False)
    offer_gone = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("lopend stappenplan")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative"], name="plan_once_per_initiative"),
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(initiative__isnull=True), name="plan_once_per_municipality"
            ),
        ]

    def __str__(self) -> str:
        return f"stappenplan {self.pk}"


class Conditional(Protocol):
    """A step, or its columns."""

    @property
    def property_kinds(self) -> list[str]: ...

    @property
    def schemes(self) -> list[str]: ...


def applies(step: Conditional, plan: StepPlan) -> bool:
    """Whether the step is for this kind of property and scheme; what is not known yet leaves nothing out."""
    if plan.property_kind and step.property_kinds and plan.property_kind not in step.property_kinds:
        return False
    return not (plan.scheme and step.schemes and plan.scheme not in step.schemes)


class PlanStep(TenantModel):
    """A step of a running plan; its words are those of the published step.

    `role` is who should do it, `owner` which person took it. `due_on` and `starts_on` are counted; `chosen_on` is a day
    somebody chose instead, used as far as the steps around it allow.
    """

    plan = models.ForeignKey(StepPlan, models.PROTECT, related_name="steps")
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, related_name="+")
    step = models.ForeignKey(TemplateStep, models.PROTECT, related_name="+")
    state = models.CharField(
        _("stand"), max_length=8, choices=StepState.choices, default=StepState.OPEN, editable=False
    )
    role = models.CharField(_("wie"), max_length=24, choices=[(role.value, role.label) for role in STEP_ROLES])
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField(_("begint op"), null=True, blank=True)
    due_on = models.DateField(_("uiterlijk"), null=True, blank=True)
    chosen_on = models.DateField(_("zelf gekozen dag"), null=True, blank=True)
    started_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    #: Calendar days that it took, both included; empty until it is done (`services.steps.days_taken`).
    took_days = models.PositiveIntegerField(null=True, editable=False)
    skip_reason = models.CharField(_("reden om over te slaan"), max_length=300, blank=True)

    class Meta:
        ordering = ("id",)
        verbose_name = _("stap")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "step"], name="planstep_once"),
            models.CheckConstraint(
                condition=Q(state=StepState.SKIPPED) | Q(skip_reason=""), name="planstep_skip_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[StepState.DONE, StepState.SKIPPED], finished_at__isnull=False)
                | Q(state__in=[StepState.OPEN, StepState.DOING], finished_at__isnull=True),
                name="planstep_finished_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_id} ({self.state})"


class PlanComment(TenantModel):
    """What somebody wrote at a step, for everybody who sees the plan. Stays as it was written."""

    plan_step = models.ForeignKey(PlanStep, models.PROTECT, related_name="comments")
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("bericht"), max_length=2000)

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("bericht bij een stap")

    def __str__(self) -> str:
        return f"bericht {self.pk}"
