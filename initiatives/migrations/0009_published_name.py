import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0008_count_trigger"), ("municipalities", "0003_geography")]

    operations = [
        migrations.CreateModel(
            name="PublishedName",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "concept"),
                            ("registered", "aangemeld"),
                            ("exploring", "verkenning"),
                            ("running", "actief"),
                            ("completed", "afgerond"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        max_length=12,
                    ),
                ),
                ("announced_on", models.DateField()),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="municipalities.municipality"
                    ),
                ),
            ],
            options={"verbose_name": "gepubliceerde naam", "ordering": ("name", "id")},
        ),
    ]
