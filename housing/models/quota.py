from __future__ import annotations

from datetime import date
from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thuisgevers.municipalities.models import TenantModel

MOST_PEOPLE = 9_999


def _people(label: object, *, lowest: int = 0) -> models.SmallIntegerField[int, int]:
    return models.SmallIntegerField(
        label,  # type: ignore[arg-type]
        default=0,
        validators=[MinValueValidator(lowest), MaxValueValidator(MOST_PEOPLE)],
    )


@pghistory.track()
class HousingQuota(TenantModel):
    """How many people a municipality must house in one half-year (taakstelling), in people.

    `backlog` comes from earlier half-years: above zero what is still owed, below zero what was done in advance.
    `realised_elsewhere` are people housed outside this platform (a housing association, on their own); who was placed
    here is counted from the placements, never typed.
    """

    year = models.PositiveSmallIntegerField(_("jaar"), validators=[MinValueValidator(2015), MaxValueValidator(2100)])
    half = models.PositiveSmallIntegerField(_("halfjaar"), choices=((1, _("eerste")), (2, _("tweede"))))
    target = _people(_("taakstelling"))
    backlog = _people(_("achterstand uit eerdere halfjaren"), lowest=-MOST_PEOPLE)
    realised_elsewhere = _people(_("gehuisvest buiten De Thuisgevers"))
    source = models.CharField(_("bron"), max_length=200, blank=True)

    class Meta:
        ordering = ("-year", "-half")
        verbose_name = _("taakstelling")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "year", "half"],
                name="quota_once",
                violation_error_message=_("Voor dit halfjaar is er al een taakstelling. Pas die aan."),
            ),
            models.CheckConstraint(
                condition=Q(half__in=[1, 2], target__gte=0, realised_elsewhere__gte=0), name="quota_numbers"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.half}"

    @property
    def starts_on(self) -> date:
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def ends_on(self) -> date:
        """The first day after the half-year."""
        return date(self.year, 7, 1) if self.half == 1 else date(self.year + 1, 1, 1)

    @property
    def owed(self) -> int:
        return self.target + self.backlog
