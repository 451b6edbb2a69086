"""Public reference data: boundaries, postcodes, place names and legal terms. No row security, no personal data.

Written by `import_geodata` and the data migrations as `owner`; the application only reads (`policies.no_writes`).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from thuisgevers.common.ids import uuid7

from .tenant import Municipality


class GeodataEdition(models.Model):
    """One import of geodata. The newest one's id is the version under which drawings are cached in the processes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference_on = models.DateField("peildatum")
    source = models.TextField("bron")
    credit = models.TextField("bronvermelding")
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField("ingelezen op", auto_now_add=True)

    class Meta:
        ordering = ("-imported_at", "-id")
        verbose_name = "geodata"

    def __str__(self) -> str:
        return f"{self.reference_on:%Y-%m-%d} ({self.source})"


class BoundaryKind(models.TextChoices):
    MUNICIPALITY = "municipality", "gemeente"
    PROVINCE = "province", "provincie"
    PROVINCE_BORDERS = "borders", "provinciegrenzen"


class Boundary(models.Model):
    """A shape as an SVG path in the Dutch RD projection (`geo.projection`), during the period in which it held.

    Known by CBS code, without a key to `Municipality`: provinces have none, and a shape outlives a merger.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12, choices=BoundaryKind.choices)
    code = models.CharField("CBS-code", max_length=6)
    name = models.CharField("naam", max_length=80, blank=True)
    path = models.TextField()
    view_box = models.CharField(max_length=60, blank=True)
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    edition = models.ForeignKey(GeodataEdition, models.PROTECT, related_name="boundaries")

    class Meta:
        ordering = ("kind", "code", "valid_from")
        verbose_name = "grens"
        verbose_name_plural = "grenzen"
        constraints = (
            models.UniqueConstraint(fields=["kind", "code", "valid_from"], name="boundary_once"),
            models.UniqueConstraint(
                fields=["kind", "code"],
                condition=Q(valid_until__isnull=True),
                name="boundary_one_open",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="boundary_period",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


class Postcode(models.Model):
    """The four digits of a postcode and where they lie: sometimes in two municipalities."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    digits = models.CharField("postcode", max_length=4, db_index=True)
    place = models.CharField("plaats", max_length=80)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="postcodes")

    class Meta:
        ordering = ("digits", "place", "municipality")
        constraints = (
            models.UniqueConstraint(fields=["digits", "place", "municipality"], name="postcode_once"),
            models.CheckConstraint(condition=Q(digits__regex=r"^[1-9][0-9]{3}$"), name="postcode_digits"),
        )

    def __str__(self) -> str:
        return f"{self.digits} {self.place}"


class PlaceKind(models.TextChoices):
    MUNICIPALITY = "municipality", "gemeente"
    PLACE = "place", "plaats"
    ALIAS = "alias", "andere naam"


class Place(models.Model):
    """A name by which people find a municipality: its own, a town's or village's, or another name for one of these.

    Municipality names and aliases are always there; towns and villages come with `import_geodata`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12, choices=PlaceKind.choices)
    name = models.CharField("naam", max_length=80)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="places")
    full_key = models.CharField(max_length=80)
    short_key = models.CharField(max_length=80)
    weight = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("full_key", "municipality")
        verbose_name = "plaatsnaam"
        verbose_name_plural = "plaatsnamen"
        constraints = (models.UniqueConstraint(fields=["kind", "full_key", "name", "municipality"], name="place_once"),)

    def __str__(self) -> str:
        return self.name


class TermUnit(models.TextChoices):
    DAYS = "days", "dagen"
    WORKING_DAYS = "working_days", "werkdagen"
    WEEKS = "weeks", "weken"
    MONTHS = "months", "maanden"


class Term(models.Model):
    """How long something may take, since when and according to whom. Law changes: a change is a new row, not a release."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.SlugField("sleutel", max_length=60)
    title = models.CharField("omschrijving", max_length=160)
    length = models.PositiveSmallIntegerField("duur")
    unit = models.CharField("eenheid", max_length=12, choices=TermUnit.choices)
    source = models.CharField("bron", max_length=240)
    needs_legal_check = models.BooleanField("moet een jurist nog bevestigen", default=False)
    valid_from = models.DateField("geldig vanaf")
    valid_until = models.DateField("geldig tot", null=True, blank=True)

    class Meta:
        ordering = ("key", "valid_from")
        verbose_name = "termijn"
        verbose_name_plural = "termijnen"
        constraints = (
            models.UniqueConstraint(fields=["key", "valid_from"], name="term_once"),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(valid_until__isnull=True),
                name="term_one_open",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="term_period",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}: {self.length} {self.get_unit_display()}"
