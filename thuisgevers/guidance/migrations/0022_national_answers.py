from typing import Any

from django.db import migrations

from thuisgevers.guidance.reference import load_answers


def forwards(apps: Any, schema_editor: Any) -> None:
    """The questions that everybody asks, with their answers."""
    load_answers(apps.get_model("guidance", "PublishedAnswer"))


class Migration(migrations.Migration):
    dependencies = [("guidance", "0021_questions_security")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
