"""Events are asked for by their thing or their municipality; the planner need not try an index for each part of the policy. See
docs/decisions/0018-what-the-planner-expects.md."""

from django.db import migrations

from thuisgevers.municipalities.policies import mostly_true, municipality_in, own, scope_in

_TEAM = f"visibility = 'team' AND ({municipality_in('initiative.read')} OR {scope_in('initiative.read,initiative.status', 'scope_id')})"
_READERS = f"{municipality_in('dossier.internal,audit.read')} OR ({_TEAM}) OR {own('actor_id')}"
_PARTS = (
    f"visibility NOT IN ('household', 'workspace') AND ({_READERS})",
    f"visibility = 'household' AND {municipality_in('household.read')}",
    f"visibility = 'workspace' AND {scope_in('workspace.read', 'scope_id')}",
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0009_workspace_visibility")]

    operations = [
        migrations.RunSQL(
            f"ALTER POLICY app_read ON audit_auditevent USING ({mostly_true(*_PARTS)})",
            f"ALTER POLICY app_read ON audit_auditevent USING ({' OR '.join(f'({part})' for part in _PARTS)})",
        )
    ]
