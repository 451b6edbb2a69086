"""What the dossier needs to know of an owner and a property; it outlives the initiative that opened it."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thuisgevers.municipalities.models import TenantModel

from .enums import OrganisationKind, PropertyKind, PropertyState, Tenure


@pghistory.track()
class Organisation(TenantModel):
    """A congregation, diaconate, society, foundation, company or group of citizens.

    `initiative_scope_id` is the public id of the initiative through which its own people see it; no foreign key upwards.
    """

    name = models.CharField(_("naam"), max_length=120)
    kind = models.CharField(_("soort"), max_length=24, choices=OrganisationKind.choices)
    kvk_number = models.CharField(_("KvK-nummer"), max_length=8, blank=True)
    rsin = models.CharField(_("RSIN"), max_length=9, blank=True)
    name_key = models.CharField(max_length=120, db_index=True, editable=False)
    initiative_scope_id = models.UUIDField(null=True, db_index=True, editable=False)

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("organisatie")

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Property(TenantModel):
    """A building that could become a home. `address_key` (postcode and house number without spaces, lower case) finds
    likely duplicates."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="properties")
    kind = models.CharField(_("soort pand"), max_length=20, choices=PropertyKind.choices)
    street = models.CharField(_("straat"), max_length=80, blank=True)
    house_number = models.CharField(_("huisnummer"), max_length=10, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    place = models.CharField(_("plaats"), max_length=80, blank=True)
    address_key = models.CharField(max_length=120, blank=True, db_index=True, editable=False)
    bag_id = models.CharField(_("BAG-nummer"), max_length=16, blank=True)
    vacant_from = models.DateField(_("leeg vanaf"), null=True, blank=True)
    vacant_until = models.DateField(_("leeg tot"), null=True, blank=True)
    capacity_min = models.PositiveSmallIntegerField(
        _("minste aantal bewoners"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    capacity_max = models.PositiveSmallIntegerField(
        _("meeste aantal bewoners"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    own_entrance = models.BooleanField(_("eigen voordeur"), null=True, blank=True)
    bedrooms = models.PositiveSmallIntegerField(_("slaapkamers"), null=True, blank=True)
    kitchens = models.PositiveSmallIntegerField(_("keukens"), null=True, blank=True)
    bathrooms = models.PositiveSmallIntegerField(_("badkamers"), null=True, blank=True)
    toilets = models.PositiveSmallIntegerField(_("toiletten"), null=True, blank=True)
    tenure = models.CharField(_("gebruik"), max_length=8, choices=Tenure.choices, blank=True)
    statutory_group = models.CharField(_("statutaire doelgroep"), max_length=120, blank=True)
    state = models.CharField(
        _("stand"), max_length=12, choices=PropertyState.choices, default=PropertyState.REPORTED, editable=False
    )
    initiative_scope_id = models.UUIDField(null=True, db_index=True, editable=False)

    class Meta:
        ordering = ("place", "street", "house_number", "id")
        verbose_name = _("pand")
        verbose_name_plural = _("panden")
        indexes: ClassVar = [models.Index(fields=["municipality", "state"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(vacant_until__isnull=True)
                | Q(vacant_from__isnull=True)
                | Q(vacant_until__gt=F("vacant_from")),
                name="property_vacancy_period",
                violation_error_message=_("De einddatum ligt voor de begindatum. Kies een latere datum."),
            ),
            models.CheckConstraint(
                condition=Q(capacity_max__isnull=True)
                | Q(capacity_min__isnull=True)
                | Q(capacity_max__gte=F("capacity_min")),
                name="property_capacity",
                violation_error_message=_("Het meeste aantal is lager dan het minste aantal."),
            ),
        ]

    def __str__(self) -> str:
        return self.address or str(self.get_kind_display())

    @property
    def address(self) -> str:
        """One line, for officials and the team only; never public."""
        street = f"{self.street} {self.house_number}".strip()
        town = f"{self.postcode} {self.place}".strip()
        return ", ".join(part for part in (street, town) if part)
