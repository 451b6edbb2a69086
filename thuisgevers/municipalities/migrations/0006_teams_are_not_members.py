"""Who may read the members of a municipality does not thereby read the teams of its initiatives: the national coordinator
sees a team only while its registration waits in the national queue."""

from django.db import migrations

from thuisgevers.municipalities.policies import municipality_in, own, scope_in

NARROW = " OR ".join(
    f"({part})"
    for part in (
        own(),
        municipality_in("team.read"),
        scope_in("team.read", "scope_id"),
        "scope = 'municipality' AND " + municipality_in("member.read,municipality.invite"),
        "municipality_id IS NULL AND cardinality((SELECT app_municipalities('national.figures'))) > 0",
    )
)
WIDE = " OR ".join(
    f"({part})"
    for part in (
        municipality_in("member.read,team.read,municipality.invite"),
        scope_in("member.read,team.read", "scope_id"),
        own(),
        "municipality_id IS NULL AND cardinality((SELECT app_municipalities('national.figures'))) > 0",
    )
)


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0005_own_role_may_only_end")]

    operations = [
        migrations.RunSQL(
            f"ALTER POLICY app_read ON municipalities_membership USING ({NARROW})",
            f"ALTER POLICY app_read ON municipalities_membership USING ({WIDE})",
        )
    ]
