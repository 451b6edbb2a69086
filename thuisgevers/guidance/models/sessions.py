"""Inspiration sessions are national: no row has a municipality. What everybody may know of a session is one row, the link to the
video meeting is another, and who registered a third, each with policies of its own (migration `sessions_security`)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.common.models import BaseModel

from ..enums import RegistrationState, SessionPlace, SessionState

MOST_PLACES = 1000


class SessionSeries(BaseModel):
    """Sessions that were planned together, each week at the same hour on the clock. It holds no times: every session knows its
    own, so that one can be moved alone."""

    title = models.CharField(_("titel"), max_length=120)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("reeks sessies")
        verbose_name_plural = _("reeksen sessies")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return self.title


class InspirationSession(BaseModel):
    """One session, as everybody may read it. `taken` and `waiting` are kept by a trigger on the registrations; that `taken` does
    not pass `capacity` is a constraint, so that the database gives the last place once. `sequence` counts what those who
    registered must be told again (RFC 5545)."""

    series = models.ForeignKey(SessionSeries, models.PROTECT, null=True, blank=True, related_name="sessions")
    title = models.CharField(_("titel"), max_length=120)
    summary = models.TextField(_("waar het over gaat"), max_length=3000, blank=True)
    host = models.CharField(_("gespreksleider"), max_length=120, blank=True)
    place = models.CharField(_("vorm"), max_length=8, choices=SessionPlace.choices, default=SessionPlace.ONLINE)
    location = models.CharField(_("adres"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("begint op"), db_index=True)
    minutes = models.PositiveSmallIntegerField(
        _("duur in minuten"), default=60, validators=[MinValueValidator(15), MaxValueValidator(480)]
    )
    ends_at = models.DateTimeField(_("eindigt op"), editable=False)
    capacity = models.PositiveSmallIntegerField(
        _("plaatsen"), default=100, validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    waiting = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(
        _("stand"), max_length=9, choices=SessionState.choices, default=SessionState.PLANNED, editable=False
    )
    reason = models.CharField(_("waarom het niet doorgaat"), max_length=300, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    notes = models.TextField(_("verslag"), max_length=10_000, blank=True)
    recording_url = models.URLField(_("opname"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("inspiratiesessie")
        verbose_name_plural = _("inspiratiesessies")
        ordering = ("starts_at", "id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="session_has_place"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
            models.CheckConstraint(condition=Q(place="online") | ~Q(location=""), name="session_on_site_has_address"),
        ]

    def __str__(self) -> str:
        return self.title

    @staticmethod
    def end_of(starts_at: datetime, minutes: int) -> datetime:
        return starts_at + timedelta(minutes=minutes)

    @property
    def is_planned(self) -> bool:
        return self.state == SessionState.PLANNED

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether people can still register, for a place or for the waiting list."""
        return self.is_planned and not self.is_over

    @property
    def is_online(self) -> bool:
        return self.place != SessionPlace.ON_SITE

    @property
    def left(self) -> int:
        """Free places; none while somebody waits, as a place that comes free is theirs."""
        return 0 if self.waiting else max(0, self.capacity - self.taken)


class SessionVideo(BaseModel):
    """Where the video meeting is. Only those with a place and the national coordinators may read the row."""

    session = models.OneToOneField(InspirationSession, models.CASCADE, related_name="video")
    url = EncryptedTextField(_("link naar de videovergadering"))

    class Meta:
        verbose_name = _("videolink")

    def __str__(self) -> str:
        return f"video {self.session_id}"


class SessionRegistration(BaseModel):
    """Somebody wants to come: one row for an address and a session. Name, address, question and remarks are encrypted and go eight
    weeks after the session; what is left are figures.

    The row is also the job of the mails about it: `told_state` and `told_sequence` are what the person was told last, and
    wherever they differ from how it is, a mail is due (`services.sessions.telling`). `turns` counts how often the person left and
    came back: a calendar takes the newest word only when its number is higher (RFC 5545).
    """

    session = models.ForeignKey(InspirationSession, models.PROTECT, related_name="registrations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    name = EncryptedTextField(_("naam"))
    email = EncryptedTextField(_("e-mailadres"))
    email_index = models.CharField(max_length=32, null=True, editable=False)  # noqa: DJ001 - unique, and gone once erased
    state = models.CharField(
        _("stand"), max_length=9, choices=RegistrationState.choices, default=RegistrationState.REQUESTED
    )
    queued_at = models.DateTimeField(_("op de wachtlijst sinds"), null=True, blank=True)
    question = EncryptedTextField(_("vraag vooraf"), default="")
    has_attended = models.BooleanField(_("was erbij"), null=True, blank=True)
    score = models.PositiveSmallIntegerField(
        _("cijfer"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    remarks = EncryptedTextField(_("opmerkingen"), default="")
    turns = models.PositiveSmallIntegerField(default=0, editable=False)
    told_state = models.CharField(max_length=9, blank=True, editable=False)
    told_sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)
    asked_again_at = models.DateTimeField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    thanked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("aanmelding voor een sessie")
        verbose_name_plural = _("aanmeldingen voor sessies")
        ordering = ("created_at", "id")
        indexes: ClassVar = [models.Index(fields=["session", "state", "queued_at"], name="registration_queue")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "email_index"], name="registration_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=1, score__lte=5), name="registration_score"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.session_id}"

    @property
    def holds_place(self) -> bool:
        return self.state == RegistrationState.CONFIRMED

    @property
    def is_open(self) -> bool:
        return self.state in {RegistrationState.CONFIRMED, RegistrationState.WAITING}
