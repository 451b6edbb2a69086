"""Who wants to be a buddy and what has been seen of them: facts, never papers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from housing.enums import Language
from initiatives.models import Initiative
from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.municipalities.models import TenantModel

from ..enums import BuddyState, BuddyTask, FreeVogCondition, IntakeItem, Interest, Moment, Reach

MOST_MATCHES = 5


def choices_of(choices: type[models.TextChoices], label: Any) -> ArrayField[list[str], list[str]]:
    """A list of chosen words."""
    return ArrayField(
        models.CharField(max_length=20, choices=choices.choices), default=list, blank=True, verbose_name=label
    )


@pghistory.track(exclude=["name", "email", "email_index", "phone", "about", "asked_again_at", "told_state", "told_at"])
class Buddy(TenantModel):
    """Somebody who is, wants to be or was a buddy in one municipality. Name, address and telephone are encrypted, go four weeks
    after they left, and are not in the history of the row.

    Who applied at the public page has no initiative until the municipality names one. Of the VOG only facts are kept: when it was
    asked for, who saw it and when, until when it counts. `intake` is JSON: `{IntakeItem: {"on": date, "by": user id}}`.
    The row is also the job of its mails: `told_state` is what the person was told last.
    """

    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(
        _("stand"), max_length=10, choices=BuddyState.choices, default=BuddyState.REQUESTED, editable=False
    )
    name = EncryptedTextField(_("naam"))
    email = EncryptedTextField(_("e-mailadres"))
    email_index = models.CharField(max_length=32, null=True, editable=False)  # noqa: DJ001 - unique, and gone once erased
    phone = EncryptedTextField(_("telefoonnummer"), blank=True, default="")
    about = EncryptedTextField(_("waarom u buddy wilt worden"), blank=True, default="")
    postcode_digits = models.CharField(_("postcode, alleen de cijfers"), max_length=4, blank=True)
    languages = choices_of(Language, _("talen"))
    moments = choices_of(Moment, _("wanneer u kunt"))
    interests = choices_of(Interest, _("wat u graag doet"))
    tasks = choices_of(BuddyTask, _("wat u wilt doen"))
    reach = models.CharField(_("hoe ver"), max_length=12, choices=Reach.choices, default=Reach.MUNICIPALITY)
    children_ok = models.BooleanField(_("ook een gezin met kinderen"), default=True)
    max_matches = models.PositiveSmallIntegerField(
        _("hoeveel huishoudens tegelijk"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MATCHES)],
    )
    intake = models.JSONField(_("kennismaking"), default=dict, blank=True, editable=False)
    vog_requested_on = models.DateField(_("VOG aangevraagd op"), null=True, blank=True)
    vog_seen_on = models.DateField(_("VOG gezien op"), null=True, blank=True)
    vog_seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("gezien door")
    )
    vog_valid_until = models.DateField(_("VOG telt tot"), null=True, blank=True)
    paused_until = models.DateField(_("pauze tot"), null=True, blank=True)
    ended_on = models.DateField(_("gestopt op"), null=True, blank=True, editable=False)
    told_state = models.CharField(max_length=10, blank=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)
    asked_again_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-created_at", "id")
        verbose_name = _("buddy")
        verbose_name_plural = _("buddy's")
        indexes: ClassVar = [
            models.Index(fields=["municipality", "state", "-created_at"], name="buddy_list"),
            models.Index(fields=["municipality", "vog_valid_until"], name="buddy_vog"),
            models.Index(fields=["initiative", "state"], name="buddy_of_initiative"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "email_index"], name="buddy_once"),
            models.CheckConstraint(
                condition=Q(max_matches__gte=1, max_matches__lte=MOST_MATCHES), name="buddy_max_matches"
            ),
            models.CheckConstraint(
                condition=Q(vog_seen_on__isnull=True, vog_seen_by__isnull=True, vog_valid_until__isnull=True)
                | Q(vog_seen_on__isnull=False, vog_seen_by__isnull=False, vog_valid_until__isnull=False),
                name="buddy_vog_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[BuddyState.INTAKE, BuddyState.READY, BuddyState.PAUSED])
                | Q(initiative__isnull=False),
                name="buddy_has_initiative",
            ),
        ]

    def __str__(self) -> str:
        return f"buddy {self.pk}"

    @property
    def last_day_of_pause(self) -> date | None:
        """`paused_until` is the first day without; None where nobody knows yet how long it takes."""
        return None if self.paused_until is None else self.paused_until - timedelta(days=1)

    @property
    def is_matchable(self) -> bool:
        return self.state == BuddyState.READY and self.user_id is not None

    @property
    def is_open(self) -> bool:
        return self.state not in (BuddyState.LEFT, BuddyState.DECLINED)

    def has_vog(self, on: date) -> bool:
        """Whether somebody saw a VOG that counts on that day."""
        return self.vog_valid_until is not None and self.vog_valid_until > on

    @property
    def intake_missing(self) -> list[IntakeItem]:
        return [item for item in IntakeItem if item.value not in self.intake]


class BuddySettings(TenantModel):
    """What a municipality chose. `vog_rules` is JSON, `{BuddyTask: VogRule}`; what is not named there warns, and the tasks of
    `enums.ALWAYS_VOG` ask a VOG whatever stands here."""

    vog_rules = models.JSONField(_("VOG per taak"), default=dict, blank=True)
    quiet_weeks = models.PositiveSmallIntegerField(
        _("weken zonder contact"), default=2, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )

    class Meta:
        verbose_name = _("afspraken over buddy's")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality"], name="buddysettings_once"),
            models.CheckConstraint(condition=Q(quiet_weeks__gte=1, quiet_weeks__lte=12), name="buddysettings_weeks"),
        ]

    def __str__(self) -> str:
        return f"buddy's in {self.municipality_id}"


@pghistory.track()
class FreeVogFact(TenantModel):
    """Whether an organisation meets one condition for a VOG without costs: who looked, and when. Of the organisation behind an
    initiative; without one, of the municipality that asks the VOGs itself. What nobody looked at has no row."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, blank=True, related_name="+")
    condition = models.CharField(_("voorwaarde"), max_length=12, choices=FreeVogCondition.choices)
    is_met = models.BooleanField(_("voldaan"))
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    seen_on = models.DateField(_("nagegaan op"))

    class Meta:
        verbose_name = _("voorwaarde voor een gratis VOG")
        verbose_name_plural = _("voorwaarden voor een gratis VOG")
        ordering = ("created_at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "initiative", "condition"], name="freevog_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.condition}: {self.is_met}"
