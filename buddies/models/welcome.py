"""The resident's page: the card that opens it, what residents write to the municipality, and what they keep for themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.models import Household
from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.municipalities.models import TenantModel

from ..enums import Mood, MoodSharing, ResidentMessageKind, ResidentMessageState, WelcomeCardState, WelcomeLanguage

MOST_TRIES = 5
PRINT_WINDOW = timedelta(hours=24)


def until_printed() -> datetime:
    return timezone.now() + PRINT_WINDOW


@pghistory.track(exclude=["code", "pdf", "tries", "code_hash", "pin_hash"])
class WelcomeCard(TenantModel):
    """A card with a code that, with six digits handed over apart from it, opens the page of one household.

    Of code and digits only hashes are kept, those of the digits keyed with the code: who holds the database cannot try a million
    of them. `code` (encrypted) waits for the worker that prints it, `pdf` (encrypted, base64) for whoever fetches it; both go as
    soon as they can. `tries` counts wrong digits and is written by the database's function alone; at five the card is dead.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=_("huishouden"))
    initiative_scope_id = models.UUIDField(null=True, db_index=True, editable=False)
    language = models.CharField(_("taal"), max_length=3, choices=WelcomeLanguage.choices)
    state = models.CharField(
        _("stand"),
        max_length=10,
        choices=WelcomeCardState.choices,
        default=WelcomeCardState.REQUESTED,
        editable=False,
    )
    code_hash = models.BinaryField(max_length=32, unique=True)
    pin_hash = models.BinaryField(max_length=32)
    code = EncryptedTextField(blank=True, default="")
    pdf = EncryptedTextField(blank=True, default="")
    printable_until = models.DateTimeField(default=until_printed)
    attempts = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(_("verkeerde cijfers"), default=0, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    expires_on = models.DateField(_("werkt tot en met"))
    client_id = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ("-created_at", "id")
        verbose_name = _("bewonerskaart")
        verbose_name_plural = _("bewonerskaarten")
        indexes: ClassVar = [models.Index(fields=["household", "state"], name="welcomecard_of_household")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_locked(self) -> bool:
        return self.tries >= MOST_TRIES

    @property
    def is_expired(self) -> bool:
        return self.expires_on < timezone.localdate()

    @property
    def works(self) -> bool:
        return self.state != WelcomeCardState.REVOKED and not self.is_locked and not self.is_expired

    @property
    def is_printable(self) -> bool:
        return self.state == WelcomeCardState.READY and self.works and timezone.now() < self.printable_until


@pghistory.track(exclude=["text", "answer"])
class ResidentMessage(TenantModel):
    """A question, complaint, correction or objection of a resident, with a day by which it is answered.

    Read by who has the card with which it was written and by who handles households there. `client_id` is made by the form:
    sent twice is one message. The row is its own reminder (`reminded_on`).
    """

    card = models.ForeignKey(WelcomeCard, models.PROTECT, related_name="messages", editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=_("huishouden"))
    kind = models.CharField(_("wat"), max_length=12, choices=ResidentMessageKind.choices)
    language = models.CharField(_("taal"), max_length=3, choices=WelcomeLanguage.choices)
    text = EncryptedTextField(_("bericht"))
    state = models.CharField(
        _("stand"),
        max_length=10,
        choices=ResidentMessageState.choices,
        default=ResidentMessageState.OPEN,
        editable=False,
    )
    due_on = models.DateField(_("antwoord uiterlijk"))
    answer = EncryptedTextField(_("antwoord"), blank=True, default="")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("beantwoord op"), null=True)
    reminded_on = models.DateField(null=True, editable=False)
    client_id = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ("due_on", "id")
        verbose_name = _("bericht van een bewoner")
        verbose_name_plural = _("berichten van bewoners")
        indexes: ClassVar = [models.Index(fields=["municipality", "state", "due_on"], name="residentmessage_worklist")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=ResidentMessageState.OPEN, answered_at__isnull=True)
                | Q(state=ResidentMessageState.ANSWERED, answered_at__isnull=False),
                name="residentmessage_answered",
            )
        ]

    def __str__(self) -> str:
        return f"bericht {self.pk}"


class ResidentReport(TenantModel):
    """With which card a report of something broken was made: what was written about it and the answers are read with that card. A plain
    id, as nobody with a card reads the report's table."""

    card = models.ForeignKey(WelcomeCard, models.PROTECT, related_name="reports", editable=False)
    defect_id = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("melding van een bewoner")

    def __str__(self) -> str:
        return f"melding {self.defect_id}"


class ResidentMood(TenantModel):
    """How a resident says it goes. Seen with the card that wrote it and by nobody else, unless shared; no history of it is kept, and
    no official reads it. Erasing it really erases it."""

    card = models.ForeignKey(WelcomeCard, models.PROTECT, related_name="moods", editable=False)
    household_scope_id = models.UUIDField(editable=False)
    initiative_scope_id = models.UUIDField(null=True, editable=False)
    mood = models.CharField(_("hoe het gaat"), max_length=4, choices=Mood.choices)
    words = EncryptedTextField(_("in eigen woorden"), blank=True, default="")
    shared_with = models.CharField(_("wie leest dit"), max_length=12, choices=MoodSharing.choices)
    client_id = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ("-created_at", "id")
        verbose_name = _("hoe het gaat")
        indexes: ClassVar = [models.Index(fields=["household_scope_id", "-created_at"], name="mood_of_household")]

    def __str__(self) -> str:
        return f"hoe het gaat {self.pk}"
