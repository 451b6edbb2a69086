"""Is this property fit to live in for a while? A visit answers a list of questions; an official signs the result.

The questions are data (`SuitabilityCriterion`, loaded from data/criteria.csv): norms and laws change, code does not know them.
"""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, ClassVar

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thuisgevers.attachments.models import AttachmentLink
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.models import TenantModel

from ..enums import AssessmentState, CheckOutcome, CriterionGroup, NormCertainty, SuitabilityOutcome
from .property import Property

if TYPE_CHECKING:
    from uuid import UUID

OPEN_ASSESSMENTS = (AssessmentState.DRAFT, AssessmentState.SUBMITTED)


class SuitabilityCriterion(models.Model):
    """One question of the visit with the norm behind it, its source and how sure we are. Public reference data: read by
    everybody, written by migrations only. A changed norm is a new row with the same key; the old one gets `valid_until`.

    `valid_months`: after how many months an answer must be looked at again; empty: it stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.SlugField(_("sleutel"), max_length=60)
    title = models.CharField(_("onderwerp"), max_length=80)
    question = models.CharField(_("vraag"), max_length=240)
    group = models.CharField(_("onderdeel"), max_length=16, choices=CriterionGroup.choices)
    is_compulsory = models.BooleanField(_("verplicht"), default=True)
    norm = models.CharField(_("norm"), max_length=400, blank=True)
    source = models.CharField(_("bron"), max_length=240)
    certainty = models.CharField(_("hoe zeker"), max_length=12, choices=NormCertainty.choices)
    needs_legal_check = models.BooleanField(_("moet een jurist nog bevestigen"), default=False)
    valid_months = models.PositiveSmallIntegerField(
        _("na hoeveel maanden opnieuw bekijken"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    position = models.PositiveSmallIntegerField(_("volgorde"))
    valid_from = models.DateField(_("geldig vanaf"))
    valid_until = models.DateField(_("geldig tot"), null=True, blank=True)

    class Meta:
        ordering = ("position", "key")
        verbose_name = _("criterium")
        verbose_name_plural = _("criteria")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="criterion_once"),
            models.UniqueConstraint(fields=["key"], condition=Q(valid_until__isnull=True), name="criterion_one_open"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")), name="criterion_period"
            ),
        ]

    def __str__(self) -> str:
        return self.key


@pghistory.track()
class Assessment(TenantModel):
    """One round through a property: who went, when, and what the municipality made of it.

    At most one is open for a property, so two people never fill in two lists without knowing. `client_id` is made by
    the device that started it: sent twice, made once. `valid_until` is the first day on which one of its answers is old.
    """

    property = models.ForeignKey(Property, models.PROTECT, related_name="assessments", verbose_name=_("pand"))
    initiative_scope_id = models.UUIDField(null=True, db_index=True, editable=False)
    visited_on = models.DateField(_("bezocht op"))
    visited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("bezocht door")
    )
    state = models.CharField(
        _("stand"), max_length=10, choices=AssessmentState.choices, default=AssessmentState.DRAFT, editable=False
    )
    outcome = models.CharField(_("uitslag"), max_length=10, choices=SuitabilityOutcome.choices, blank=True)
    remark = models.TextField(_("opmerking"), max_length=2000, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ingediend door")
    )
    submitted_at = models.DateTimeField(_("ingediend op"), null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ondertekend door")
    )
    signed_at = models.DateTimeField(_("ondertekend op"), null=True)
    valid_until = models.DateField(_("geldig tot"), null=True, blank=True)
    remind_on = models.DateField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    client_id = models.UUIDField(unique=True, default=uuid7, editable=False)

    class Meta:
        ordering = ("-visited_on", "-id")
        verbose_name = _("geschiktheidstoets")
        verbose_name_plural = _("geschiktheidstoetsen")
        indexes: ClassVar = [
            models.Index(fields=["municipality", "state"]),
            models.Index(fields=["valid_until"], condition=Q(state=AssessmentState.SIGNED), name="assessment_expiring"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["property"],
                condition=Q(state__in=[state.value for state in OPEN_ASSESSMENTS]),
                name="assessment_one_open",
            ),
            models.UniqueConstraint(
                fields=["property"], condition=Q(state=AssessmentState.SIGNED), name="assessment_one_signed"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AssessmentState.SIGNED, AssessmentState.REPLACED])
                | (Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(outcome="")),
                name="assessment_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.property_id} {self.visited_on}"

    @builtins.property
    def timeline_scope_id(self) -> UUID:
        """Under which thing its events are told: the initiative, or the property where there is none."""
        return self.initiative_scope_id or self.property_id

    @builtins.property
    def is_open(self) -> bool:
        return self.state in OPEN_ASSESSMENTS


@pghistory.track()
class SuitabilityCheck(TenantModel):
    """The answer to one question of one visit. No reason, no "not in order": the database refuses it.

    `client_id` names the last answer that was taken; `answered_at` is the clock of the device on which it was given, never
    later than the server's; `revision` counts the changes, so that a device says which answer it saw.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="checks", verbose_name=_("toets"))
    property = models.ForeignKey(Property, models.PROTECT, related_name="+")
    initiative_scope_id = models.UUIDField(null=True, db_index=True, editable=False)
    criterion = models.ForeignKey(
        SuitabilityCriterion, models.PROTECT, related_name="checks", verbose_name=_("criterium")
    )
    outcome = models.CharField(_("uitkomst"), max_length=16, choices=CheckOutcome.choices)
    failure_reason = models.CharField(_("wat is er niet in orde"), max_length=400, blank=True)
    note = models.CharField(_("opmerking"), max_length=400, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("bekeken door")
    )
    checked_at = models.DateTimeField(_("bekeken op"), default=timezone.now)
    answered_at = models.DateTimeField(default=timezone.now)
    valid_until = models.DateField(_("geldig tot"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, validators=[MaxValueValidator(1_000_000)])
    client_id = models.UUIDField(unique=True, default=uuid7, editable=False)

    class Meta:
        ordering = ("criterion__position", "id")
        verbose_name = _("antwoord in een toets")
        verbose_name_plural = _("antwoorden in een toets")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="check_once"),
            models.CheckConstraint(
                condition=(Q(outcome=CheckOutcome.FAILED) & ~Q(failure_reason=""))
                | (~Q(outcome=CheckOutcome.FAILED) & Q(failure_reason="")),
                name="check_failure_reason",
                violation_error_message=_("Schrijf op wat er niet in orde is."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.outcome}"


class CheckAttachment(AttachmentLink):
    """A photo or paper with one question of a visit. Hangs on the visit, so that it can come before the answer."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="attachment_links")
    criterion = models.ForeignKey(SuitabilityCriterion, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("bijlage bij een toets")

    def __str__(self) -> str:
        return str(self.attachment_id)
