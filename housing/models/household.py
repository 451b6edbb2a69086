"""The people who are housed: the least data that works. Never a BSN, V-number, nationality, religion or sex.

`Household`, `StatusHolder` and `CoaAllocation` are read by case handlers and coordinators of the one municipality only.
What the initiative's side may know is a `HouseholdCard`, a row of its own.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.municipalities.models import TenantModel

from ..enums import AgeBand, HouseholdState, Language


def _people(label: object) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(label, default=0, validators=[MaxValueValidator(20)])  # type: ignore[arg-type]


@pghistory.track(exclude=["size"])
class Household(TenantModel):
    """People who move together. Its id is the scope of their buddies.

    `needs` is JSON, encrypted: `{"limits": [HousingNeed…], "wishes": [HousingNeed…], "note": str}`; limits are hard, wishes are
    weighed. `size` is the sum of the age bands, kept by the database.
    """

    reference = models.CharField(_("kenmerk"), max_length=16, unique=True, editable=False)
    state = models.CharField(
        _("stand"), max_length=12, choices=HouseholdState.choices, default=HouseholdState.EXPECTED, editable=False
    )
    people_0_3 = _people(_("0 tot en met 3 jaar"))
    people_4_11 = _people(_("4 tot en met 11 jaar"))
    people_12_17 = _people(_("12 tot en met 17 jaar"))
    people_18_26 = _people(_("18 tot en met 26 jaar"))
    people_27_54 = _people(_("27 tot en met 54 jaar"))
    people_55_66 = _people(_("55 tot en met 66 jaar"))
    people_67_plus = _people(_("67 jaar of ouder"))
    size = models.GeneratedField(
        expression=F("people_0_3")
        + F("people_4_11")
        + F("people_12_17")
        + F("people_18_26")
        + F("people_27_54")
        + F("people_55_66")
        + F("people_67_plus"),
        output_field=models.SmallIntegerField(_("aantal personen")),
        db_persist=True,
    )
    languages = ArrayField(
        models.CharField(max_length=3, choices=Language.choices), default=list, blank=True, verbose_name=_("talen")
    )
    contact_details = EncryptedTextField(_("contactgegevens"), blank=True, default="")
    needs = EncryptedTextField(_("wat de woning moet hebben"), blank=True, default="")
    available_from = models.DateField(_("kan verhuizen vanaf"), null=True, blank=True)
    handler = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("behandelaar")
    )
    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    closed_on = models.DateField(_("afgesloten op"), null=True, blank=True, editable=False)
    #: The day on which its last stay ended, where it looks for a home again.
    waiting_since = models.DateField(_("zoekt opnieuw sinds"), null=True, blank=True, editable=False)
    import_key = models.CharField(_("eigen nummer"), max_length=40, blank=True, editable=False)

    class Meta:
        ordering = ("-created_at", "id")
        verbose_name = _("huishouden")
        verbose_name_plural = _("huishoudens")
        indexes: ClassVar = [
            models.Index(fields=["municipality", "state", "-created_at"]),
            models.Index(fields=["municipality", "handler", "state"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=30) | Q(state=HouseholdState.MERGED),
                name="household_size",
                violation_error_message=_("Vul in hoeveel mensen er zijn: minstens één, hoogstens dertig."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(state=HouseholdState.MERGED),
                name="household_merged",
            ),
            models.UniqueConstraint(
                fields=["municipality", "import_key"],
                condition=~Q(import_key=""),
                name="household_import_key",
                violation_error_message=_("Er is al een huishouden met dit eigen nummer."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def age_bands(self) -> dict[str, int]:
        """Number of people per `AgeBand`, without the empty bands."""
        counts = {band: getattr(self, f"people_{band}") for band in AgeBand.values}
        return {band: number for band, number in counts.items() if number}

    @property
    def children(self) -> int:
        return self.people_0_3 + self.people_4_11 + self.people_12_17

    @property
    def ages_are_known(self) -> bool:
        """A year after it closed everybody is counted in one band (migration 0019), which then says nothing about ages."""
        day, today = self.closed_on, timezone.localdate()
        return day is None or (day.year + 1, day.month, day.day) > (today.year, today.month, today.day)

    def waits_again_since(self, allocated_on: date | None) -> date | None:
        """From when its own wait counts: since the stay that ended, unless COA coupled it anew after that. The clock of 14 weeks
        belongs to the coupling with which it found its first home, and stopped there."""
        since = self.waiting_since
        if self.state != HouseholdState.EXPECTED or since is None:
            return None
        return None if allocated_on is not None and allocated_on >= since else since

    @property
    def is_open(self) -> bool:
        return self.state in (HouseholdState.EXPECTED, HouseholdState.PLACED)


@pghistory.track(exclude=["name_index"])
class StatusHolder(TenantModel):
    """One person of a household, as far as a first name and a language are needed to talk with them.

    `name_index` is the fingerprint by which the encrypted first name is found again (`housing.name_index`).
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="people", verbose_name=_("huishouden"))
    first_name = EncryptedTextField(_("voornaam"))
    age_band = models.CharField(_("leeftijd"), max_length=8, choices=AgeBand.choices)
    contact_language = models.CharField(_("taal voor contact"), max_length=3, choices=Language.choices, blank=True)
    is_contact = models.BooleanField(_("eerste aanspreekpunt"), default=False)
    name_index = models.CharField(max_length=32, blank=True, default="", editable=False)

    class Meta:
        ordering = ("-is_contact", "created_at", "id")
        verbose_name = _("bewoner")
        indexes: ClassVar = [
            models.Index(
                fields=["municipality", "name_index"], condition=~Q(name_index=""), name="statusholder_by_name"
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(is_contact=True), name="statusholder_one_contact"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


@pghistory.track()
class CoaAllocation(TenantModel):
    """The coupling of a household to the municipality by COA: dates only. The clock of 14 weeks (2 to couple, 10 to find, 2
    to move; terms `home-…`) runs from `permit_on` where it is known, else from `allocated_on` with the 12 weeks left."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="allocations", verbose_name=_("huishouden"))
    permit_on = models.DateField(_("vergunning op"), null=True, blank=True)
    allocated_on = models.DateField(_("gekoppeld op"))
    find_by = models.DateField(_("woonruimte gevonden uiterlijk"), editable=False)
    move_by = models.DateField(_("verhuisd uiterlijk"), editable=False)
    ended_on = models.DateField(_("koppeling geëindigd op"), null=True, blank=True)

    class Meta:
        ordering = ("-allocated_on", "id")
        verbose_name = _("koppeling")
        indexes: ClassVar = [models.Index(fields=["municipality", "move_by"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(ended_on__isnull=True),
                name="allocation_one_open",
                violation_error_message=_("Dit huishouden heeft al een lopende koppeling."),
            ),
            models.CheckConstraint(
                condition=Q(permit_on__isnull=True) | Q(permit_on__lte=F("allocated_on")),
                name="allocation_after_permit",
                violation_error_message=_("De koppeling ligt voor de vergunning. Controleer de datums."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.allocated_on}"
