"""Who lives where, from when to when, how it ended, and where they go next."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.municipalities.models import TenantModel

from ..enums import (
    FollowOnState,
    HouseholdAnswer,
    Language,
    PlacementOutcome,
    PlacementState,
)
from .household import Household
from .property import Property
from .unit import DwellingUnit

OCCUPYING = (PlacementState.PROPOSED, PlacementState.PLANNED, PlacementState.ACTIVE, PlacementState.ENDED)


@pghistory.track(exclude=["period"])
class Placement(TenantModel):
    """One household in one unit for one period, half open: on `expected_end_on` (or `ended_on`) somebody else may move in.

    A proposal already keeps the unit: a household that said yes must not lose it to a faster colleague. The database
    refuses two in one unit at overlapping times, more people than the unit holds, and a stay that runs into a closure or
    past the period in which the unit is available (constraints here, triggers in migration 0006).
    """

    unit = models.ForeignKey(DwellingUnit, models.PROTECT, related_name="placements", verbose_name=_("wooneenheid"))
    property = models.ForeignKey(Property, models.PROTECT, related_name="+", editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="placements", verbose_name=_("huishouden"))
    state = models.CharField(
        _("stand"), max_length=12, choices=PlacementState.choices, default=PlacementState.PROPOSED, editable=False
    )
    move_in_on = models.DateField(_("verhuist op"))
    expected_end_on = models.DateField(_("verwacht einde"))
    ended_on = models.DateField(_("geëindigd op"), null=True, blank=True)
    outcome = models.CharField(_("hoe het eindigde"), max_length=20, choices=PlacementOutcome.choices, blank=True)
    period = models.GeneratedField(
        expression=Func(
            F("move_in_on"),
            Greatest(F("move_in_on"), Coalesce(F("ended_on"), F("expected_end_on"))),
            function="daterange",
            output_field=DateRangeField(),
        ),
        output_field=DateRangeField(),
        db_persist=True,
    )
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", editable=False)
    #: Why this unit for this household, as the handler says it; ids of a matching proposal are kept there.
    choice_reason = models.CharField(_("waarom deze woning"), max_length=500, blank=True)
    answer = models.CharField(
        _("antwoord van het huishouden"), max_length=8, choices=HouseholdAnswer.choices, blank=True
    )
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    asked_on = models.DateField(_("gevraagd op"), null=True, blank=True)
    asked_in = models.CharField(_("gevraagd in het"), max_length=3, choices=Language.choices, blank=True)
    interpreter = models.BooleanField(_("met tolk"), null=True, blank=True)
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    moved_in_on = models.DateField(_("verhuisd op"), null=True, blank=True, editable=False)
    #: How many people live there; taken from the household while they do, and kept once they left (trigger).
    people = models.PositiveSmallIntegerField(_("aantal personen"), default=0, editable=False)
    #: When somebody entered it: a mistake can be taken back for a week.
    move_in_recorded_at = models.DateTimeField(null=True, editable=False)
    end_recorded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("move_in_on", "id")
        verbose_name = _("plaatsing")
        verbose_name_plural = _("plaatsingen")
        indexes: ClassVar = [
            models.Index(fields=["municipality", "state", "expected_end_on"]),
            models.Index(fields=["municipality", "property"]),
            models.Index(fields=["household", "state"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(expected_end_on__gt=F("move_in_on")),
                name="placement_period",
                violation_error_message=_("Het verwachte einde ligt niet na de verhuizing. Kies een latere datum."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("move_in_on")),
                name="placement_ended_after",
                violation_error_message=_("Het einde ligt voor de verhuizing. Kies een latere datum."),
            ),
            models.CheckConstraint(
                condition=(Q(state=PlacementState.ENDED) & Q(ended_on__isnull=False) & ~Q(outcome=""))
                | (~Q(state=PlacementState.ENDED) & Q(ended_on__isnull=True) & Q(outcome="")),
                name="placement_outcome",
                violation_error_message=_("Een plaatsing eindigt met een datum en met hoe het eindigde."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PlacementState.PLANNED, PlacementState.ACTIVE, PlacementState.ENDED])
                | Q(answer=HouseholdAnswer.YES),
                name="placement_answered",
                violation_error_message=_("Leg eerst vast dat het huishouden ja zei."),
            ),
            ExclusionConstraint(
                name="placement_unit_free",
                expressions=[(F("unit"), RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(state__in=OCCUPYING),
                violation_error_message=_("In deze periode is de wooneenheid al bezet of voorgesteld."),
            ),
            ExclusionConstraint(
                name="placement_household_free",
                expressions=[(F("household"), RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(state__in=OCCUPYING),
                violation_error_message=_("In deze periode heeft het huishouden al een woning of een voorstel."),
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(state=PlacementState.ACTIVE),
                name="placement_one_active_in_unit",
                violation_error_message=_("Hier woont nog iemand. Beëindig eerst die plaatsing."),
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(state=PlacementState.ACTIVE),
                name="placement_one_active_of_household",
                violation_error_message=_("Dit huishouden woont nog ergens anders. Beëindig eerst die plaatsing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.move_in_on}"

    def until(self) -> date:
        """The day on which the stay ended or, as long as it did not, is expected to end."""
        return self.ended_on or self.expected_end_on


@pghistory.track()
class FollowOnHousing(TenantModel):
    """Where a household goes after this stay: a small case with an owner, compulsory from the day of moving in, so that
    nobody's stay ends silently."""

    placement = models.OneToOneField(Placement, models.PROTECT, related_name="follow_on", verbose_name=_("plaatsing"))
    household = models.ForeignKey(Household, models.PROTECT, related_name="+", editable=False)
    owner = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name=_("wie regelt de vervolgwoning")
    )
    state = models.CharField(
        _("stand"), max_length=12, choices=FollowOnState.choices, default=FollowOnState.OPEN, editable=False
    )
    available_from = models.DateField(_("beschikbaar vanaf"), null=True, blank=True)
    note = models.CharField(_("toelichting"), max_length=500, blank=True)
    first_alarm_at = models.DateTimeField(null=True, editable=False)
    second_alarm_at = models.DateTimeField(null=True, editable=False)
    last_alarm_at = models.DateTimeField(null=True, editable=False)
    #: The day on which the guard last looked, and since when nobody in the municipality owns the case.
    checked_on = models.DateField(null=True, editable=False)
    owner_missing_since = models.DateField(null=True, editable=False)
    overdue_told_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("vervolghuisvesting")

    def __str__(self) -> str:
        return f"{self.placement_id} {self.state}"


@pghistory.track()
class HouseholdCard(TenantModel):
    """What the initiative's side may know of a household, and nothing else: size, ages in bands, languages, practical needs,
    dates; the first names only after its yes. One per placement, written by the placement's services.

    `practical_needs` is an encrypted JSON list of `HousingNeed`; `household_scope_id` is the scope of the buddies.
    """

    placement = models.OneToOneField(Placement, models.PROTECT, related_name="card", verbose_name=_("plaatsing"))
    property = models.ForeignKey(Property, models.PROTECT, related_name="+")
    initiative_scope_id = models.UUIDField(null=True, db_index=True, editable=False)
    household_scope_id = models.UUIDField(db_index=True, editable=False)
    size = models.PositiveSmallIntegerField(_("aantal personen"))
    age_bands = models.JSONField(_("leeftijden"), default=dict)
    languages = ArrayField(models.CharField(max_length=3, choices=Language.choices), default=list)
    practical_needs = EncryptedTextField(_("praktisch nodig"), blank=True, default="")
    first_names = EncryptedTextField(_("voornamen"), blank=True, default="")
    unit_name = models.CharField(_("wooneenheid"), max_length=60)
    #: False once the household stopped sharing with volunteers: then only who handles households reads the card.
    is_shared = models.BooleanField(_("gedeeld met vrijwilligers"), default=True, editable=False)
    state = models.CharField(_("stand"), max_length=12, choices=PlacementState.choices)
    move_in_on = models.DateField(_("verhuist op"))
    expected_end_on = models.DateField(_("verwacht einde"))
    ended_on = models.DateField(_("geëindigd op"), null=True, blank=True)

    class Meta:
        ordering = ("move_in_on", "id")
        verbose_name = _("huishoudkaart")

    def __str__(self) -> str:
        return str(self.placement_id)
