"""Public geography and terms, and the project's own facts in them."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import thuisgevers.common.ids
from thuisgevers.common.migrating import at_once
from thuisgevers.municipalities import policies
from thuisgevers.municipalities.clocks import load_terms
from thuisgevers.municipalities.geo.loading import load_municipalities

TRIGRAMS = """
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN undefined_file OR feature_not_supported OR insufficient_privilege THEN
  RAISE NOTICE 'pg_trgm is not available: place search does not forgive typing errors';
END $$
"""

REFERENCE_TABLES = (
    "municipalities_geodataedition",
    "municipalities_boundary",
    "municipalities_postcode",
    "municipalities_place",
    "municipalities_term",
)


def load_facts(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    load_municipalities(apps.get_model("municipalities", "Municipality"), apps.get_model("municipalities", "Place"))
    load_terms(apps.get_model("municipalities", "Term"))


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0002_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="GeodataEdition",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=thuisgevers.common.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("reference_on", models.DateField(verbose_name="peildatum")),
                ("source", models.TextField(verbose_name="bron")),
                ("credit", models.TextField(verbose_name="bronvermelding")),
                ("digest", models.CharField(max_length=64)),
                ("imported_at", models.DateTimeField(auto_now_add=True, verbose_name="ingelezen op")),
            ],
            options={
                "verbose_name": "geodata",
                "ordering": ("-imported_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=thuisgevers.common.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.SlugField(max_length=60, verbose_name="sleutel")),
                ("title", models.CharField(max_length=160, verbose_name="omschrijving")),
                ("length", models.PositiveSmallIntegerField(verbose_name="duur")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("days", "dagen"),
                            ("working_days", "werkdagen"),
                            ("weeks", "weken"),
                            ("months", "maanden"),
                        ],
                        max_length=12,
                        verbose_name="eenheid",
                    ),
                ),
                ("source", models.CharField(max_length=240, verbose_name="bron")),
                (
                    "needs_legal_check",
                    models.BooleanField(default=False, verbose_name="moet een jurist nog bevestigen"),
                ),
                ("valid_from", models.DateField(verbose_name="geldig vanaf")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="geldig tot")),
            ],
            options={
                "verbose_name": "termijn",
                "verbose_name_plural": "termijnen",
                "ordering": ("key", "valid_from"),
                "constraints": [
                    models.UniqueConstraint(fields=("key", "valid_from"), name="term_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until__isnull", True)),
                        fields=("key",),
                        name="term_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="term_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Boundary",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=thuisgevers.common.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("municipality", "gemeente"),
                            ("province", "provincie"),
                            ("borders", "provinciegrenzen"),
                        ],
                        max_length=12,
                    ),
                ),
                ("code", models.CharField(max_length=6, verbose_name="CBS-code")),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="naam")),
                ("path", models.TextField()),
                ("view_box", models.CharField(blank=True, max_length=60)),
                ("x", models.FloatField(null=True)),
                ("y", models.FloatField(null=True)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="boundaries",
                        to="municipalities.geodataedition",
                    ),
                ),
            ],
            options={
                "verbose_name": "grens",
                "verbose_name_plural": "grenzen",
                "ordering": ("kind", "code", "valid_from"),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "code", "valid_from"), name="boundary_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until__isnull", True)),
                        fields=("kind", "code"),
                        name="boundary_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="boundary_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=thuisgevers.common.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("municipality", "gemeente"), ("place", "plaats"), ("alias", "andere naam")],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="naam")),
                ("full_key", models.CharField(max_length=80)),
                ("short_key", models.CharField(max_length=80)),
                ("weight", models.PositiveSmallIntegerField(default=0)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="municipalities.municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "plaatsnaam",
                "verbose_name_plural": "plaatsnamen",
                "ordering": ("full_key", "municipality"),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "full_key", "name", "municipality"), name="place_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Postcode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=thuisgevers.common.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("digits", models.CharField(db_index=True, max_length=4, verbose_name="postcode")),
                ("place", models.CharField(max_length=80, verbose_name="plaats")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postcodes",
                        to="municipalities.municipality",
                    ),
                ),
            ],
            options={
                "ordering": ("digits", "place", "municipality"),
                "constraints": [
                    models.UniqueConstraint(fields=("digits", "place", "municipality"), name="postcode_once"),
                    models.CheckConstraint(
                        condition=models.Q(("digits__regex", "^[1-9][0-9]{3}$")), name="postcode_digits"
                    ),
                ],
            },
        ),
        *(policies.no_writes(table) for table in REFERENCE_TABLES),
        # Stays when the migration is undone: other objects may use it.
        migrations.RunSQL(TRIGRAMS, migrations.RunSQL.noop),
        migrations.RunPython(load_facts, migrations.RunPython.noop),
    ]
    operations = at_once(operations)
