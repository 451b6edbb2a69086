"""The terms of the review, for databases that loaded data/terms.csv before it had them."""

from typing import Any

from django.db import migrations

from thuisgevers.municipalities.clocks import load_terms


def load(apps: Any, schema_editor: Any) -> None:
    load_terms(apps.get_model("municipalities", "Term"))


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0004_review")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
