"""Events about a household are for who may read households, not for everybody with internal rights."""

from django.db import migrations

from thuisgevers.municipalities.policies import municipality_in, own, scope_in

BEFORE = [
    municipality_in("dossier.internal"),
    municipality_in("audit.read"),
    "visibility = 'team' AND ("
    + " OR ".join(
        [
            municipality_in("initiative.read"),
            scope_in("initiative.read", "scope_id"),
            scope_in("initiative.status", "scope_id"),
        ]
    )
    + ")",
    own("actor_id"),
]
BEFORE_SQL = " OR ".join(f"({part})" for part in BEFORE)
AFTER_SQL = f"(visibility <> 'household' AND ({BEFORE_SQL})) OR (visibility = 'household' AND {municipality_in('household.read')})"


def _policy(condition: str) -> str:
    return (
        "DROP POLICY app_read ON audit_auditevent;"
        f" CREATE POLICY app_read ON audit_auditevent FOR SELECT TO app USING ({condition})"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0006_household_visibility"),
        ("municipalities", "0008_housing_capabilities"),
    ]

    operations = [migrations.RunSQL(_policy(AFTER_SQL), _policy(BEFORE_SQL))]
