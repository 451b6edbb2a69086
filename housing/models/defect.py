"""Something about a property is broken, unsafe or a nuisance: who tells it, who has the ball, by when they answer.

A report never names residents: it is about the building. Buddies see their own reports only, through their household.
"""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thuisgevers.attachments.models import AttachmentLink
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.models import TenantModel

from ..enums import DefectActor, DefectKind, DefectOutcome, DefectState, DefectUpdateKind, DefectUrgency
from .property import Property
from .unit import DwellingUnit

if TYPE_CHECKING:
    from uuid import UUID

UNANSWERED = (DefectState.REPORTED, DefectState.REOPENED)
OPEN_DEFECTS = (DefectState.REPORTED, DefectState.REOPENED, DefectState.ACKNOWLEDGED, DefectState.IN_PROGRESS)


@pghistory.track()
class DefectReport(TenantModel):
    """One thing that somebody reported.

    `acts` has the ball and gets the reminders. `due_on` is the clock that runs now: the first answer while nobody answered,
    after that the day on which it should be done; `remind_on`, `reminded_at` and `escalated_at` belong to that clock.
    `household_scope_id` is filled for a report by a buddy or by the household itself (then without `reported_by`), and never shown. A year after it was closed `housing_forget()`
    takes out the words, the photos and who reported it (docs/retention.md); `erased_on` is that day.
    """

    reference = models.CharField(_("nummer"), max_length=16, unique=True, editable=False)
    property = models.ForeignKey(Property, models.PROTECT, related_name="defects", verbose_name=_("pand"))
    unit = models.ForeignKey(
        DwellingUnit, models.PROTECT, null=True, blank=True, related_name="defects", verbose_name=_("wooneenheid")
    )
    initiative_scope_id = models.UUIDField(null=True, db_index=True, editable=False)
    household_scope_id = models.UUIDField(null=True, db_index=True, editable=False)
    kind = models.CharField(_("wat is er"), max_length=10, choices=DefectKind.choices)
    urgency = models.CharField(_("hoe snel"), max_length=10, choices=DefectUrgency.choices)
    description = models.TextField(_("wat is er aan de hand"), max_length=2000)
    acts = models.CharField(_("aan zet"), max_length=12, choices=DefectActor.choices)
    state = models.CharField(
        _("stand"), max_length=12, choices=DefectState.choices, default=DefectState.REPORTED, editable=False
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("gemeld door")
    )
    reported_at = models.DateTimeField(_("gemeld op"), default=timezone.now)
    due_on = models.DateField(_("termijn"), null=True)
    remind_on = models.DateField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    escalated_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(_("eerste antwoord op"), null=True)
    closed_at = models.DateTimeField(_("afgerond op"), null=True)
    outcome = models.CharField(_("hoe afgelopen"), max_length=16, choices=DefectOutcome.choices, blank=True)
    client_id = models.UUIDField(unique=True, default=uuid7, editable=False)
    erased_on = models.DateField(_("gewist op"), null=True, editable=False)

    class Meta:
        ordering = ("-reported_at", "-id")
        verbose_name = _("melding")
        verbose_name_plural = _("meldingen")
        indexes: ClassVar = [
            models.Index(fields=["municipality", "state", "due_on"]),
            models.Index(fields=["property", "state"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(state=DefectState.CLOSED, closed_at__isnull=False) & ~Q(outcome=""))
                | (~Q(state=DefectState.CLOSED) & Q(outcome="", closed_at__isnull=True)),
                name="defect_outcome",
                violation_error_message=_("Kies hoe het is afgelopen."),
            ),
            models.CheckConstraint(
                condition=Q(erased_on__isnull=True, reported_by__isnull=False)
                | Q(erased_on__isnull=True, household_scope_id__isnull=False)
                | Q(erased_on__isnull=False, state=DefectState.CLOSED),
                name="defect_erased_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @builtins.property
    def timeline_scope_id(self) -> UUID:
        """Under which thing its events are told: the initiative, or the property where there is none."""
        return self.initiative_scope_id or self.property_id

    @builtins.property
    def is_open(self) -> bool:
        return self.state in OPEN_DEFECTS

    @builtins.property
    def waits_for_answer(self) -> bool:
        return self.state in UNANSWERED


class DefectUpdate(TenantModel):
    """One line of a report's history, for everybody who may read the report. Only ever added to.

    Beside the log, because a buddy and an owner do not read the log of an initiative.
    """

    defect = models.ForeignKey(DefectReport, models.PROTECT, related_name="updates", verbose_name=_("melding"))
    kind = models.CharField(_("wat"), max_length=12, choices=DefectUpdateKind.choices)
    text = models.TextField(_("tekst"), max_length=2000, blank=True)
    to_actor = models.CharField(_("aan zet"), max_length=12, choices=DefectActor.choices, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )
    by_label = models.CharField(max_length=150)
    at = models.DateTimeField(_("op"), default=timezone.now)

    class Meta:
        ordering = ("at", "id")
        verbose_name = _("regel bij een melding")
        verbose_name_plural = _("regels bij een melding")

    def __str__(self) -> str:
        return f"{self.defect_id} {self.kind}"


class DefectAttachment(AttachmentLink):
    """A photo with a report."""

    defect = models.ForeignKey(DefectReport, models.PROTECT, related_name="attachment_links")

    class Meta:
        verbose_name = _("bijlage bij een melding")

    def __str__(self) -> str:
        return str(self.attachment_id)
