"""The policy functions and row level security of rights: see docs/architecture.md, net 5."""

from django.db import migrations

from thuisgevers.municipalities import policies
from thuisgevers.municipalities.policies import municipality_in, own, protect, scope_in, somebody

ACCESS_LINK_INSERT = [
    # Anybody may begin a registration, for a thing that does not exist yet.
    "purpose = 'register' AND NOT EXISTS (SELECT FROM municipalities_scope s WHERE s.id = object_id)",
    "purpose IN ('status', 'activate') AND ("
    + scope_in("initiative.register", "object_id")
    + " OR "
    + scope_in("team.manage", "object_id")
    + " OR "
    + municipality_in("dossier.handle")
    + ")",
    "purpose = 'invitation' AND ("
    + municipality_in("member.manage")
    + " OR "
    + municipality_in("municipality.invite")
    + " OR cardinality((SELECT app_scopes('team.manage'))) > 0)",
    "purpose = 'preferences'",
]

PERMISSION_TABLES = (
    "municipalities_municipalityuserpermission",
    "municipalities_municipalitygrouppermission",
    "municipalities_scopeuserpermission",
    "municipalities_scopegrouppermission",
)


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0001_initial"), ("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(policies.FUNCTIONS_SQL, policies.FUNCTIONS_UNDO_SQL),
        protect(
            "municipalities_municipality",
            extra_read=[somebody()],
            extra_update=[municipality_in("municipality.join", "id"), municipality_in("municipality.invite", "id")],
        ),
        protect(
            "municipalities_membership",
            read=["member.read", "team.read"],
            scope_column="scope_id",
            extra_read=[
                own(),
                municipality_in("municipality.invite"),
                "municipality_id IS NULL AND cardinality((SELECT app_municipalities('national.figures'))) > 0",
            ],
            extra_insert=["(SELECT app_may_grant(role, scope, scope_id, municipality_id))"],
            extra_update=[own(), "app_may_grant(role, scope, scope_id, municipality_id)"],
        ),
        protect("municipalities_membershipevent", read=["audit.read"], extra_insert=[somebody()], append_only=True),
        protect(
            "municipalities_accesslink",
            extra_read=["id = nullif(current_setting('app.link_id', true), '')::uuid", *ACCESS_LINK_INSERT[1:3]],
            extra_insert=ACCESS_LINK_INSERT,
            extra_update=["id = nullif(current_setting('app.link_id', true), '')::uuid", *ACCESS_LINK_INSERT[1:3]],
        ),
        protect("municipalities_scope", extra_read=[somebody()], extra_insert=[somebody()]),
        *[
            protect(
                table,
                extra_read=[somebody()],
                # What the code may believe; the policies above never read these rows. Somebody must at least be named.
                extra_insert=[
                    "app_user_id() IS NOT NULL OR nullif(current_setting('app.link_id', true), '') IS NOT NULL"
                ],
                extra_delete=[
                    "app_user_id() IS NOT NULL OR nullif(current_setting('app.link_id', true), '') IS NOT NULL"
                ],
            )
            for table in PERMISSION_TABLES
        ],
        policies.no_writes("municipalities_rolecapability"),
        policies.no_writes("municipalities_linkcapability"),
        policies.no_writes("municipalities_jobqueue"),
        migrations.RunSQL(
            "CREATE POLICY definer_reads ON municipalities_membership FOR SELECT TO definer USING (true);"
            "CREATE POLICY definer_reads ON municipalities_accesslink FOR SELECT TO definer USING (true);"
            "CREATE POLICY definer_reads ON municipalities_municipality FOR SELECT TO definer USING (true)",
            "DROP POLICY definer_reads ON municipalities_membership;"
            "DROP POLICY definer_reads ON municipalities_accesslink;"
            "DROP POLICY definer_reads ON municipalities_municipality",
        ),
    ]
