from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from thuisgevers.municipalities.models import TenantModel

from ..enums import ClosureKind, Facility
from .property import Property


@pghistory.track()
class DwellingUnit(TenantModel):
    """The part of a property in which one household lives. Never deleted once somebody lived there: `retired_on`.

    `initiative_scope_id` follows the property (trigger). That nobody is placed in a unit that is too small, retired or
    closed, and that a change here does not push out who lives there, is decided by triggers (migration 0006).
    """

    property = models.ForeignKey(Property, models.PROTECT, related_name="units", verbose_name=_("pand"))
    initiative_scope_id = models.UUIDField(null=True, db_index=True, editable=False)
    name = models.CharField(_("naam"), max_length=60)
    capacity_min = models.PositiveSmallIntegerField(
        _("minste aantal bewoners"), default=1, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    capacity_max = models.PositiveSmallIntegerField(
        _("meeste aantal bewoners"), validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    bedrooms = models.PositiveSmallIntegerField(_("slaapkamers"), default=1)
    lockable_bedrooms = models.PositiveSmallIntegerField(_("slaapkamers met slot"), default=0)
    own_front_door = models.BooleanField(_("eigen voordeur"), default=False)
    step_free = models.BooleanField(_("zonder trap of drempel bereikbaar"), default=False)
    kitchen = models.CharField(_("keuken"), max_length=8, choices=Facility.choices, default=Facility.SHARED)
    sanitary = models.CharField(_("toilet en douche"), max_length=8, choices=Facility.choices, default=Facility.SHARED)
    pets_allowed = models.BooleanField(_("huisdieren mogen"), default=False)
    children_suitable = models.BooleanField(_("geschikt voor kinderen"), default=True)
    floor_area = models.PositiveSmallIntegerField(_("oppervlakte in m²"), null=True, blank=True)
    available_from = models.DateField(_("beschikbaar vanaf"), null=True, blank=True)
    available_until = models.DateField(_("beschikbaar tot"), null=True, blank=True)
    retired_on = models.DateField(_("niet meer in gebruik sinds"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("property", "name", "id")
        verbose_name = _("wooneenheid")
        verbose_name_plural = _("wooneenheden")
        indexes: ClassVar = [models.Index(fields=["municipality", "property"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(capacity_min__gte=1, capacity_max__gte=F("capacity_min")),
                name="unit_capacity",
                violation_error_message=_("Het meeste aantal is lager dan het minste aantal."),
            ),
            models.CheckConstraint(
                condition=Q(lockable_bedrooms__lte=F("bedrooms")),
                name="unit_lockable_bedrooms",
                violation_error_message=_("Er zijn niet meer slaapkamers met slot dan slaapkamers."),
            ),
            models.CheckConstraint(
                condition=Q(available_from__isnull=True)
                | Q(available_until__isnull=True)
                | Q(available_until__gt=F("available_from")),
                name="unit_period",
                violation_error_message=_("De einddatum ligt voor de begindatum. Kies een latere datum."),
            ),
            models.UniqueConstraint(
                fields=["property", "name"],
                name="unit_name_once",
                violation_error_message=_("Dit pand heeft al een wooneenheid met deze naam."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(exclude=["period"])
class UnitClosure(TenantModel):
    """A period in which nobody can live in a unit: renovation, or another use. Half open: `ends_on` is the first day on
    which it can be lived in again; without it the closure has no known end."""

    unit = models.ForeignKey(DwellingUnit, models.PROTECT, related_name="closures", verbose_name=_("wooneenheid"))
    property = models.ForeignKey(Property, models.PROTECT, related_name="+")
    initiative_scope_id = models.UUIDField(null=True, db_index=True, editable=False)
    kind = models.CharField(_("waarom"), max_length=12, choices=ClosureKind.choices)
    starts_on = models.DateField(_("vanaf"))
    ends_on = models.DateField(_("tot"), null=True, blank=True)
    note = models.CharField(_("toelichting"), max_length=200, blank=True)
    period = models.GeneratedField(
        expression=Func(F("starts_on"), F("ends_on"), function="daterange", output_field=DateRangeField()),
        output_field=DateRangeField(),
        db_persist=True,
    )

    class Meta:
        ordering = ("starts_on", "id")
        verbose_name = _("sluiting")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="closure_period",
                violation_error_message=_("De einddatum ligt voor de begindatum. Kies een latere datum."),
            ),
            ExclusionConstraint(
                name="closure_no_overlap",
                expressions=[(F("unit"), RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=_("In deze periode is de wooneenheid al gesloten."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.starts_on}"
