"""The first national models: cooperation agreement and press release, version 1, as their files have them."""

from typing import Any

from django.db import migrations
from django.utils import timezone

from thuisgevers.documents.wording.national import read_national_models

VERSIONS = {("cooperation_agreement", 1), ("press_release", 1)}


def publish(apps: Any, schema_editor: Any) -> None:
    template = apps.get_model("documents", "DocumentTemplate")
    for model in read_national_models():
        if (model.kind.value, model.version) in VERSIONS:
            template.objects.get_or_create(
                kind=model.kind.value,
                version=model.version,
                defaults={
                    "title": model.title,
                    "note": model.note,
                    "sections": [section.as_json() for section in model.sections],
                    "status": "published",
                    "published_at": timezone.now(),
                },
            )


def remove(apps: Any, schema_editor: Any) -> None:
    template = apps.get_model("documents", "DocumentTemplate")
    for kind, version in VERSIONS:
        template.objects.filter(kind=kind, version=version).delete()


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_row_security")]

    operations = [migrations.RunPython(publish, remove)]
