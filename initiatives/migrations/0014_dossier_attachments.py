"""Files of a dossier: read with the dossier, or by officials alone; the file itself says which."""

import django.db.models.deletion
from django.db import migrations, models

import thuisgevers.common.ids
from thuisgevers.attachments.policies import protect_link


class Migration(migrations.Migration):
    dependencies = [
        ("attachments", "0003_quarantine"),
        ("initiatives", "0013_dossier_parts_function"),
        ("municipalities", "0010_rights_begin_with_joining"),
    ]

    operations = [
        migrations.CreateModel(
            name="DossierAttachment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=thuisgevers.common.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="gemaakt op")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="gewijzigd op")),
                ("scope_id", models.UUIDField(editable=False, null=True)),
                ("property_scope_id", models.UUIDField(editable=False, null=True)),
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="attachments.attachment",
                        verbose_name="bijlage",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachment_links",
                        to="initiatives.dossier",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="gemeente",
                    ),
                ),
            ],
            options={
                "verbose_name": "bijlage van een dossier",
            },
        ),
        *protect_link("initiatives_dossierattachment", "dossier_id", "initiatives_dossier"),
    ]
