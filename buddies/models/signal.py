"""A worry about somebody's safety: a lane of its own, apart from everything else that is written about people.

What whoever raised it may see (that it was received, and its state) stands in `SafeguardingSignal`; what it says in `SignalFile`,
which only the addressees read. Addressees and exclusions are written by a database function alone (migration 0021).
"""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.municipalities.models import TenantModel

from ..enums import MeldcodeStep, SignalKind, SignalOutcome, SignalParty, SignalState, SignalUrgency

READ_STATES = (SignalState.ACKNOWLEDGED, SignalState.IN_PROGRESS, SignalState.CLOSED)


@pghistory.track()
class SafeguardingSignal(TenantModel):
    """That there is a signal and how far it is; nothing of what it says. The row is the job of its clock.

    `level` is how far it went: 1 the first adviser, 2 all advisers of the municipality, 3 the national ones too. The case
    coordinators belong to each. `answer_hours` are office hours, for each of these steps. `link_scope_id` is the thing of the link through which somebody without an account raised it.
    """

    reference = models.CharField(_("nummer"), max_length=13, unique=True, editable=False)
    state = models.CharField(
        _("stand"), max_length=12, choices=SignalState.choices, default=SignalState.RAISED, editable=False
    )
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    link_scope_id = models.UUIDField(null=True, editable=False)
    level = models.PositiveSmallIntegerField(default=1, editable=False)
    answer_hours = models.PositiveSmallIntegerField(editable=False)
    acknowledge_by = models.DateTimeField(_("ontvangst bevestigen voor"), editable=False)
    acknowledged_at = models.DateTimeField(_("gelezen op"), null=True, editable=False)
    closed_at = models.DateTimeField(_("afgesloten op"), null=True, editable=False)

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("zorgsignaal")
        verbose_name_plural = _("zorgsignalen")
        indexes: ClassVar = [
            models.Index(fields=["municipality", "state"], name="signal_of_place"),
            models.Index(fields=["acknowledge_by"], condition=Q(state="raised"), name="signal_waits"),
            models.Index(fields=["raised_by"], name="signal_of_raiser"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=SignalState.RAISED, acknowledged_at__isnull=True)
                | Q(state__in=READ_STATES, acknowledged_at__isnull=False),
                name="signal_acknowledged",
            ),
            models.CheckConstraint(
                condition=Q(state=SignalState.CLOSED, closed_at__isnull=False)
                | (~Q(state=SignalState.CLOSED) & Q(closed_at__isnull=True)),
                name="signal_closed",
            ),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="signal_level"),
        ]

    def __str__(self) -> str:
        return self.reference


@pghistory.track(exclude=["seen", "who_else", "where", "outcome_note"])
class SignalFile(TenantModel):
    """What the signal says: what was seen, not what is thought. The free texts are encrypted, are not in the history of the row,
    and are erased two years after the signal was closed. `where` is in words, as an adviser has no right to look a household up."""

    signal = models.OneToOneField(SafeguardingSignal, models.PROTECT, related_name="file")
    kind = models.CharField(_("waar gaat het over"), max_length=12, choices=SignalKind.choices)
    urgency = models.CharField(_("hoe snel"), max_length=4, choices=SignalUrgency.choices)
    seen = EncryptedTextField(_("wat er is gezien of gehoord"))
    who_else = EncryptedTextField(_("over wie het gaat"), blank=True, default="")
    where = EncryptedTextField(_("bij wie"), blank=True, default="")
    from_resident = models.BooleanField(_("van een bewoner"), default=False)
    language = models.CharField(_("geschreven in het"), max_length=3, blank=True)
    household_scope_id = models.UUIDField(null=True, editable=False)
    initiative_scope_id = models.UUIDField(null=True, editable=False)
    outcome = models.CharField(_("hoe het afliep"), max_length=12, choices=SignalOutcome.choices, blank=True)
    outcome_note = EncryptedTextField(_("toelichting"), blank=True, default="")

    class Meta:
        verbose_name = _("inhoud van een zorgsignaal")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"inhoud {self.pk}"


class SignalConcerned(TenantModel):
    """Whom it is about: a person with an account, or a party ("the owner", "somebody who lives there")."""

    signal = models.ForeignKey(SafeguardingSignal, models.PROTECT, related_name="concerned")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    party = models.CharField(max_length=20, choices=SignalParty.choices, blank=True)

    class Meta:
        verbose_name = _("wie een zorgsignaal betreft")
        ordering = ("created_at", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(user__isnull=False) & Q(party="")) | (Q(user__isnull=True) & ~Q(party="")),
                name="concerned_is_one",
            ),
        ]

    def __str__(self) -> str:
        return f"betreft {self.pk}"


class SignalExclusion(TenantModel):
    """Somebody who never receives or sees the signal. `why`: concerned, invited_by, invited, reports_to or conflict (said by an
    addressee). Written by the database alone."""

    signal = models.ForeignKey(SafeguardingSignal, models.PROTECT, related_name="exclusions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    why = models.CharField(max_length=12)

    class Meta:
        verbose_name = _("wie een zorgsignaal niet mag zien")
        ordering = ("created_at", "id")
        constraints: ClassVar = [models.UniqueConstraint(fields=["signal", "user"], name="exclusion_once")]

    def __str__(self) -> str:
        return f"niet {self.pk}"


class SignalAddressee(TenantModel):
    """Somebody to whom the signal goes, since when, and until when where they no longer are. The row is the job of its mail.
    Written by the database alone, but for the time of the mail."""

    signal = models.ForeignKey(SafeguardingSignal, models.PROTECT, related_name="addressees")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    role = models.CharField(max_length=24)
    mailed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("ontvanger van een zorgsignaal")
        ordering = ("created_at", "id")
        constraints: ClassVar = [models.UniqueConstraint(fields=["signal", "user"], name="addressee_once")]
        indexes: ClassVar = [
            models.Index(fields=["user"], condition=Q(ended_at__isnull=True), name="addressee_now"),
            models.Index(
                fields=["id"], condition=Q(mailed_at__isnull=True, ended_at__isnull=True), name="addressee_to_mail"
            ),
        ]

    def __str__(self) -> str:
        return f"ontvanger {self.pk}"


class SignalStep(TenantModel):
    """A step of the reporting code that somebody took. A step may be taken again; nothing is overwritten."""

    signal = models.ForeignKey(SafeguardingSignal, models.PROTECT, related_name="steps")
    step = models.CharField(_("stap"), max_length=1, choices=MeldcodeStep.choices)
    done_on = models.DateField(_("op"))
    note = EncryptedTextField(_("wat er is gedaan of besloten"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("stap van de meldcode")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"stap {self.step}"


class SignalLog(TenantModel):
    """What happened to a signal. Apart from the log of the municipality, which is read by people the signal may be about."""

    signal = models.ForeignKey(SafeguardingSignal, models.PROTECT, related_name="log")
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12, blank=True)
    reason = EncryptedTextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("logboek van een zorgsignaal")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return self.verb


class SignalWarning(TenantModel):
    """Somebody who works with a household is asked to talk to the adviser before anything changes there: that, and nothing of
    why. `adviser` is whom to talk to. Ends when the signal closes. `signal` can be read by nobody who is warned (its table
    says so); the row of a warning is the job of its mail."""

    signal = models.ForeignKey(SafeguardingSignal, models.PROTECT, related_name="warnings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    adviser = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    household_scope_id = models.UUIDField(editable=False)
    mailed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("verzoek om eerst te overleggen")
        ordering = ("-created_at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["signal", "user", "household_scope_id"], name="warned_once"),
        ]

    def __str__(self) -> str:
        return f"overleg {self.pk}"
