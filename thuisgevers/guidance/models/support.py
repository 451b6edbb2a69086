"""Help from pioneers, liaisons and volunteers elsewhere: who covers what, who asked what, what was done."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from initiatives.models import Initiative
from thuisgevers.common.models import BaseModel
from thuisgevers.municipalities.models import TenantModel

from ..enums import SupportLogKind, SupportState, SupportTopic
from .plans import PlanStep

USUAL_LOAD, MOST_LOAD = 8, 50
MOST_MINUTES = 1440
_person = settings.AUTH_USER_MODEL


class SupportCoverage(BaseModel):
    """What one pioneer or liaison takes on besides their own initiatives and municipalities, which are their roles. No themes
    means all of them; `provinces` are where they also help who has nobody. No row means: the usual number, nowhere else."""

    user = models.OneToOneField(_person, models.CASCADE, related_name="+")
    themes = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    provinces = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    max_open = models.PositiveSmallIntegerField(
        _("hulpvragen tegelijk"), default=USUAL_LOAD, validators=[MaxValueValidator(MOST_LOAD)]
    )

    class Meta:
        verbose_name = _("dekking")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(max_open__lte=MOST_LOAD), name="coverage_load")]

    def __str__(self) -> str:
        return f"dekking {self.user_id}"


class SupportAbsence(BaseModel):
    """Days on which nothing new is given to somebody, both included."""

    user = models.ForeignKey(_person, models.CASCADE, related_name="+")
    first_on = models.DateField(_("eerste dag"))
    last_on = models.DateField(_("laatste dag"))

    class Meta:
        verbose_name = _("afwezigheid")
        ordering = ("first_on", "id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="absence_period"),
            models.UniqueConstraint(fields=["user", "first_on", "last_on"], name="absence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first_on} - {self.last_on}"


class SupportOffer(TenantModel):
    """A volunteer elsewhere who did it before. Others see municipality, theme and text, through `guidance_offers()`, never the row
    or the person."""

    user = models.ForeignKey(_person, models.CASCADE, related_name="+")
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, related_name="+")
    topic = models.CharField(_("onderwerp"), max_length=12, choices=SupportTopic.choices)
    text = models.CharField(_("wat u deed"), max_length=300)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("aangeboden ervaring")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"


class SupportRequest(TenantModel):
    """One question to one helper; without `helper` it lies with the national desk. `due_on` is the last day on which a first answer is
    in time; `step_title` is kept because a helper from elsewhere may not read the plan. `passed_by` handed it over and
    reads along."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, related_name="+")
    plan_step = models.ForeignKey(PlanStep, models.PROTECT, null=True, related_name="+")
    step_title = models.CharField(max_length=120, blank=True, editable=False)
    #: The offer it answers to, by its id alone: that is nearly always of another municipality.
    offer_id = models.UUIDField(null=True, editable=False, db_index=True)
    topic = models.CharField(_("onderwerp"), max_length=12, choices=SupportTopic.choices)
    question = models.TextField(_("vraag"), max_length=2000)
    state = models.CharField(
        _("stand"), max_length=9, choices=SupportState.choices, default=SupportState.ASKED, editable=False
    )
    asked_by = models.ForeignKey(_person, models.PROTECT, related_name="+")
    helper = models.ForeignKey(_person, models.PROTECT, null=True, related_name="+")
    passed_by = models.ForeignKey(_person, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("antwoord uiterlijk"))
    remind_on = models.DateField(editable=False)
    answered_at = models.DateTimeField(_("voor het eerst beantwoord op"), null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    escalated_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("hulpvraag")
        verbose_name_plural = _("hulpvragen")
        ordering = ("due_on", "id")
        indexes: ClassVar = [
            models.Index(
                fields=["helper", "due_on"], condition=Q(state__in=["asked", "accepted"]), name="support_load"
            ),
            models.Index(fields=["municipality", "state", "due_on"], name="support_place"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} ({self.state})"


class SupportReply(TenantModel):
    """What was said back and forth; stays as it was written."""

    request = models.ForeignKey(SupportRequest, models.PROTECT, related_name="replies")
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(_person, models.PROTECT, related_name="+")
    is_answer = models.BooleanField(default=True)
    text = models.TextField(_("bericht"), max_length=4000)

    class Meta:
        verbose_name = _("bericht bij een hulpvraag")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"bericht {self.pk}"


class SupportLogEntry(TenantModel):
    """What a pioneer or liaison did for an initiative, or without one for the municipality. The team reads what is marked for it, the
    national desk counts."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(_person, models.PROTECT, related_name="+")
    done_on = models.DateField(_("wanneer"))
    kind = models.CharField(_("soort"), max_length=8, choices=SupportLogKind.choices)
    text = models.TextField(_("wat"), max_length=2000)
    minutes = models.PositiveSmallIntegerField(_("minuten"), validators=[MaxValueValidator(MOST_MINUTES)])
    is_shared = models.BooleanField(_("het team leest mee"), default=False)

    class Meta:
        verbose_name = _("regel in het logboek")
        ordering = ("-done_on", "-id")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(minutes__lte=MOST_MINUTES), name="log_minutes")]

    def __str__(self) -> str:
        return f"{self.kind} {self.done_on}"
