"""Mail that waits, went or failed, and what people want to be mailed about."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID, uuid5

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from thuisgevers.accounts.models import User
from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.common.ids import uuid7
from thuisgevers.common.models import BaseModel
from thuisgevers.municipalities.models import Municipality

from .enums import Frequency, MessageState, ReminderKind

DIGEST_IDS = UUID("5b1f3c1e-7d0a-5c52-9a62-0d5a7be0d1a4")


class Digest(BaseModel):
    """One person's daily mail; the row is the job. Its id follows from person and day, so that whoever queues a message
    can add the row without being allowed to read it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_at = models.DateTimeField("versturen op")
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)

    class Meta:
        verbose_name = "dagelijkse mail"
        ordering = ("due_at", "id")

    def __str__(self) -> str:
        return f"{self.due_at:%Y-%m-%d}"

    @staticmethod
    def id_for(user: User, day: date) -> UUID:
        return uuid5(DIGEST_IDS, f"{user.public_id}:{day.isoformat()}")


class OutgoingMessage(BaseModel):
    """One mail to one mailbox; the row is the job. The body is Markdown with everything filled in, encrypted, and taken
    away once sent or expired. The subject never names a person."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    about_id = models.UUIDField("gaat over", null=True, blank=True)
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    to = EncryptedTextField("aan")
    to_index = models.CharField(max_length=32, db_index=True)
    template = models.CharField("sjabloon", max_length=80)
    reminder = models.CharField("soort herinnering", max_length=20, choices=ReminderKind.choices, blank=True)
    subject = models.CharField("onderwerp", max_length=150)
    body = EncryptedTextField("tekst", null=True, blank=True)  # type: ignore[misc]
    #: An appointment (RFC 5545) that goes along, taken away with the body.
    calendar = EncryptedTextField("afspraak", null=True, blank=True)  # type: ignore[misc]
    #: Where an answer by mail goes, when that is not the sender.
    reply_to = models.CharField("antwoorden aan", max_length=150, blank=True, editable=False)
    is_secret = models.BooleanField("bevat een code of geheime link", default=False)
    state = models.CharField("stand", max_length=8, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    next_attempt_at = models.DateTimeField("volgende poging", default=timezone.now)
    error = models.CharField("oorzaak", max_length=200, blank=True)
    expires_at = models.DateTimeField("heeft zin tot")
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    digest = models.ForeignKey(Digest, models.PROTECT, null=True, blank=True, related_name="messages")
    dedupe_key = models.CharField(max_length=120, null=True, blank=True, unique=True)

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        ordering = ("created_at", "id")
        indexes: ClassVar = [
            # What the sweep looks at: a body is there until the mail went or expired, so this index stays small.
            models.Index(fields=["next_attempt_at"], condition=Q(body__isnull=False), name="message_has_body"),
            models.Index(fields=["municipality", "created_at"], condition=Q(state="failed"), name="message_failed"),
        ]
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False, body__isnull=True), name="message_sent_is_blank"
            ),
        )

    def __str__(self) -> str:
        return self.subject

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_blank(self) -> bool:
        return self.__dict__.get("body") is None

    @property
    def can_be_retried(self) -> bool:
        return self.state == MessageState.FAILED and not self.is_blank and not self.is_expired


class NotificationPreference(BaseModel):
    """How one person wants one kind of reminder. No row means: immediately."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_preferences")
    kind = models.CharField("soort", max_length=20, choices=ReminderKind.choices)
    frequency = models.CharField("hoe vaak", max_length=12, choices=Frequency.choices)

    class Meta:
        verbose_name = "mailvoorkeur"
        verbose_name_plural = "mailvoorkeuren"
        ordering = ("user", "kind")
        constraints = (models.UniqueConstraint(fields=["user", "kind"], name="preference_once"),)

    def __str__(self) -> str:
        return f"{self.kind}: {self.frequency}"


class DemoMail(models.Model):
    """What would have gone out, readable for visitors of the demo. Written in demo mode only; elsewhere it stays empty."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message_id = models.UUIDField(unique=True)
    sender = models.CharField("van", max_length=200)
    to = models.CharField("aan", max_length=254)
    to_name = models.CharField("naam", max_length=150, blank=True)
    subject = models.CharField("onderwerp", max_length=150)
    text = models.TextField("tekst")
    html = models.TextField("opgemaakte tekst")
    sent_at = models.DateTimeField("verstuurd op", default=timezone.now)

    class Meta:
        verbose_name = "mail in de demo"
        verbose_name_plural = "mails in de demo"
        ordering = ("-sent_at", "-id")

    def __str__(self) -> str:
        return self.subject
