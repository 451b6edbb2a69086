"""Explained matching: the weights a municipality chose, the plans it asked for, and what each plan says."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.municipalities.models import TenantModel

from ..enums import MatchingRule, MatchingState
from ..matching.codes import DEFAULT_WEIGHTS, MOST_WEIGHT, WISHES, Wish
from .household import Household
from .unit import DwellingUnit

WAITING = (MatchingState.REQUESTED, MatchingState.SOLVING)


def _weight(wish: Wish) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(default=DEFAULT_WEIGHTS[wish], validators=[MaxValueValidator(MOST_WEIGHT)])


class MatchingWeights(TenantModel):
    """How heavily wishes weigh in one municipality; the highest version holds, without a row the defaults do.

    A column per wish: what has no column cannot be weighed. Rows are only added, so they are their own history.
    """

    version = models.PositiveIntegerField(_("versie"))
    rule = models.CharField(_("wat voorgaat"), max_length=12, choices=MatchingRule.choices, default=MatchingRule.PEOPLE)
    step_free = _weight(Wish.STEP_FREE)
    own_front_door = _weight(Wish.OWN_FRONT_DOOR)
    own_kitchen = _weight(Wish.OWN_KITCHEN)
    own_sanitary = _weight(Wish.OWN_SANITARY)
    lockable_bedroom = _weight(Wish.LOCKABLE_BEDROOM)
    children = _weight(Wish.CHILDREN)
    pets = _weight(Wish.PETS)
    extra_bedroom = _weight(Wish.EXTRA_BEDROOM)
    good_fit = _weight(Wish.GOOD_FIT)
    clock = _weight(Wish.CLOCK)
    short_vacancy = _weight(Wish.SHORT_VACANCY)
    long_stay = _weight(Wish.LONG_STAY)
    reason = models.CharField(_("waarom"), max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ("-version",)
        verbose_name = _("gewichten van wensen")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "version"], name="matchingweights_version_once"),
            models.CheckConstraint(
                condition=Q(**{f"{wish.value}__lte": MOST_WEIGHT for wish in WISHES}),
                name="matchingweights_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} v{self.version}"

    @property
    def weights(self) -> dict[Wish, int]:
        return {wish: getattr(self, wish.value) for wish in WISHES}


class MatchingRun(TenantModel):
    """One plan for a whole municipality, and the job of the worker that makes it.

    The conditions (days, rule, weights) are fixed when it is asked for; `input_hash` says of which facts it was made. No row
    history: progress is written every few seconds, and what matters is in the log.
    """

    state = models.CharField(
        _("stand"),
        max_length=12,
        choices=MatchingState.choices,
        default=MatchingState.REQUESTED,
        editable=False,
    )
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    starts_on = models.DateField(_("verhuizen vanaf"))
    latest_on = models.DateField(_("verhuizen tot en met"))
    shortest_days = models.PositiveSmallIntegerField(_("kortste verblijf in dagen"))
    wished_days = models.PositiveSmallIntegerField(_("gewenst verblijf in dagen"))
    rule = models.CharField(_("wat voorgaat"), max_length=12, choices=MatchingRule.choices)
    weights = models.JSONField(default=dict, editable=False)
    weights_version = models.PositiveIntegerField(default=0, editable=False)
    with_partners = models.BooleanField(_("ook plekken in gemeenten waarmee wij samenwerken"), default=False)
    phase = models.CharField(max_length=12, blank=True, editable=False)
    progress = models.PositiveSmallIntegerField(default=0, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    heartbeat_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    error = models.CharField(_("wat er misging"), max_length=300, blank=True, editable=False)
    input_hash = models.CharField(max_length=64, blank=True, editable=False)
    households = models.PositiveIntegerField(_("huishoudens"), default=0, editable=False)
    people = models.PositiveIntegerField(_("mensen"), default=0, editable=False)
    units = models.PositiveIntegerField(_("wooneenheden"), default=0, editable=False)
    pairs = models.PositiveIntegerField(_("mogelijke combinaties"), default=0, editable=False)
    placed_households = models.PositiveIntegerField(default=0, editable=False)
    placed_people = models.PositiveIntegerField(default=0, editable=False)
    #: What the plan is worth and what no plan can be better than: first what the rule counts, then the wishes.
    worth_first = models.PositiveIntegerField(default=0, editable=False)
    worth_score = models.PositiveIntegerField(default=0, editable=False)
    bound_first = models.PositiveIntegerField(default=0, editable=False)
    bound_score = models.PositiveIntegerField(default=0, editable=False)
    method = models.CharField(max_length=8, blank=True, editable=False)
    #: For how many households without a place each limit is the one that binds most: codes and counts.
    binds = models.JSONField(default=dict, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-created_at", "id")
        verbose_name = _("plan voor alle huishoudens")
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-created_at"]),
            models.Index(fields=["state", "id"], condition=Q(state__in=WAITING), name="matchingrun_waiting"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(latest_on__gte=F("starts_on")),
                name="matchingrun_days",
                violation_error_message=_("De laatste dag ligt voor de eerste. Kies een latere datum."),
            ),
            models.CheckConstraint(
                condition=Q(shortest_days__gte=1, wished_days__gte=F("shortest_days")),
                name="matchingrun_stay",
                violation_error_message=_("Het gewenste verblijf is korter dan het kortste verblijf."),
            ),
            models.CheckConstraint(
                condition=~Q(state=MatchingState.SOLVING) | Q(claimed_at__isnull=False, heartbeat_at__isnull=False),
                name="matchingrun_solving_is_claimed",
            ),
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(state__in=WAITING), name="matchingrun_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.state}"

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_proven(self) -> bool:
        return (self.worth_first, self.worth_score) == (self.bound_first, self.bound_score)


class MatchingProposal(TenantModel):
    """What a plan says of one household: its place, or why there is none. Only added, never changed.

    `reasons` are typed codes and counts as JSON, no sentences and no names; encrypted, because they tell what a household
    needs. A place in a partner municipality is `partner` and `partner_unit_id`, not a row of ours.
    """

    run = models.ForeignKey(MatchingRun, models.CASCADE, related_name="proposals")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    unit = models.ForeignKey(DwellingUnit, models.CASCADE, null=True, related_name="+")
    partner = models.ForeignKey("municipalities.Municipality", models.PROTECT, null=True, related_name="+")
    partner_unit_id = models.UUIDField(null=True)
    is_placed = models.BooleanField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    score = models.PositiveIntegerField(default=0)
    rank = models.PositiveIntegerField(default=0)
    options = models.PositiveIntegerField(default=0)
    reasons = EncryptedTextField()

    class Meta:
        ordering = ("-is_placed", "-score", "id")
        verbose_name = _("voorstel uit een plan")
        indexes: ClassVar = [models.Index(fields=["run", "is_placed", "-score", "id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "household"], name="matchingproposal_household_once"),
            models.UniqueConstraint(fields=["run", "unit"], name="matchingproposal_unit_once"),
            models.CheckConstraint(
                condition=Q(is_placed=False, unit__isnull=True, partner_unit_id__isnull=True)
                | Q(is_placed=True, unit__isnull=False, partner_unit_id__isnull=True)
                | Q(is_placed=True, unit__isnull=True, partner_unit_id__isnull=False, partner__isnull=False),
                name="matchingproposal_place",
            ),
            models.CheckConstraint(
                condition=Q(is_placed=False) | Q(starts_on__isnull=False, ends_on__gt=F("starts_on")),
                name="matchingproposal_days",
            ),
        ]

    def __str__(self) -> str:
        return str(self.household_id)
