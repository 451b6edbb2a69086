from typing import Any

from django.db import migrations

from thuisgevers.guidance.reference import load_plans, make_missing_plans


def forwards(apps: Any, schema_editor: Any) -> None:
    """The first national plans, and a running plan for who was there before."""
    models = {name: apps.get_model("guidance", name) for name in ("StepPlanTemplate", "TemplatePhase", "TemplateStep")}
    load_plans(*models.values())
    places = apps.get_model("municipalities", "Municipality").objects.filter(participates_since__isnull=False)
    initiatives = apps.get_model("initiatives", "Initiative").objects.exclude(state="draft")
    make_missing_plans(
        apps.get_model("guidance", "StepPlan"),
        apps.get_model("guidance", "PlanStep"),
        models["StepPlanTemplate"],
        models["TemplateStep"],
        owners=[
            *((pk, None) for pk in places.order_by("pk").values_list("pk", flat=True)),
            *initiatives.order_by("pk").values_list("municipality_id", "pk"),
        ],
    )


class Migration(migrations.Migration):
    dependencies = [("guidance", "0004_step_plans_security")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
