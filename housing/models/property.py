"""A property that could become homes, and its owner. It outlives the initiative that opened it."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.municipalities.models import TenantModel

from ..enums import AvailabilityAnswer, PropertyKind, PropertyState, Tenure, UseFunction
from .organisation import Organisation


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
    use_function = models.CharField(_("gebruiksfunctie"), max_length=12, choices=UseFunction.choices, blank=True)
    floor_area = models.PositiveIntegerField(_("gebruiksoppervlakte in m²"), null=True, blank=True)
    tenure = models.CharField(_("gebruik"), max_length=8, choices=Tenure.choices, blank=True)
    statutory_group = models.CharField(_("statutaire doelgroep"), max_length=120, blank=True)
    minimum_age = models.PositiveSmallIntegerField(
        _("minste leeftijd volgens de statuten"), null=True, blank=True, validators=[MaxValueValidator(99)]
    )
    note = models.TextField(_("toelichting"), max_length=2000, blank=True)
    state = models.CharField(
        _("stand"), max_length=12, choices=PropertyState.choices, default=PropertyState.REPORTED, editable=False
    )
    initiative_scope_id = models.UUIDField(null=True, db_index=True, editable=False)
    #: When the decision that lets it open was taken: by the dossier of its initiative, or by an official where there is none.
    cleared_at = models.DateTimeField(_("akkoord om open te stellen op"), null=True, editable=False)
    import_key = models.CharField(_("eigen nummer"), max_length=40, blank=True, editable=False)
    #: Copies of what the owner said, written by triggers when a consent or an answer changes.
    consented_on = models.DateField(_("eigenaar akkoord op"), null=True, editable=False)
    owner_answer = models.CharField(max_length=8, choices=AvailabilityAnswer.choices, blank=True, editable=False)
    owner_answered_on = models.DateField(null=True, editable=False)
    unanswered_asks = models.PositiveSmallIntegerField(default=0, editable=False)
    #: When the owner is asked next, and reminded of the last question.
    ask_on = models.DateField(null=True, editable=False)
    remind_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ("place", "street", "house_number", "id")
        verbose_name = _("pand")
        verbose_name_plural = _("panden")
        indexes: ClassVar = [
            models.Index(fields=["municipality", "state"]),
            models.Index(fields=["municipality", "place", "street", "house_number", "id"], name="property_by_address"),
            models.Index(
                fields=["municipality", "state", "owner_answer", "unanswered_asks"],
                include=["id", "initiative_scope_id"],
                name="property_counts",
            ),
        ]
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
            models.UniqueConstraint(
                fields=["municipality", "import_key"],
                condition=~Q(import_key=""),
                name="property_import_key",
                violation_error_message=_("Er is al een pand met dit eigen nummer."),
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


@pghistory.track()
class PropertyContact(TenantModel):
    """How the owner is reached. A row of its own, because rows cannot hide columns: whoever only reads the property (a
    volunteer, a pioneer) has no policy here."""

    property = models.OneToOneField(Property, models.PROTECT, related_name="contact", verbose_name=_("pand"))
    initiative_scope_id = models.UUIDField(null=True, db_index=True, editable=False)
    name = EncryptedTextField(_("naam van de eigenaar of contactpersoon"), blank=True, default="")
    email = EncryptedTextField(_("e-mailadres"), blank=True, default="")
    phone = EncryptedTextField(_("telefoonnummer"), blank=True, default="")

    class Meta:
        verbose_name = _("contactgegevens van de eigenaar")

    def __str__(self) -> str:
        return str(self.property_id)
