"""A buddy and a household: what the household wants, the proposal, both answers, how it went on and how it ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from housing.enums import Language
from housing.models import Household
from initiatives.models import Initiative
from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.municipalities.models import TenantModel

from ..enums import KEPT_MATCH, OPEN_MATCH, Answer, BuddyTask, Conclusion, Interest, MatchState, Moment, WishesAnswer
from .buddy import Buddy, choices_of

MOST_BUDDIES = 2


@pghistory.track(exclude=["own_words"])
class HouseholdWish(TenantModel):
    """What a household wants of a buddy, as it said itself: asked by whom, when, in which language. `own_words` are theirs,
    encrypted, and go a month after the household closed. One for each household and initiative."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, blank=True, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=_("huishouden"))
    answer = models.CharField(_("wil een buddy"), max_length=8, choices=WishesAnswer.choices, default=WishesAnswer.YES)
    languages = choices_of(Language, _("talen die de buddy spreekt"))
    language_is_needed = models.BooleanField(_("zonder gedeelde taal gaat het niet"), default=False)
    moments = choices_of(Moment, _("wanneer het uitkomt"))
    interests = choices_of(Interest, _("wat zij graag doen"))
    tasks = choices_of(BuddyTask, _("waarbij een buddy helpt"))
    own_words = EncryptedTextField(_("in hun eigen woorden"), blank=True, default="")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    asked_on = models.DateField(_("gevraagd op"))
    asked_in = models.CharField(_("gevraagd in het"), max_length=3, choices=Language.choices)
    interpreter = models.BooleanField(_("met tolk"), default=False)

    class Meta:
        verbose_name = _("wensen van een huishouden")
        ordering = ("created_at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["household", "initiative"], name="wish_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"wensen {self.pk}"


@pghistory.track(exclude=["last_contact_on", "contacts", "heard_on"])
class BuddyMatch(TenantModel):
    """One buddy for one household. `place` is the first or the second buddy of the household; the database gives each once.

    `about_*` is what the buddy may know before both said yes: never a name. `user` is the buddy's account, kept here so that
    the row finds its reader. The household's answer is a fact: asked by whom, on, in which language, with an interpreter or not.
    `last_contact_on` and `contacts` are kept by a trigger on contact moments. `heard_on` is the day since which it is quiet: of the
    last contact, the start or the end of a pause (PostgreSQL's `greatest` leaves out what is empty). A pause always has an end:
    `paused_until`, the first day without it. `home_left_on` is when the household left its home to wait for another one: until the
    coordinator says that the match goes on, or it has a home there again, it asks attention.
    """

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="+")
    buddy = models.ForeignKey(Buddy, models.PROTECT, related_name="matches")
    backup = models.ForeignKey(
        Buddy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("achterwacht")
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=_("huishouden"))
    place = models.PositiveSmallIntegerField(_("plaats"), default=1, editable=False)
    state = models.CharField(
        _("stand"), max_length=10, choices=MatchState.choices, default=MatchState.PROPOSED, editable=False
    )
    tasks = choices_of(BuddyTask, _("waarbij de buddy helpt"))
    why = models.CharField(_("waarom deze twee"), max_length=300, blank=True)
    about_size = models.PositiveSmallIntegerField(editable=False)
    about_children = models.BooleanField(editable=False)
    about_languages = ArrayField(models.CharField(max_length=3), default=list, editable=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    proposed_on = models.DateField(_("voorgesteld op"))
    answer_by = models.DateField(_("antwoord uiterlijk"))
    buddy_answer = models.CharField(_("antwoord van de buddy"), max_length=3, choices=Answer.choices, blank=True)
    buddy_answered_on = models.DateField(null=True, editable=False)
    household_answer = models.CharField(
        _("antwoord van het huishouden"), max_length=3, choices=Answer.choices, blank=True
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    asked_on = models.DateField(_("gevraagd op"), null=True, blank=True)
    asked_in = models.CharField(_("gevraagd in het"), max_length=3, choices=Language.choices, blank=True)
    interpreter = models.BooleanField(_("met tolk"), null=True, blank=True)
    meets_at = models.DateTimeField(_("eerste ontmoeting"), null=True, blank=True)
    meets_where = models.CharField(_("waar"), max_length=120, blank=True)
    meeting_sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    started_on = models.DateField(_("van start op"), null=True, blank=True, editable=False)
    paused_on = models.DateField(null=True, blank=True, editable=False)
    paused_until = models.DateField(_("pauze tot"), null=True, blank=True)
    resumed_on = models.DateField(null=True, blank=True, editable=False)
    home_left_on = models.DateField(null=True, blank=True, editable=False)
    ended_on = models.DateField(_("afgerond op"), null=True, blank=True, editable=False)
    conclusion = models.CharField(_("hoe het eindigde"), max_length=16, choices=Conclusion.choices, blank=True)
    last_contact_on = models.DateField(_("laatste contact"), null=True, editable=False)
    contacts = models.PositiveIntegerField(_("contactmomenten"), default=0, editable=False)
    heard_on = models.GeneratedField(
        expression=Greatest(F("started_on"), F("last_contact_on"), F("resumed_on")),
        output_field=models.DateField(_("stil sinds"), null=True),
        db_persist=True,
    )

    class Meta:
        ordering = ("-proposed_on", "id")
        verbose_name = _("koppel")
        verbose_name_plural = _("koppels")
        indexes: ClassVar = [
            models.Index(fields=["municipality", "state", "heard_on"], name="match_radar"),
            models.Index(fields=["initiative", "state", "heard_on"], name="match_of_initiative"),
            models.Index(fields=["heard_on"], condition=Q(state=MatchState.ACTIVE), name="match_quiet"),
            models.Index(
                fields=["municipality", "started_on"],
                condition=Q(state=MatchState.ACTIVE, backup__isnull=True),
                name="match_without_backup",
            ),
            models.Index(
                fields=["municipality", "home_left_on"],
                condition=Q(state__in=KEPT_MATCH, home_left_on__isnull=False),
                name="match_home_left",
            ),
            models.Index(fields=["buddy", "state"], name="match_of_buddy"),
            models.Index(fields=["user", "state"], name="match_of_user"),
            models.Index(fields=["household", "state"], name="match_of_household"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household", "place"], condition=Q(state__in=OPEN_MATCH), name="match_place_once"
            ),
            models.UniqueConstraint(
                fields=["household", "buddy"], condition=Q(state__in=OPEN_MATCH), name="match_pair_once"
            ),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=MOST_BUDDIES), name="match_place"),
            models.CheckConstraint(
                condition=~Q(state__in=[*KEPT_MATCH, MatchState.CONCLUDED])
                | Q(buddy_answer=Answer.YES, household_answer=Answer.YES),
                name="match_both_said_yes",
            ),
            models.CheckConstraint(
                condition=Q(household_answer="")
                | Q(asked_by__isnull=False, asked_on__isnull=False, interpreter__isnull=False),
                name="match_answer_is_a_fact",
            ),
            models.CheckConstraint(
                condition=(Q(state=MatchState.CONCLUDED) & ~Q(conclusion="") & Q(ended_on__isnull=False))
                | (~Q(state=MatchState.CONCLUDED) & Q(conclusion="")),
                name="match_conclusion",
            ),
            models.CheckConstraint(condition=~Q(backup=F("buddy")), name="match_backup_is_another"),
            models.CheckConstraint(
                condition=~Q(state=MatchState.PAUSED)
                | Q(paused_on__isnull=False, paused_until__isnull=False, paused_until__gt=F("paused_on")),
                name="match_pause_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"koppel {self.pk}"

    @property
    def is_running(self) -> bool:
        return self.state in (MatchState.ACTIVE, MatchState.PAUSED)

    @property
    def last_day_of_pause(self) -> date | None:
        """`paused_until` is the first day without."""
        return None if self.paused_until is None else self.paused_until - timedelta(days=1)
