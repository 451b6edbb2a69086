"""The same readers with fewer questions: each is a subselect of its own in the plan of every statement on the log, and a
question may name several capabilities."""

from django.db import migrations

from thuisgevers.municipalities.policies import municipality_in, own, scope_in

TEAM = f"visibility = 'team' AND ({municipality_in('initiative.read')} OR {scope_in('initiative.read,initiative.status', 'scope_id')})"
READERS = f"{municipality_in('dossier.internal,audit.read')} OR ({TEAM}) OR {own('actor_id')}"
HOUSEHOLDS = municipality_in("household.read")


class Migration(migrations.Migration):
    dependencies = [("audit", "0007_household_events")]

    # Undoing needs nothing: who may read what is as it was.
    operations = [
        migrations.RunSQL(
            "ALTER POLICY app_read ON audit_auditevent USING ("
            f"(visibility <> 'household' AND ({READERS})) OR (visibility = 'household' AND {HOUSEHOLDS}))",
            migrations.RunSQL.noop,
        )
    ]
