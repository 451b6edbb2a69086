from django.db import migrations

from thuisgevers.municipalities.policies import municipality_in, scope_in

REGISTERED = scope_in("initiative.register", "initiative_id")
TEAM = scope_in("plan.work", "initiative_id")
TOWN = f"initiative_id IS NULL AND {municipality_in('plan.work')}"


def policy(*conditions: str) -> str:
    either = " OR ".join(f"({one})" for one in conditions)
    return f"ALTER POLICY app_insert ON guidance_planstep WITH CHECK ({either})"


class Migration(migrations.Migration):
    """Who works on a plan may add the steps that a newer version of the national plan has."""

    dependencies = [("guidance", "0006_plan_conditions")]

    operations = [migrations.RunSQL(policy(REGISTERED, TEAM, TOWN), policy(REGISTERED, TOWN))]
